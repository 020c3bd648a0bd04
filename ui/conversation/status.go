package conversation

import (
	"neonchat/catalog"
	"neonchat/ui/keymap"
	"neonchat/ui/markdown"
)

// status is the last line: the branch, the model, how full its context is, and
// the cost of the conversation.
func (c *Conversation) status() string {
	l := c.Env.Look
	sep := l.Dim(" · ")
	s := " " + l.Accent(l.Cut(markdown.Clean(c.Env.Deps.Branch.Name), max(8, c.width/4))) +
		sep + l.Cut(markdown.Clean(c.Model.Name()), max(10, c.width/2)) + c.Env.UnservedMark(c.Model, keymap.Writing)
	if used := c.Context(l); used != "" {
		s += sep + used
	}
	if b := c.Cost; b.Usd > 0 {
		about := ""
		if b.Unknown {
			about = "≥ "
		}
		s += sep + l.Dim(about+catalog.FormatUSD(b.Usd))
	}
	right := c.Env.Keys.Key(keymap.Writing, keymap.Help) + " keys "
	if from := c.ForkedFrom(l); from != "" && l.Size(s+from+right) < c.width-6 {
		right = from + "   " + right
	} else if from != "" {
		right = "⑂ " + right
	}
	return l.Between(s, l.Dim(right), c.width)
}
