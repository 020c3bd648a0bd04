package conversation

import (
	"strings"

	"charm.land/bubbles/v2/viewport"

	"neonchat/ui/composer"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/pager"
	"neonchat/ui/theme"
)

// NewHelp lists every key and every command, from the tables that define them.
func NewHelp(d *page.Env) *pager.Pager {
	return &pager.Pager{Env: d, Body: viewport.New(), Title: "Keys and commands", Text: func(l theme.Look, width int) []string {
		return append(d.Keys.Lines(l, width, d.Enhanced, func(keymap.Binding) bool { return true }), commandLines(l, width)...)
	}}
}

func commandLines(l theme.Look, width int) []string {
	lines := []string{"", l.Bold("Commands")}
	for _, k := range composer.Commands {
		lines = append(lines, keymap.Pair(l, strings.TrimSpace("/"+k.Name+" "+k.Arg), k.Help, width)...)
	}
	lines = append(lines, "")
	for _, s := range l.Wrap("The mouse scrolls; with shift it selects as the terminal does.", width) {
		lines = append(lines, l.Dim(s))
	}
	return lines
}
