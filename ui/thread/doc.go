// Package thread is the sessions that the program has open, and what is under way
// in them: asking, answering, opening, forking. Start at [Threads].
//
// A [Thread] is one session as it is shown: its tree, its transcript, the turn
// under way and the questions that wait for it. [Threads] hold the one on the page
// and those that go on behind it; they tell their [Host], the page that shows
// them, what goes back to the composer and what has ended. Nothing here draws or
// takes a key.
package thread
