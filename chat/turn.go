package chat

import (
	"context"
	"strings"
	"time"
)

// A Turn takes one question from the prompt to the answer.
type Turn struct {
	Streamer Streamer
	Session  *Session
	Model    Model
	Options  Options

	// Store keeps the question before anything of the answer is shown, and the
	// answer at least each second while it grows; it is called beside Each.
	// What it can't keep doesn't end the turn: that is the store's to tell. A turn
	// that is stopped waits only a moment more for it. nil keeps nothing.
	Store Store

	// Price tells what an attempt at an answer of a model cost, in USD. nil knows
	// no price.
	Price func(model string, u Usage) (usd float64, known bool)

	// Each sees every event as it comes, before the next is read. An error of
	// its own ends the turn.
	Each func(Event) error

	// Discard says that Each does with the text all that is to be done: without
	// a Store the answer is kept without it, whatever its length.
	Discard bool

	// Tools is what the model may call. Its calls are answered in a message behind
	// the answer, and the model goes on, until it calls nothing more, a limit is
	// reached or ctx ends. Then each call that didn't run has a result that says
	// so. nil runs nothing: calls are for the caller.
	Tools Toolbox

	// Permit says which calls run; nil lets none run.
	Permit Permit

	// MaxSteps is how many answers the turn may take, 0 for DefaultSteps. Once they
	// have cost MaxCost, in USD, there is no other; 0 is no limit. A turn that is
	// ended so has a *LimitError.
	MaxSteps int
	MaxCost  float64

	Now func() time.Time // nil: time.Now

	unsaved *unsaved // the question, of Ask or of Split
}

// An Answer is a finished turn's.
type Answer struct {
	Message
	WireModel string // the vendor's own name for the model, or ""
	Empty     bool   // it has no text, no tool call and no file

	// Steps are all messages of the turn behind the question: answers, this one
	// too, and the results of their calls.
	Steps []Message
}

// Ask puts the question behind the session's leaf, streams the answer and puts it
// there too, whatever became of it: a stopped, cut or failed answer is kept
// with what had come. The error is the stream's or that of Each.
func (t Turn) Ask(ctx context.Context, question ...Part) (Answer, error) {
	t.unsaved = newUnsaved(t.put(question))
	return t.run(ctx, nil)
}

// Answer answers the question that is the session's leaf, beside the answers
// that it may have.
func (t Turn) Answer(ctx context.Context) (Answer, error) { return t.run(ctx, nil) }

// Continue takes up the answer that is the session's leaf, where it was cut. The
// whole stands beside it; Each sees what there was as the first of the text. An
// answer without a text has nothing to take up: its question is answered anew.
func (t Turn) Continue(ctx context.Context) (Answer, error) {
	cut, _ := t.Session.Find(t.Session.Leaf)
	if strings.TrimSpace(cut.Text()) == "" {
		t.Session.Leaf = cut.Parent
		return t.run(ctx, nil)
	}
	return t.run(ctx, &cut)
}

// run answers the leaf: as a whole, or from where an answer was cut.
func (t Turn) run(ctx context.Context, cut *Message) (Answer, error) {
	if t.Tools != nil {
		return t.loop(ctx, cut)
	}
	return t.step(ctx, cut)
}

// step is one answer.
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

// keeper keeps what follows the leaf.
func (t Turn) keeper() *keeper {
	return &keeper{store: t.Store, head: t.Session.Head, earlier: t.Session.Messages, question: t.unsaved, price: t.Price}
}

// stream takes the events of the answer, through the joint where there is one.
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
		// What is held has come, whatever else came then.
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

// take keeps each event and shows it. What came is kept though it can't be shown.
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
