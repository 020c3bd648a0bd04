package chat

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"
)

// rounds is a Streamer that answers each request of a turn with the next of its answers,
// and repeats the last.
type rounds struct {
	answers [][]Event
	asked   []Request
}

func (r *rounds) Stream(_ context.Context, q Request) iter.Seq2[Event, error] {
	events := r.answers[min(len(r.asked), len(r.answers)-1)]
	r.asked = append(r.asked, q)
	return func(yield func(Event, error) bool) {
		for _, e := range events {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// calling returns an answer with tool calls: "f {}" calls f.
func calling(calls ...string) []Event {
	var events []Event
	for i, c := range calls {
		name, arguments, _ := strings.Cut(c, " ")
		events = append(events, PartDone{ToolCall{ID: fmt.Sprint(name, "-", i+1), Name: name, Arguments: arguments}})
	}
	return append(events, UsageUpdate{&Usage{Output: 10}}, Stopped{Stop{Reason: StopToolCalls}})
}

func saying(text string) []Event {
	return []Event{TextDelta{text}, UsageUpdate{&Usage{Output: 10}}, Stopped{Stop{Reason: StopEnd}}}
}

// A bench is a Toolbox with the tools f, g and alone, and a Permit that allows
// everything it isn't told to deny.
type bench struct {
	call func(ctx context.Context, c ToolCall, progress func(string)) ToolResult
	deny map[string]string
	fail error

	mu     sync.Mutex
	ran    []string
	wishes []Wish
}

func (b *bench) Tools(context.Context) []Tool {
	return []Tool{{Name: "f", Source: "bench"}, {Name: "g"}, {Name: "alone", Alone: true}}
}

func (b *bench) Call(ctx context.Context, c ToolCall, progress func(string)) ToolResult {
	b.mu.Lock()
	b.ran = append(b.ran, c.Name+" "+c.Arguments)
	b.mu.Unlock()
	if b.call != nil {
		return b.call(ctx, c, progress)
	}
	return ToolResult{Text: "did " + c.Name + c.Arguments}
}

func (b *bench) Warn(_ context.Context, c ToolCall) string { return "warning of " + c.Name }

func (b *bench) Permit(_ context.Context, wishes []Wish) ([]Verdict, error) {
	b.wishes = append(b.wishes, wishes...)
	var verdicts []Verdict
	for _, w := range wishes {
		words, denied := b.deny[w.Call.Name]
		verdicts = append(verdicts, Verdict{!denied, words})
	}
	return verdicts, b.fail
}

// turn returns a turn with the bench's tools.
func (b *bench) turn(s Streamer, store Store) Turn {
	return Turn{Streamer: s, Session: &Session{}, Store: store, Tools: b, Permit: b}
}

// resultsOf lists the results in a message, with "!" before errors.
func resultsOf(m Message) (list []string) {
	for _, p := range m.Parts {
		r := p.(ToolResult)
		text := r.ID + ": " + r.Text
		if r.IsError {
			text = "!" + text
		}
		list = append(list, text)
	}
	return list
}

func want[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

func TestAModelCallsToolsAndAnswersFromTheirResults(t *testing.T) {
	disk, tools := newDiary(), &bench{}
	model := &rounds{answers: [][]Event{calling(`f {"a":1}`, "g"), calling("f"), saying("42")}}
	turn := tools.turn(model, disk)
	turn.Price = func(string, Usage) (float64, bool) { return 0.25, true }
	var closed []string
	turn.Each = func(e Event) error {
		if s, ok := e.(StepDone); ok {
			closed = append(closed, s.Message.ID)
		}
		return nil
	}
	a, err := turn.Ask(t.Context(), Text{Text: "q"})
	if err != nil || a.Text() != "42" || len(a.Steps) != 5 {
		t.Fatalf("%v: %+v", err, a)
	}
	want(t, "the first results", resultsOf(a.Steps[1]), []string{`f-1: did f{"a":1}`, "g-2: did g"})
	want(t, "the second results", resultsOf(a.Steps[3]), []string{"f-1: did f"})
	want(t, "what the model was told last", len(model.asked[2].Messages), 5)
	want(t, "the tools that it was offered", model.asked[2].Tools[0].Name, "f")
	kept := disk.sessions[turn.Session.ID]
	want(t, "what is kept", kept.Path(), turn.Session.Path())
	want(t, "the steps", a.Steps, kept.Path()[1:])
	if kept.Path()[2].Asks() || !kept.Path()[0].Asks() {
		t.Error("results pass for a question")
	}
	var ids []string
	for _, m := range a.Steps {
		ids = append(ids, m.ID)
	}
	want(t, "the steps that were shown", closed, ids)
	want(t, "the wishes", tools.wishes[0].Tool.Source+", "+tools.wishes[0].Warn(t.Context()), "bench, warning of f")
}

func TestCallsRunSideBySideAndTheirResultsComeInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		running, most := 0, 0
		tools := &bench{}
		tools.call = func(_ context.Context, c ToolCall, progress func(string)) ToolResult {
			tools.mu.Lock()
			running++
			most = max(most, running)
			alone := running == 1
			tools.mu.Unlock()
			progress("at it")
			time.Sleep(time.Duration(10-len(c.ID)) * time.Second) // the last calls are the fastest
			tools.mu.Lock()
			running--
			tools.mu.Unlock()
			return ToolResult{Text: fmt.Sprint(c.Name == "alone" && alone)}
		}
		turn := tools.turn(&rounds{answers: [][]Event{calling("f 1", "f {}", `f {"b":1}`, `f {"c":1}`, "g", `g {"a":1}`, "alone"), saying("")}}, nil)
		var told []string
		turn.Each = func(e Event) error {
			if p, ok := e.(CallProgress); ok {
				told = append(told, p.ID)
			}
			return nil
		}
		a, err := turn.Ask(t.Context(), Text{Text: "q"})
		if err != nil {
			t.Fatal(err)
		}
		if most != sideBySide {
			t.Errorf("%d ran at once", most)
		}
		got := resultsOf(a.Steps[1])
		if len(got) != 7 || got[6] != "alone-7: true" || got[1] != "f-2: false" || !strings.HasPrefix(got[0], "!f-1: Not run: the arguments") {
			t.Errorf("the results are %q", got)
		}
		if len(told) != 6 || slices.Index(told, "alone-7") != 5 {
			t.Errorf("progress was told of %q", told)
		}
		r := a.Steps[1].Parts[1].(ToolResult)
		if r.Took < time.Second || a.Steps[1].Timing.Total < r.Took {
			t.Errorf("it took %s of %s", r.Took, a.Steps[1].Timing.Total)
		}
	})
}

func TestATurnEndsAtItsLimits(t *testing.T) {
	for name, c := range map[string]struct {
		steps  int
		cost   float64
		priced bool
		want   LimitError
		asked  int
	}{
		"steps":             {3, 0, true, LimitError{Steps: 3}, 3},
		"steps unless said": {0, 0, true, LimitError{Steps: DefaultSteps}, DefaultSteps},
		"cost":              {0, 0.5, true, LimitError{Cost: 0.5}, 2},
		"no known cost":     {4, 0.5, false, LimitError{Steps: 4}, 4},
	} {
		disk, tools := newDiary(), &bench{}
		model := &rounds{answers: [][]Event{calling(`f {"a":1}`, "g")}}
		turn := tools.turn(model, disk)
		turn.MaxSteps, turn.MaxCost = c.steps, c.cost
		turn.Price = func(string, Usage) (float64, bool) { return 0.25, c.priced }
		var notices int
		turn.Each = func(e Event) error {
			if _, ok := e.(Notice); ok {
				notices++
			}
			return nil
		}
		a, err := turn.Ask(t.Context(), Text{Text: "q"})
		var limit *LimitError
		if !errors.As(err, &limit) || *limit != c.want || len(model.asked) != c.asked || (notices == 1) == c.priced {
			t.Errorf("%s: %v after %d steps, with %d notices", name, err, len(model.asked), notices)
		}
		path := disk.sessions[turn.Session.ID].Path()
		const unrun = "Not run: the turn has reached its limit."
		want(t, name+": the last results", resultsOf(path[len(path)-1]), []string{"!f-1: " + unrun, "!g-2: " + unrun})
		want(t, name+": the steps", a.Steps, path[1:])
		if r := a.Steps[len(a.Steps)-1].Parts[0].(ToolResult); !r.Unrun || r.Took != 0 {
			t.Errorf("%s: it passes for run: %+v", name, r)
		}
	}
}

func TestWhatIsDeniedIsToldToTheModel(t *testing.T) {
	tools := &bench{deny: map[string]string{"f": "", "g": "Ask me first."}}
	turn := tools.turn(&rounds{answers: [][]Event{calling("f", "g", "alone"), saying("ok")}}, nil)
	a, err := turn.Ask(t.Context(), Text{Text: "q"})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "the results", resultsOf(a.Steps[1]), []string{"!f-1: Not run: the user doesn't allow it.", "!g-2: Ask me first.", "alone-3: did alone"})
	want(t, "what ran", tools.ran, []string{"alone "})

	turn.Permit = nil
	turn.Streamer = &rounds{answers: [][]Event{calling("alone"), saying("ok")}}
	if a, _ = turn.Ask(t.Context(), Text{Text: "q"}); len(tools.ran) != 1 {
		t.Errorf("nobody permits, and it ran: %q", resultsOf(a.Steps[1]))
	}

	tools.fail = errors.New("no way to ask")
	turn.Permit = tools
	turn.Streamer = &rounds{answers: [][]Event{calling("alone"), saying("ok")}}
	a, err = turn.Ask(t.Context(), Text{Text: "q"})
	if err != tools.fail || len(tools.ran) != 1 {
		t.Errorf("%v, and ran %q", err, tools.ran)
	}
	want(t, "the results then", resultsOf(a.Steps[1]), []string{"!alone-1: Not run: the turn was ended before."})
}

