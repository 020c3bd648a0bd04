package chat

import (
	"context"
	"slices"

	"golang.org/x/sync/semaphore"
)

// Split puts the question behind the session's leaf and gives n turns that
// answer it side by side, each by its Answer and in a copy of the session. The
// question is saved once, before anything is shown of any answer. Each turn may
// be given a Model, Options, Price and Each of its own, run in a goroutine of
// its own, and be stopped by its own context; Beside puts its answer into
// the session that was split. The last to be saved is the leaf in the Store, until
// somebody picks another.
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

// put puts the question behind the session's leaf.
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

// unsaved is a question until it is saved. Turns that answer one question have
// one of it, so that the first to save takes the question along and the others
// wait for that. nil has none.
type unsaved struct {
	question []Message
	turn     *semaphore.Weighted
	saved    bool // for who has the turn
}

func newUnsaved(question Message) *unsaved {
	return &unsaved{question: []Message{question}, turn: semaphore.NewWeighted(1)}
}

// before calls save with what has to be saved before anything else. When ctx
// ends meanwhile, save is called with all that may be unsaved.
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

// Beside puts an answer with its steps beside those that its question has, and
// makes the last of them the leaf.
func (s *Session) Beside(steps ...Message) {
	s.Leaf = steps[0].Parent
	for _, m := range steps {
		s.Add(m)
	}
}
