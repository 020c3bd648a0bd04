package ui

// pick has the chat go on with a column's answer. Those that still come are
// stopped; what has come of them is kept beside it.
func (c *contest) pick(k *lane) intent {
	switch {
	case k == nil || !c.hasAnswered(k):
		return say{"there is no answer to go on with"}
	case k.live():
		return say{stillAnswering(c.desk.keys)}
	}
	c.choose(k)
	return c.settle()
}

// settle ends a pick once nothing is under way any more.
func (c *contest) settle() intent {
	if c.lanes.busy() {
		return nil
	}
	k := c.chosen
	c.talk.model = k.choice
	return both{c.hand(k.leaf), say{"the chat goes on with " + k.choice.name()}}
}

// leave goes back to the chat without a pick.
func (c *contest) leave() intent {
	if len(c.questions) == 0 {
		c.giveBack()
		return goOn{}
	}
	if leaf := c.best(); leaf != "" {
		return c.hand(leaf)
	}
	return c.takeBack()
}

// hand gives the session to the chat, which goes on from a message of it.
func (c *contest) hand(leaf string) intent {
	t := c.talk
	all := both{goOn{}, c.mark(leaf)}
	if c.chat.talk != t {
		all = append(all, c.chat.show(t))
	}
	c.handOver(leaf)
	c.chat.attend()
	return all
}

// takeBack leaves the session as it was before the first question, to which
// nobody said anything. That goes back to its writer.
func (c *contest) takeBack() intent {
	c.talk.over = nil
	c.talk.pending, c.talk.before = c.questions[0].draft, standing{c.talk.session.Leaf, c.talk.transcript.entries}
	return both{goOn{}, c.chat.takeBack(c.talk, c.session.Messages[c.known:])}
}
