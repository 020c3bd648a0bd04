package chat

import (
	"context"
	"errors"
	"iter"
	"reflect"
	"testing"
	"time"
)

// A script is a Streamer that replays what a test wrote down.
type script struct {
	events []Event
	err    error
	got    Request
}

func (s *script) Stream(_ context.Context, r Request) iter.Seq2[Event, error] {
	s.got = r
	return func(yield func(Event, error) bool) {
		for _, e := range s.events {
			if !yield(e, nil) {
				return
			}
		}
		if s.err != nil {
			yield(nil, s.err)
		}
	}
}

func TestAnAnswerIsKeptWithItsPartsInOrder(t *testing.T) {
	s := &script{events: []Event{
		Started{Origin: Origin{"anthropic", "claude"}, Model: "claude-x-1"},
		ReasoningDelta{"let me "}, ReasoningDelta{"see"},
		PartDone{Reasoning{Signature: "seal"}},
		TextDelta{"It is "}, TextDelta{"4."},
		PartDone{ToolCall{ID: "1", Name: "f", Arguments: "{}"}},
		UsageUpdate{&Usage{Input: 3}}, UsageUpdate{&Usage{Input: 3, Output: 9}},
		Stopped{Stop{Reason: StopToolCalls, Raw: "tool_use"}},
	}}
	session := &Session{}
	answer, err := Turn{Streamer: s, Session: session, Model: Model{ID: "claude"}}.Ask(context.Background(), Text{Text: "2+2?"})
	if err != nil {
		t.Fatal(err)
	}
	want := []Part{Reasoning{Text: "let me see", Signature: "seal"}, Text{Text: "It is 4."}, ToolCall{ID: "1", Name: "f", Arguments: "{}"}}
	if !reflect.DeepEqual(answer.Parts, want) {
		t.Errorf("parts:\n got %#v\nwant %#v", answer.Parts, want)
	}
	if answer.Usage == nil || answer.Usage.Output != 9 {
		t.Errorf("usage %+v, want the last one that came", answer.Usage)
	}
	if answer.WireModel != "claude-x-1" || answer.Stop.Reason != StopToolCalls {
		t.Errorf("model %q, stop %q", answer.WireModel, answer.Stop.Reason)
	}
	if path := session.Path(); len(path) != 2 || path[0].Text() != "2+2?" || path[1].ID != answer.ID {
		t.Errorf("the session holds %+v", path)
	}
}

func TestASealWithoutTextIsAPartOfItsOwn(t *testing.T) {
	var a Accumulator
	a.Add(PartDone{Reasoning{Signature: "seal"}})
	a.Add(TextDelta{"hi"})
	a.Add(PartDone{Text{Signature: "tail"}})
	a.Add(PartDone{Text{}})
	a.End(nil)
	want := []Part{Reasoning{Signature: "seal"}, Text{Text: "hi", Signature: "tail"}}
	if got := a.Message().Parts; !reflect.DeepEqual(got, want) {
		t.Errorf("got %#v, want %#v", got, want)
	}
}

func TestAFailedAnswerKeepsWhatCame(t *testing.T) {
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		err    error
		events []Event
		stop   StopReason
	}{
		"the stream breaks":        {broken, []Event{TextDelta{"half"}}, StopError},
		"the user stops it":        {context.Canceled, []Event{TextDelta{"half"}, Stopped{Stop{Reason: StopIncomplete}}}, StopUser},
		"it ends without a reason": {nil, []Event{TextDelta{"half"}}, StopIncomplete},
		"it says that it was cut":  {broken, []Event{TextDelta{"half"}, Stopped{Stop{Reason: StopIncomplete}}}, StopIncomplete},
	} {
		session := &Session{}
		answer, err := Turn{Streamer: &script{events: c.events, err: c.err}, Session: session}.Ask(context.Background(), Text{Text: "q"})
		if !errors.Is(err, c.err) {
			t.Errorf("%s: error %v", name, err)
		}
		if got := session.Path()[1]; got.Text() != "half" || got.Stop.Reason != c.stop || !got.Stop.Reason.Failed() {
			t.Errorf("%s: kept %q, stopped for %q", name, got.Text(), got.Stop.Reason)
		}
		if (answer.Err != "") != (c.err != nil) {
			t.Errorf("%s: Err is %q", name, answer.Err)
		}
	}
}

func TestADiscardedTextIsCountedButNotHeld(t *testing.T) {
	now := time.Unix(0, 0)
	a := Accumulator{Discard: true, Now: func() time.Time { now = now.Add(time.Second); return now }}
	a.Start(Origin{})
	a.Add(TextDelta{"abc"})
	a.Add(PartDone{ToolCall{ID: "1"}})
	a.End(nil)
	m := a.Message()
	if m.Text() != "" || len(m.ToolCalls()) != 1 {
		t.Errorf("parts %#v", m.Parts)
	}
	if m.Timing.FirstToken != time.Second || m.Timing.Total != 2*time.Second {
		t.Errorf("timing %+v", m.Timing)
	}
}

func TestAnEditedQuestionGrowsASibling(t *testing.T) {
	var s Session
	q1 := s.Add(Message{Role: User, Parts: []Part{Text{Text: "one"}}})
	a1 := s.Add(Message{Role: Assistant, Parts: []Part{Text{Text: "1"}}})
	s.Leaf = ""
	s.Add(Message{Role: User, Parts: []Part{Text{Text: "two"}}})
	if path := s.Path(); len(path) != 1 || path[0].Text() != "two" {
		t.Errorf("path %v", path)
	}
	s.Leaf = a1.ID
	if path := s.Path(); len(path) != 2 || path[0].ID != q1.ID {
		t.Errorf("path %v", path)
	}
}

// Speed counts from the first token, or from the question if the answer came all at once.
func TestSpeedIsOfTheTimeThatTokensTook(t *testing.T) {
	for says, c := range map[string]struct {
		timing Timing
		tokens int64
		want   float64
	}{
		"it took two seconds behind the first": {Timing{FirstToken: time.Second, Total: 3 * time.Second}, 200, 100},
		"it came at once":                      {Timing{FirstToken: 2 * time.Second, Total: 2*time.Second + time.Millisecond}, 2001, 1000},
		"nobody counted":                       {Timing{FirstToken: time.Second, Total: 3 * time.Second}, 0, 0},
		"nothing came":                         {Timing{Total: 3 * time.Second}, 5, 0},
		"it took no time":                      {Timing{FirstToken: 1, Total: 1}, 200, 0},
	} {
		if got := c.timing.Speed(c.tokens); got != c.want {
			t.Errorf("%s: %v tokens a second, want %v", says, got, c.want)
		}
	}
}
