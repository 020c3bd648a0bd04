package ui

import (
	"slices"
	"strings"
)

// lines lists some of the keys in width columns, by zone. Enhanced says that the
// terminal tells shift+enter from enter.
func (m keymap) lines(l look, width int, enhanced bool, some func(binding) bool) []string {
	var lines []string
	last := zone("")
	for _, b := range m.table {
		if !some(b) {
			continue
		}
		keys := slices.DeleteFunc(slices.Clone(b.keys), func(k string) bool { return k == "shift+enter" && !enhanced })
		if len(keys) == 0 {
			continue
		}
		if b.zone != last {
			if last != "" {
				lines = append(lines, "")
			}
			lines = append(lines, l.bold(string(b.zone)))
			last = b.zone
		}
		lines = append(lines, pair(l, strings.Join(keys, " "), b.help, width)...)
	}
	return lines
}

// pair writes a term and what it means, below each other where they don't fit
// side by side.
func pair(l look, term, meaning string, width int) []string {
	indent := 30
	if width >= 90 {
		indent = 37 // two columns more than the widest keys
	}
	if width < 2*indent || l.size(term) > indent-2 {
		lines := []string{l.accent(l.cut(term, width))}
		for _, s := range l.wrap(meaning, max(1, width-4)) {
			lines = append(lines, "    "+l.dim(s))
		}
		return lines
	}
	var lines []string
	for i, s := range l.wrap(meaning, width-indent) {
		left := strings.Repeat(" ", indent)
		if i == 0 {
			left = l.accent(l.pad(term, indent))
		}
		lines = append(lines, left+l.dim(s))
	}
	return lines
}
