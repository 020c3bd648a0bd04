package chat

import (
	"context"
	"iter"
	"strings"
)

// Folding is a Streamer for a screen. It turns text between <think> and </think> at the
// start of an answer into reasoning. Models without a separate reasoning channel send
// their thinking this way over the mlflow dialect. Pipes get the text unchanged.
type Folding struct{ Streamer }

// Stream streams the answer, with its leading thoughts as reasoning.
func (f Folding) Stream(ctx context.Context, r Request) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		t := &thinking{}
		for e, err := range f.Streamer.Stream(ctx, r) {
			for _, one := range t.pass(e) {
				if !yield(one, nil) {
					return
				}
			}
			if err != nil {
				yield(nil, err)
				return
			}
		}
		for _, one := range t.rest() {
			if !yield(one, nil) {
				return
			}
		}
	}
}

const thinkBegins, thinkEnds = "<think>", "</think>"

// thinking extracts the thoughts from the start of an answer's text.
type thinking struct {
	at   thinkingAt
	held string // text that can only be classified once more arrives
	said bool   // some of the thought has been passed on
}

type thinkingAt int

const (
	beforeText thinkingAt = iota
	withinThought
	behindThought // between the thought and the answer
	withinText
)

// pass returns the events that replace e, which may be nil after the last event.
func (t *thinking) pass(e Event) []Event {
	switch e := e.(type) {
	case nil:
		return t.rest()
	case Started:
		if e.Origin.Dialect != MLflow {
			t.at = withinText
		}
		return []Event{e}
	case TextDelta:
		return t.text(e.Text)
	case Upload, UsageUpdate, Notice:
		return []Event{e}
	case Again:
		*t = thinking{}
		return []Event{e}
	case ReasoningDelta:
		events := append(t.rest(), e)
		t.at = withinText // the model has its own reasoning channel
		return events
	}
	return append(t.rest(), e)
}

func (t *thinking) text(s string) []Event {
	t.held += s
	switch t.at {
	case beforeText:
		begun := strings.TrimLeft(t.held, " \n\r\t")
		thought, is := strings.CutPrefix(begun, thinkBegins)
		switch {
		case is:
			t.at, t.held = withinThought, thought
			return t.text("")
		case strings.HasPrefix(thinkBegins, begun):
			return nil
		}
	case withinThought:
		if !t.said {
			t.held = strings.TrimLeft(t.held, "\n")
			t.said = t.held != ""
		}
		thought, answer, ends := strings.Cut(t.held, thinkEnds)
		if ends {
			t.at, t.held = behindThought, answer
			return append(thoughtOf(strings.TrimRight(thought, "\n")), t.text("")...)
		}
		keep := unsure(t.held)
		thought, t.held = t.held[:len(t.held)-keep], t.held[len(t.held)-keep:]
		return thoughtOf(thought)
	case behindThought:
		if t.held = strings.TrimLeft(t.held, " \n\r\t"); t.held == "" {
			return nil
		}
	}
	t.at, s, t.held = withinText, t.held, ""
	if s == "" {
		return nil
	}
	return []Event{TextDelta{s}}
}

func thoughtOf(s string) []Event {
	if s == "" {
		return nil
	}
	return []Event{ReasoningDelta{s}}
}

// unsure returns how many bytes at the end of a thought may be the start of its closing
// tag or of the line break before it.
func unsure(thought string) int {
	for n := min(len(thinkEnds)-1, len(thought)); n > 0; n-- {
		if strings.HasPrefix(thinkEnds, thought[len(thought)-n:]) {
			thought = thought[:len(thought)-n]
			return n + len(thought) - len(strings.TrimRight(thought, "\n"))
		}
	}
	return len(thought) - len(strings.TrimRight(thought, "\n"))
}

// rest returns the events for the text still held when the stream ends.
func (t *thinking) rest() []Event {
	s := t.held
	t.held = ""
	switch {
	case s == "" || t.at == behindThought:
		return nil
	case t.at == withinThought:
		return thoughtOf(s)
	}
	return []Event{TextDelta{s}}
}
