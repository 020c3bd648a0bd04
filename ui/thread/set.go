package thread

import (
	"context"
	"slices"

	"neonchat/chat"
	"neonchat/ui/transcript"
)

// A Set holds the threads of the program.
type Set struct {
	*Thread           // on the page
	Away    []*Thread // behind it: those in which something is under way or waits
	keeps   bool      // a store keeps the sessions
}

// swap puts a thread on the page and returns the one that was there.
func (s *Set) swap(t *Thread) (old *Thread) {
	old = s.Thread
	s.Away = slices.DeleteFunc(s.Away, func(a *Thread) bool { return a == t })
	if old.stays(s.keeps) {
		s.Away = append(s.Away, old)
	}
	s.Thread = t
	old.Queue.At, t.Transcript.Selected = 0, -1
	return old
}

// All returns every thread, the one on the page first.
func (s *Set) All() []*Thread { return append([]*Thread{s.Thread}, s.Away...) }

// of returns the thread of a turn, nil when there is none.
func (s *Set) of(u *transcript.Turn) *Thread {
	for _, t := range s.All() {
		if t.Turn == u {
			return t
		}
	}
	return nil
}

// AwayIn returns the thread behind the page whose session satisfies is, the one
// left last first; nil when there is none.
func (s *Set) AwayIn(is func(chat.Head) bool) *Thread {
	for _, t := range slices.Backward(s.Away) {
		if is(t.Session.Head) {
			return t
		}
	}
	return nil
}

// Answering returns a thread behind the page whose answer is coming, nil when
// there is none.
func (s *Set) Answering() *Thread {
	for _, t := range s.Away {
		if t.Turn != nil {
			return t
		}
	}
	return nil
}

// release drops a thread behind the page that needn't be held any more.
func (s *Set) release(t *Thread) {
	s.Away = slices.DeleteFunc(s.Away, func(a *Thread) bool { return a == t && !t.stays(s.keeps) })
}

// StopAll stops every turn.
func (s *Set) StopAll() {
	for _, t := range s.All() {
		if t.Turn != nil {
			t.Turn.Cancel()
		}
	}
}

// Forget drops a deleted session. It reports whether the session was on the
// page, where instead replaces it.
func (s *Set) Forget(id string, instead *Thread) bool {
	s.Away = slices.DeleteFunc(s.Away, func(t *Thread) bool { return t.Session.ID == id })
	if s.Session.ID != id {
		return false
	}
	s.Thread = instead
	return true
}

// Leave stops every turn and waits until their answers are saved, as long as ctx
// lasts.
func (s *Set) Leave(ctx context.Context) {
	s.StopAll()
	for _, t := range s.All() {
		if t.Turn != nil {
			t.Turn.Leave(ctx)
		}
	}
}

// Renamed changes the title of a session that may be on the page or behind it.
func (s *Set) Renamed(id, title string) {
	for _, t := range s.All() {
		if t.Session.ID == id {
			t.Session.Title = title
		}
	}
}
