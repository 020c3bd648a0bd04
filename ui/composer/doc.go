// Package composer is where a prompt is written: the text with its chips, what
// completes the word at the cursor, what can be recalled, the user's own editor,
// and the questions that wait for their turn. Start at [Composer].
//
// A composer stands on a page, its [Host], which says who is asked, what
// completes, and sends what is written. It lists files and looks up those that
// are mentioned, in commands. It never sends anything by itself, and never reads
// the content of a file before the question goes.
package composer
