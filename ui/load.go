package ui

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// A visit is a session that is to be shown.
type visit struct {
	number  int
	session string
	message string // to go to; "" is the end
	word    string // in it, to be brought into view
	named   bool   // the model is the user's choice, whatever the last answer was
	carry   bool   // a fork of it, on this branch, is what is to be shown

	done func(error) page.Intent // called when it is there or can't be; may be nil
}

// A loadedMsg brings it from the store. There may be none, without an error.
type loadedMsg struct {
	visit  visit
	thread *thread
	err    error
}

// open shows a session, at a message or at its end. It may be on the page
// already, or behind it, where its answer may be coming.
func (c *conversation) open(v visit) page.Intent {
	c.warning = ""
	if v.session == c.session.ID {
		return page.Batch{c.jump(v), v.ended(nil)}
	}
	if t := c.awayIn(func(h chat.Head) bool { return h.ID == v.session }); t != nil {
		return page.Batch{c.show(t), c.jump(v), v.ended(nil)}
	}
	return c.load(v, byID(v.session))
}

// ended tells who asked for the session what became of it.
func (v visit) ended(err error) page.Intent {
	if v.done == nil {
		return nil
	}
	return v.done(err)
}

// A finder finds a session in the store, nil when there is none.
type finder func(context.Context, chat.Store) (*chat.Session, error)

func byID(id string) finder {
	return func(ctx context.Context, s chat.Store) (*chat.Session, error) { return s.Load(ctx, id) }
}

// load has a session loaded, and all but drawn, off the loop.
func (c *conversation) load(v visit, find finder) tea.Cmd {
	if c.env.Saver.Store == nil {
		return nil
	}
	c.visits++
	v.number, c.opening = c.visits, true
	d, last, model, reader := *c.env, c.env.Saver.Last, c.model, transcript.NewReader(c.env) // the environment changes meanwhile
	return func() tea.Msg {
		s, err := page.FromStore(d.Saver.Store, last, find)
		if err != nil || s == nil {
			return loadedMsg{visit: v, err: err}
		}
		t := newThread(&d, s, model)
		t.lead(v.message)
		t.rebuild(reader)
		if !v.named {
			t.model = like(model, t.transcript.Entries, d.Deps.Resolve)
		}
		return loadedMsg{visit: v, thread: t}
	}
}

// loaded puts the session on the page, unless another was asked for since. What
// was sent in the meantime is asked there.
func (c *conversation) loaded(msg loadedMsg) page.Intent {
	if msg.visit.number != c.visits {
		return msg.visit.ended(msg.err)
	}
	c.opening = false
	if msg.err != nil {
		c.warning = "opening the session: " + withHint(msg.err)
		return msg.visit.ended(msg.err)
	}
	if msg.thread == nil {
		return c.sendQueued()
	}
	if msg.visit.carry {
		return c.carry(msg.thread)
	}
	if c.fresh() {
		msg.thread.queue, c.queue = c.queue, composer.Queue{}
	}
	return page.Batch{c.show(msg.thread), c.jump(msg.visit), c.sendQueued(), msg.visit.ended(nil)}
}

// withHint is an error with what can be done about it.
func withHint(err error) string {
	var hinted interface{ Hint() string }
	if errors.As(err, &hinted) && hinted.Hint() != "" {
		return err.Error() + "; " + hinted.Hint()
	}
	return err.Error()
}

// remain keeps the session that is on the page, whatever was on its way there.
func (c *conversation) remain() {
	c.visits++
	c.opening = false
}

// jump goes to the message of a visit, on the way to the leaf or beside it; "" is the end.
func (c *conversation) jump(v visit) page.Intent {
	c.transcript.Selected = -1
	if v.message == "" {
		c.transcript.ToEnd()
		return nil
	}
	if !c.busy() {
		c.lead(v.message)
		c.rebuild(transcript.NewReader(c.env))
	}
	at := slices.IndexFunc(c.transcript.Entries, func(e *transcript.Entry) bool { return e.Message.ID == v.message })
	if at < 0 {
		c.composer.Say("that message isn't there any more")
		return nil
	}
	c.transcript.GoTo(at, v.word)
	return nil
}
