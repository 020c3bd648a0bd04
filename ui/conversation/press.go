package conversation

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/composer"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
)

// Press takes a key for the page.
func (c *Conversation) Press(key tea.KeyPressMsg) page.Intent {
	c.Composer.Notice = ""
	leaving := c.leaving
	c.leaving = false
	if c.Transcript.Chosen() != nil {
		return c.walk(key)
	}
	c.Transcript.Selected = -1
	if c.Queue.At > 0 {
		return c.queued(key)
	}
	a := c.Env.Keys.Action(keymap.Writing, key.String())
	if i, done := c.Composer.Complete(a); done {
		return i
	}
	if a == keymap.Break {
		return c.interrupt(leaving)
	}
	return page.Batch{c.written(key, a), c.Composer.Wrote()}
}

// written takes a key that is about the text, or about the page.
func (c *Conversation) written(key tea.KeyPressMsg, a keymap.Action) page.Intent {
	empty := c.Composer.Empty()
	switch a {
	case keymap.Retry:
		if !empty || !c.Failed() && !c.Unanswered() {
			break
		}
		return c.Retry()
	case keymap.Continue:
		if last := c.LastAnswer(); !empty || last == nil || !last.Cut() || c.Busy() {
			break
		}
		return c.GoOn(c.LastAnswer())
	case keymap.Help:
		if !empty && key.Text != "" {
			break
		}
		return page.Open{Over: NewHelp(c.Env)}
	case "":
	default:
		return c.do(a)
	}
	i, _ := c.Composer.Type(key)
	return i
}

func (c *Conversation) do(a keymap.Action) page.Intent {
	switch a {
	case keymap.Send:
		if name := composer.Mistyped(c.Composer.Draft); name != "" {
			c.Composer.Say("there is no " + name + "; / lists the commands")
			return nil
		}
		return c.send()
	case keymap.Stop:
		if c.Stop() {
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
		c.Thoughts(c.LastAnswer())
	case keymap.Walk:
		c.Transcript.Enter()
	case keymap.Suspend:
		return page.StepAside(tea.Suspend)
	}
	if i, ok := c.scroll(a); ok {
		return i
	}
	i, _ := c.Composer.Do(a)
	return i
}

// scroll carries out an action that moves the transcript. It reports whether it
// was one.
func (c *Conversation) scroll(a keymap.Action) (page.Intent, bool) {
	n := max(1, c.Transcript.Height-2) // two lines of the old page stay
	switch a {
	case keymap.PageUp:
		cmd := c.Transcript.Scroll(-n)
		if c.Composer.Empty() && len(c.Transcript.Entries) > 0 {
			c.Transcript.Selected = c.Transcript.Top.Entry
		}
		return cmd, true
	case keymap.PageDown:
		return c.Transcript.Scroll(n), true
	case keymap.Top:
		c.Transcript.ToStart()
		return nil, true
	case keymap.Bottom:
		c.Transcript.ToEnd()
		return nil, true
	}
	return nil, false
}

// interrupt stops, or clears, or leaves when asked twice.
func (c *Conversation) interrupt(again bool) page.Intent {
	switch {
	case c.Stop():
		return nil
	case !c.Composer.Empty():
		i := c.Composer.Stash()
		c.Composer.Clear()
		c.Composer.Say("cleared; up brings it back")
		return i
	case again:
		return page.Quit{}
	}
	c.leaving = true
	c.Composer.Say("ctrl+c again leaves")
	if t := c.Answering(); t != nil {
		c.Composer.Say("ctrl+c again leaves, and stops the answer in “" + t.Name(c.Env.Look) + "”")
	}
	return nil
}

func (c *Conversation) up() page.Intent {
	if c.Composer.Up() {
		return nil
	}
	if n := c.Queue.Len(); n > 0 {
		c.Queue.At = n
		return nil
	}
	return c.Composer.Back()
}

func (c *Conversation) down() page.Intent {
	if c.Composer.Down() {
		return nil
	}
	return c.Composer.Forth()
}

func (c *Conversation) Wheel(lines int) page.Intent {
	return c.Transcript.Scroll(lines)
}

// Paste takes what was pasted for the composer.
func (c *Conversation) Paste(text string) page.Intent {
	c.leaving = false
	c.Transcript.Selected, c.Queue.At = -1, 0
	return c.Composer.Paste(text)
}
