package ui

import (
	"time"

	"neonchat/chat"

	"neonchat/ui/page"
)

// take notes an event of the live answer.
func (e *entry) take(event chat.Event, now time.Time) {
	switch event := event.(type) {
	case chat.Upload:
		e.upload = event
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
	e.starts, e.tail, e.look, e.set, e.rough = g.starts, g.tail, g.look, true, false
}

// end makes the live answer one that is whole, or says why it isn't. Who stopped
// it knows why.
func (e *entry) end(d page.Deps, end ending) {
	e.live = false
	e.source.Reset()
	e.thoughts.Reset()
	e.message = end.answer.Message
	e.problem = page.Problem{}
	if end.answer.Stop.Reason != chat.StopUser {
		e.problem = d.Explain(end.answer, end.err, end.options)
	}
}
