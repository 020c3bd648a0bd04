// Package transcript is messages as lines of the screen. Start at [Transcript].
//
// An [Entry] is one message: its body is set once for a look, what stands around
// it anew when that changes. Only what is seen is set. An answer that arrives
// comes from a [Turn], the one place of the program with goroutines that outlive a
// command; it takes all events that are there once a frame. The package knows
// nothing of pages, and asks nobody anything.
package transcript
