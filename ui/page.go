package ui

import (
	"cmp"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/keymap"
	"neonchat/ui/markdown"
	"neonchat/ui/page"
	"neonchat/ui/theme"
)

// columns is how wide the composer's text may be.
func (c *conversation) columns() int { return max(4, min(c.width, theme.MostColumns+2)-4) }

// Layout sets what is seen, after something changed.
func (c *conversation) Layout(width, height int) page.Intent {
	c.width, c.height = width, height
	if c.composer.Empty() {
		c.editing = nil
	}
	c.line.at = min(c.line.at, len(c.queue))
	l := c.env.Look
	if c.turn != nil {
		c.turn.TurnTo(l)
		c.transcript.Decorate(c.lastAnswer())
	}
	cmd := c.transcript.Resize(l, height-len(c.below()))
	return page.Batch{cmd, c.drafting()}
}

func (c *conversation) View(width, height int) page.Frame {
	l := c.env.Look
	if small := theme.TooSmall(l, width, height); small != nil {
		return page.Frame{Lines: small}
	}
	below := c.below()
	f := page.Frame{Lines: c.transcript.Lines()}
	if len(c.transcript.Entries) == 0 {
		f.Lines = c.greeting(len(f.Lines))
	}
	f.Lines = append(f.Lines, below...)
	if c.transcript.Chosen() == nil && c.line.at == 0 {
		lines, x, y := c.composer.Draw(l, c.columns(), c.most())
		f.Cursor = tea.NewCursor(x+3, height-1-len(lines)+y)
		f.Cursor.Blink = false
	}
	return f
}

// most is how many rows the composer may have.
func (c *conversation) most() int { return max(1, c.height/3) }

// below is what stands under the transcript: what is offered, a rule, the queue,
// the composer and the status line.
func (c *conversation) below() []string {
	l := c.env.Look
	var lines []string
	lines = append(lines, c.offered()...)
	lines = append(lines, c.ruled())
	lines = append(lines, c.waiting()...)
	text, _, _ := c.composer.Draw(l, c.columns(), c.most())
	for i, s := range text {
		mark := "   "
		if i == 0 {
			mark = " " + l.Accent("❯ ")
			if c.transcript.Chosen() != nil || c.line.at > 0 {
				mark = " " + l.Dim("❯ ")
			}
		}
		if i == 0 && c.composer.Text == "" {
			s = l.Dim(l.Cut(c.prompt(), c.columns()))
		}
		lines = append(lines, mark+s)
	}
	return append(lines, c.status())
}

// prompt is what stands in an empty composer.
func (c *conversation) prompt() string {
	k := c.env.Keys
	switch {
	case c.transcript.Chosen() != nil:
		return "walking: j k y c o r e f, " + k.Key(keymap.Walking, keymap.Help) + " shows all, " + k.Key(keymap.Walking, keymap.Leave) + " goes back"
	case c.busy():
		return "type on; " + k.Key(keymap.Writing, keymap.Send) + " queues, " + k.Key(keymap.Writing, keymap.Stop) + " stops"
	case len(c.queue) > 0:
		return k.Key(keymap.Writing, keymap.Send) + " sends what is queued, " + k.Key(keymap.Writing, keymap.Up) + " goes to it"
	case c.unanswered():
		return k.Key(keymap.Writing, keymap.Retry) + " answers it"
	case c.failed() && c.lastAnswer().Cut():
		return k.Key(keymap.Writing, keymap.Continue) + " continues, " + k.Key(keymap.Writing, keymap.Retry) + " asks again"
	case c.failed():
		return k.Key(keymap.Writing, keymap.Retry) + " asks again"
	case !c.fresh() && c.lastAnswer().Cut():
		return "Ask something, or " + k.Key(keymap.Writing, keymap.Continue) + " continues the answer"
	}
	return "Ask something"
}

