package ui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"neonchat/catalog"
	"neonchat/chat"
)

// arrived takes what has come of the answer.
func (c *conversation) arrived(msg turnMsg) intent {
	if msg.turn != c.turn {
		return nil
	}
	e := c.transcript.entries[len(c.transcript.entries)-1]
	now := c.desk.deps.now()
	for _, event := range msg.events {
		e.take(event, now)
	}
	e.lay(msg.galley)
	if !c.transcript.follow {
		c.transcript.unseen = true
	}
	if msg.end != nil {
		return c.ended(e, *msg.end)
	}
	stale := time.Time{}
	if msg.galley.stale {
		stale = msg.galley.rest
	}
	return c.turn.next(stale)
}

// take notes an event of the live answer.
func (e *entry) take(event chat.Event, now time.Time) {
	switch event := event.(type) {
	case chat.Started:
		e.message.Origin = event.Origin
	case chat.ReasoningDelta:
		e.heard = now
		e.thoughts.WriteString(event.Text)
	case chat.TextDelta:
		e.heard = now
		if e.spoke == 0 {
			e.spoke = max(now.Sub(e.begun), 1)
		}
		e.source.WriteString(event.Text)
	case chat.Notice:
		e.notices = append(e.notices, event.Text)
	}
}

// lay puts lines that were set below those that are there.
func (e *entry) lay(g galley) {
	if g.anew {
		e.body = nil
	}
	e.body = append(e.body, g.lines...)
	e.tail, e.look, e.set = g.tail, g.look, true
}

// ended closes the turn.
func (c *conversation) ended(e *entry, end ending) intent {
	c.turn = nil
	e.live = false
	e.source.Reset()
	e.thoughts.Reset()
	e.message = end.answer.Message
	e.problem = c.desk.deps.Explain(end.answer, end.err, end.options)
	stopped := end.answer.Stop.Reason == chat.StopUser
	if stopped {
		e.problem = Problem{}
	}
	e.arrange(c.desk)
	nothing := len(end.answer.Parts) == 0
	c.cost.add(e)
	switch {
	case stopped && nothing:
		c.revert()
		c.say("stopped before anything came; the prompt is back")
		return nil
	case nothing && end.err != nil && c.over != nil && c.over.message.ID != "":
		c.revert()
		c.say(strings.TrimSuffix("✗ "+e.problem.Text+"; "+e.problem.Hint, "; "))
		return c.notify(e)
	case nothing && end.err != nil:
		e.message.ID = "" // as if it had not been asked
		return c.notify(e)
	}
	c.session.Messages = append(c.session.Messages, end.question, end.answer.Message)
	c.session.Leaf = end.answer.ID
	q := c.transcript.entries[len(c.transcript.entries)-2]
	q.message = end.question
	c.kept[q.message.ID], c.kept[e.message.ID] = q, e
	if e.problem.Text != "" || stopped {
		return c.notify(e) // what is queued waits for its writer
	}
	return both{c.notify(e), c.sendQueued()}
}

// long answers are worth a word when nobody looks.
const longAnswer = 10 * time.Second

func (c *conversation) notify(e *entry) intent {
	if !c.desk.deps.Notify || !c.blurred || e.message.Timing.Total < longAnswer {
		return nil
	}
	return tea.Raw(ansi.Notify(e.message.Origin.Model+" has answered") + "\a")
}

// A bill sums what the answers cost.
type bill struct {
	usd     float64
	unknown bool // of some of them it isn't known
}

func (b *bill) add(e *entry) {
	u := e.message.Usage
	if u == nil {
		b.unknown = b.unknown || len(e.message.Parts) > 0
		return
	}
	usd, known := e.facts.Price(catalog.Usage(*u))
	b.usd += usd
	b.unknown = b.unknown || !known
}
