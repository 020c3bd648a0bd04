package chat

import (
	"context"
	"iter"
	"strings"
)

// Folding is a Streamer for a screen: what a model says between <think> and
// </think> before its answer comes as reasoning. Models that serve without a channel
// of their own for it do so over the mlflow dialect; a pipe gets it as it came.
type Folding struct{ Streamer }

// Stream is the Streamer's.
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

// thinking takes the thoughts out of the beginning of an answer's text.
type thinking struct {
	at   thinkingAt
	held string // text of which the next piece tells what it is
	said bool   // something of the thought has come
}

type thinkingAt int

const (
	beforeText thinkingAt = iota
	withinThought
	behindThought // until the answer begins
	withinText
)

// pass gives the events that stand for e, which may be nil behind the last.
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
		t.at = withinText // it has a channel for its thoughts
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

// unsure is how many bytes at the end of a thought may be the beginning of its end,
// or the line ends before that.
func unsure(thought string) int {
	for n := min(len(thinkEnds)-1, len(thought)); n > 0; n-- {
		if strings.HasPrefix(thinkEnds, thought[len(thought)-n:]) {
			thought = thought[:len(thought)-n]
			return n + len(thought) - len(strings.TrimRight(thought, "\n"))
		}
	}
	return len(thought) - len(strings.TrimRight(thought, "\n"))
}

// rest is what is still held when nothing more comes.
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
