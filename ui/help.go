package ui

import (
	"strings"

	"charm.land/bubbles/v2/viewport"
)

// newHelp lists every key and every command, from the tables that they work by.
func newHelp(d *desk) *pager {
	return &pager{desk: d, view: viewport.New(), title: "Keys and commands", text: func(l look, width int) []string {
		return append(d.keys.lines(l, width, d.enhanced, func(binding) bool { return true }), commandLines(l, width)...)
	}}
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
