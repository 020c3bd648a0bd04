package conversation

import (
	"fmt"
	"strings"

	"neonchat/ui/keymap"
	"neonchat/ui/markdown"
	"neonchat/ui/page"
	"neonchat/ui/theme"
	"neonchat/ui/transcript"
)

// Layout prepares the visible lines.
func (c *Conversation) Layout(width, height int) page.Intent {
	c.width, c.height = width, height
	offers := c.Composer.Arrange(width, height)
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
	return page.Batch{offers, cmd, c.spin()}
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

// below returns the lines under the transcript: the completion, a rule, the
// queue, the composer and the status line.
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

// prompt is the text of an empty composer.
func (c *Conversation) prompt() string {
	k, last := c.Env.Keys, c.LastAnswer()
	send := k.Key(keymap.Writing, keymap.Send)
	switch {
	case c.Transcript.Chosen() != nil && c.proposed != "":
		return k.Key(keymap.Walking, keymap.Fold) + " asks, " + k.Key(keymap.Walking, keymap.Leave) + " doesn't"
	case c.Transcript.Chosen() != nil:
		return k.Key(keymap.Walking, keymap.Leave) + " goes back to writing"
	case c.Busy():
		return "type on; " + send + " queues, " + k.Key(keymap.Writing, keymap.Stop) + " stops"
	case c.Queue.Len() > 0:
		return send + " sends what is queued, " + k.Key(keymap.Writing, keymap.Up) + " goes to it"
	case last != nil && last.Cut():
		ask := "Ask something, or "
		if c.Failed() {
			ask = ""
		}
		return ask + send + " has " + c.Model.Name() + " continue, " + about(c.Model.Facts, c.Expect(last, true))
	case c.Failed() || c.Unanswered():
		return send + " asks " + c.Model.Name() + " again, " + about(c.Model.Facts, c.Expect(last, false))
	}
	return "Ask something"
}

// hint says which keys work in the current state, if that isn't obvious.
func (c *Conversation) hint() string {
	k := c.Env.Keys
	switch {
	case c.Transcript.Chosen() != nil && c.proposed == "":
		return ""
	case c.Transcript.Chosen() != nil:
		return c.proposal(c.proposed, c.Transcript.Chosen())
	case c.Queue.At > 0:
		return k.Key(keymap.Queueing, keymap.Take) + " edits, " + k.Key(keymap.Queueing, keymap.Drop) + " removes, " +
			k.Key(keymap.Queueing, keymap.Sooner) + " and " + k.Key(keymap.Queueing, keymap.Later) + " move it"
	case c.Composer.Hint() != "":
		return c.Composer.Hint()
	case c.Composer.Place > 0 && !c.Composer.Empty():
		return "editing what was queued; " + k.Key(keymap.Writing, keymap.Send) + " puts it back"
	case c.Editing != nil:
		return "editing an earlier message; " + k.Key(keymap.Writing, keymap.Stop) + " leaves it"
	}
	return ""
}

// ruled is the line between the transcript and the composer, with what there is
// to say at the moment, and the mode where keys aren't text.
func (c *Conversation) ruled() string {
	l := c.Env.Look
	right := ""
	switch {
	case c.Transcript.Unseen && !c.Transcript.Follow:
		right = " ↓ new "
	case !c.Transcript.Follow:
		right = " ↓ more "
	case c.width < theme.LeastWidth || c.height < theme.LeastHeight:
		right = fmt.Sprintf(" below %d×%d ", theme.LeastWidth, theme.LeastHeight)
	}
	mode := ""
	if c.Transcript.Chosen() != nil {
		mode = " " + l.Accent(l.Bold("SELECT")) + " " + l.Rule("─")
	}
	room := max(1, c.width-7-l.Size(mode+right))
	said := l.Warn(l.Cut(c.said(), room))
	if said == "" && mode != "" {
		said = means(c.Env, c.Transcript.Chosen(), room)
	}
	if said != "" {
		said = " " + said + " "
	}
	left := " " + l.Rule("──") + mode + said
	return left + l.Rule(strings.Repeat("─", max(0, c.width-1-l.Size(left+right)))) + l.Accent(right)
}

// said is what there is to say at the moment.
func (c *Conversation) said() string {
	lasting := c.Notice()
	if c.Transcript.Chosen() != nil {
		lasting = ""
	}
	for _, s := range []string{c.Composer.Notice, c.hint(), lasting} {
		if s = markdown.Clean(strings.Join(strings.Fields(s), " ")); s != "" {
			return s
		}
	}
	return ""
}

// means lists what the keys do to the selected message, as many as there is room for.
func means(env *page.Env, e *transcript.Entry, width int) string {
	hints := []keymap.Hint{{Action: keymap.Leave, Does: "writes"}, {Action: keymap.Help, Does: "all"}, {Action: keymap.Copy, Does: "copies"}}
	if e.Cut() {
		hints = append(hints, keymap.Hint{Action: keymap.GoOn, Does: "continues"})
	}
	if e.Of > 1 {
		hints = append(hints, keymap.Hint{Action: keymap.Older, Does: "older"}, keymap.Hint{Action: keymap.Newer, Does: "newer"})
	}
	hints = append(hints, keymap.Hint{Action: keymap.Redo, Does: "again"}, keymap.Hint{Action: keymap.Other, Does: "by another"},
		keymap.Hint{Action: keymap.Edit, Does: "edits"}, keymap.Hint{Action: keymap.Fork, Does: "forks"},
		keymap.Hint{Action: keymap.Fold, Does: "folds"}, keymap.Hint{Action: keymap.Code, Does: "code"}, keymap.Hint{Action: keymap.Link, Does: "links"})
	return env.Keys.Hints(env.Look, keymap.Walking, width, hints...)
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
