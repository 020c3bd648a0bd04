package ui

import (
	"neonchat/catalog"
	"neonchat/ui/keymap"
	"neonchat/ui/markdown"
)

// status is the last line: the branch, the model, how full its context is, and
// what the conversation cost.
func (c *conversation) status() string {
	l := c.env.Look
	sep := l.Dim(" · ")
	s := " " + l.Accent(l.Cut(markdown.Clean(c.env.Deps.Branch.Name), max(8, c.width/4))) +
		sep + l.Cut(markdown.Clean(c.model.Name()), max(10, c.width/2)) + c.env.UnservedMark(c.model, keymap.Writing)
	if used := c.context(l); used != "" {
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
	if from := c.forkedFrom(l); from != "" && l.Size(s+from+right) < c.width-6 {
		right = from + "   " + right
	} else if from != "" {
		right = "⑂ " + right
	}
	return l.Between(s, l.Dim(right), c.width)
}
