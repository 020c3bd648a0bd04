package chat

import (
	"context"
	"errors"
	"iter"
	"testing"
)

// says streams a text in pieces of n bytes and then ends or breaks off.
type says struct {
	dialect, text string
	n             int
	err           error
}

func (s says) Stream(context.Context, Request) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		yield(Started{Origin: Origin{Dialect: s.dialect, Model: "m"}}, nil)
		for rest := s.text; rest != ""; {
			n := min(s.n, len(rest))
			yield(TextDelta{rest[:n]}, nil)
			rest = rest[n:]
		}
		if s.err != nil {
			yield(nil, s.err)
			return
		}
		yield(Stopped{Stop{Reason: StopEnd}}, nil)
	}
}

// On a screen, leading <think> text becomes reasoning however the answer is split;
// everywhere else it stays text.
func TestThoughtsBeforeAnAnswerAreItsReasoning(t *testing.T) {
	broke := errors.New("broke off")
	for name, c := range map[string]struct {
		dialect, text           string
		err                     error
		wantReasoning, wantText string
	}{
		"thought first":            {MLflow, "<think>\nHm, <b>2 < 3.\n\nSo.\n</think>\n\nYes: </think> too.", nil, "Hm, <b>2 < 3.\n\nSo.", "Yes: </think> too."},
		"behind a blank line":      {MLflow, "\n <think>Hm</think>Yes", nil, "Hm", "Yes"},
		"no thought":               {MLflow, "Yes, <think>no</think>.", nil, "", "Yes, <think>no</think>."},
		"an empty one":             {MLflow, "<think>\n\n</think>\n\nYes", nil, "", "Yes"},
		"the beginning of a sign":  {MLflow, "<thi", nil, "", "<thi"},
		"another sign":             {MLflow, " <thinking>no</thinking>", nil, "", " <thinking>no</thinking>"},
		"cut within the thought":   {MLflow, "<think>Hm, so</thi", broke, "Hm, so</thi", ""},
		"nothing but a thought":    {MLflow, "<think>Hm</think>\n\n", nil, "Hm", ""},
		"a dialect with a channel": {Anthropic, "<think>Hm</think>Yes", nil, "", "<think>Hm</think>Yes"},
		"nothing":                  {MLflow, "", nil, "", ""},
	} {
		for n := 1; n < 20; n += 3 {
			var a Accumulator
			var got error
			for e, err := range (Folding{says{c.dialect, c.text, n, c.err}}).Stream(t.Context(), Request{}) {
				if got = err; err == nil {
					a.Add(e)
				}
			}
			a.End(got)
			m := a.Message()
			if m.Reasoning() != c.wantReasoning || m.Text() != c.wantText || got != c.err {
				t.Errorf("%s, %d at a time: it thinks %q and says %q, %v", name, n, m.Reasoning(), m.Text(), got)
			}
		}
	}
}
