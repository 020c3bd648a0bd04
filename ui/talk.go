package ui

import (
	"slices"

	"neonchat/catalog"
	"neonchat/chat"
)

// A talk is a session as the page shows it, and the turn that is under way in it.
// It goes on behind the page when another one is shown.
type talk struct {
	session    *chat.Session
	tree       *tree
	kept       map[string]*entry // by the ids of the session's messages
	transcript *transcript
	model      choice
	cost       bill

	turn    *turn  // nil when nothing is under way
	pending draft  // what the turn asked; without text it answers anew, or goes on
	getting *draft // what is to be asked once its files are read
	queue   []draft
	before  standing // what the turn began from
	over    *entry   // the question that pending is another version of, or nil
	origin  origin   // of a fork
}

func newTalk(d *desk, s *chat.Session, m choice) *talk {
	t := &talk{session: s, tree: newTree(s), kept: map[string]*entry{}, transcript: newTranscript(d), model: m}
	for _, m := range s.Messages {
		t.cost.add(m)
	}
	return t
}

// fresh reports whether nothing was said yet.
func (t *talk) fresh() bool { return len(t.transcript.entries) == 0 }

func (t *talk) busy() bool { return t.turn != nil || t.getting != nil }

// rebuild makes the transcript anew of the way to the leaf. What is the same
// stays as it was set.
func (t *talk) rebuild(r *reader) {
	way := t.tree.way()
	entries := make([]*entry, len(way), len(way)+2) // for what a turn adds
	for n, i := range way {
		m := &t.session.Messages[i]
		e := t.kept[m.ID]
		if e == nil {
			e = r.entry(*m)
			t.kept[m.ID] = e
		}
		t.number(e)
		t.age(e, n < len(way)-1)
		entries[n] = e
	}
	t.transcript.entries = entries
}

// number notes which version of how many an entry is.
func (t *talk) number(e *entry) {
	versions := t.tree.versions(&e.message)
	nth, of := slices.Index(versions, e.message.ID)+1, len(versions)
	if nth == e.nth && of == e.of {
		return
	}
	e.nth, e.of = nth, of
	if e.set {
		t.transcript.hold(e, func() { e.arrange(t.transcript.desk) })
	}
}

// age notes whether other messages follow an entry.
func (t *talk) age(e *entry, past bool) {
	if e.past == past {
		return
	}
	e.past = past
	if e.set {
		t.transcript.hold(e, func() { e.arrange(t.transcript.desk) })
	}
}

// take puts what a turn has brought into the session.
func (t *talk) take(messages []chat.Message) {
	s := t.session
	s.Messages = append(s.Messages, messages...)
	s.Leaf = messages[len(messages)-1].ID
}

// A reader makes entries of messages that were kept. It is for one goroutine.
type reader struct {
	known   catalog.Catalog
	explain func(chat.Answer, error, chat.Options) Problem
	facts   map[string]catalog.Model // what was looked up
}

func (d *desk) reader() *reader {
	return &reader{d.known, d.deps.Explain, map[string]catalog.Model{}}
}

func (r *reader) entry(m chat.Message) *entry {
	if m.Role == chat.User {
		return &entry{message: m, folded: lengthy(m.Parts)}
	}
	id := m.Origin.Model
	facts, ok := r.facts[id]
	if !ok {
		facts, _ = r.known.Find(id)
		r.facts[id] = facts
	}
	e := &entry{message: m, facts: facts, notices: m.Notices}
	if m.Stop.Reason != chat.StopUser {
		e.problem = r.problem(m)
	}
	return e
}

// problem is what an answer that was kept lacks.
func (r *reader) problem(m chat.Message) Problem {
	if m.Stop.Reason == "" {
		return Problem{Text: "the program ended before the answer did"}
	}
	a := chat.Answer{Message: m, Empty: m.Text() == "" && len(m.ToolCalls()) == 0}
	for _, p := range m.Parts {
		if _, ok := p.(chat.File); ok {
			a.Empty = false
		}
	}
	return r.explain(a, nil, chat.Options{})
}
