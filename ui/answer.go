package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"neonchat/ui/page"
)

// long answers are worth a word when nobody looks.
const longAnswer = 10 * time.Second

// notify tells who looks elsewhere that an answer that took long is there.
func notify(env *page.Env, took time.Duration, what string) tea.Cmd {
	if !env.Deps.Notify || !env.Blurred || took < longAnswer {
		return nil
	}
	return tea.Raw(ansi.Notify(what) + "\a")
}
