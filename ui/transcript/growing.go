package transcript

import (
	"slices"
	"time"

	"neonchat/chat"
	"neonchat/ui/page"
)

// Take adds an event to the live answer.
func (e *Entry) Take(event chat.Event, now time.Time) {
	switch event := event.(type) {
	case chat.Upload:
		e.upload = event
	case chat.Started:
		e.Message.Origin = event.Origin
	case chat.ReasoningDelta:
		e.lastText = now
		e.Thoughts.WriteString(event.Text)
	case chat.TextDelta:
		e.lastText = now
		if e.firstText == 0 {
			e.firstText = max(now.Sub(e.Begun), 1)
		}
		e.Source.WriteString(event.Text)
	case chat.Notice:
		e.notices = append(e.notices, event.Text)
	}
}

// SetLines replaces the lines from g.keep on by those of g.
func (e *Entry) SetLines(g Lines) {
	keep := min(g.keep, len(e.Body))
	if keep < len(e.Body) {
		e.Body = slices.Clip(e.Body[:keep])
	}
	e.Body = append(e.Body, g.Rows...)
	e.Starts, e.tail, e.look, e.Rendered, e.rough = g.starts, g.tail, g.Look, true, false
}

// End finishes the live answer. It explains what the answer lacks, unless the
// user stopped it and knows.
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
