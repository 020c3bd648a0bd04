package chat

import (
	"strings"
	"time"
)

// An Accumulator builds the message of an answer from its events. The zero value
// is ready; use one accumulator for each answer.
type Accumulator struct {
	// Discard drops the text and reasoning instead of keeping them, for an answer that
	// has already been written elsewhere.
	Discard bool

	// Now returns the current time; nil means time.Now.
	Now func() time.Time

	m     Message
	model string
	open  deltaKind
	said  bool // text, a tool call or a file has come
	text  strings.Builder
}

type deltaKind int

const (
	nothing deltaKind = iota
	text
	reasoning
)

// Start sets when the question was asked and where the answer should come from.
func (a *Accumulator) Start(o Origin) {
	a.m.Role = Assistant
	a.m.Origin = o
	a.m.Timing.Started = a.now()
}

// Add adds the next event.
func (a *Accumulator) Add(e Event) {
	switch e := e.(type) {
	case Started:
		a.m.Origin = e.Origin
		a.model = e.Model
	case TextDelta:
		a.said = a.said || e.Text != ""
		a.delta(text, e.Text)
	case ReasoningDelta:
		a.delta(reasoning, e.Text)
	case PartDone:
		a.part(e.Part)
	case UsageUpdate:
		a.m.Usage = e.Usage
	case Again:
		if a.m.Usage != nil {
			a.m.Earlier = append(a.m.Earlier, *a.m.Usage)
			a.m.Usage = nil
		}
	case Stopped:
		a.m.Stop = e.Stop
	case Notice:
		a.m.Notices = append(a.m.Notices, e.Text)
	}
}

// End closes the answer. A non-nil err becomes the answer's error. An answer that gave
// no stop reason is then marked as an error, or as incomplete if err is nil.
func (a *Accumulator) End(err error) {
	a.close()
	a.m.Timing.Total = a.now().Sub(a.m.Timing.Started)
	if err != nil {
		a.m.Err = err.Error()
	}
	if a.m.Stop.Reason != "" {
		return
	}
	a.m.Stop.Reason = StopIncomplete
	if err != nil {
		a.m.Stop.Reason = StopError
	}
}

// Stop sets the reason why the answer ended, overriding the stream's.
func (a *Accumulator) Stop(s Stop) { a.m.Stop = s }

// Resume begins with the content of an answer that was cut. Sealed parts go back
// to their origin with the answer that they belong to.
func (a *Accumulator) Resume(m Message) {
	if said := m.Reasoning(); said != "" {
		a.delta(reasoning, said)
	}
	for _, p := range m.Parts {
		if f, ok := p.(File); ok {
			a.part(f)
		}
	}
	a.delta(text, m.Text())
	a.said = a.said || m.Text() != ""
	a.m.Timing.FirstToken = 0
}

// Message returns the answer so far. Its parts belong to the accumulator and must not be
// changed.
func (a *Accumulator) Message() Message {
	m := a.m
	if p := a.growing(); p != nil {
		m.Parts = append(m.Parts[:len(m.Parts):len(m.Parts)], p)
	}
	return m
}

// Empty reports whether the answer has no text, tool call or file yet.
func (a *Accumulator) Empty() bool { return !a.said }

// WireModel returns the vendor's own name for the model that answered, or "".
func (a *Accumulator) WireModel() string { return a.model }

func (a *Accumulator) now() time.Time {
	if a.Now != nil {
		return a.Now()
	}
	return time.Now()
}

func (a *Accumulator) delta(k deltaKind, s string) {
	if s == "" {
		return
	}
	if a.m.Timing.FirstToken == 0 {
		a.m.Timing.FirstToken = max(a.now().Sub(a.m.Timing.Started), 1)
	}
	if a.open != k {
		a.close()
		a.open = k
	}
	if !a.Discard {
		a.text.WriteString(s)
	}
}

func (a *Accumulator) part(p Part) {
	switch p := p.(type) {
	case Text:
		a.seal(text, func(s string) Part { p.Text = s; return p }, p.Signature != "")
	case Reasoning:
		a.seal(reasoning, func(s string) Part { p.Text = s; return p }, p.Signature != "")
	default:
		_, opaque := p.(Opaque)
		a.said = a.said || !opaque
		a.close()
		a.m.Parts = append(a.m.Parts, p)
	}
}

// seal closes the open part with what the wire added to it. A seal without an
// open part becomes a part of its own, so that nothing that must go back gets
// lost.
func (a *Accumulator) seal(k deltaKind, with func(string) Part, signed bool) {
	if a.open != k {
		a.close()
		if signed {
			a.m.Parts = append(a.m.Parts, with(""))
		}
		return
	}
	if !a.Discard || signed {
		a.m.Parts = append(a.m.Parts, with(a.text.String()))
	}
	a.open = nothing
	a.text.Reset()
}

func (a *Accumulator) close() {
	if p := a.growing(); p != nil {
		a.m.Parts = append(a.m.Parts, p)
	}
	a.open = nothing
	a.text.Reset()
}

func (a *Accumulator) growing() Part {
	switch {
	case a.text.Len() == 0:
		return nil
	case a.open == text:
		return Text{Text: a.text.String()}
	default:
		return Reasoning{Text: a.text.String()}
	}
}
