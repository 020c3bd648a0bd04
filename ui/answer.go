package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"neonchat/chat"
	"neonchat/ui/page"
	"neonchat/ui/theme"
	"neonchat/ui/transcript"
)

// arrived takes what has come of an answer, on the page or behind it.
func (c *conversation) arrived(msg transcript.TurnMsg) page.Intent {
	t := c.of(msg.Turn)
	if t == nil {
		return nil
	}
	now := c.env.Deps.Time()
	e := t.transcript.Entries[len(t.transcript.Entries)-1]
	for _, event := range msg.Events {
		e.Take(event, now)
	}
	e.Lay(msg.Galley)
	if !t.transcript.Follow {
		t.transcript.Unseen = true
	}
	if msg.End != nil {
		return c.ended(t, e, *msg.End)
	}
	stale := time.Time{}
	if msg.Galley.Stale {
		stale = msg.Galley.Rest
	}
	return t.turn.Next(stale)
}

// ended closes the turn: what it brought is a part of the session, whatever
// became of it. Only what was stopped before anything came is as if it had not
// been asked.
func (c *conversation) ended(t *thread, e *transcript.Entry, end transcript.Ending) page.Intent {
	t.turn = nil
	e.End(c.env.Deps, end)
	stopped := end.Answer.Stop.Reason == chat.StopUser
	if stopped && len(end.Answer.Parts) == 0 {
		return c.takeBack(t, end.Messages)
	}
	t.cost.add(e.Message)
	t.take(end.Messages)
	n := len(t.transcript.Entries)
	for i, m := range end.Messages {
		of := t.transcript.Entries[n-len(end.Messages)+i]
		of.Message = m
		t.kept[m.ID] = of
	}
	t.transcript.Decorate(e)
	t.rebuild(transcript.NewReader(c.env))
	used := used(c.env, t.model.Model, e)
	if t != c.thread {
		return page.Batch{used, c.notify(e), c.doneAway(t, e)}
	}
	if e.Problem.Text != "" || stopped {
		return page.Batch{used, c.notify(e)} // what is queued waits for its writer
	}
	if by := e.Message.Origin.Model; t.model.Model.Default && by != t.model.Model.ID {
		used = tea.Batch(used, c.adopt(by))
	}
	return page.Batch{used, c.notify(e), c.sendQueued()}
}

// long answers are worth a word when nobody looks.
const longAnswer = 10 * time.Second

func (c *conversation) notify(e *transcript.Entry) page.Intent {
	if !c.env.Deps.Notify || !c.blurred || e.Message.Timing.Total < longAnswer {
		return nil
	}
	return tea.Raw(ansi.Notify(theme.OneLine(e.Message.Origin.Model)+" has answered") + "\a")
}