type allowing string

func (a allowing) Permit(_ context.Context, wishes []Wish) ([]Verdict, error) {
	return slices.Repeat([]Verdict{{true, string(a)}}, len(wishes)), nil
}

func TestWordsGoWithAResult(t *testing.T) {
	turn := (&bench{}).turn(&rounds{answers: [][]Event{calling("f"), saying("ok")}}, nil)
	turn.Permit = allowing("only today's")
	a, _ := turn.Ask(t.Context(), Text{Text: "q"})
	want(t, "the result", resultsOf(a.Steps[1]), []string{"f-1: did f\n\nThe user says to this: only today's"})
}

func TestTheSameCallForTheThirdTimeDoesNotRun(t *testing.T) {
	tools := &bench{}
	turn := tools.turn(&rounds{answers: [][]Event{
		calling(`f {"a":1,"b":2}`), calling(`f { "b": 2, "a": 1 }`), calling(`f {"a":1,"b":2}`), calling("g"), calling(`f {"a":1,"b":2}`), saying("ok"),
	}}, nil)
	a, err := turn.Ask(t.Context(), Text{Text: "q"})
	if err != nil || len(tools.ran) != 4 {
		t.Errorf("%v, ran %q", err, tools.ran)
	}
	if got := resultsOf(a.Steps[5])[0]; !strings.Contains(got, "third time in a row") {
		t.Errorf("the model is told %q", got)
	}
}

