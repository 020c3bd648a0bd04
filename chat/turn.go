package chat

import (
	"context"
	"errors"
	"time"
)

// A Turn takes one question from the prompt to the answer.
type Turn struct {
	Streamer Streamer
	Session  *Session
	Model    Model
	Options  Options

	// Each sees every event as it comes, before the next is read. An error of
	// its own ends the turn.
	Each func(Event) error

	// Discard says that Each does with the text all that is to be done: the
	// answer is kept without it, whatever its length.
	Discard bool

	Now func() time.Time // nil: time.Now
}

// An Answer is a finished turn's.
type Answer struct {
	Message
	Notices   []string
	WireModel string // the vendor's own name for the model, or ""
	Empty     bool   // it has no text, no tool call and no file
}

// Ask puts the question behind the session's leaf, streams the answer and puts it
// there too, whatever became of it: a stopped, cut or failed answer is kept
// with what had come. The error is the stream's or that of Each.
func (t Turn) Ask(ctx context.Context, question ...Part) (Answer, error) {
	t.Session.Add(Message{Role: User, Parts: question})
	acc := &Accumulator{Discard: t.Discard, Now: t.Now}
	acc.Start(Origin{Dialect: t.Model.Dialect, Model: t.Model.ID})
	err := t.stream(ctx, acc)
	acc.End(err)
	if errors.Is(err, context.Canceled) {
		acc.Stop(Stop{Reason: StopUser})
	}
	return Answer{t.Session.Add(acc.Message()), acc.Notices(), acc.WireModel(), acc.Empty()}, err
}

func (t Turn) stream(ctx context.Context, acc *Accumulator) error {
	r := Request{Model: t.Model, Messages: t.Session.Path(), Options: t.Options}
	for e, err := range t.Streamer.Stream(ctx, r) {
		if err != nil {
			return err
		}
		acc.Add(e)
		if t.Each == nil {
			continue
		}
		if err := t.Each(e); err != nil {
			return err
		}
	}
	return nil
}
