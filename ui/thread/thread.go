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

// A Thread is a session as the page shows it, with the turn that is under way in
// it. It continues behind the page when another one is shown.
type Thread struct {
	Session    *chat.Session
	Tree       *tree
	Kept       map[string]*transcript.Entry // entries by the ids of their messages
	Transcript *transcript.Transcript
	Model      page.Choice
	Cost       bill

	Turn    *transcript.Turn // nil when nothing is under way
	Pending draft.Draft      // what the turn asked; empty when it answers again or continues
	reading *draft.Draft     // asked once its files are read
	Queue   composer.Queue
	Before  Snapshot          // what was shown before the turn
	Over    *transcript.Entry // the question that Pending is another version of, or nil
	origin  origin            // where a fork comes from
}

// NewThread makes the thread of a session, to be asked with m. The cost leaves
// out messages that were copied from another session.
func NewThread(d *page.Env, s *chat.Session, m page.Choice) *Thread {
	t := &Thread{Session: s, Tree: newTree(s), Kept: map[string]*transcript.Entry{}, Transcript: transcript.New(d), Model: m}
	for _, m := range s.Messages {
		if !s.Copied(m) {
			t.Cost.Add(m)
		}
	}
	return t
}

// Fresh reports whether the thread holds no messages yet.
func (t *Thread) Fresh() bool { return len(t.Transcript.Entries) == 0 }

func (t *Thread) busy() bool { return t.Turn != nil || t.reading != nil }

// Rebuild makes the transcript of the path to the leaf. Entries that it had
// before keep their lines.
func (t *Thread) Rebuild(r *transcript.Reader) {
	way := t.Tree.path()
	entries := make([]*transcript.Entry, len(way), len(way)+2) // room for what a turn adds
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

// number sets which version of how many an entry is.
func (t *Thread) number(e *transcript.Entry) {
	versions := t.Tree.Versions(&e.Message)
	nth, of := slices.Index(versions, e.Message.ID)+1, len(versions)
	if nth == e.Nth && of == e.Of {
		return
	}
	e.Nth, e.Of = nth, of
	if e.Rendered {
		t.Transcript.Hold(e, func() { t.Transcript.Decorate(e) })
	}
}

// age sets whether other messages follow an entry.
func (t *Thread) age(e *transcript.Entry, past bool) {
	if e.Past == past {
		return
	}
	e.Past = past
	if e.Rendered {
		t.Transcript.Hold(e, func() { t.Transcript.Decorate(e) })
	}
}

// take adds the messages of a turn to the session.
func (t *Thread) take(messages []chat.Message) {
	s := t.Session
	s.Messages = append(s.Messages, messages...)
	s.Leaf = messages[len(messages)-1].ID
}

// stays reports whether the thread must be held when it leaves the page, because
// nothing else holds its content. kept says that a store does.
func (t *Thread) stays(kept bool) bool {
	return t.Turn != nil || t.Queue.Len() > 0 || !kept && !t.Fresh()
}

// Name is the short title of the thread for use in a sentence.
func (t *Thread) Name(l theme.Look) string {
	if s := theme.OneLine(t.Session.Title); s != "" {
		return l.Cut(s, 30)
	}
	return "untitled"
}

// include makes sure that the current path has a message: where it doesn't, it
// moves the leaf to a path that does.
func (t *Thread) include(message string) {
	if t.Tree.Message(message) != nil && !slices.Contains(t.Tree.path(), t.Tree.at[message]) {
		t.Session.Leaf = t.Tree.Below(message)
	}
}

// QuestionOf returns the question that the i-th entry is or answers, nil when
// there is none.
func (t *Thread) QuestionOf(i int) *transcript.Entry {
	for _, e := range slices.Backward(t.Transcript.Entries[:i+1]) {
		if e.Question() {
			return e
		}
	}
	return nil
}

// copyOf copies the session for a turn, which appends to it. Messages that are
// there already never change.
func (t *Thread) copyOf() *chat.Session {
	return &chat.Session{Head: t.Session.Head, Messages: slices.Clip(t.Session.Messages)}
}

// A Snapshot is what a thread showed before a turn, to return to when nothing
// comes of it.
type Snapshot struct {
	Leaf    string
	Entries []*transcript.Entry
}

// A bill sums what the answers cost.
type bill struct {
	Usd     float64
	Unknown bool // the cost of some is not known
}

// Add adds the cost of a message.
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
	known bool // it was looked up; the head has no id when nothing was found
}

// Failed reports whether the last answer failed and can be retried.
func (t *Thread) Failed() bool {
	n := len(t.Transcript.Entries)
	return n > 0 && t.Transcript.Entries[n-1].Problem.Text != ""
}

// Unanswered reports whether the last message is a question without an answer.
func (t *Thread) Unanswered() bool {
	e := t.LastAnswer()
	return e != nil && e.Question()
}

// LastAnswer returns the last entry, whatever its role; nil when there is none.
func (t *Thread) LastAnswer() *transcript.Entry {
	if n := len(t.Transcript.Entries); n > 0 {
		return t.Transcript.Entries[n-1]
	}
	return nil
}

// crowded is the percentage of the context from which on its use is shown as a
// warning.
const crowded = 80

// Context says how much of the model's context the conversation takes, "" when
// that isn't known.
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

// ForkedFrom names the session that this one was forked from, "" when it is no
// fork.
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

// turnTo shows the path to another leaf and saves that choice.
func (t *Thread) turnTo(env *page.Env, leaf string) tea.Cmd {
	t.Session.Leaf = leaf
	t.Rebuild(transcript.NewReader(env))
	id := t.Session.ID
	return env.Saver.Later("keeping the version", func(ctx context.Context, s chat.Store) error {
		return s.Change(ctx, id, chat.Change{Leaf: &leaf})
	})
}

// Attend deselects and goes to the end, where the next answer will be.
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
