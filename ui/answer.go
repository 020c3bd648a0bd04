package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"neonchat/chat"

	"neonchat/ui/theme"

	"neonchat/ui/page"
)

// arrived takes what has come of an answer, on the page or behind it.
func (c *conversation) arrived(msg turnMsg) page.Intent {
	t := c.talkOf(msg.turn)
	if t == nil {
		return nil
	}
	now := c.desk.Deps.Time()
	e := t.transcript.entries[len(t.transcript.entries)-1]
	for _, event := range msg.events {
		e.take(event, now)
	}
	e.lay(msg.galley)
	if !t.transcript.follow {
		t.transcript.unseen = true
	}
	if msg.end != nil {
		return c.ended(t, e, *msg.end)
	}
	stale := time.Time{}
	if msg.galley.stale {
		stale = msg.galley.rest
	}
	return t.turn.next(stale)
}

// ended closes the turn: what it brought is a part of the session, whatever
// became of it. Only what was stopped before anything came is as if it had not
// been asked.
func (c *conversation) ended(t *talk, e *entry, end ending) page.Intent {
	t.turn = nil
	e.end(c.desk.Deps, end)
	stopped := end.answer.Stop.Reason == chat.StopUser
	if stopped && len(end.answer.Parts) == 0 {
		return c.takeBack(t, end.messages)
	}
	t.cost.add(e.message)
	t.take(end.messages)
	n := len(t.transcript.entries)
	for i, m := range end.messages {
		of := t.transcript.entries[n-len(end.messages)+i]
		of.message = m
		t.kept[m.ID] = of
	}
	t.transcript.decorate(e)
	t.rebuild(newReader(c.desk))
	used := used(c.desk, t.model.Model, e)
	if t != c.talk {
		return page.Batch{used, c.notify(e), c.doneAway(t, e)}
	}
	if e.problem.Text != "" || stopped {
		return page.Batch{used, c.notify(e)} // what is queued waits for its writer
	}
	if by := e.message.Origin.Model; t.model.Model.Default && by != t.model.Model.ID {
		used = tea.Batch(used, c.adopt(by))
	}
	return page.Batch{used, c.notify(e), c.sendQueued()}
}

// long answers are worth a word when nobody looks.
const longAnswer = 10 * time.Second

func (c *conversation) notify(e *entry) page.Intent {
	if !c.desk.Deps.Notify || !c.blurred || e.message.Timing.Total < longAnswer {
		return nil
	}
	return tea.Raw(ansi.Notify(theme.OneLine(e.message.Origin.Model)+" has answered") + "\a")
}

// A bill sums what the answers cost.
type bill struct {
	usd     float64
	unknown bool // of some of them it isn't known
}

func (b *bill) add(m chat.Message) {
	billed, _ := m.Billed()
	switch {
	case m.Cost != nil:
		b.usd += *m.Cost
	case m.Role == chat.Assistant && (len(m.Parts) > 0 || billed != nil):
		b.unknown = true
	}
}
