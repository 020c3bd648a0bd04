package page

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/theme"
)

// A Page fills the terminal, or lies over the page that does. It changes itself
// and returns what it wants from the rest as an intent.
type Page interface {
	Press(tea.KeyPressMsg) Intent
	Paste(text string) Intent
	Wheel(lines int) Intent
	Update(tea.Msg) Intent           // handles every other message
	Layout(width, height int) Intent // prepares the lines to show; called after every change
	View(width, height int) Frame    // draws what Layout prepared; changes nothing
}

// A Frame is what a page looks like; Cursor is nil where the terminal's is
// hidden.
type Frame struct {
	Lines  []string
	Cursor *tea.Cursor
}

// Joined joins lines for a view: at most height lines, none wider than width.
func Joined(l theme.Look, lines []string, width, height int) string {
	lines = lines[:min(len(lines), height)]
	for i, s := range lines {
		if l.Size(s) > width {
			lines[i] = l.Cut(s, width)
		}
	}
	return strings.Join(lines, "\n")
}
