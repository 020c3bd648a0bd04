package keymap

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"neonchat/ui/theme"
)

// Lines lists the bindings that satisfy some in width columns, by zone. enhanced
// says that the terminal tells shift+enter from enter.
func (m Map) Lines(l theme.Look, width int, enhanced bool, some func(Binding) bool) []string {
	var lines []string
	last := Zone("")
	for _, b := range m.Table {
		if !some(b) {
			continue
		}
		keys := slices.DeleteFunc(slices.Clone(b.Keys()), func(k string) bool { return k == "shift+enter" && !enhanced })
		if len(keys) == 0 {
			continue
		}
		if b.Zone != last {
			if last != "" {
				lines = append(lines, "")
			}
			lines = append(lines, l.Bold(string(b.Zone)))
			last = b.Zone
		}
		lines = append(lines, Pair(l, strings.Join(keys, " "), b.Help().Desc, width)...)
	}
	return lines
}

// A Hint says what a key does in the current place, in words for that place.
type Hint struct {
	Action Action
	Does   string
}

// Hints returns one line of hints, as many as fit into width columns.
func (m Map) Hints(l theme.Look, z Zone, width int, some ...Hint) string {
	var bindings []key.Binding
	for _, h := range some {
		bindings = append(bindings, key.NewBinding(key.WithKeys(m.Key(z, h.Action)), key.WithHelp(m.Key(z, h.Action), h.Does)))
	}
	line := help.Model{ShortSeparator: ", ", Ellipsis: "…"}
	line.SetWidth(width)
	return l.Dim(l.Cut(line.ShortHelpView(bindings), width))
}

// Pair writes a term and its meaning side by side, or below each other where
// they don't fit.
func Pair(l theme.Look, term, meaning string, width int) []string {
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