// hint says what can be done where one is, if that isn't plain.
func (c *conversation) hint() string {
	k := c.env.Keys
	switch {
	case c.line.at > 0:
		return k.Key(keymap.Queueing, keymap.Take) + " edits, " + k.Key(keymap.Queueing, keymap.Drop) + " removes, " +
			k.Key(keymap.Queueing, keymap.Sooner) + " and " + k.Key(keymap.Queueing, keymap.Later) + " move it"
	case c.transcript.Chosen() == nil && c.textHint() != "":
		return c.textHint()
	case c.line.place > 0 && !c.composer.Empty():
		return "editing what was queued; " + k.Key(keymap.Writing, keymap.Send) + " puts it back"
	case c.editing != nil:
		return "editing an earlier message; " + k.Key(keymap.Writing, keymap.Stop) + " leaves it"
	}
	return ""
}

// ruled is the line between the transcript and the composer, with what there is
// to say at the moment.
func (c *conversation) ruled() string {
	l := c.env.Look
	said := markdown.Clean(strings.Join(strings.Fields(c.notice), " "))
	if said == "" {
		said = cmp.Or(markdown.Clean(c.hint()), markdown.Clean(strings.Join(strings.Fields(c.standing()), " ")))
	}
	right := ""
	switch {
	case c.transcript.Unseen && !c.transcript.Follow:
		right = " ↓ new "
	case !c.transcript.Follow:
		right = " ↓ more "
	case c.width < theme.LeastWidth || c.height < theme.LeastHeight:
		right = fmt.Sprintf(" below %d×%d ", theme.LeastWidth, theme.LeastHeight)
	}
	width := max(1, c.width-2)
	if said != "" {
		said = " " + l.Cut(said, max(1, width-l.Size(right)-4)) + " "
	}
	gap := max(0, width-2-l.Size(said)-l.Size(right))
	return " " + l.Rule("──") + l.Warn(said) + l.Rule(strings.Repeat("─", gap)) + l.Accent(right)
}

// standing is what there is to say as long as it is so.
func (c *conversation) standing() string {
	b := c.session.Branch
	switch {
	case c.warning != "":
		return c.warning
	case c.session.ID != "" && b.ID != c.env.Deps.Branch.ID:
		return "a session of " + b.Name + "; what is asked goes on in a fork on " + c.env.Deps.Branch.Name
	case c.opening && c.fresh():
		return "opening the session…"
	}
	return ""
}

// offered lists what completes the word at the cursor.
func (c *conversation) offered() []string {
	offers := c.offers()
	if len(offers) == 0 {
		return nil
	}
	l, at := c.env.Look, c.complete.at
	n := min(len(offers), mostOptions, max(2, c.height/3))
	first := min(max(0, at-n/2), len(offers)-n)
	wide := 0
	for _, o := range offers[first : first+n] {
		wide = max(wide, l.Size(o.text))
	}
	wide = min(wide, c.width/2)
	var lines []string
	for i, o := range offers[first : first+n] {
		text := "   " + l.Pad(markdown.Clean(o.text), wide) + "  "
		detail := l.Cut(o.detail, max(1, c.width-1-l.Size(text)))
		switch {
		case first+i == at:
			lines = append(lines, l.Chosen(l.Pad(text+detail, c.width-1)))
		case o.off != "":
			lines = append(lines, l.Dim(text+detail))
		default:
			lines = append(lines, text+l.Dim(detail))
		}
	}
	return lines
}

// greeting fills the transcript before the first question.
func (c *conversation) greeting(height int) []string {
	l, d := c.env.Look, c.env.Deps
	lines := []string{
		"", " " + l.Accent(l.Bold("neonchat")) + l.Dim("  on branch "+markdown.Clean(d.Branch.Name)), "",
		" " + l.Dim("/ commands   @ files   "+c.env.Keys.Key(keymap.Writing, keymap.Models)+" models   "+c.env.Keys.Key(keymap.Writing, keymap.Help)+" keys"),
	}
	for _, n := range d.Notices {
		for _, s := range l.Wrap("· "+markdown.Clean(n), l.Column()) {
			lines = append(lines, " "+l.Dim(s))
		}
	}
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines[:height]
}
