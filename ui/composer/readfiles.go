package composer

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/page"
)

// A FilesReadMsg brings the parts of a draft whose files were read, or says why
// they can't be sent.
type FilesReadMsg struct {
	Draft   *draft.Draft // the draft that ReadFiles was given
	Parts   []chat.Part
	Problem string
}

// ReadFiles reads the files of a draft, each once, in a command.
func ReadFiles(deps page.Deps, m chat.Model, d *draft.Draft) tea.Cmd {
	return func() tea.Msg {
		msg := FilesReadMsg{Draft: d}
		for _, k := range d.Files() {
			f, err := k.Read(deps.ReadFile)
			if err != nil {
				msg.Problem = err.Error()
				return msg
			}
			if msg.Problem = refuses(m, draft.KindOfMIME(f.MIME)); msg.Problem != "" {
				return msg
			}
			if !slices.ContainsFunc(msg.Parts, func(p chat.Part) bool { return same(p.(chat.File), f) }) {
				msg.Parts = append(msg.Parts, f)
			}
		}
		msg.Parts = append(msg.Parts, chat.Text{Text: d.Asked()})
		return msg
	}
}

func same(a, b chat.File) bool {
	return a.Name == b.Name && a.MIME == b.MIME && string(a.Data) == string(b.Data)
}
