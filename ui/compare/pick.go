package compare

import (
	"neonchat/ui/page"
	"neonchat/ui/thread"
)

// pick continues the chat with a column's answer. It stops the answers that
// still come; what has come of them is kept beside it.
func (c *comparison) pick(k *column) page.Intent {
	switch {
	case k == nil || !c.hasAnswered(k):
		return page.Notice{Text: "there is no answer to go on with"}
	case k.live():
		return page.Notice{Text: stillAnswering(c.env.Keys)}
	}
	c.choose(k)
	return c.settle()
}

// settle ends a pick once no answer is under way.
func (c *comparison) settle() page.Intent {
	if c.columns.busy() {
		return nil
	}
	k := c.chosen
	c.thread.Model = k.choice
	return page.Batch{c.hand(k.leaf), page.Notice{Text: "the chat goes on with " + k.choice.Name()}}
}

// leave returns to the chat without a pick.
func (c *comparison) leave() page.Intent {
	if len(c.questions) == 0 {
		c.giveBack()
		return page.BackToChat{}
	}
	if leaf := c.best(); leaf != "" {
		return c.hand(leaf)
	}
	return c.takeBack()
}

// hand returns the session to the chat, which continues from one of its
// messages.
func (c *comparison) hand(leaf string) page.Intent {
	t := c.thread
	all := page.Batch{page.BackToChat{}, c.mark(leaf)}
	if c.threads.Thread != t {
		all = append(all, c.threads.Show(t))
	}
	c.handOver(leaf)
	c.threads.Attend()
	return all
}

// takeBack undoes the first question when no model has answered it, and returns
// it to the composer.
func (c *comparison) takeBack() page.Intent {
	c.thread.Over = nil
	c.thread.Pending, c.thread.Before = c.questions[0].draft, thread.Snapshot{Leaf: c.thread.Session.Leaf, Entries: c.thread.Transcript.Entries}
	return page.Batch{page.BackToChat{}, c.threads.TakeBack(c.thread, c.session.Messages[c.known:])}
}
