package ui

import (
	"slices"
	"strings"
)

// newHelp lists every key and every command, from the tables that they work by.
func newHelp(d *desk) *pager {
	return &pager{desk: d, title: "Keys and commands", text: func(l look, width int) []string {
		return append(keyLines(d, l, width, func(binding) bool { return true }), commandLines(l, width)...)
	}}
}

// keyLines lists some of the keys.
func keyLines(d *desk, l look, width int, some func(binding) bool) []string {
	var lines []string
	last := zone("")
	for _, b := range d.keys.table {
		if !some(b) {
			continue
		}
		keys := slices.DeleteFunc(slices.Clone(b.keys), func(k string) bool { return k == "shift+enter" && !d.enhanced })
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

func commandLines(l look, width int) []string {
	lines := []string{"", l.bold("Commands")}
	for _, k := range commands() {
		lines = append(lines, pair(l, strings.TrimSpace("/"+k.name+" "+k.arg), k.help, width)...)
	}
	lines = append(lines, "")
	for _, s := range l.wrap("The mouse scrolls; with shift it selects as the terminal does.", width) {
		lines = append(lines, l.dim(s))
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
