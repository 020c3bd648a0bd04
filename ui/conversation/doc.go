// Package conversation is the chat's page: the transcript, the composer below it, and
// the status line. Start at [Conversation].
//
// It handles keys and commands, and draws. Its threads ask, open and fork; its
// composer holds the text. It opens other screens by intents, and knows none of
// them.
package conversation
