package ui

import (
	"cmp"
	"fmt"
	"strings"

	"neonchat/ui/keymap"
	"neonchat/ui/markdown"
	"neonchat/ui/page"
	"neonchat/ui/theme"
)

// Layout sets what is seen, after something changed.
func (c *conversation) Layout(width, height int) page.Intent {
	c.width, c.height = width, height
	c.composer.Resize(width, height)
	c.composer.Refuse()
	if c.composer.Empty() {
		c.editing = nil
	}
	c.queue.At = min(c.queue.At, c.queue.Len())
	l := c.env.Look
	if c.turn != nil {
		c.turn.TurnTo(l)
		c.transcript.Decorate(c.lastAnswer())
	}
	cmd := c.transcript.Resize(l, height-len(c.below()))
	return page.Batch{cmd, c.spin(), c.drafts.keep(c.env.Memory, c.unsent())}
}

func (c *conversation) View(width, height int) page.Frame {
	l := c.env.Look
	if small := theme.TooSmall(l, width, height); small != nil {
		return page.Frame{Lines: small}
	}
	below := c.below()
	f := page.Frame{Lines: c.transcript.Lines()}
	if len(c.transcript.Entries) == 0 {
		f.Lines = greeting(c.env, len(f.Lines))
	}
	f.Lines = append(f.Lines, below...)
	if c.transcript.Chosen() == nil && c.queue.At == 0 {
		f.Cursor = c.composer.Cursor()
	}
	return f
}

// below is what stands under the transcript: what is offered, a rule, the queue,
// the composer and the status line.
func (c *conversation) below() []string {
	writing := c.transcript.Chosen() == nil
	var lines []string
	if writing {
		lines = c.composer.Offers()
	}
	lines = append(lines, c.ruled())
	lines = append(lines, c.queue.Lines(c.env.Look, c.width, min(3, c.height/6))...)
	lines = append(lines, c.composer.Lines(c.prompt(), writing && c.queue.At == 0)...)
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
	case c.queue.Len() > 0:
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
	case c.queue.At > 0:
		return k.Key(keymap.Queueing, keymap.Take) + " edits, " + k.Key(keymap.Queueing, keymap.Drop) + " removes, " +
			k.Key(keymap.Queueing, keymap.Sooner) + " and " + k.Key(keymap.Queueing, keymap.Later) + " move it"
	case c.transcript.Chosen() == nil && c.composer.Hint() != "":
		return c.composer.Hint()
	case c.composer.Place > 0 && !c.composer.Empty():
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
	said := markdown.Clean(strings.Join(strings.Fields(c.composer.Notice), " "))
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

// greeting fills the transcript before the first question.
func greeting(env *page.Env, height int) []string {
	l, d := env.Look, env.Deps
	lines := []string{
		"", " " + l.Accent(l.Bold("neonchat")) + l.Dim("  on branch "+markdown.Clean(d.Branch.Name)), "",
		" " + l.Dim("/ commands   @ files   "+env.Keys.Key(keymap.Writing, keymap.Models)+" models   "+env.Keys.Key(keymap.Writing, keymap.Help)+" keys"),
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
