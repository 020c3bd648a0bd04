package ui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// watchBackground asks for the terminal's background, and to be told when the
// colours change. Not every terminal answers, and few tell; it is asked again
// when somebody comes back to it.
func watchBackground() tea.Cmd {
	return tea.Batch(tea.Raw(ansi.SetModeLightDark), tea.RequestBackgroundColor)
}
