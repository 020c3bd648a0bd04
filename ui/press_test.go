package ui

import "testing"

// A key that is no text and does nothing with a message does at once what it does
// while writing.
func TestKeysOfTheComposerWorkWhileSelecting(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("why?", "enter")
	u.asked()
	u.comes(thought("because I thought so"))
	u.text(numbered(1, 40))
	u.ends()
	u.sees("Ask something", "paragraph 40.")
	u.press("tab", "ctrl+home")
	u.sees("❯ why?")
	u.press("ctrl+t")
	u.sees("because I thought so")
	u.press("tab", "ctrl+home", "ctrl+end")
	u.sees("paragraph 40.")
	u.press("ctrl+r")
	u.sees("Asked before")
}
