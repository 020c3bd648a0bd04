package ui

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
)

// A gatheredMsg is a draft whose files were read, or why they can't be sent.
type gatheredMsg struct {
	draft   draft
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
func gather(deps Deps, m chat.Model, d draft) tea.Cmd {
	return func() tea.Msg {
		msg := gatheredMsg{draft: d}
		var paths []string
		text := d.expand(func(k chip) string {
			if k.path == "" {
				return k.text
			}
			paths = append(paths, k.path)
			return filepath.Base(k.path)
		})
		for _, found := range mentioned.FindAllStringSubmatch(text, -1) {
			path := filepath.Join(deps.Dir, strings.Trim(found[1], `"`))
			if filepath.IsAbs(strings.Trim(found[1], `"`)) {
				path = strings.Trim(found[1], `"`)
			}
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
				paths = append(paths, path)
			}
		}
		for _, path := range paths {
			f, err := deps.ReadFile(path)
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

func kindOfMIME(mime string) string {
	switch {
	case strings.HasPrefix(mime, "image/"):
		return "image"
	case mime == "application/pdf":
		return "pdf"
	}
	return "text"
}
