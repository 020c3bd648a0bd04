package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// forkAt goes on in a session of its own that begins with the way to a message.
func (ts *threads) forkAt(e *transcript.Entry) page.Intent {
	if e == nil || ts.tree.message(e.Message.ID) == nil {
		return page.Notice{Text: "there is no message here that came whole: a fork begins with one"}
	}
	i := ts.fork(ts.thread, e.Message.ID)
	ts.composer.Say("forked; " + transcript.KeyOf(ts.env.Keys, keymap.Walk, keymap.Origin) + " goes back to where it comes from")
	return i
}

// fork shows a fork of a thread's session, on the branch that is talked to.
func (ts *threads) fork(of *thread, message string) page.Intent {
	f := of.session.Fork(message, ts.env.Deps.Time())
	f.Branch = ts.env.Deps.Branch
	t := newThread(ts.env, f, of.model)
	t.origin = origin{of.session.Head, true}
	t.rebuild(transcript.NewReader(ts.env))
	return page.Batch{keepFork(ts.env, f), ts.show(t)}
}

func keepFork(env *page.Env, f *chat.Session) tea.Cmd {
	head, messages := f.Head, f.Messages
	return env.Saver.Later("keeping the fork", func(ctx context.Context, s chat.Store) error {
		return s.Save(ctx, head, messages...)
	})
}

// own makes the session one that can be talked in. One of another branch goes on
// in a fork on this one. The leaf is a message of the session, and comes back as
// the same message of the one that is talked in.
func (ts *threads) own(leaf string) (page.Intent, string) {
	b := ts.env.Deps.Branch
	s := ts.session
	switch {
	case s.ID == "":
		s.ID, s.Created, s.Branch = chat.NewID(), ts.env.Deps.Time(), b
		return nil, leaf
	case s.Branch.ID == b.ID:
		return nil, leaf
	}
	from := ts.thread
	i := ts.fork(from, leaf)
	ts.pending, ts.queue, from.queue = from.pending, from.queue, composer.Queue{}
	ts.composer.Say("going on in a fork on " + b.Name + ": the session is " + s.Branch.Name + "'s")
	return i, ts.session.Leaf
}

// findOrigin asks where the session on the page comes from.
func (ts *threads) findOrigin() tea.Cmd {
	store, last, of := ts.env.Saver.Store, ts.env.Saver.Last, ts.session
	if store == nil || of.From.Session == "" || ts.origin.known {
		return nil
	}
	ts.origin.known = true
	return func() tea.Msg {
		s, err := page.FromStore(store, last, func(ctx context.Context, s chat.Store) (*chat.Session, error) {
			return s.Load(ctx, of.From.Session)
		})
		if err != nil {
			return originMsg{of: of} // it is gone, or the store is: opening it tells
		}
		return originMsg{of, s.Head}
	}
}

// goBack opens the session that this one comes from, where it was forked.
func (ts *threads) goBack() page.Intent {
	from := ts.session.From
	if from.Session == "" {
		return page.Notice{Text: "this session is not a fork"}
	}
	return ts.open(visit{session: from.Session, message: from.Message})
}

// An originMsg is the session that a fork comes from.
type originMsg struct {
	of   *chat.Session
	head chat.Head
}
