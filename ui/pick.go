package ui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
)

// pick has the chat go on with a column's answer. Those that still come are
// stopped; what has come of them is kept beside it.
func (c *contest) pick(k *lane) intent {
	switch {
	case k == nil || !c.answers(k):
		return say{"there is no answer to go on with"}
	case k.live():
		return say{c.stillAnswering()}
	}
	c.chosen = k
	c.stop()
	return c.settle()
}

func (c *contest) stillAnswering() string {
	return "it is still answering: " + c.desk.keys.key(comparing, actStopOne) + " stops it"
}

// settle ends a pick once nothing is under way any more.
func (c *contest) settle() intent {
	if c.busy() {
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

// best is what the session goes on from where nobody picks: the first answer that
// ended well, else the first that there is, be it to an earlier question, else the
// first that says why there is none.
func (c *contest) best() string {
	for _, fits := range []func(*lane) bool{(*lane).well, (*lane).answered, c.answers} {
		if i := slices.IndexFunc(c.lanes, fits); i >= 0 {
			return c.lanes[i].leaf
		}
	}
	for _, k := range c.lanes {
		if e := k.last(); e != nil && e.problem.Text != "" {
			return e.message.ID
		}
	}
	return ""
}

// answers reports whether a column has answered anything, be it an earlier
// question.
func (c *contest) answers(k *lane) bool {
	e := c.kept[k.leaf]
	return e != nil && !e.question()
}

// hand gives the session to the chat, which goes on from a message of it.
func (c *contest) hand(leaf string) intent {
	t := c.talk
	t.session.Messages = append(t.session.Messages, c.session.Messages[c.known:]...)
	t.session.Leaf = leaf
	for id, e := range c.kept {
		e.bare, e.veiled, e.set = false, false, false
		t.kept[id] = e
	}
	all := both{goOn{}, c.mark(leaf)}
	if c.chat.talk != t {
		all = append(all, c.chat.show(t))
	}
	t.rebuild(newReader(c.desk))
	c.chat.attend()
	return all
}

// mark keeps which message the session goes on from: until now that is the one
// that was saved last.
func (c *contest) mark(leaf string) tea.Cmd {
	id := c.session.ID
	return c.desk.ledger.later("keeping which answer was picked", func(ctx context.Context, s chat.Store) error {
		return s.Change(ctx, id, chat.Change{Leaf: &leaf})
	})
}

// takeBack leaves the session as it was before the first question, to which
// nobody said anything. That goes back to its writer.
func (c *contest) takeBack() intent {
	c.talk.over = nil
	c.talk.pending, c.talk.before = c.questions[0].draft, standing{c.talk.session.Leaf, c.talk.transcript.entries}
	return both{goOn{}, c.chat.takeBack(c.talk, c.session.Messages[c.known:])}
}
