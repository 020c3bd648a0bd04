package ui

import (
	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/draft"
	"neonchat/ui/page"
	"neonchat/ui/theme"
	"neonchat/ui/transcript"
)

// send takes what is written: a command, a question, or one for the queue.
func (c *conversation) send() page.Intent {
	if c.composer.Broke() {
		return nil
	}
	if i, wait := c.composer.ShowFiles(); wait {
		return i
	}
	return c.Deliver()
}

// Deliver sends what is written as it stands.
func (c *conversation) Deliver() page.Intent {
	if c.composer.Empty() {
		if !c.busy() && c.queue.Len() > 0 {
			c.attend()
		}
		return c.Next()
	}
	if name, arg, ok := composer.CommandIn(c.composer.Draft); ok {
		c.composer.Sent()
		return c.command(name, arg)
	}
	d, over := c.composer.Draft, c.editing
	c.composer.Sent()
	c.editing = nil
	remember := c.env.Memory.Ask(d.Plain())
	if c.busy() {
		c.queue.Take(d, c.composer)
		return remember
	}
	c.attend()
	if over == nil && c.queue.Len() > 0 {
		c.queue.Take(d, c.composer)
		return page.Batch{remember, c.Next()}
	}
	return page.Batch{remember, c.ask(d, over)}
}

// GiveBack returns a question to the composer. When something else is written
// there by now it goes to the queue; but not another version of one, which would
// be asked at the end from there, and can be recalled.
func (c *conversation) GiveBack(d draft.Draft, over *transcript.Entry) {
	switch {
	case d.Text == "":
	case c.composer.Empty():
		c.composer.Put(d)
		c.editing = over
	case over == nil:
		c.queue.Put(d, 1)
		if c.composer.Place > 0 {
			c.composer.Place++
		}
	}
}

// Shown begins with another thread on the page. What is being written stays.
func (c *conversation) Shown() { c.composer.Place, c.editing = 0, nil }

// Next asks the first of what waits, if that can be asked now.
func (c *conversation) Next() page.Intent {
	if c.busy() {
		return nil
	}
	if d, ok := c.queue.Next(c.composer); ok {
		return c.ask(d, nil)
	}
	return nil
}

// Ended goes on after an answer. What is queued behind one that failed or was
// stopped waits for its writer.
func (c *conversation) Ended(t *thread, e *transcript.Entry) page.Intent {
	all := page.Batch{c.env.Notify(e.Message.Timing.Total, theme.OneLine(e.Message.Origin.Model)+" has answered")}
	if t != c.thread || e.Problem.Text != "" || e.Message.Stop.Reason == chat.StopUser {
		return all
	}
	if by := e.Message.Origin.Model; t.model.Model.Default && by != t.model.Model.ID {
		all = append(all, adopt(c.env, c.model, by))
	}
	return append(all, c.Next())
}
