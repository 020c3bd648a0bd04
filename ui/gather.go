package ui

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
)

// A gatheredMsg is a draft whose files were read, or why they can't be sent.
type gatheredMsg struct {
	draft   *draft
	parts   []chat.Part
	problem string
}

// mentions reports whether the draft may name files.
func (d draft) mentions() bool {
	if strings.Contains(d.text, "@") {
		return true
	}
	for _, r := range d.text {
		if k, ok := chipAt(d.chips, r); ok && k.path != "" {
			return true
		}
	}
	return false
}

var mentioned = regexp.MustCompile(`(?:^|\s)@("[^"]+"|[^\s"]+)`)

// gather reads the files of a draft: its chips, and those that an @ names.
func gather(deps Deps, m chat.Model, d *draft) tea.Cmd {
	return func() tea.Msg {
		msg := gatheredMsg{draft: d}
		var chips []chip
		text := d.expand(func(k chip) string {
			if k.path == "" {
				return k.text
			}
			chips = append(chips, k)
			return filepath.Base(k.path)
		})
		for _, found := range mentioned.FindAllStringSubmatch(text, -1) {
			path := filepath.Join(deps.Dir, strings.Trim(found[1], `"`))
			if filepath.IsAbs(strings.Trim(found[1], `"`)) {
				path = strings.Trim(found[1], `"`)
			}
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
				chips = append(chips, chip{path: path})
			}
		}
		for _, k := range chips {
			f, err := k.read(deps)
			if err != nil {
				msg.problem = err.Error()
				return msg
			}
			if msg.problem = refuses(m, kindOfMIME(f.MIME)); msg.problem != "" {
				return msg
			}
			msg.parts = append(msg.parts, f)
		}
		msg.parts = append(msg.parts, chat.Text{Text: text})
		return msg
	}
}

func (k chip) read(deps Deps) (chat.File, error) {
	if k.file != nil {
		return *k.file, nil
	}
	return deps.ReadFile(k.path)
}

// draftOf is what a question that was kept is written as, its files as chips where
// their names stand.
func draftOf(m chat.Message) draft {
	d := draft{text: written(m.Text())}
	for _, p := range m.Parts {
		f, ok := p.(chat.File)
		if !ok {
			continue
		}
		kind := kindOfMIME(f.MIME)
		k := fileChip(cmp.Or(f.Name, kind))
		k.file, k.kind = &f, kind
		r := string(rune(firstChip + len(d.chips)))
		d.chips = append(d.chips, k)
		if name := filepath.Base(k.path); strings.Contains(d.text, name) {
			d.text = strings.Replace(d.text, name, r, 1)
		} else {
			d.text = r + " " + d.text
		}
	}
	return d
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
