package compare

import (
	"neonchat/ui/page"
	"neonchat/ui/thread"
)

// pick has the chat go on with a column's answer. Those that still come are
// stopped; what has come of them is kept beside it.
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

// settle ends a pick once nothing is under way any more.
func (c *comparison) settle() page.Intent {
	if c.columns.busy() {
		return nil
	}
	k := c.chosen
	c.thread.Model = k.choice
	return page.Batch{c.hand(k.leaf), page.Notice{Text: "the chat goes on with " + k.choice.Name()}}
}

// leave goes back to the chat without a pick.
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

// hand gives the session to the chat, which goes on from a message of it.
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

// takeBack leaves the session as it was before the first question, to which
// nobody said anything. That goes back to its writer.
func (c *comparison) takeBack() page.Intent {
	c.thread.Over = nil
	c.thread.Pending, c.thread.Before = c.questions[0].draft, thread.Snapshot{Leaf: c.thread.Session.Leaf, Entries: c.thread.Transcript.Entries}
	return page.Batch{page.BackToChat{}, c.threads.TakeBack(c.thread, c.session.Messages[c.known:])}
}