func TestACallThatCanNotRunIsToldSo(t *testing.T) {
	tools := &bench{}
	turn := tools.turn(&rounds{answers: [][]Event{calling(`f {"a":`, "f null", "h {}", "f  "), saying("ok")}}, nil)
	a, err := turn.Ask(t.Context(), Text{Text: "q"})
	if err != nil || len(tools.ran) != 1 || len(tools.wishes) != 1 {
		t.Errorf("%v, ran %q", err, tools.ran)
	}
	const broken = "Not run: the arguments have to be one whole JSON object. Call it again."
	want(t, "the results", resultsOf(a.Steps[1])[:3], []string{"!f-1: " + broken, "!f-2: " + broken, "!h-3: Not run: there is no tool of this name. There is f, g, alone."})
}

func TestACutAnswersCallsNeverRun(t *testing.T) {
	for _, stop := range []StopReason{StopLength, StopIncomplete, StopRefusal} {
		tools := &bench{}
		events := append(calling("f")[:1], Stopped{Stop{Reason: stop}})
		tools.turn(&rounds{answers: [][]Event{events}}, nil).Ask(t.Context(), Text{Text: "q"})
		if len(tools.ran) > 0 {
			t.Errorf("%s: it ran %q", stop, tools.ran)
		}
	}
}

