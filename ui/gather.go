package ui

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
)

// A gatheredMsg is a draft whose files were read, or why they can't be sent. Its
// mentions are chips by then, but for those that are no file's: of those that are
// news the user is to be told.
type gatheredMsg struct {
	draft   *draft
	made    draft
	parts   []chat.Part
	missed  []string
	problem string
}

// gather reads the files of a draft, each once: its chips, and those that are
// mentioned in what was typed here.
func gather(deps Deps, m chat.Model, d *draft) tea.Cmd {
	return func() tea.Msg {
		made := d.attached(deps.Dir)
		msg := gatheredMsg{draft: d, made: made, missed: made.missed[len(d.missed):]}
		for _, k := range made.files() {
			f, err := k.read(deps)
			if err != nil {
				msg.problem = err.Error()
				return msg
			}
			if msg.problem = refuses(m, kindOfMIME(f.MIME)); msg.problem != "" {
				return msg
			}
			if !slices.ContainsFunc(msg.parts, func(p chat.Part) bool { return same(p.(chat.File), f) }) {
				msg.parts = append(msg.parts, f)
			}
		}
		msg.parts = append(msg.parts, chat.Text{Text: made.asked()})
		return msg
	}
}

func same(a, b chat.File) bool {
	return a.Name == b.Name && a.MIME == b.MIME && string(a.Data) == string(b.Data)
}

// files are the chips of files, as they stand in the text.
func (d draft) files() []chip {
	var files []chip
	for _, r := range d.text {
		if k, ok := chipAt(d.chips, r); ok && k.path != "" {
			files = append(files, k)
		}
	}
	return files
}

// asked is the text that a model gets: files by their names.
func (d draft) asked() string {
	return d.expand(func(k chip) string {
		if k.path != "" {
			return filepath.Base(k.path)
		}
		return k.text
	})
}

func (k chip) read(deps Deps) (chat.File, error) {
	if k.file != nil {
		return *k.file, nil
	}
	return deps.ReadFile(k.path)
}

// draftOf is what a question that was kept is written as, its files as chips where
// their names stand, or else before all.
func draftOf(m chat.Message) draft {
	var chips []chip
	for _, p := range m.Parts {
		if f, ok := p.(chat.File); ok {
			kind := kindOfMIME(f.MIME)
			k := fileChip(cmp.Or(f.Name, kind))
			k.file, k.kind = &f, kind
			chips = append(chips, k)
		}
	}
	d, left := woven(m.Text(), chips, placeOf)
	c := newComposer()
	for _, k := range left {
		c.add(k)
		c.insert(" ")
	}
	c.put(d)
	return c.draft
}

func kindOfMIME(mime string) string {
	switch {
	case strings.HasPrefix(mime, "image/"):
		return "image"
	case mime == "application/pdf":
		return "pdf"
	}
	return "text"
}
