// Package storetest tests whether a [chat.Store] fulfils its contract. A store's test
// calls [Test] with a function that opens an empty store:
//
//	func TestStore(t *testing.T) {
//		storetest.Test(t, func(t *testing.T) chat.Store { return history.Open(…) })
//	}
//
// If the store is also a [chat.Ballot], its votes are tested too.
package storetest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"neonchat/chat"
)

// Test runs every test on a store of its own. open returns an empty store, which Test
// closes.
func Test(t *testing.T, open func(t *testing.T) chat.Store) {
	for _, c := range slices.Concat(saving, growing, listing, searching, voting, meeting) {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() {
				if err := s.Close(); err != nil {
					t.Errorf("closing: %v", err)
				}
			})
			c.run(&tester{T: t, store: s, ctx: t.Context(), clock: time.Date(2026, 3, 1, 12, 0, 0, 123456789, time.UTC)})
		})
	}
}

// A clause is one rule of the contract.
type clause struct {
	name string
	run  func(*tester)
}

// A tester calls a store as a program would, and stops the test on any failure.
type tester struct {
	*testing.T
	store chat.Store
	ctx   context.Context
	clock time.Time
}

// now returns a slightly later time on each call.
func (t *tester) now() time.Time {
	t.clock = t.clock.Add(time.Second)
	return t.clock
}

var main = chat.Branch{ID: "br-main-1", Name: "main", Project: "calm-lake-1", Host: "br-main-1.ai.neon.tech"}
var preview = chat.Branch{ID: "br-preview-2", Name: "preview/x", Project: "calm-lake-1", Host: "br-preview-2.ai.neon.tech"}
var other = chat.Branch{ID: "br-other-3", Name: "main", Project: "wild-hill-2", Host: "br-other-3.ai.neon.tech"}

func (t *tester) session(b chat.Branch) *chat.Session {
	now := t.now()
	return &chat.Session{Head: chat.Head{ID: chat.NewID(), Branch: b, Created: now, Updated: now}}
}

func (t *tester) question(text string) chat.Message {
	return chat.Message{Role: chat.User, Parts: []chat.Part{chat.Text{Text: text}}, Timing: chat.Timing{Started: t.now()}}
}

func (t *tester) answer(text string) chat.Message {
	cost := 0.25
	return chat.Message{
		Role: chat.Assistant, Parts: []chat.Part{chat.Text{Text: text}}, Origin: chat.Origin{Dialect: chat.OpenAI, Model: "gpt-5-mini"},
		Timing: chat.Timing{Started: t.now(), FirstToken: time.Second, Total: 2 * time.Second},
		Usage:  &chat.Usage{Input: 10, Output: 20}, Earlier: []chat.Usage{{Input: 10, Output: 1}}, Cost: &cost, Stop: chat.Stop{Reason: chat.StopEnd, Raw: "completed"},
	}
}

// say adds messages after the leaf and saves them.
func (t *tester) say(s *chat.Session, messages ...chat.Message) {
	t.Helper()
	var kept []chat.Message
	for _, m := range messages {
		kept = append(kept, s.Add(m))
		if s.Title == "" {
			s.Title = chat.Title(m)
		}
	}
	s.Updated = t.now()
	t.save(s.Head, kept...)
}

// chat creates a session with one question and its answer.
func (t *tester) chat(b chat.Branch, question, answer string) *chat.Session {
	t.Helper()
	s := t.session(b)
	t.say(s, t.question(question), t.answer(answer))
	return s
}

func (t *tester) save(h chat.Head, messages ...chat.Message) {
	t.Helper()
	if err := t.store.Save(t.ctx, h, messages...); err != nil {
		t.Fatalf("saving: %v", err)
	}
}

func (t *tester) load(id string) *chat.Session {
	t.Helper()
	s, err := t.store.Load(t.ctx, id)
	if err != nil {
		t.Fatalf("loading %q: %v", id, err)
	}
	return s
}

func (t *tester) list(s chat.Scope) []chat.Summary {
	t.Helper()
	list, err := t.store.List(t.ctx, s)
	if err != nil {
		t.Fatalf("listing: %v", err)
	}
	return list
}

// same compares what was saved with what was loaded. Times are equal whatever their zone.
func (t *tester) same(what string, got, want any) {
	t.Helper()
	got, want = inUTC(got), inUTC(want)
	if reflect.DeepEqual(got, want) {
		return
	}
	if g, ok := got.(chat.Session); ok { // show only the differences
		w := want.(chat.Session)
		t.same(what+": head", g.Head, w.Head)
		for i := range min(len(g.Messages), len(w.Messages)) {
			t.same(fmt.Sprint(what, ": message ", i), g.Messages[i], w.Messages[i])
		}
		got, want = len(g.Messages), len(w.Messages)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %#v\nwant %#v", what, got, want)
	}
}

func inUTC(v any) any {
	switch v := v.(type) {
	case chat.Session:
		v.Head = inUTC(v.Head).(chat.Head)
		v.Messages = inUTC(v.Messages).([]chat.Message)
		return v
	case chat.Head:
		v.Created, v.Updated = v.Created.UTC(), v.Updated.UTC()
		return v
	case []chat.Message:
		all := make([]chat.Message, len(v))
		for i, m := range v {
			m.Timing.Started = m.Timing.Started.UTC()
			all[i] = m
		}
		return all
	case []chat.Vote:
		all := make([]chat.Vote, len(v))
		for i, vote := range v {
			vote.At = vote.At.UTC()
			all[i] = vote
		}
		return all
	}
	return v
}
