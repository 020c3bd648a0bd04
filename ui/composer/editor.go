package composer

import (
	"cmp"
	"errors"
	"os"
	"os/exec"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/draft"
	"neonchat/ui/page"
)

// An editMsg says that the draft was written to a file, to be edited.
type editMsg struct{ path string }

// An EditedMsg brings the edited text, or the error.
type EditedMsg struct {
	Text string
	Err  error
}

// OpenEditor opens the text in the user's own editor.
func (c *Composer) OpenEditor() page.Intent {
	if len(c.env.Deps.Editor) == 0 {
		return page.Notice{Text: "set EDITOR to the editor to write in"}
	}
	text := c.Plain()
	return tea.Cmd(func() tea.Msg {
		f, err := os.CreateTemp("", "neonchat-*.md")
		if err != nil {
			return page.NoticeMsg{Text: "opening the editor: " + err.Error()}
		}
		_, err = f.WriteString(text)
		if err = errors.Join(err, f.Close()); err != nil {
			return page.NoticeMsg{Text: "opening the editor: " + err.Error()}
		}
		return editMsg{f.Name()}
	})
}

func (c *Composer) edit(msg editMsg) page.Intent {
	editor := c.env.Deps.Editor
	run := exec.Command(editor[0], append(editor[1:len(editor):len(editor)], msg.path)...)
	return page.StepAside(tea.ExecProcess(run, func(err error) tea.Msg {
		defer os.Remove(msg.path)
		if err != nil {
			return EditedMsg{Err: err}
		}
		text, err := os.ReadFile(msg.path)
		return EditedMsg{string(text), err}
	}))
}

// edited takes the edited text. Pastes become plain text, and files stay chips
// where they are still mentioned. If the editor failed, the draft doesn't
// change.
func (c *Composer) edited(msg EditedMsg) page.Intent {
	if msg.Err != nil {
		c.Say("the editor: " + msg.Err.Error())
		return nil
	}
	i := c.Changed()
	text, files := trimEnd(msg.Text), c.Files()
	if len(files) == 0 {
		c.Fill(text)
		return i
	}
	d, _ := draft.WithChips(text, files, draft.MentionOf)
	c.Restore(d)
	c.Notice = cmp.Or(inertMention(d, c.env.Keys), c.Notice)
	return i
}

func trimEnd(s string) string {
	for len(s) > 0 && (s[len(s)-1] == '\n' || s[len(s)-1] == '\r') {
		s = s[:len(s)-1]
	}
	return s
}
