package chat

import (
	"context"
	"slices"

	"golang.org/x/sync/semaphore"
)

// Split adds the question after the session's leaf and returns n turns that answer it
// side by side. Run each with Answer, in its own goroutine and with its own context;
// each works on a copy of the session and may be given its own Model, Options, Price
// and Each. The question is saved once, before any answer is shown. Call Beside to add
// the answers to the original session. In the Store, the answer saved last is the leaf
// until somebody picks another.
func (t Turn) Split(n int, question ...Part) []Turn {
	q := t.put(question)
	unsaved := newUnsaved(q)
	turns := make([]Turn, n)
	for i := range turns {
		turns[i] = t
		turns[i].unsaved = unsaved
		turns[i].Session = &Session{Head: t.Session.Head, Messages: slices.Clone(t.Session.Path())}
	}
	return turns
}

// put adds the question after the session's leaf.
func (t Turn) put(question []Part) Message {
	now := t.now()
	s := t.Session
	if s.ID == "" {
		s.ID, s.Created = NewID(), now
	}
	q := s.Add(Message{Role: User, Parts: question, Timing: Timing{Started: now}})
	if s.Title == "" {
		s.Title = Title(q)
	}
	return q
}

// unsaved holds a question until it is saved. Turns that answer the same question
// share it: the first to save writes the question, and the others wait for that. A nil
// unsaved holds nothing.
type unsaved struct {
	question []Message
	turn     *semaphore.Weighted
	saved    bool // guarded by turn
}

func newUnsaved(question Message) *unsaved {
	return &unsaved{question: []Message{question}, turn: semaphore.NewWeighted(1)}
}

// before calls save with what must be saved first. If ctx ends while waiting, it calls
// save with everything that may be unsaved.
func (u *unsaved) before(ctx context.Context, save func([]Message) error) error {
	if u == nil {
		return save(nil)
	}
	if err := u.turn.Acquire(ctx, 1); err != nil {
		return save(u.question)
	}
	if u.saved {
		u.turn.Release(1)
		return save(nil)
	}
	defer u.turn.Release(1)
	err := save(u.question)
	u.saved = err == nil
	return err
}

// Beside adds an answer and its steps next to the question's other answers, and makes
// the last step the leaf.
func (s *Session) Beside(steps ...Message) {
	s.Leaf = steps[0].Parent
	for _, m := range steps {
		s.Add(m)
	}
}
