package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/page"
)

// A filesReadMsg is a draft whose files were read, or why they can't be sent.
type filesReadMsg struct {
	draft   *draft.Draft
	parts   []chat.Part
	problem string
}

// readFiles reads the files of a draft, each once.
func readFiles(deps page.Deps, m chat.Model, d *draft.Draft) tea.Cmd {
	return func() tea.Msg {
		msg := filesReadMsg{draft: d}
		for _, k := range d.Files() {
			f, err := k.Read(deps.ReadFile)
			if err != nil {
				msg.problem = err.Error()
				return msg
			}
			if msg.problem = refuses(m, draft.KindOfMIME(f.MIME)); msg.problem != "" {
				return msg
			}
			if !slices.ContainsFunc(msg.parts, func(p chat.Part) bool { return same(p.(chat.File), f) }) {
				msg.parts = append(msg.parts, f)
			}
		}
		msg.parts = append(msg.parts, chat.Text{Text: d.Asked()})
		return msg
	}
}

func same(a, b chat.File) bool {
	return a.Name == b.Name && a.MIME == b.MIME && string(a.Data) == string(b.Data)
}
