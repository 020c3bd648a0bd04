package ui

import (
	"slices"

	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/draft"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// A thread is a session as the page shows it, and the turn that is under way in it.
// It goes on behind the page when another one is shown.
type thread struct {
	session    *chat.Session
	tree       *tree
	kept       map[string]*transcript.Entry // by the ids of the session's messages
	transcript *transcript.Transcript
	model      page.Choice
	cost       bill

	turn    *transcript.Turn // nil when nothing is under way
	pending draft.Draft      // what the turn asked; without text it answers anew, or goes on
	getting *draft.Draft     // what is to be asked once its files are read
	queue   composer.Queue
	before  standing          // what the turn began from
	over    *transcript.Entry // the question that pending is another version of, or nil
	origin  origin            // of a fork
}

func newThread(d *page.Env, s *chat.Session, m page.Choice) *thread {
	t := &thread{session: s, tree: newTree(s), kept: map[string]*transcript.Entry{}, transcript: transcript.New(d), model: m}
	for _, m := range s.Messages {
		if !s.Copied(m) {
			t.cost.add(m)
		}
	}
	return t
}

// fresh reports whether nothing was said yet.
func (t *thread) fresh() bool { return len(t.transcript.Entries) == 0 }

func (t *thread) busy() bool { return t.turn != nil || t.getting != nil }

// rebuild makes the transcript anew of the way to the leaf. What is the same
// stays as it was set.
func (t *thread) rebuild(r *transcript.Reader) {
	way := t.tree.way()
	entries := make([]*transcript.Entry, len(way), len(way)+2) // for what a turn adds
	for n, i := range way {
		m := &t.session.Messages[i]
		e := t.kept[m.ID]
		if e == nil {
			e = r.Entry(*m)
			t.kept[m.ID] = e
		}
		t.number(e)
		t.age(e, n < len(way)-1)
		entries[n] = e
	}
	t.transcript.Entries = entries
}

// number notes which version of how many an entry is.
func (t *thread) number(e *transcript.Entry) {
	versions := t.tree.versions(&e.Message)
	nth, of := slices.Index(versions, e.Message.ID)+1, len(versions)
	if nth == e.Nth && of == e.Of {
		return
	}
	e.Nth, e.Of = nth, of
	if e.Set {
		t.transcript.Hold(e, func() { t.transcript.Decorate(e) })
	}
}

// age notes whether other messages follow an entry.
func (t *thread) age(e *transcript.Entry, past bool) {
	if e.Past == past {
		return
	}
	e.Past = past
	if e.Set {
		t.transcript.Hold(e, func() { t.transcript.Decorate(e) })
	}
}

// take puts what a turn has brought into the session.
func (t *thread) take(messages []chat.Message) {
	s := t.session
	s.Messages = append(s.Messages, messages...)
	s.Leaf = messages[len(messages)-1].ID
}
