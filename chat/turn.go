package chat

import (
	"context"
	"strings"
	"time"
)

// A Turn runs one question through to its answer.
type Turn struct {
	Streamer Streamer
	Session  *Session
	Model    Model
	Options  Options

	// Store saves the question before any of the answer is shown, and the growing
	// answer at least once a second. It is called concurrently with Each. A failure to
	// save doesn't end the turn; the store reports it. A stopped turn waits only
	// briefly for it. If nil, nothing is saved.
	Store Store

	// Price returns what an attempt at an answer cost, in USD. If nil, no price is
	// known.
	Price func(model string, u Usage) (usd float64, known bool)

	// Each is called with every event before the next is read. If it returns an error,
	// the turn ends.
	Each func(Event) error

	// Discard says that only Each needs the text. Without a Store, the answer is then
	// kept without its text, to save memory.
	Discard bool

	// Tools is what the model may call. The results of its calls form a message after
	// the answer, and the model continues until it makes no more calls, a limit is
	// reached or ctx ends. A call that didn't run gets a result that says so. If nil,
	// no calls run and the caller handles them.
	Tools Toolbox

	// Permit decides which calls run. If nil, none do.
	Permit Permit

	// MaxSteps is the maximum number of answers in the turn; 0 means DefaultSteps. No
	// further answer is requested once the turn has cost MaxCost, in USD; 0 means no
	// limit. A turn that ends at a limit returns a *LimitError.
	MaxSteps int
	MaxCost  float64

	Now func() time.Time // nil means time.Now

	unsaved *unsaved // the question from Ask or Split
}

// An Answer is the result of a finished turn.
type Answer struct {
	Message
	WireModel string // the vendor's own name for the model, or ""
	Empty     bool   // it has no text, no tool call and no file

	// Steps holds all messages of the turn after the question: its answers, including
	// this one, and the results of their calls.
	Steps []Message
}

// Ask adds the question after the session's leaf, streams the answer and adds it too. A
// stopped, cut off or failed answer is kept as far as it came. The error is from the
// stream or from Each.
func (t Turn) Ask(ctx context.Context, question ...Part) (Answer, error) {
	t.unsaved = newUnsaved(t.put(question))
	return t.run(ctx, nil)
}

// Answer answers the question at the session's leaf, as a sibling of any answers it
// already has.
func (t Turn) Answer(ctx context.Context) (Answer, error) { return t.run(ctx, nil) }

// Continue resumes the cut-off answer at the session's leaf. It adds the complete answer
// as a sibling; Each first receives the existing text. If the answer has no text, its
// question is answered again from the start.
func (t Turn) Continue(ctx context.Context) (Answer, error) {
	cut, _ := t.Session.Find(t.Session.Leaf)
	if strings.TrimSpace(cut.Text()) == "" {
		t.Session.Leaf = cut.Parent
		return t.run(ctx, nil)
	}
	return t.run(ctx, &cut)
}

// run answers the leaf, from the start or from where an answer was cut off.
func (t Turn) run(ctx context.Context, cut *Message) (Answer, error) {
	if t.Tools != nil {
		return t.loop(ctx, cut)
	}
	return t.step(ctx, cut)
}

// step streams one answer.
func (t Turn) step(ctx context.Context, cut *Message) (Answer, error) {
	r := Request{Model: t.Model, Messages: t.Session.Path(), Options: t.Options}
	k := t.keeper()
	k.acc = Accumulator{Discard: t.Discard && t.Store == nil, Now: t.Now}
	k.acc.Start(Origin{Dialect: t.Model.Dialect, Model: t.Model.ID})
	var j *joint
	if cut != nil {
		r.Messages = append(r.Messages, Message{Role: User, Parts: []Part{Text{Text: goOn}}})
		t.Session.Leaf = cut.Parent
		k.acc.Resume(*cut)
		j = &joint{said: cut.Text()}
	}
	k.acc.m.ID, k.acc.m.Parent = NewID(), t.Session.Leaf
	last, done := lasting(ctx, moment)
	defer done()
	k.start(last)
	err := t.stream(ctx, r, k, j)
	k.end(last, err)
	m := t.Session.Add(k.acc.Message())
	t.Session.Updated = m.Timing.Started.Add(m.Timing.Total)
	return Answer{m, k.acc.WireModel(), k.acc.Empty(), []Message{m}}, err
}

// keeper returns a keeper for the message after the leaf.
func (t Turn) keeper() *keeper {
	return &keeper{store: t.Store, head: t.Session.Head, earlier: t.Session.Messages, question: t.unsaved, price: t.Price}
}

// stream reads the events of the answer, passing them through the joint if there is one.
func (t Turn) stream(ctx context.Context, r Request, k *keeper, j *joint) (err error) {
	if j == nil {
		for e, err := range t.Streamer.Stream(ctx, r) {
			if err == nil {
				err = t.take(ctx, k, e)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	if err := t.each(TextDelta{j.said}); err != nil {
		return err
	}
	defer func() {
		// Whatever ended the stream, the text held back is part of the answer.
		if last := t.take(ctx, k, j.end()...); err == nil {
			err = last
		}
	}()
	for e, err := range t.Streamer.Stream(ctx, r) {
		if err == nil {
			err = t.take(ctx, k, j.pass(e)...)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// take keeps each event and shows it. It keeps the event even if showing it fails.
func (t Turn) take(ctx context.Context, k *keeper, events ...Event) (err error) {
	for _, e := range events {
		k.add(ctx, e)
		if err == nil {
			err = t.each(e)
		}
	}
	return err
}

func (t Turn) each(e Event) error {
	if t.Each == nil {
		return nil
	}
	return t.Each(e)
}

func (t Turn) now() time.Time {
	if t.Now != nil {
		return t.Now()
	}
	return time.Now()
}
