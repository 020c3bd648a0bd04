package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/page"
)

// A filesReadMsg is a draft whose files were read, or why they can't be sent. Its
// mentions are chips by then, but for those that are no file's: of those that are
// news the user is to be told.
type filesReadMsg struct {
	draft   *draft.Draft
	made    draft.Draft
	parts   []chat.Part
	missed  []string
	problem string
}

// readFiles reads the files of a draft, each once: its chips, and those that are
// mentioned in what was typed here.
func readFiles(deps page.Deps, m chat.Model, d *draft.Draft) tea.Cmd {
	return func() tea.Msg {
		made := d.Attached(deps.Dir)
		msg := filesReadMsg{draft: d, made: made, missed: made.Missed[len(d.Missed):]}
		for _, k := range made.Files() {
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
		msg.parts = append(msg.parts, chat.Text{Text: made.Asked()})
		return msg
	}
}

func same(a, b chat.File) bool {
	return a.Name == b.Name && a.MIME == b.MIME && string(a.Data) == string(b.Data)
}
