package thread

import (
	"context"
	"slices"

	"neonchat/chat"
	"neonchat/ui/transcript"
)

// A Set is the threads of the program.
type Set struct {
	*Thread           // on the page
	Away    []*Thread // those behind it, in which something is under way or waits
	keeps   bool      // a store keeps what was said in a session
}

// bring puts a thread on the page, and gives the one that was there.
func (s *Set) bring(t *Thread) (old *Thread) {
	old = s.Thread
	s.Away = slices.DeleteFunc(s.Away, func(a *Thread) bool { return a == t })
	if old.stays(s.keeps) {
		s.Away = append(s.Away, old)
	}
	s.Thread = t
	old.Queue.At, t.Transcript.Selected = 0, -1
	return old
}

// All are the threads of the program, the one on the page first.
func (s *Set) All() []*Thread { return append([]*Thread{s.Thread}, s.Away...) }

// of gives the thread that a turn is under way in, nil when none is.
func (s *Set) of(u *transcript.Turn) *Thread {
	for _, t := range s.All() {
		if t.Turn == u {
			return t
		}
	}
	return nil
}

// AwayIn gives the thread behind the page that holds a session, nil when none does.
func (s *Set) AwayIn(is func(chat.Head) bool) *Thread {
	for _, t := range slices.Backward(s.Away) {
		if is(t.Session.Head) {
			return t
		}
	}
	return nil
}

// Answering is a thread behind the page whose answer is coming, nil when there is
// none.
func (s *Set) Answering() *Thread {
	for _, t := range s.Away {
		if t.Turn != nil {
			return t
		}
	}
	return nil
}

// let lets go of a thread behind the page that needs nobody any more.
func (s *Set) let(t *Thread) {
	s.Away = slices.DeleteFunc(s.Away, func(a *Thread) bool { return a == t && !t.stays(s.keeps) })
}

// StopAll has all that is under way end.
func (s *Set) StopAll() {
	for _, t := range s.All() {
		if t.Turn != nil {
			t.Turn.Cancel()
		}
	}
}

// Forget lets go of a session that was deleted. It reports whether it was the one
// on the page, in whose place a thread comes.
func (s *Set) Forget(id string, instead *Thread) bool {
	s.Away = slices.DeleteFunc(s.Away, func(t *Thread) bool { return t.Session.ID == id })
	if s.Session.ID != id {
		return false
	}
	s.Thread = instead
	return true
}

// Leave stops what is under way, and waits until it is kept, as long as ctx lass.
func (s *Set) Leave(ctx context.Context) {
	s.StopAll()
	for _, t := range s.All() {
		if t.Turn != nil {
			t.Turn.Leave(ctx)
		}
	}
}

// Renamed takes a new title of a session that may be on the page or behind it.
func (s *Set) Renamed(id, title string) {
	for _, t := range s.All() {
		if t.Session.ID == id {
			t.Session.Title = title
		}
	}
}
