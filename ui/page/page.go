package page

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/theme"
)

// A Page fills the terminal, or lies over the one that does. It changes itself
// and returns what it wants of the rest as an intent.
type Page interface {
	Press(tea.KeyPressMsg) Intent
	Paste(text string) Intent
	Wheel(lines int) Intent
	Update(tea.Msg) Intent           // everything else that happens
	Layout(width, height int) Intent // sets its lines, after something changed
	View(width, height int) Frame    // of the last arrange; changes nothing
}

// A Frame is what a screen looks like.
type Frame struct {
	Lines  []string
	Cursor *tea.Cursor
}

// Joined makes the content of a view: as many lines as the screen has, none of
// them wider than it.
func Joined(l theme.Look, lines []string, width, height int) string {
	lines = lines[:min(len(lines), height)]
	for i, s := range lines {
		if l.Size(s) > width {
			lines[i] = l.Cut(s, width)
		}
	}
	return strings.Join(lines, "\n")
}
