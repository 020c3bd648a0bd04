package conversation

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
func (c *Conversation) Layout(width, height int) page.Intent {
	c.width, c.height = width, height
	c.Composer.Resize(width, height)
	c.Composer.Refuse()
	if c.Composer.Empty() {
		c.Editing = nil
	}
	c.Queue.At = min(c.Queue.At, c.Queue.Len())
	l := c.Env.Look
	if c.Turn != nil {
		c.Turn.SetLook(l)
		c.Transcript.Decorate(c.LastAnswer())
	}
	cmd := c.Transcript.Resize(l, height-len(c.below()))
	return page.Batch{cmd, c.spin()}
}

func (c *Conversation) View(width, height int) page.Frame {
	l := c.Env.Look
	if small := theme.TooSmall(l, width, height); small != nil {
		return page.Frame{Lines: small}
	}
	below := c.below()
	f := page.Frame{Lines: c.Transcript.Lines()}
	if len(c.Transcript.Entries) == 0 {
		f.Lines = greeting(c.Env, len(f.Lines))
	}
	f.Lines = append(f.Lines, below...)
	if c.Transcript.Chosen() == nil && c.Queue.At == 0 {
		f.Cursor = c.Composer.Cursor()
	}
	return f
}

// below is what stands under the transcript: what is offered, a rule, the queue,
// the composer and the status line.
func (c *Conversation) below() []string {
	writing := c.Transcript.Chosen() == nil
	var lines []string
	if writing {
		lines = c.Composer.Offers()
	}
	lines = append(lines, c.ruled())
	lines = append(lines, c.Queue.Lines(c.Env.Look, c.width, min(3, c.height/6))...)
	lines = append(lines, c.Composer.Lines(c.prompt(), writing && c.Queue.At == 0)...)
	return append(lines, c.status())
}

// prompt is what stands in an empty composer.
func (c *Conversation) prompt() string {
	k := c.Env.Keys
	switch {
	case c.Transcript.Chosen() != nil:
		return "walking: j k y c o r e f, " + k.Key(keymap.Walking, keymap.Help) + " shows all, " + k.Key(keymap.Walking, keymap.Leave) + " goes back"
	case c.Busy():
		return "type on; " + k.Key(keymap.Writing, keymap.Send) + " queues, " + k.Key(keymap.Writing, keymap.Stop) + " stops"
	case c.Queue.Len() > 0:
		return k.Key(keymap.Writing, keymap.Send) + " sends what is queued, " + k.Key(keymap.Writing, keymap.Up) + " goes to it"
	case c.Unanswered():
		return k.Key(keymap.Writing, keymap.Retry) + " answers it"
	case c.Failed() && c.LastAnswer().Cut():
		return k.Key(keymap.Writing, keymap.Continue) + " continues, " + k.Key(keymap.Writing, keymap.Retry) + " asks again"
	case c.Failed():
		return k.Key(keymap.Writing, keymap.Retry) + " asks again"
	case !c.Fresh() && c.LastAnswer().Cut():
		return "Ask something, or " + k.Key(keymap.Writing, keymap.Continue) + " continues the answer"
	}
	return "Ask something"
}

// hint says what can be done where one is, if that isn't plain.
func (c *Conversation) hint() string {
	k := c.Env.Keys
	switch {
	case c.Queue.At > 0:
		return k.Key(keymap.Queueing, keymap.Take) + " edits, " + k.Key(keymap.Queueing, keymap.Drop) + " removes, " +
			k.Key(keymap.Queueing, keymap.Sooner) + " and " + k.Key(keymap.Queueing, keymap.Later) + " move it"
	case c.Transcript.Chosen() == nil && c.Composer.Hint() != "":
		return c.Composer.Hint()
	case c.Composer.Place > 0 && !c.Composer.Empty():
		return "editing what was queued; " + k.Key(keymap.Writing, keymap.Send) + " puts it back"
	case c.Editing != nil:
		return "editing an earlier message; " + k.Key(keymap.Writing, keymap.Stop) + " leaves it"
	}
	return ""
}

// ruled is the line between the transcript and the composer, with what there is
// to say at the moment.
func (c *Conversation) ruled() string {
	l := c.Env.Look
	said := markdown.Clean(strings.Join(strings.Fields(c.Composer.Notice), " "))
	if said == "" {
		said = cmp.Or(markdown.Clean(c.hint()), markdown.Clean(strings.Join(strings.Fields(c.Notice()), " ")))
	}
	right := ""
	switch {
	case c.Transcript.Unseen && !c.Transcript.Follow:
		right = " ↓ new "
	case !c.Transcript.Follow:
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
