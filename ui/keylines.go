package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"neonchat/ui/theme"
)

// lines lists some of the keys in width columns, by zone. Enhanced says that the
// terminal tells shift+enter from enter.
func (m keymap) lines(l theme.Look, width int, enhanced bool, some func(binding) bool) []string {
	var lines []string
	last := zone("")
	for _, b := range m.table {
		if !some(b) {
			continue
		}
		keys := slices.DeleteFunc(slices.Clone(b.Keys()), func(k string) bool { return k == "shift+enter" && !enhanced })
		if len(keys) == 0 {
			continue
		}
		if b.zone != last {
			if last != "" {
				lines = append(lines, "")
			}
			lines = append(lines, l.Bold(string(b.zone)))
			last = b.zone
		}
		lines = append(lines, pair(l, strings.Join(keys, " "), b.Help().Desc, width)...)
	}
	return lines
}

// A hint is what a key does where one is, in the words of that place.
type hint struct {
	action action
	does   string
}

// hints is a line of them, as many as fit into width columns.
func (m keymap) hints(l theme.Look, z zone, width int, some ...hint) string {
	var bindings []key.Binding
	for _, h := range some {
		bindings = append(bindings, key.NewBinding(key.WithKeys(m.key(z, h.action)), key.WithHelp(m.key(z, h.action), h.does)))
	}
	line := help.Model{ShortSeparator: ", ", Ellipsis: "…"}
	line.SetWidth(width)
	return l.Dim(l.Cut(line.ShortHelpView(bindings), width))
}

// pair writes a term and what it means, below each other where they don't fit
// side by side.
func pair(l theme.Look, term, meaning string, width int) []string {
	indent := 30
	if width >= 90 {
		indent = 37 // two columns more than the widest keys
	}
	if width < 2*indent || l.Size(term) > indent-2 {
		lines := []string{l.Accent(l.Cut(term, width))}
		for _, s := range l.Wrap(meaning, max(1, width-4)) {
			lines = append(lines, "    "+l.Dim(s))
		}
		return lines
	}
	var lines []string
	for i, s := range l.Wrap(meaning, width-indent) {
		left := strings.Repeat(" ", indent)
		if i == 0 {
			left = l.Accent(l.Pad(term, indent))
		}
		lines = append(lines, left+l.Dim(s))
	}
	return lines
}