func TestALongResultLosesItsMiddle(t *testing.T) {
	long := "start" + strings.Repeat("ä", 100_000) + "end"
	for name, c := range map[string]struct {
		result ToolResult
		fits   func(string) bool
	}{
		"long": {ToolResult{Text: long}, func(s string) bool {
			return strings.HasPrefix(s, "start") && strings.HasSuffix(s, "end") && strings.Contains(s, " of 200008 bytes are left out here. Ask for less") && len(s) < mostText+200
		}},
		"no text":   {ToolResult{Text: "a\xff\x00b"}, func(s string) bool { return s == "a\uFFFD\x00b" }},
		"nothing":   {ToolResult{}, func(s string) bool { return s == "It is done, and nothing came back." }},
		"a picture": {ToolResult{Files: []File{{Name: "p"}}}, func(s string) bool { return s == "" }},
	} {
		tools := &bench{call: func(context.Context, ToolCall, func(string)) ToolResult { return c.result }}
		a, _ := tools.turn(&rounds{answers: [][]Event{calling("f"), saying("ok")}}, nil).Ask(t.Context(), Text{Text: "q"})
		if r := a.Steps[1].Parts[0].(ToolResult); !c.fits(r.Text) || !utf8.ValidString(r.Text) {
			t.Errorf("%s: the model is given %d bytes, %.80q…", name, len(r.Text), r.Text)
		}
	}
}

func TestAStoppedTurnLeavesNoCallWithoutAResult(t *testing.T) {
	for name, obeys := range map[string]bool{"the tool obeys": true, "the tool goes on": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				disk := newDiary()
				ctx, cancel := context.WithCancel(t.Context())
				tools, forever := &bench{}, make(chan struct{})
				tools.call = func(ctx context.Context, c ToolCall, _ func(string)) ToolResult {
					if c.Name == "g" {
						return ToolResult{Text: "quick"}
					}
					time.AfterFunc(time.Second, cancel)
					<-ctx.Done()
					if !obeys {
						<-forever
					}
					return ToolResult{Text: "context canceled", IsError: true}
				}
				turn := tools.turn(&rounds{answers: [][]Event{calling("f", "g", "alone")}}, disk)
				began := time.Now()
				a, err := turn.Ask(ctx, Text{Text: "q"})
				if took := time.Since(began); !errors.Is(err, context.Canceled) || took > time.Second+moment {
					t.Errorf("%v after %s", err, took)
				}
				path := disk.sessions[turn.Session.ID].Path()
				want(t, "the results", resultsOf(path[2]), []string{"!f-1: It ran when the user stopped the turn. What it has done by then isn't known.", "g-2: quick", "!alone-3: Not run: the user stopped the turn before."})
				want(t, "the steps", a.Steps, path[1:])
				close(forever)
			})
		})
	}
}

func TestResultsAreSavedAsTheyCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk, tools := newDiary(), &bench{}
		tools.call = func(_ context.Context, c ToolCall, _ func(string)) ToolResult {
			if c.Name == "f" {
				time.Sleep(time.Minute)
			}
			return ToolResult{Text: c.Name}
		}
		turn := tools.turn(&rounds{answers: [][]Event{calling("f", "g"), saying("ok")}}, disk)
		go turn.Ask(t.Context(), Text{Text: "q"})
		time.Sleep(time.Second) // the program is killed now
		synctest.Wait()
		disk.mu.Lock()
		path := disk.sessions[turn.Session.ID].Path()
		disk.mu.Unlock()
		if len(path) != 3 {
			t.Fatalf("kept is %+v", path)
		}
		want(t, "the results", resultsOf(path[2]), []string{"g-2: g"})
		time.Sleep(time.Minute)
	})
}

func TestWhatIsToldOfEachRequestIsShownOnce(t *testing.T) {
	notice := Notice{"temperature left out"}
	turn := (&bench{}).turn(&rounds{answers: [][]Event{append([]Event{notice}, calling("f")...), append([]Event{notice}, saying("ok")...)}}, nil)
	shown := 0
	turn.Each = func(e Event) error {
		if e == notice {
			shown++
		}
		return nil
	}
	if _, err := turn.Ask(t.Context(), Text{Text: "q"}); err != nil || shown != 1 {
		t.Errorf("%v, shown %d times", err, shown)
	}
}

func TestWhatCanNotBeShownEndsTheTurn(t *testing.T) {
	gone := errors.New("the pipe is gone")
	for _, at := range []Event{CallStarted{}, CallDone{}, StepDone{}} {
		model := &rounds{answers: [][]Event{calling("f"), saying("ok")}}
		turn := (&bench{}).turn(model, newDiary())
		turn.Each = func(e Event) error {
			if reflect.TypeOf(e) == reflect.TypeOf(at) {
				return gone
			}
			return nil
		}
		_, err := turn.Ask(t.Context(), Text{Text: "q"})
		if !errors.Is(err, gone) || len(model.asked) != 1 {
			t.Errorf("%T: %v after %d requests", at, err, len(model.asked))
		}
	}
}
