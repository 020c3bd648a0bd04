package thread

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// ForkAt continues in a new session that begins with the messages up to and
// including e.
func (ts *Threads) ForkAt(e *transcript.Entry) page.Intent {
	if e == nil || ts.Tree.Message(e.Message.ID) == nil {
		return page.Notice{Text: "there is no message here that came whole: a fork begins with one"}
	}
	i := ts.Fork(ts.Thread, e.Message.ID)
	ts.Composer.Say("forked; " + transcript.KeyOf(ts.Env.Keys, keymap.Walk, keymap.Origin) + " goes back to where it comes from")
	return i
}

// Fork forks the session of a thread after a message, on the current branch, and
// shows the fork.
func (ts *Threads) Fork(of *Thread, message string) page.Intent {
	f := of.Session.Fork(message, ts.Env.Deps.Time())
	f.Branch = ts.Env.Deps.Branch
	t := NewThread(ts.Env, f, of.Model)
	t.origin = origin{of.Session.Head, true}
	t.Rebuild(transcript.NewReader(ts.Env))
	return page.Batch{KeepFork(ts.Env, f), ts.Show(t)}
}

// KeepFork saves a fork with its messages.
func KeepFork(env *page.Env, f *chat.Session) tea.Cmd {
	head, messages := f.Head, f.Messages
	return env.Saver.Later("keeping the fork", func(ctx context.Context, s chat.Store) error {
		return s.Save(ctx, head, messages...)
	})
}

// Own makes sure that the session on the page belongs to the current branch: a
// new one gets its id, and one of another branch is forked. leaf is the id of a
// message of the session; Own returns the id of the same message in the session
// that is on the page then.
func (ts *Threads) Own(leaf string) (page.Intent, string) {
	b := ts.Env.Deps.Branch
	s := ts.Session
	switch {
	case s.ID == "":
		s.ID, s.Created, s.Branch = chat.NewID(), ts.Env.Deps.Time(), b
		return nil, leaf
	case s.Branch.ID == b.ID:
		return nil, leaf
	}
	from := ts.Thread
	i := ts.Fork(from, leaf)
	ts.Pending, ts.Queue, from.Queue = from.Pending, from.Queue, composer.Queue{}
	ts.Composer.Say("going on in a fork on " + b.Name + ": the session is " + s.Branch.Name + "'s")
	return i, ts.Session.Leaf
}

// findOrigin loads the head of the session that the one on the page was forked
// from.
func (ts *Threads) findOrigin() tea.Cmd {
	store, last, of := ts.Env.Saver.Store, ts.Env.Saver.Last, ts.Session
	if store == nil || of.From.Session == "" || ts.origin.known {
		return nil
	}
	ts.origin.known = true
	return func() tea.Msg {
		s, err := page.FromStore(store, last, func(ctx context.Context, s chat.Store) (*chat.Session, error) {
			return s.Load(ctx, of.From.Session)
		})
		if err != nil {
			return originMsg{of: of} // the session or the store is gone: opening it says which
		}
		return originMsg{of, s.Head}
	}
}

// GoBack opens the session that this one was forked from, at the message of the
// fork.
func (ts *Threads) GoBack() page.Intent {
	from := ts.Session.From
	if from.Session == "" {
		return page.Notice{Text: "this session is not a fork"}
	}
	return ts.Open(Visit{Session: from.Session, Message: from.Message})
}

// An originMsg brings the head of the session that a fork comes from.
type originMsg struct {
	of   *chat.Session
	head chat.Head
}
