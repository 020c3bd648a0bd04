package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// What is offered follows from the text, however that was changed: enter takes
// nothing that isn't seen.
func TestOffersGoWithTheTextTheyAreFor(t *testing.T) {
	for name, change := range map[string]func(u *user){
		"cleared":     func(u *user) { u.press("ctrl+c") },
		"found again": func(u *user) { u.press("ctrl+r", "enter") },
	} {
		t.Run(name, func(t *testing.T) {
			u := sits(t, 80, 24, holds("notes.txt"))
			u.answers("hello", "hi")
			u.press("@no")
			u.sees("   notes.txt")
			change(u)
			u.seesNo("   notes.txt")
			u.press("enter")
			u.p.Send(tea.FocusMsg{})
			u.seesNo("[text notes.txt]")
		})
	}
}

// They come by themselves where the text asks for them.
func TestOffersComeBackWithTheirText(t *testing.T) {
	u := sits(t, 80, 24, holds("notes.txt"))
	u.press("hello", "enter")
	u.asked()
	u.press("see @no", "esc", "enter")
	u.sees("queued: see @no")
	u.press("up", "enter")
	u.sees("❯ see @no", "   notes.txt")
	u.press("tab")
	u.sees("see [text notes.txt]")
}
