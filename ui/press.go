package ui

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/keymap"

	"neonchat/ui/page"
)

// Press takes a key for the page.
func (c *conversation) Press(key tea.KeyPressMsg) page.Intent {
	c.said = ""
	leaving := c.leaving
	c.leaving = false
	if c.transcript.chosen() != nil {
		return c.walk(key)
	}
	c.transcript.selected = -1
	if c.line.at > 0 {
		return c.queued(key)
	}
	a := c.desk.Keys.Action(keymap.Writing, key.String())
	if i, done := c.completed(key, a); done {
		return i
	}
	if a == keymap.Break {
		return c.interrupt(leaving)
	}
	return page.Batch{c.written(key, a), c.completing(), c.mentioning()}
}

// written takes a key that is about the text, or about the page.
func (c *conversation) written(key tea.KeyPressMsg, a keymap.Action) page.Intent {
	empty := c.composer.Empty()
	switch a {
	case keymap.Retry:
		if !empty || !c.failed() && !c.unanswered() {
			break
		}
		return c.retry()
	case keymap.Continue:
		if last := c.lastAnswer(); !empty || last == nil || !last.cut() || c.busy() {
			break
		}
		return c.goOn(c.lastAnswer())
	case keymap.Help:
		if !empty && key.Text != "" {
			break
		}
		return page.Open{Over: newHelp(c.desk)}
	case "":
	default:
		return c.do(a)
	}
	if key.Text == "" {
		return nil
	}
	i := c.changed()
	c.composer.Write(key.Text)
	return i
}

// failed reports whether the last answer is one to retry.
func (c *conversation) failed() bool {
	n := len(c.transcript.entries)
	return n > 0 && c.transcript.entries[n-1].problem.Text != ""
}

// unanswered reports whether the last message is a question that waits.
func (c *conversation) unanswered() bool {
	e := c.lastAnswer()
	return e != nil && e.question()
}

func (c *conversation) do(a keymap.Action) page.Intent {
	switch a {
	case keymap.Send:
		if name := noCommand(c.composer.Draft); name != "" {
			c.say("there is no " + name + "; / lists the commands")
			return nil
		}
		return c.send()
	case keymap.Stop:
		if c.stop() {
			return nil
		}
		if i, ok := c.leaveEdit(); ok {
			return i
		}
	case keymap.Up:
		return c.up()
	case keymap.Down:
		return c.down()
	case keymap.Search:
		return page.Open{Over: newSearch(c.desk)}
	case keymap.Editor:
		return c.cmdEditor("")
	case keymap.Unfold:
		return c.unfold()
	case keymap.Models:
		return c.models()
	case keymap.Served:
		return c.takeServed()
	case keymap.Sessions:
		return c.cmdSessions("")
	case keymap.Thoughts:
		c.thoughts(c.lastAnswer())
	case keymap.Walk:
		c.transcript.enter()
	case keymap.Suspend:
		return stepAside(tea.Suspend)
	}
	if i, ok := c.scrolling(a); ok {
		return i
	}
	i := c.changed()
	c.composer.Edit(a)
	return i
}

// scrolling carries out an action that moves the transcript.
func (c *conversation) scrolling(a keymap.Action) (page.Intent, bool) {
	switch a {
	case keymap.PageUp:
		cmd := c.transcript.scroll(-c.page())
		if c.composer.Empty() && len(c.transcript.entries) > 0 {
			c.transcript.selected = c.transcript.top.entry
		}
		return cmd, true
	case keymap.PageDown:
		return c.transcript.scroll(c.page()), true
	case keymap.Top:
		c.transcript.toStart()
		return nil, true
	case keymap.Bottom:
		c.transcript.toEnd()
		return nil, true
	}
	return nil, false
}

// page is how far a page up goes: two lines of the old page stay.
func (c *conversation) page() int { return max(1, c.transcript.height-2) }

// interrupt stops, or clears, or leaves when asked twice.
func (c *conversation) interrupt(again bool) page.Intent {
	switch {
	case c.stop():
		return nil
	case !c.composer.Empty():
		i := c.stash()
		c.composer.Clear()
		c.say("cleared; up brings it back")
		return i
	case again:
		return page.Quit{}
	}
	c.leaving = true
	c.say("ctrl+c again leaves")
	if t := c.answering(); t != nil {
		c.say("ctrl+c again leaves, and stops the answer in “" + t.name(c.desk.Look) + "”")
	}
	return nil
}

func (c *conversation) up() page.Intent {
	if c.composer.Vertical(c.desk.Look, c.columns(), -1) {
		return nil
	}
	if n := len(c.queue); n > 0 {
		c.line.at = n
		return nil
	}
	return c.back()
}

func (c *conversation) down() page.Intent {
	if c.composer.Vertical(c.desk.Look, c.columns(), 1) {
		return nil
	}
	return c.forth()
}

func (c *conversation) Wheel(lines int) page.Intent {
	return c.transcript.scroll(lines)
}

func (c *conversation) lastAnswer() *entry {
	if n := len(c.transcript.entries); n > 0 {
		return c.transcript.entries[n-1]
	}
	return nil
}

// thoughts shows or folds the reasoning of an answer.
func (c *conversation) thoughts(e *entry) {
	if e == nil || e.question() {
		return
	}
	e.open = !e.open
	c.transcript.decorate(e)
}
