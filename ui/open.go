package ui

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/page"
	"neonchat/ui/sessions"
	"neonchat/ui/transcript"
)

// A visit is a session that is to be shown.
type visit struct {
	number  int
	session string
	message string                    // to go to; "" is the end
	word    string                    // in it, to be brought into view
	named   bool                      // the model is the user's choice, whatever the last answer was
	use     func(*thread) page.Intent // called instead of showing it; may be nil

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
func (ts *threads) open(v visit) page.Intent {
	ts.warning = ""
	if v.session == ts.session.ID {
		return page.Batch{ts.jump(v), v.ended(nil)}
	}
	if t := ts.awayIn(func(h chat.Head) bool { return h.ID == v.session }); t != nil {
		return page.Batch{ts.show(t), ts.jump(v), v.ended(nil)}
	}
	return ts.load(v, byID(v.session))
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
	return func(ctx context.Context, store chat.Store) (*chat.Session, error) { return store.Load(ctx, id) }
}

// load has a session loaded, and all but drawn, off the loop.
func (ts *threads) load(v visit, find finder) tea.Cmd {
	if ts.env.Saver.Store == nil {
		return nil
	}
	ts.visits++
	v.number, ts.opening = ts.visits, true
	d, last, model, reader := *ts.env, ts.env.Saver.Last, ts.model, transcript.NewReader(ts.env) // the environment changes meanwhile
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
func (ts *threads) loaded(msg loadedMsg) page.Intent {
	if msg.visit.number != ts.visits {
		return msg.visit.ended(msg.err)
	}
	ts.opening = false
	if msg.err != nil {
		ts.warning = "opening the session: " + withHint(msg.err)
		return msg.visit.ended(msg.err)
	}
	if msg.thread == nil {
		return ts.host.Next()
	}
	if msg.visit.use != nil {
		return msg.visit.use(msg.thread)
	}
	if ts.fresh() {
		msg.thread.queue, ts.queue = ts.queue, composer.Queue{}
	}
	return page.Batch{ts.show(msg.thread), ts.jump(msg.visit), ts.host.Next(), msg.visit.ended(nil)}
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
func (ts *threads) remain() {
	ts.visits++
	ts.opening = false
}

// jump goes to the message of a visit, on the way to the leaf or beside it; "" is the end.
func (ts *threads) jump(v visit) page.Intent {
	ts.transcript.Selected = -1
	if v.message == "" {
		ts.transcript.ToEnd()
		return nil
	}
	if !ts.busy() {
		ts.lead(v.message)
		ts.rebuild(transcript.NewReader(ts.env))
	}
	at := slices.IndexFunc(ts.transcript.Entries, func(e *transcript.Entry) bool { return e.Message.ID == v.message })
	if at < 0 {
		ts.composer.Say("that message isn't there any more")
		return nil
	}
	ts.transcript.GoTo(at, v.word)
	return nil
}

// latest loads the session of the branch in which something was said last.
func (ts *threads) latest() tea.Cmd {
	branch := ts.env.Deps.Branch.ID
	return ts.load(visit{}, func(ctx context.Context, s chat.Store) (*chat.Session, error) {
		list, err := s.List(ctx, chat.Scope{Branch: branch, Limit: sessions.MostListed})
		if err != nil || len(list) == 0 {
			return nil, err
		}
		last := slices.MaxFunc(list, func(a, b chat.Summary) int { return a.Updated.Compare(b.Updated) })
		found, err := s.Load(ctx, last.ID)
		if errors.Is(err, chat.ErrNoSession) { // another program has just deleted it
			return nil, nil
		}
		return found, err
	})
}

// begins has the session loaded that the program begins with.
func (ts *threads) begins() tea.Cmd {
	begin := ts.env.Deps.Begin
	if begin == nil {
		return nil
	}
	return ts.load(visit{named: ts.env.Deps.Named}, func(ctx context.Context, _ chat.Store) (*chat.Session, error) { return begin(ctx) })
}

// leaveFor puts a branch's session on the page: the one that was left last with
// something under way, else an empty one until the store has given the latest.
func (ts *threads) leaveFor(b chat.Branch) page.Intent {
	if t := ts.awayIn(func(h chat.Head) bool { return h.Branch.ID == b.ID }); t != nil {
		return ts.show(t)
	}
	if ts.fresh() {
		ts.remain() // what was on its way was for the other branch
		return ts.latest()
	}
	return page.Batch{ts.show(newThread(ts.env, &chat.Session{}, ts.model)), ts.latest()}
}

// like goes on with the model of the last answer that came, in the dialect that it
// came in.
func like(m page.Choice, entries []*transcript.Entry, resolve page.Resolver) page.Choice {
	for _, e := range slices.Backward(entries) {
		o := e.Message.Origin
		switch {
		case o.Model == "" || len(e.Message.Parts) == 0:
			continue
		case o == chat.Origin{Dialect: m.Model.Dialect, Model: m.Model.ID}:
			return m
		}
		other := m
		other.Target = catalog.Target{Model: o.Model}
		found, err := other.Resolve(resolve)
		if err == nil && o.Dialect != "" && o.Dialect != found.Model.Dialect {
			other.Target.Dialect = o.Dialect
			found, err = other.Resolve(resolve)
		}
		if err == nil {
			found.Model.Default = true // it goes on, nobody has chosen it
			return found
		}
	}
	return m
}
