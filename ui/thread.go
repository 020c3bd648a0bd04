package ui

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/draft"
	"neonchat/ui/page"
	"neonchat/ui/theme"
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

// stays reports whether a thread that is left is to be held: nobody else has what
// is in it.
func (t *thread) stays(kept bool) bool {
	return t.turn != nil || t.queue.Len() > 0 || !kept && !t.fresh()
}

// name is what a thread is called in a sentence.
func (t *thread) name(l theme.Look) string {
	if s := theme.OneLine(t.session.Title); s != "" {
		return l.Cut(s, 30)
	}
	return "untitled"
}

// lead turns to the way that has a message, where the leaf's has not.
func (t *thread) lead(message string) {
	if t.tree.message(message) != nil && !slices.Contains(t.tree.way(), t.tree.at[message]) {
		t.session.Leaf = t.tree.below(message)
	}
}

// questionOf gives the question that the i-th entry is or answers, nil when there
// is none.
func (t *thread) questionOf(i int) *transcript.Entry {
	for _, e := range slices.Backward(t.transcript.Entries[:i+1]) {
		if e.Question() {
			return e
		}
	}
	return nil
}

// copyOf is the session for a turn, which adds to its own. What is there already
// never changes.
func (t *thread) copyOf() *chat.Session {
	return &chat.Session{Head: t.session.Head, Messages: slices.Clip(t.session.Messages)}
}

// A standing is what the conversation was before a turn, to go back to when
// nothing comes of it.
type standing struct {
	leaf    string
	entries []*transcript.Entry
}

// A bill sums what the answers cost.
type bill struct {
	usd     float64
	unknown bool // of some of them it isn't known
}

func (b *bill) add(m chat.Message) {
	billed, _ := m.Billed()
	switch {
	case m.Cost != nil:
		b.usd += *m.Cost
	case m.Role == chat.Assistant && (len(m.Parts) > 0 || billed != nil):
		b.unknown = true
	}
}

// An origin is what is known of the session that a fork comes from.
type origin struct {
	head  chat.Head
	known bool // it was asked for, and is there unless the head has no id
}

// failed reports whether the last answer is one to retry.
func (t *thread) failed() bool {
	n := len(t.transcript.Entries)
	return n > 0 && t.transcript.Entries[n-1].Problem.Text != ""
}

// unanswered reports whether the last message is a question that waits.
func (t *thread) unanswered() bool {
	e := t.lastAnswer()
	return e != nil && e.Question()
}

func (t *thread) lastAnswer() *transcript.Entry {
	if n := len(t.transcript.Entries); n > 0 {
		return t.transcript.Entries[n-1]
	}
	return nil
}

// crowded is how full a context is when it is worth a warning, in per cent.
const crowded = 80

// context is how much of the model's context the conversation takes.
func (t *thread) context(l theme.Look) string {
	limit := t.model.Facts.Context
	for i := len(t.transcript.Entries) - 1; i >= 0 && limit > 0; i-- {
		u := t.transcript.Entries[i].Message.Usage
		if u == nil {
			continue
		}
		percent := 100 * (u.Input + u.Output) / int64(limit)
		s := fmt.Sprintf("%d%% of %s", percent, theme.Count(int64(limit)))
		if percent > crowded {
			return l.Warn(s + " ⚠")
		}
		return l.Dim(s)
	}
	return ""
}

// forkedFrom names where the session comes from, "" when it is no fork.
func (t *thread) forkedFrom(l theme.Look) string {
	if t.session.From.Session == "" {
		return ""
	}
	h := t.origin.head
	s := "⑂ a fork"
	if h.Title != "" {
		s = "⑂ of “" + l.Cut(theme.OneLine(h.Title), 24) + "”"
	}
	if h.ID != "" && h.Branch.ID != t.session.Branch.ID {
		s += " on " + theme.OneLine(h.Branch.Name)
	}
	return s
}

// turnTo shows the way to another leaf, from now on.
func (t *thread) turnTo(env *page.Env, leaf string) tea.Cmd {
	t.session.Leaf = leaf
	t.rebuild(transcript.NewReader(env))
	id := t.session.ID
	return env.Saver.Later("keeping the version", func(ctx context.Context, s chat.Store) error {
		return s.Change(ctx, id, chat.Change{Leaf: &leaf})
	})
}

// attend goes to the end, where the answer to what is being asked will be.
func (t *thread) attend() {
	t.transcript.Selected = -1
	t.transcript.ToEnd()
}

// thoughts shows or folds the reasoning of an answer.
func (t *thread) thoughts(e *transcript.Entry) {
	if e == nil || e.Question() {
		return
	}
	e.Open = !e.Open
	t.transcript.Decorate(e)
}
