package chat

import (
	"context"
	"errors"
	"iter"
	"slices"
	"sync"
	"testing"
)

// A ledger is a Store that records what is saved, and fails a given number of times.
type ledger struct {
	Store
	mu    sync.Mutex
	saved []Message
	head  Head
	fails int
}

func (s *ledger) Save(_ context.Context, h Head, messages ...Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fails > 0 {
		s.fails--
		return errors.New("the disk is full")
	}
	s.head = h
	s.saved = append(s.saved, messages...)
	return nil
}

// has counts how many times a message was saved.
func (s *ledger) has(id string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.saved {
		if m.ID == id {
			n++
		}
	}
	return n
}

// An echo answers with the model's name, or fails for the broken model.
type echo struct{ broken string }

var errEcho = errors.New("broken")

func (e echo) Stream(_ context.Context, r Request) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		if !yield(TextDelta{r.Model.ID}, nil) {
			return
		}
		if r.Model.ID == e.broken {
			yield(nil, errEcho)
			return
		}
		yield(Stopped{Stop{Reason: StopEnd}}, nil)
	}
}

// answerAll runs the turns at once, each in its own goroutine.
func answerAll(turns []Turn, models []string) []Answer {
	answers := make([]Answer, len(turns))
	var all sync.WaitGroup
	for i, t := range turns {
		t.Model.ID = models[i]
		all.Go(func() { answers[i], _ = t.Answer(context.Background()) })
	}
	all.Wait()
	return answers
}

func TestAQuestionToSeveralIsSavedOnceBeforeAnyAnswerIsShown(t *testing.T) {
	for name, fails := range map[string]int{"at once": 0, "by another when the first fails": 1} {
		store := &ledger{fails: fails}
		s := &Session{}
		s.Add(Message{Role: User, Parts: []Part{Text{Text: "before"}}})
		before := s.Add(Message{Role: Assistant, Parts: []Part{Text{Text: "yes"}}})
		turns := Turn{Streamer: echo{"b"}, Session: s, Store: store}.Split(3, Text{Text: "who are you?"})
		question, _ := s.Find(s.Leaf)
		if question.Text() != "who are you?" || question.Parent != before.ID {
			t.Fatalf("%s: the leaf is %+v", name, question)
		}
		for i := range turns {
			turns[i].Each = func(Event) error {
				if fails == 0 && store.has(question.ID) == 0 {
					t.Errorf("%s: an answer is shown to a question that could get lost", name)
				}
				return nil
			}
		}
		answers := answerAll(turns, []string{"a", "b", "c"})
		if n := store.has(question.ID); n != 1 {
			t.Errorf("%s: the question was saved %d times", name, n)
		}
		for i, want := range []string{"a", "b", "c"} {
			a := answers[i]
			if a.Text() != want || a.Parent != question.ID || store.has(a.ID) == 0 {
				t.Errorf("%s: answer %d is %q behind %q, saved %d times", name, i, a.Text(), a.Parent, store.has(a.ID))
			}
			s.Beside(a.Message)
		}
		last := answers[2].Message
		if siblings := s.Siblings(last); len(siblings) != 3 || s.Leaf != last.ID || siblings[1].Err != errEcho.Error() {
			t.Errorf("%s: the session has %+v, at %s", name, siblings, s.Leaf)
		}
		if store.head.ID != s.ID || store.head.Title != "who are you?" {
			t.Errorf("%s: it was saved as %+v", name, store.head)
		}
	}
}

func TestTurnsOfOneQuestionShareNoSession(t *testing.T) {
	s := &Session{}
	turns := Turn{Streamer: echo{}, Session: s}.Split(8, Text{Text: "q"})
	models := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	answers := answerAll(turns, models)
	for i, u := range turns {
		path := u.Session.Path()
		if len(path) != 2 || path[1].ID != answers[i].ID || answers[i].Text() != models[i] {
			t.Errorf("the %d-th turn holds %+v", i, path)
		}
	}
	if len(s.Messages) != 1 || slices.ContainsFunc(turns, func(u Turn) bool { return u.Session.ID != s.ID }) {
		t.Errorf("the session that was split holds %+v", s.Messages)
	}
}
