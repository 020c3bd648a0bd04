package ui

import (
	"strings"
	"testing"

	"neonchat/ui/page"
)

// What was cut comes back as it was, whatever happened to the composer since.
func TestACutPasteComesBackWhole(t *testing.T) {
	u := sits(t, 80, 24)
	first, second := strings.Repeat("first\n", 20), strings.Repeat("second\n", 30)
	u.press("look: ")
	u.pastes(first)
	u.sees("[paste #1, 20 lines]")
	u.press("ctrl+u")
	u.sees("Ask something")
	u.press("and ", "ctrl+c") // the composer begins anew
	u.sees("cleared")
	u.pastes(second)
	u.sees("❯ [paste #1, 30 lines]")
	u.press("ctrl+y")
	u.sees("❯ [paste #1, 30 lines]look: [paste #1, 20 lines]")
	u.press("enter")
	if got, want := u.asked().Messages[0].Text(), second+"look: "+first; strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("asked %q, want %q", got, want)
	}
}

func TestAOneLetterDraftIsBroughtBackToo(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("y", "ctrl+c")
	u.sees("cleared; up brings it back")
	u.press("up")
	u.sees("❯ y")
}

// What is pasted at length into a search is searched for by its start, at once.
func TestAPasteIntoASearchIsCutShort(t *testing.T) {
	u := sits(t, 80, 24, func(d *page.Deps) { d.Keep.(*keeper).kept.Asked = []string{"explain vacuum"} })
	u.press("ctrl+r")
	u.sees("explain vacuum")
	u.pastes("explain\nvac" + strings.Repeat("  ", 2000) + "x")
	u.sees("explain vacuum")
	u.press("ctrl+u", "vacuum please")
	u.sees("❯ vacuum please", "nothing fits")
}
