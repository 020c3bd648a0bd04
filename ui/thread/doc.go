// Package thread holds the open sessions and what is under way in them: asking,
// answering, opening, forking. Start at [Threads].
//
// A [Thread] is one session as it is shown: its tree, its transcript, the turn
// under way and the questions that wait for it. [Threads] holds the thread on the
// page and those that continue behind it. It tells its [Host], the page that shows
// them, when an answer has ended and when the next question may be asked. Nothing
// here draws or handles a key.
package thread
