// Package sessions is the screen of what was said: the sessions of a branch, which
// typing narrows, or the messages in which some words stand. It asks the store and
// says by intents what is to be opened, renamed or deleted. Start at [New].
package sessions
