package conversation

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/composer"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
)

// Press handles a key.
func (c *Conversation) Press(key tea.KeyPressMsg) page.Intent {
	c.Composer.Notice = ""
	twice, proposed := c.twice, c.proposed
	c.twice, c.proposed = "", ""
	if c.Transcript.Chosen() != nil {
		return c.selecting(key, proposed)
	}
	c.Transcript.Selected = -1
	if c.Queue.At > 0 {
		return c.queued(key)
	}
	a := c.Env.Keys.Action(keymap.Writing, key.String())
	if key.Text != "" && (a != keymap.Help || !c.Composer.Empty()) {
		a = "" // a letter is text
	}
	if i, done := c.Composer.Complete(a); done {
		return i
	}
	switch a {
	case keymap.Break:
		return c.interrupt(twice == a)
	case keymap.Stop:
		return c.stop(twice == a)
	}
	return page.Batch{c.do(a, key), c.Composer.LookUpMentions()}
}

// do carries out what a key means while writing, or writes it.
func (c *Conversation) do(a keymap.Action, key tea.KeyPressMsg) page.Intent {
	switch a {
	case "":
		i, _ := c.Composer.Type(key)
		return i
	case keymap.Send:
		if name := composer.Mistyped(c.Composer.Draft); name != "" {
			c.Composer.Say("there is no " + name + "; / lists the commands")
			return nil
		}
		return c.send()
	case keymap.Help:
		return page.Open{Over: NewHelp(c.Env)}
	case keymap.Up:
		return c.up()
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
	if i, ok := c.Transcript.ScrollBy(a); ok {
		return i
	}
	i, _ := c.Composer.Do(a)
	return i
}

// stop ends what is under way, or leaves the edit. Pressed twice where nothing is
// written it takes up the last question.
func (c *Conversation) stop(again bool) page.Intent {
	if c.Stop() {
		return nil
	}
	if i, ok := c.LeaveEdit(); ok {
		return i
	}
	last := len(c.Transcript.Entries) - 1
	switch {
	case !c.Composer.Empty() || last < 0 || c.QuestionOf(last) == nil:
		return nil
	case again:
		return c.EditQuestion(last)
	}
	c.twice = keymap.Stop
	c.Composer.Say(c.Env.Keys.Key(keymap.Writing, keymap.Stop) + " again edits the last question")
	return nil
}

// interrupt stops, or clears, or leaves when asked twice.
func (c *Conversation) interrupt(again bool) page.Intent {
	switch {
	case c.Stop():
		return nil
	case !c.Composer.Empty():
		i := c.Composer.Stash()
		c.Composer.Say("cleared; up brings it back")
		return i
	case again:
		return page.Quit{}
	}
	c.twice = keymap.Break
	c.Composer.Say("ctrl+c again leaves")
	if t := c.Answering(); t != nil {
		c.Composer.Say("ctrl+c again leaves, and stops the answer in “" + t.Name(c.Env.Look) + "”")
	}
	return nil
}

func (c *Conversation) up() page.Intent {
	if c.Composer.Line(-1) {
		return nil
	}
	if n := c.Queue.Len(); n > 0 {
		c.Queue.At = n
		return nil
	}
	i, _ := c.Composer.Do(keymap.Up)
	return i
}

func (c *Conversation) Wheel(lines int) page.Intent {
	return c.Transcript.Scroll(lines)
}

// Paste pastes text into the composer.
func (c *Conversation) Paste(text string) page.Intent {
	c.twice, c.proposed = "", ""
	c.Transcript.Selected, c.Queue.At = -1, 0
	return c.Composer.Paste(text)
}
