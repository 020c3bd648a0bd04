package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"neonchat/ui/page"
	"neonchat/ui/theme"
	"neonchat/ui/transcript"
)

// long answers are worth a word when nobody looks.
const longAnswer = 10 * time.Second

func (c *conversation) notify(e *transcript.Entry) page.Intent {
	if !c.env.Deps.Notify || !c.blurred || e.Message.Timing.Total < longAnswer {
		return nil
	}
	return tea.Raw(ansi.Notify(theme.OneLine(e.Message.Origin.Model)+" has answered") + "\a")
}
