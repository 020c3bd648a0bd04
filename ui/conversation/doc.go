// Package conversation is the page that one talks on: the transcript, the composer
// below it, and the status line. Start at [Conversation].
//
// It takes keys and commands and draws. What is asked, opened and forked is done
// by the threads that it shows; what is written is the composer's. It opens other
// screens by intents, and knows none of them.
package conversation
