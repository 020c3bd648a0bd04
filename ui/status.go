package ui

import (
	"fmt"

	"neonchat/catalog"
	"neonchat/ui/keymap"
	"neonchat/ui/markdown"
	"neonchat/ui/theme"
)

// status is the last line: the branch, the model, how full its context is, and
// what the conversation cost.
func (c *conversation) status() string {
	l := c.env.Look
	sep := l.Dim(" · ")
	s := " " + l.Accent(l.Cut(markdown.Clean(c.env.Deps.Branch.Name), max(8, c.width/4))) +
		sep + l.Cut(markdown.Clean(c.model.Name()), max(10, c.width/2)) + c.env.UnservedMark(c.model, keymap.Writing)
	if used := c.context(); used != "" {
		s += sep + used
	}
	if b := c.cost; b.usd > 0 {
		about := ""
		if b.unknown {
			about = "≥ "
		}
		s += sep + l.Dim(about+catalog.FormatUSD(b.usd))
	}
	right := c.env.Keys.Key(keymap.Writing, keymap.Help) + " keys "
	if from := c.forkedFrom(); from != "" && l.Size(s+from+right) < c.width-6 {
		right = from + "   " + right
	} else if from != "" {
		right = "⑂ " + right
	}
	return l.Between(s, l.Dim(right), c.width)
}

// crowded is how full a context is when it is worth a warning, in per cent.
const crowded = 80

// context is how much of the model's context the conversation takes.
func (c *conversation) context() string {
	limit := c.model.Facts.Context
	for i := len(c.transcript.Entries) - 1; i >= 0 && limit > 0; i-- {
		u := c.transcript.Entries[i].Message.Usage
		if u == nil {
			continue
		}
		percent := 100 * (u.Input + u.Output) / int64(limit)
		s := fmt.Sprintf("%d%% of %s", percent, theme.Count(int64(limit)))
		if percent > crowded {
			return c.env.Look.Warn(s + " ⚠")
		}
		return c.env.Look.Dim(s)
	}
	return ""
}
