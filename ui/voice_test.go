package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"neonchat/chat"
	"neonchat/ui/page"
)

// A voice is one of several models that answer at once.
type voice struct {
	u     *user
	name  string
	say   chan said
	asked chan chat.Request
}

// voice finds who is asked.
func (m *model) voice(r chat.Request) *voice {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, v := range m.voices {
		t := page.TargetOf(v.name)
		if t.Model == r.Model.ID && (t.Effort == "" || t.Effort == r.Effort) && (t.Dialect == "" || t.Dialect == r.Model.Dialect) {
			return v
		}
	}
	return nil
}

// compares opens the program on the compare screen; without a question it is
// asked there.
func compares(t *testing.T, cols, rows int, m page.Comparison, change ...func(*page.Deps)) *user {
	t.Helper()
	start := func(d *page.Deps) {
		d.Compare = &m
		d.Shuffle = func(n int, swap func(i, j int)) { swap(0, n-1) }
		d.Streamer.(*model).speak(m.Targets...)
	}
	return sits(t, cols, rows, append([]func(*page.Deps){start}, change...)...)
}

// speak gives models a voice of their own.
func (m *model) speak(targets ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, name := range targets {
		m.voices = append(m.voices, &voice{name: name, say: make(chan said), asked: make(chan chat.Request, 100)})
	}
}

// of is the voice of a target.
func (u *user) of(name string) *voice {
	u.t.Helper()
	for _, v := range u.model.voices {
		if v.name == name {
			v.u = u
			return v
		}
	}
	u.t.Fatalf("%s has no voice", name)
	return nil
}

// hears waits until the model was asked, and gives the request.
func (v *voice) hears() chat.Request {
	v.u.t.Helper()
	select {
	case r := <-v.asked:
		return r
	case <-time.After(patienceOfTests):
		v.u.mu.Lock()
		defer v.u.mu.Unlock()
		v.u.t.Fatalf("%s was never asked; the screen:\n%s", v.name, v.u.screen())
	}
	return chat.Request{}
}

func (v *voice) send(s said) {
	v.u.t.Helper()
	select {
	case v.say <- s:
	case <-time.After(patienceOfTests):
		v.u.t.Fatalf("nobody reads what %s says", v.name)
	}
}

func (v *voice) says(texts ...string) *voice {
	v.u.t.Helper()
	for _, text := range texts {
		v.send(said{event: chat.TextDelta{Text: text}})
	}
	return v
}

func (v *voice) comes(events ...chat.Event) *voice {
	v.u.t.Helper()
	for _, e := range events {
		v.send(said{event: e})
	}
	return v
}

// ends has the answer end well, after so many tokens.
func (v *voice) ends(tokens ...int64) {
	v.u.t.Helper()
	n := int64(200)
	if len(tokens) > 0 {
		n = tokens[0]
	}
	v.comes(chat.UsageUpdate{Usage: &chat.Usage{Input: 1000, Output: n}}, chat.Stopped{Stop: chat.Stop{Reason: chat.StopEnd, Raw: "stop"}})
	v.send(said{end: true})
}

func (v *voice) fails(text string) {
	v.u.t.Helper()
	v.send(said{err: errors.New(text)})
}

// answers is a whole answer to what was asked.
func (v *voice) answers(text string) {
	v.u.t.Helper()
	v.hears()
	v.says(text).ends()
}

// Vote and Votes make the shelf a ballot.
func (s *shelf) Vote(_ context.Context, v chat.Vote) error {
	end, err := s.begin("vote")
	defer end()
	if err == nil {
		s.votes = append(s.votes, v)
	}
	return err
}

func (s *shelf) Votes(_ context.Context, tag string) ([]chat.Vote, error) {
	end, err := s.begin("votes")
	defer end()
	votes := slices.DeleteFunc(slices.Clone(s.votes), func(v chat.Vote) bool { return tag != "" && v.Tag != tag })
	return votes, err
}

// casts waits until n votes are kept.
func (u *user) casts(n int) []chat.Vote {
	u.t.Helper()
	var votes []chat.Vote
	u.keeps(fmt.Sprint(n, " votes"), func([]*chat.Session) bool {
		votes = slices.Clone(u.store.votes)
		return len(votes) == n
	})
	return votes
}

// goesOn waits until the one session that is kept goes on with such a thread.
func (u *user) goesOn(texts ...string) *chat.Session {
	u.t.Helper()
	want := strings.Join(texts, " | ")
	return u.keeps("a session with the thread "+want, func(all []*chat.Session) bool {
		return len(all) == 1 && textsOf(all[0].Path()) == want
	})[0]
}
