package transcript

import (
	"slices"
	"time"

	"neonchat/chat"
	"neonchat/ui/page"
)

// Take notes an event of the live answer.
func (e *Entry) Take(event chat.Event, now time.Time) {
	switch event := event.(type) {
	case chat.Upload:
		e.upload = event
	case chat.Started:
		e.Message.Origin = event.Origin
	case chat.ReasoningDelta:
		e.heard = now
		e.Thoughts.WriteString(event.Text)
	case chat.TextDelta:
		e.heard = now
		if e.spoke == 0 {
			e.spoke = max(now.Sub(e.Begun), 1)
		}
		e.Source.WriteString(event.Text)
	case chat.Notice:
		e.notices = append(e.notices, event.Text)
	}
}

// Lay puts lines that were set below those that are there.
func (e *Entry) Lay(g Lines) {
	keep := min(g.keep, len(e.Body))
	if keep < len(e.Body) {
		e.Body = slices.Clip(e.Body[:keep])
	}
	e.Body = append(e.Body, g.Rows...)
	e.Starts, e.tail, e.look, e.Set, e.rough = g.starts, g.tail, g.Look, true, false
}

// End makes the live answer one that is whole, or says why it isn't. Who stopped
// it knows why.
func (e *Entry) End(d page.Deps, End Ending) {
	e.Live = false
	e.Source.Reset()
	e.Thoughts.Reset()
	e.Message = End.Answer.Message
	e.Problem = page.Problem{}
	if End.Answer.Stop.Reason != chat.StopUser {
		e.Problem = d.Explain(End.Answer, End.err, End.options)
	}
}
