package ui

import (
	"errors"
	"os"
	"os/exec"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/draft"
	"neonchat/ui/page"
)

// An editMsg says that the draft is in a file, and an editedMsg what the editor
// made of it.
type (
	editMsg   struct{ path string }
	editedMsg struct {
		text string
		err  error
	}
)

// cmdEditor has the draft written in the user's own editor.
func (c *conversation) cmdEditor(string) page.Intent {
	if len(c.env.Deps.Editor) == 0 {
		return page.Notice{Text: "set EDITOR to the editor to write in"}
	}
	text := c.composer.Plain()
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

func (c *conversation) edit(msg editMsg) page.Intent {
	editor := c.env.Deps.Editor
	run := exec.Command(editor[0], append(editor[1:len(editor):len(editor)], msg.path)...)
	return stepAside(tea.ExecProcess(run, func(err error) tea.Msg {
		defer os.Remove(msg.path)
		if err != nil {
			return editedMsg{err: err}
		}
		text, err := os.ReadFile(msg.path)
		return editedMsg{string(text), err}
	}))
}

// edited takes what was written. Pastes are text from then on, and files chips
// where they are still mentioned; when the editor failed, the draft stays as it
// was.
func (c *conversation) edited(msg editedMsg) page.Intent {
	if msg.err != nil {
		c.say("the editor: " + msg.err.Error())
		return nil
	}
	i := c.changed()
	text, files := trimEnd(msg.text), c.composer.Files()
	if len(files) == 0 {
		c.fill(text)
		return i
	}
	d, _ := draft.Woven(text, files, draft.MentionOf)
	c.composer.Restore(d)
	c.sayText(d)
	return i
}

func trimEnd(s string) string {
	for len(s) > 0 && (s[len(s)-1] == '\n' || s[len(s)-1] == '\r') {
		s = s[:len(s)-1]
	}
	return s
}
