package thread

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
type Thread struct {
	Session    *chat.Session
	Tree       *tree
	Kept       map[string]*transcript.Entry // by the ids of the session's messages
	Transcript *transcript.Transcript
	Model      page.Choice
	Cost       bill

	Turn    *transcript.Turn // nil when nothing is under way
	Pending draft.Draft      // what the turn asked; without text it answers anew, or goes on
	getting *draft.Draft     // what is to be asked once its files are read
	Queue   composer.Queue
	Before  Snapshot          // what the turn began from
	Over    *transcript.Entry // the question that pending is another version of, or nil
	origin  origin            // of a fork
}

func NewThread(d *page.Env, s *chat.Session, m page.Choice) *Thread {
	t := &Thread{Session: s, Tree: newTree(s), Kept: map[string]*transcript.Entry{}, Transcript: transcript.New(d), Model: m}
	for _, m := range s.Messages {
		if !s.Copied(m) {
			t.Cost.Add(m)
		}
	}
	return t
}

// Fresh reports whether nothing was said yet.
func (t *Thread) Fresh() bool { return len(t.Transcript.Entries) == 0 }

func (t *Thread) busy() bool { return t.Turn != nil || t.getting != nil }

// Rebuild makes the transcript anew of the way to the leaf. What is the same
// stays as it was set.
func (t *Thread) Rebuild(r *transcript.Reader) {
	way := t.Tree.way()
	entries := make([]*transcript.Entry, len(way), len(way)+2) // for what a turn adds
	for n, i := range way {
		m := &t.Session.Messages[i]
		e := t.Kept[m.ID]
		if e == nil {
			e = r.Entry(*m)
			t.Kept[m.ID] = e
		}
		t.number(e)
		t.age(e, n < len(way)-1)
		entries[n] = e
	}
	t.Transcript.Entries = entries
}

// number notes which version of how many an entry is.
func (t *Thread) number(e *transcript.Entry) {
	versions := t.Tree.Versions(&e.Message)
	nth, of := slices.Index(versions, e.Message.ID)+1, len(versions)
	if nth == e.Nth && of == e.Of {
		return
	}
	e.Nth, e.Of = nth, of
	if e.Set {
		t.Transcript.Hold(e, func() { t.Transcript.Decorate(e) })
	}
}

// age notes whether other messages follow an entry.
func (t *Thread) age(e *transcript.Entry, past bool) {
	if e.Past == past {
		return
	}
	e.Past = past
	if e.Set {
		t.Transcript.Hold(e, func() { t.Transcript.Decorate(e) })
	}
}

// take puts what a turn has brought into the session.
func (t *Thread) take(messages []chat.Message) {
	s := t.Session
	s.Messages = append(s.Messages, messages...)
	s.Leaf = messages[len(messages)-1].ID
}

// stays reports whether a thread that is left is to be held: nobody else has what
// is in it.
func (t *Thread) stays(kept bool) bool {
	return t.Turn != nil || t.Queue.Len() > 0 || !kept && !t.Fresh()
}

// Name is what a thread is called in a sentence.
func (t *Thread) Name(l theme.Look) string {
	if s := theme.OneLine(t.Session.Title); s != "" {
		return l.Cut(s, 30)
	}
	return "untitled"
}

// lead turns to the way that has a message, where the leaf's has not.
func (t *Thread) lead(message string) {
	if t.Tree.Message(message) != nil && !slices.Contains(t.Tree.way(), t.Tree.at[message]) {
		t.Session.Leaf = t.Tree.Below(message)
	}
}

// QuestionOf gives the question that the i-th entry is or answers, nil when there
// is none.
func (t *Thread) QuestionOf(i int) *transcript.Entry {
	for _, e := range slices.Backward(t.Transcript.Entries[:i+1]) {
		if e.Question() {
			return e
		}
	}
	return nil
}

// copyOf is the session for a turn, which adds to its own. What is there already
// never changes.
func (t *Thread) copyOf() *chat.Session {
	return &chat.Session{Head: t.Session.Head, Messages: slices.Clip(t.Session.Messages)}
}

// A Snapshot is what a thread showed before a turn, to go back to when
// nothing comes of it.
type Snapshot struct {
	Leaf    string
	Entries []*transcript.Entry
}

// A bill sums what the answers cost.
type bill struct {
	Usd     float64
	Unknown bool // of some of them it isn't known
}

func (b *bill) Add(m chat.Message) {
	billed, _ := m.Billed()
	switch {
	case m.Cost != nil:
		b.Usd += *m.Cost
	case m.Role == chat.Assistant && (len(m.Parts) > 0 || billed != nil):
		b.Unknown = true
	}
}

// An origin is what is known of the session that a fork comes from.
type origin struct {
	head  chat.Head
	known bool // it was asked for, and is there unless the head has no id
}

// Failed reports whether the last answer is one to retry.
func (t *Thread) Failed() bool {
	n := len(t.Transcript.Entries)
	return n > 0 && t.Transcript.Entries[n-1].Problem.Text != ""
}

// Unanswered reports whether the last message is a question that waits.
func (t *Thread) Unanswered() bool {
	e := t.LastAnswer()
	return e != nil && e.Question()
}

func (t *Thread) LastAnswer() *transcript.Entry {
	if n := len(t.Transcript.Entries); n > 0 {
		return t.Transcript.Entries[n-1]
	}
	return nil
}

// crowded is how full a context is when it is worth a warning, in per cent.
const crowded = 80

// Context is how much of the model's context the conversation takes.
func (t *Thread) Context(l theme.Look) string {
	limit := t.Model.Facts.Context
	for i := len(t.Transcript.Entries) - 1; i >= 0 && limit > 0; i-- {
		u := t.Transcript.Entries[i].Message.Usage
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

// ForkedFrom names where the session comes from, "" when it is no fork.
func (t *Thread) ForkedFrom(l theme.Look) string {
	if t.Session.From.Session == "" {
		return ""
	}
	h := t.origin.head
	s := "⑂ a fork"
	if h.Title != "" {
		s = "⑂ of “" + l.Cut(theme.OneLine(h.Title), 24) + "”"
	}
	if h.ID != "" && h.Branch.ID != t.Session.Branch.ID {
		s += " on " + theme.OneLine(h.Branch.Name)
	}
	return s
}

// turnTo shows the way to another leaf, from now on.
func (t *Thread) turnTo(env *page.Env, leaf string) tea.Cmd {
	t.Session.Leaf = leaf
	t.Rebuild(transcript.NewReader(env))
	id := t.Session.ID
	return env.Saver.Later("keeping the version", func(ctx context.Context, s chat.Store) error {
		return s.Change(ctx, id, chat.Change{Leaf: &leaf})
	})
}

// Attend goes to the end, where the answer to what is being asked will be.
func (t *Thread) Attend() {
	t.Transcript.Selected = -1
	t.Transcript.ToEnd()
}

// Thoughts shows or folds the reasoning of an answer.
func (t *Thread) Thoughts(e *transcript.Entry) {
	if e == nil || e.Question() {
		return
	}
	e.Open = !e.Open
	t.Transcript.Decorate(e)
}
