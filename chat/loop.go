package chat

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// DefaultSteps is the maximum number of answers in a turn with tools.
const DefaultSteps = 20

// repeats is how often in a row a model may make the same call. The last of
// these doesn't run, and the model is told.
const repeats = 3

// A LimitError says that a turn ended at a limit although the model wanted to
// continue. A field is 0 when it isn't the reason.
type LimitError struct {
	Steps int
	Cost  float64 // the limit, in USD
}

func (e *LimitError) Error() string {
	if e.Steps == 0 {
		return fmt.Sprintf("the answer was ended: the limit of %g USD is reached", e.Cost)
	}
	return fmt.Sprintf("the answer was ended after %d steps, and the model wanted to call more tools", e.Steps)
}

// A loop runs a turn with tools: an answer, the results of its calls, the next answer.
// It runs in the turn's goroutine.
type loop struct {
	Turn
	show   func(Event) error // the turn's own Each
	steps  []Message
	spent  float64
	told   map[string]bool // notices already shown
	latest string          // the last call; times counts its repetitions in a row
	times  int
}

func (t Turn) loop(ctx context.Context, cut *Message) (Answer, error) {
	t.Discard = false // the next step needs the text
	l := &loop{Turn: t, show: t.Each, told: map[string]bool{}}
	l.Each = l.once
	for {
		l.Options.Tools = l.Tools.Tools(ctx)
		a, err := l.step(ctx, cut)
		l.unsaved, cut = nil, nil
		l.steps = append(l.steps, a.Message)
		a.Steps = l.steps
		if shown := l.each(StepDone{a.Message}); err == nil {
			err = shown
		}
		calls := a.ToolCalls()
		if err != nil || len(calls) == 0 || a.Stop.Reason != StopToolCalls {
			return a, err
		}
		limit := l.limit(a.Message)
		results, err := l.answer(ctx, calls, limit)
		l.steps = append(l.steps, results)
		a.Steps = l.steps
		if err == nil && limit != nil {
			err = limit
		}
		if err != nil {
			return a, err
		}
	}
}

// once shows an event to the turn's own Each. A notice that comes with every
// request of a turn is shown once.
func (l *loop) once(e Event) error {
	if n, ok := e.(Notice); ok {
		if l.told[n.Text] {
			return nil
		}
		l.told[n.Text] = true
	}
	if l.show == nil {
		return nil
	}
	return l.show(e)
}

// limit returns the limit that an answer has reached, or nil.
func (l *loop) limit(a Message) error {
	if a.Cost != nil {
		l.spent += *a.Cost
	} else if l.MaxCost > 0 {
		l.each(Notice{"what " + a.Origin.Model + " costs isn't known: nothing ends the answer at a cost"})
	}
	answers := (len(l.steps) + 1) / 2
	switch most := cmp.Or(l.MaxSteps, DefaultSteps); {
	case answers >= most:
		return &LimitError{Steps: most}
	case l.MaxCost > 0 && l.spent >= l.MaxCost:
		return &LimitError{Cost: l.MaxCost}
	}
	return nil
}

// answer adds the results of an answer's calls after it, whatever becomes of
// them, and saves them as they come.
func (l *loop) answer(ctx context.Context, calls []ToolCall, limit error) (Message, error) {
	m := Message{ID: NewID(), Parent: l.Session.Leaf, Role: User, Timing: Timing{Started: l.now()}}
	last, done := lasting(ctx, moment)
	defer done()
	keeper := l.keeper()
	b := &batch{loop: l, calls: calls, results: make([]*ToolResult, len(calls)), began: make([]bool, len(calls)), kept: func(results []Part) {
		m.Parts, m.Timing.Total = results, l.now().Sub(m.Timing.Started)
		if l.Store != nil {
			keeper.save(last, m)
		}
	}}
	err := b.run(ctx, limit)
	m = l.Session.Add(m)
	l.Session.Updated = m.Timing.Started.Add(m.Timing.Total)
	if shown := l.each(StepDone{m}); err == nil {
		err = shown
	}
	return m, err
}

// refuse says why a call can't run even if it is permitted, or "".
func (l *loop) refuse(c ToolCall) string {
	var object map[string]json.RawMessage
	if err := json.Unmarshal([]byte(cmp.Or(strings.TrimSpace(c.Arguments), "{}")), &object); err != nil || object == nil {
		return "Not run: the arguments have to be one whole JSON object. Call it again."
	}
	l.count(c, object)
	if l.tool(c.Name) == nil {
		return "Not run: there is no tool of this name. There is " + l.names() + "."
	}
	if l.times >= repeats {
		return fmt.Sprintf("Not run: this is the same call for the %s time in a row, and its result is above. Go on with what you know, or call something else.", ordinal(l.times))
	}
	return ""
}

// count counts how many times in a row the same call came.
func (l *loop) count(c ToolCall, arguments map[string]json.RawMessage) {
	sorted, _ := json.Marshal(arguments) // sorts the keys and drops the spaces
	if this := c.Name + string(sorted); this != l.latest {
		l.latest, l.times = this, 0
	}
	l.times++
}

func ordinal(n int) string {
	if n == repeats {
		return "third"
	}
	return fmt.Sprintf("%dth", n)
}

func (l *loop) tool(name string) *Tool {
	i := slices.IndexFunc(l.Options.Tools, func(t Tool) bool { return t.Name == name })
	if i < 0 {
		return nil
	}
	return &l.Options.Tools[i]
}

func (l *loop) names() string {
	var names []string
	for _, t := range l.Options.Tools {
		names = append(names, t.Name)
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
