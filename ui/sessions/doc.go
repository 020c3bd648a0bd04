// Package sessions is the screen of the history: the sessions of a branch, which
// typing narrows, or the messages that contain some words. It reads the store, and
// asks by intents that a session be opened, renamed or deleted. Start at [New].
package sessions
