package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/theme"
)

// A screen fills the terminal, or lies over the one that does. It changes itself
// and returns what it wants of the rest as an intent.
type screen interface {
	press(tea.KeyPressMsg) intent
	paste(text string) intent
	wheel(lines int) intent
	hear(tea.Msg) intent              // everything else that happens
	arrange(width, height int) intent // sets its lines, after something changed
	draw(width, height int) frame     // of the last arrange; changes nothing
}

// A frame is what a screen looks like.
type frame struct {
	lines  []string
	cursor *tea.Cursor
}

// joined makes the content of a view: as many lines as the screen has, none of
// them wider than it.
func joined(l theme.Look, lines []string, width, height int) string {
	lines = lines[:min(len(lines), height)]
	for i, s := range lines {
		if l.Size(s) > width {
			lines[i] = l.Cut(s, width)
		}
	}
	return strings.Join(lines, "\n")
}
