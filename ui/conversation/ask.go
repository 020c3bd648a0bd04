package conversation

import (
	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/page"
	"neonchat/ui/theme"
	"neonchat/ui/thread"
	"neonchat/ui/transcript"
)

// send carries out a command, asks a question, or queues it.
func (c *Conversation) send() page.Intent {
	if c.Composer.BreakAtBackslash() {
		return nil
	}
	if i, wait := c.Composer.ShowFiles(); wait {
		return i
	}
	return c.Deliver()
}

// Deliver sends the text as it stands.
func (c *Conversation) Deliver() page.Intent {
	if c.Composer.Empty() {
		return c.Resume()
	}
	if name, arg, ok := composer.CommandIn(c.Composer.Draft); ok {
		command := c.Composer.Draft
		remember := c.Composer.Sent()
		return page.Batch{remember, c.Composer.Carried(command, c.Command(name, arg))}
	}
	d, over := c.Composer.Draft, c.Editing
	remember := c.Composer.Sent()
	c.Editing = nil
	if c.Busy() {
		c.Queue.Take(d, c.Composer)
		return remember
	}
	c.Attend()
	if over == nil && c.Queue.Len() > 0 {
		c.Queue.Take(d, c.Composer)
		return page.Batch{remember, c.Next()}
	}
	return page.Batch{remember, c.Ask(d, over)}
}

// Next asks the first of what waits, if that can be asked now.
func (c *Conversation) Next() page.Intent {
	if c.Busy() {
		return nil
	}
	if d, ok := c.Queue.Next(c.Composer); ok {
		return c.Ask(d, nil)
	}
	return nil
}

// Ended continues after an answer. If it failed or was stopped, queued questions
// wait for the user.
func (c *Conversation) Ended(t *thread.Thread, e *transcript.Entry) page.Intent {
	all := page.Batch{c.Env.Notify(e.Message.Timing.Total, theme.OneLine(e.Message.Origin.Model)+" has answered")}
	if t != c.Thread || e.Problem.Text != "" || e.Message.Stop.Reason == chat.StopUser {
		return all
	}
	if by := e.Message.Origin.Model; t.Model.Model.Default && by != t.Model.Model.ID {
		all = append(all, adopt(c.Env, c.Model, by))
	}
	return append(all, c.Next())
}
