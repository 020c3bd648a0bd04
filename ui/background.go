package ui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// watchBackground asks the terminal for its background and for reports of colour
// changes. Not every terminal answers, and few report changes, so that it is
// asked again whenever it gets the focus.
func watchBackground() tea.Cmd {
	return tea.Batch(tea.Raw(ansi.SetModeLightDark), tea.RequestBackgroundColor)
}
