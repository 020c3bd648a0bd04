package ui

import (
	"context"
	"slices"

	"neonchat/chat"
	"neonchat/ui/transcript"
)

// Threads are the sessions that the program has open.
type threads struct {
	*thread           // on the page
	away    []*thread // those behind it, in which something is under way or waits
	keeps   bool      // a store keeps what was said in a session
}

// bring puts a thread on the page, and gives the one that was there.
func (s *threads) bring(t *thread) (old *thread) {
	old = s.thread
	s.away = slices.DeleteFunc(s.away, func(a *thread) bool { return a == t })
	if old.stays(s.keeps) {
		s.away = append(s.away, old)
	}
	s.thread = t
	old.queue.At, t.transcript.Selected = 0, -1
	return old
}

// all are the threads of the program, the one on the page first.
func (s *threads) all() []*thread { return append([]*thread{s.thread}, s.away...) }

// of gives the thread that a turn is under way in, nil when none is.
func (s *threads) of(u *transcript.Turn) *thread {
	for _, t := range s.all() {
		if t.turn == u {
			return t
		}
	}
	return nil
}

// awayIn gives the thread behind the page that holds a session, nil when none does.
func (s *threads) awayIn(is func(chat.Head) bool) *thread {
	for _, t := range slices.Backward(s.away) {
		if is(t.session.Head) {
			return t
		}
	}
	return nil
}

// answering is a thread behind the page whose answer is coming, nil when there is
// none.
func (s *threads) answering() *thread {
	for _, t := range s.away {
		if t.turn != nil {
			return t
		}
	}
	return nil
}

// let lets go of a thread behind the page that needs nobody any more.
func (s *threads) let(t *thread) {
	s.away = slices.DeleteFunc(s.away, func(a *thread) bool { return a == t && !t.stays(s.keeps) })
}

// stopAll has all that is under way end.
func (s *threads) stopAll() {
	for _, t := range s.all() {
		if t.turn != nil {
			t.turn.Cancel()
		}
	}
}

// forget lets go of a session that was deleted. It reports whether it was the one
// on the page, in whose place a thread comes.
func (s *threads) forget(id string, instead *thread) bool {
	s.away = slices.DeleteFunc(s.away, func(t *thread) bool { return t.session.ID == id })
	if s.session.ID != id {
		return false
	}
	s.thread = instead
	return true
}

// leave stops what is under way, and waits until it is kept, as long as ctx lasts.
func (s *threads) leave(ctx context.Context) {
	s.stopAll()
	for _, t := range s.all() {
		if t.turn != nil {
			t.turn.Leave(ctx)
		}
	}
}
