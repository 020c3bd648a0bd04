package compare

import (
	"cmp"
	"fmt"
	"strings"

	"neonchat/catalog"
	"neonchat/ui/keymap"
	"neonchat/ui/markdown"
	"neonchat/ui/theme"
)

// below returns the lines under the columns: the completion, a rule, the
// composer and the status line.
func (c *Page) below() []string {
	lines := append(c.composer.Offers(), c.ruled())
	lines = append(lines, c.composer.Lines(c.prompt(), c.writing)...)
	return append(lines, c.status())
}

// ruled is the rule under the columns, with the notice or a sign where a column
// continues below.
func (c *Page) ruled() string {
	l := c.env.Look
	from, n := c.shown()
	said := markdown.Clean(strings.Join(strings.Fields(cmp.Or(c.composer.Notice, c.composer.Hint())), " "))
	if said != "" || len(c.columns) == 0 || c.diff != nil {
		if said != "" {
			said = " " + l.Cut(said, max(1, c.width-6)) + " "
		}
		return l.Rule("───") + l.Warn(said) + l.Rule(strings.Repeat("─", max(0, c.width-4-l.Size(said))))
	}
	return c.rule(c.env.Look, n, "┴", func(i int) string {
		if t := c.columns[from+i].transcript; !t.Follow {
			return " ↓ more "
		}
		return ""
	})
}

// prompt is the text of an empty composer.
func (c *Page) prompt() string {
	k := c.env.Keys
	key := func(a keymap.Action) string { return k.Key(keymap.Comparing, a) }
	digits := fmt.Sprintf("1–%d", max(1, len(c.columns)))
	switch {
	case c.voting || c.blind && c.refusal(c.columns, k) == "" && !c.writing:
		return "the best answer is: " + digits + ", " + key(keymap.Tie) + " a tie, " + key(keymap.None) + " none of them"
	case len(c.questions) == 0:
		return "Ask all of them"
	case c.writing:
		return "Ask all of them; " + k.Key(keymap.Writing, keymap.Walk) + " goes to the columns"
	case c.diff != nil:
		return digits + " chooses what to compare with, " + key(keymap.StopAll) + " goes back"
	case c.offered() != "":
		return key(keymap.Nearest) + " asks " + c.offered() + ", which the branch serves, " + key(keymap.Another) + " another model, " + key(keymap.Help) + " keys"
	case c.columns.busy():
		return key(keymap.StopOne) + " stops this one, " + key(keymap.StopAll) + " all, " + key(keymap.Help) + " shows every key"
	}
	if o := c.current(); o != nil && o.failed() {
		return key(keymap.Again) + " asks again, " + key(keymap.Another) + " asks another model, " + key(keymap.Write) + " asks all, " + key(keymap.Help) + " keys"
	}
	s := key(keymap.Pick) + " goes on with this one, " + key(keymap.Write) + " asks all, " + key(keymap.Diff) + " compares two, "
	if c.vote == nil {
		s += key(keymap.Vote) + " votes, "
	}
	return s + key(keymap.Help) + " keys"
}

// status is the last line: the branch, the models, and the cost.
func (c *Page) status() string {
	l := c.env.Look
	sep := l.Dim(" · ")
	on := c.gateway.Branch
	if c.thread == nil {
		on = c.env.Deps.Branch
	}
	s := " " + l.Accent(l.Cut(markdown.Clean(on.Name), max(8, c.width/4))) +
		sep + fmt.Sprintf("comparing %d", len(c.columns))
	if c.blind {
		s += sep + "blind"
	}
	if c.synced {
		s += sep + "together"
	}
	if c.tag != "" {
		s += sep + l.Dim("#"+markdown.Clean(c.tag))
	}
	b := c.threads.Cost
	if c.thread != nil {
		b = c.thread.Cost
	}
	if b.Usd > 0 && !c.blind {
		about := ""
		if b.Unknown {
			about = "≥ "
		}
		s += sep + l.Dim(about+catalog.FormatUSD(b.Usd))
	}
	right := c.env.Keys.Key(keymap.Comparing, keymap.Help) + " keys "
	if c.width < theme.LeastWidth || c.height < theme.LeastHeight {
		right = fmt.Sprintf("below %d×%d ", theme.LeastWidth, theme.LeastHeight)
	}
	return l.Between(s, l.Dim(right), c.width)
}
