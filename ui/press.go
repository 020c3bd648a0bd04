package ui

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/composer"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
)

// Press takes a key for the page.
func (c *conversation) Press(key tea.KeyPressMsg) page.Intent {
	c.composer.Notice = ""
	leaving := c.leaving
	c.leaving = false
	if c.transcript.Chosen() != nil {
		return c.walk(key)
	}
	c.transcript.Selected = -1
	if c.queue.At > 0 {
		return c.queued(key)
	}
	a := c.env.Keys.Action(keymap.Writing, key.String())
	if i, done := c.composer.Complete(a); done {
		return i
	}
	if a == keymap.Break {
		return c.interrupt(leaving)
	}
	return page.Batch{c.written(key, a), c.composer.Wrote()}
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
		if last := c.lastAnswer(); !empty || last == nil || !last.Cut() || c.busy() {
			break
		}
		return c.goOn(c.lastAnswer())
	case keymap.Help:
		if !empty && key.Text != "" {
			break
		}
		return page.Open{Over: newHelp(c.env)}
	case "":
	default:
		return c.do(a)
	}
	i, _ := c.composer.Type(key)
	return i
}

func (c *conversation) do(a keymap.Action) page.Intent {
	switch a {
	case keymap.Send:
		if name := composer.Mistyped(c.composer.Draft); name != "" {
			c.composer.Say("there is no " + name + "; / lists the commands")
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
	case keymap.Models:
		return chooseModel(c)
	case keymap.Served:
		return c.takeServed()
	case keymap.Sessions:
		return listSessions(c, "", false)
	case keymap.Thoughts:
		c.thoughts(c.lastAnswer())
	case keymap.Walk:
		c.transcript.Enter()
	case keymap.Suspend:
		return page.StepAside(tea.Suspend)
	}
	if i, ok := c.scroll(a); ok {
		return i
	}
	i, _ := c.composer.Do(a)
	return i
}

// scroll carries out an action that moves the transcript. It reports whether it
// was one.
func (c *conversation) scroll(a keymap.Action) (page.Intent, bool) {
	n := max(1, c.transcript.Height-2) // two lines of the old page stay
	switch a {
	case keymap.PageUp:
		cmd := c.transcript.Scroll(-n)
		if c.composer.Empty() && len(c.transcript.Entries) > 0 {
			c.transcript.Selected = c.transcript.Top.Entry
		}
		return cmd, true
	case keymap.PageDown:
		return c.transcript.Scroll(n), true
	case keymap.Top:
		c.transcript.ToStart()
		return nil, true
	case keymap.Bottom:
		c.transcript.ToEnd()
		return nil, true
	}
	return nil, false
}

// interrupt stops, or clears, or leaves when asked twice.
func (c *conversation) interrupt(again bool) page.Intent {
	switch {
	case c.stop():
		return nil
	case !c.composer.Empty():
		i := c.composer.Stash()
		c.composer.Clear()
		c.composer.Say("cleared; up brings it back")
		return i
	case again:
		return page.Quit{}
	}
	c.leaving = true
	c.composer.Say("ctrl+c again leaves")
	if t := c.answering(); t != nil {
		c.composer.Say("ctrl+c again leaves, and stops the answer in “" + t.name(c.env.Look) + "”")
	}
	return nil
}

func (c *conversation) up() page.Intent {
	if c.composer.Up() {
		return nil
	}
	if n := c.queue.Len(); n > 0 {
		c.queue.At = n
		return nil
	}
	return c.composer.Back()
}

func (c *conversation) down() page.Intent {
	if c.composer.Down() {
		return nil
	}
	return c.composer.Forth()
}

func (c *conversation) Wheel(lines int) page.Intent {
	return c.transcript.Scroll(lines)
}

// Paste takes what was pasted for the composer.
func (c *conversation) Paste(text string) page.Intent {
	c.leaving = false
	c.transcript.Selected, c.queue.At = -1, 0
	return c.composer.Paste(text)
}
