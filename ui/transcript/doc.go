// Package transcript shows messages as lines of the screen. Start at [Transcript].
//
// An [Entry] is one message. Its body is rendered once for a look, and only when
// it is visible; the lines around it are made again when they change. An answer
// that arrives comes from a [Turn], the only place of the program with goroutines
// that outlive a command; it delivers all waiting events once a frame. The package
// knows nothing of pages and asks no question by itself.
package transcript
