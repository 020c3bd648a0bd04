package ui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/theme"
	"neonchat/ui/transcript"
)

// forkAt goes on in a session of its own that begins with the way to a message.
func (c *conversation) forkAt(e *transcript.Entry) page.Intent {
	if e == nil || c.tree.message(e.Message.ID) == nil {
		return page.Notice{Text: "there is no message here that came whole: a fork begins with one"}
	}
	i := c.fork(c.thread, e.Message.ID)
	c.composer.Say("forked; " + transcript.KeyOf(c.env.Keys, keymap.Walk, keymap.Origin) + " goes back to where it comes from")
	return i
}

// fork shows a fork of a thread's session, on the branch that is talked to.
func (c *conversation) fork(of *thread, message string) page.Intent {
	f := of.session.Fork(message, c.env.Deps.Time())
	f.Branch = c.env.Deps.Branch
	t := newThread(c.env, f, of.model)
	t.origin = origin{of.session.Head, true}
	t.rebuild(transcript.NewReader(c.env))
	return page.Batch{c.keepFork(f), c.show(t)}
}

func (c *conversation) keepFork(f *chat.Session) tea.Cmd {
	head, messages := f.Head, f.Messages
	return c.env.Saver.Later("keeping the fork", func(ctx context.Context, s chat.Store) error {
		return s.Save(ctx, head, messages...)
	})
}

// own makes the session one that can be talked in. One of another branch goes on
// in a fork on this one. The leaf is a message of the session, and comes back as
// the same message of the one that is talked in.
func (c *conversation) own(leaf string) (page.Intent, string) {
	b := c.env.Deps.Branch
	s := c.session
	switch {
	case s.ID == "":
		s.ID, s.Created, s.Branch = chat.NewID(), c.env.Deps.Time(), b
		return nil, leaf
	case s.Branch.ID == b.ID:
		return nil, leaf
	}
	from := c.thread
	i := c.fork(from, leaf)
	c.pending, c.queue, from.queue = from.pending, from.queue, composer.Queue{}
	c.composer.Say("going on in a fork on " + b.Name + ": the session is " + s.Branch.Name + "'s")
	return i, c.session.Leaf
}

// An originMsg is the session that a fork comes from.
type originMsg struct {
	of   *chat.Session
	head chat.Head
}

// findOrigin asks where the session on the page comes from.
func (c *conversation) findOrigin() tea.Cmd {
	store, last, of := c.env.Saver.Store, c.env.Saver.Last, c.session
	if store == nil || of.From.Session == "" || c.origin.known {
		return nil
	}
	c.origin.known = true
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
func (c *conversation) goBack() page.Intent {
	from := c.session.From
	if from.Session == "" {
		return page.Notice{Text: "this session is not a fork"}
	}
	return c.open(visit{session: from.Session, message: from.Message})
}

// forkedFrom names where the session comes from, "" when it is no fork.
func (c *conversation) forkedFrom() string {
	if c.session.From.Session == "" {
		return ""
	}
	h := c.origin.head
	s := "⑂ a fork"
	if h.Title != "" {
		s = "⑂ of “" + c.env.Look.Cut(theme.OneLine(h.Title), 24) + "”"
	}
	if h.ID != "" && h.Branch.ID != c.session.Branch.ID {
		s += " on " + theme.OneLine(h.Branch.Name)
	}
	return s
}

func (c *conversation) cmdFork(string) page.Intent {
	for _, e := range slices.Backward(c.transcript.Entries) {
		if c.tree.message(e.Message.ID) != nil {
			return c.forkAt(e)
		}
	}
	return page.Notice{Text: "there is nothing to fork yet"}
}
