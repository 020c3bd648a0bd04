package thread

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// A visit is a session that is to be shown.
type Visit struct {
	number  int
	Session string
	Message string                    // to go to; "" is the end
	Word    string                    // in it, to be brought into view
	named   bool                      // the model is the user's choice, whatever the last answer was
	Use     func(*Thread) page.Intent // called instead of showing it; may be nil

	Done func(error) page.Intent // called when it is there or can't be; may be nil
}

// A loadedMsg brings it from the store. There may be none, without an error.
type LoadedMsg struct {
	visit  Visit
	thread *Thread
	err    error
}

// Open shows a session, at a message or at its end. It may be on the page
// already, or behind it, where its answer may be coming.
func (ts *Threads) Open(v Visit) page.Intent {
	ts.Warning = ""
	if v.Session == ts.Session.ID {
		return page.Batch{ts.jump(v), v.ended(nil)}
	}
	if t := ts.AwayIn(func(h chat.Head) bool { return h.ID == v.Session }); t != nil {
		return page.Batch{ts.Show(t), ts.jump(v), v.ended(nil)}
	}
	return ts.Load(v, ByID(v.Session))
}

// ended tells who asked for the session what became of it.
func (v Visit) ended(err error) page.Intent {
	if v.Done == nil {
		return nil
	}
	return v.Done(err)
}

// A finder finds a session in the store, nil when there is none.
type finder func(context.Context, chat.Store) (*chat.Session, error)

func ByID(id string) finder {
	return func(ctx context.Context, store chat.Store) (*chat.Session, error) { return store.Load(ctx, id) }
}

// Load has a session loaded, and all but drawn, off the loop.
func (ts *Threads) Load(v Visit, find finder) tea.Cmd {
	if ts.Env.Saver.Store == nil {
		return nil
	}
	ts.visits++
	v.number, ts.Opening = ts.visits, true
	d, last, model, reader := *ts.Env, ts.Env.Saver.Last, ts.Model, transcript.NewReader(ts.Env) // the environment changes meanwhile
	return func() tea.Msg {
		s, err := page.FromStore(d.Saver.Store, last, find)
		if err != nil || s == nil {
			return LoadedMsg{visit: v, err: err}
		}
		t := NewThread(&d, s, model)
		t.lead(v.Message)
		t.Rebuild(reader)
		if !v.named {
			t.Model = like(model, t.Transcript.Entries, d.Deps.Resolve)
		}
		return LoadedMsg{visit: v, thread: t}
	}
}

// loaded puts the session on the page, unless another was asked for since. What
// was sent in the meantime is asked there.
func (ts *Threads) loaded(msg LoadedMsg) page.Intent {
	if msg.visit.number != ts.visits {
		return msg.visit.ended(msg.err)
	}
	ts.Opening = false
	if msg.err != nil {
		ts.Warning = "opening the session: " + withHint(msg.err)
		return msg.visit.ended(msg.err)
	}
	if msg.thread == nil {
		return ts.Host.Next()
	}
	if msg.visit.Use != nil {
		return msg.visit.Use(msg.thread)
	}
	if ts.Fresh() {
		msg.thread.Queue, ts.Queue = ts.Queue, composer.Queue{}
	}
	return page.Batch{ts.Show(msg.thread), ts.jump(msg.visit), ts.Host.Next(), msg.visit.ended(nil)}
}

// withHint is an error with what can be done about it.
func withHint(err error) string {
	var hinted interface{ Hint() string }
	if errors.As(err, &hinted) && hinted.Hint() != "" {
		return err.Error() + "; " + hinted.Hint()
	}
	return err.Error()
}

// Remain keeps the session that is on the page, whatever was on its way there.
func (ts *Threads) Remain() {
	ts.visits++
	ts.Opening = false
}

// jump goes to the message of a visit, on the way to the leaf or beside it; "" is the end.
func (ts *Threads) jump(v Visit) page.Intent {
	ts.Transcript.Selected = -1
	if v.Message == "" {
		ts.Transcript.ToEnd()
		return nil
	}
	if !ts.Busy() {
		ts.lead(v.Message)
		ts.Rebuild(transcript.NewReader(ts.Env))
	}
	at := slices.IndexFunc(ts.Transcript.Entries, func(e *transcript.Entry) bool { return e.Message.ID == v.Message })
	if at < 0 {
		ts.Composer.Say("that message isn't there any more")
		return nil
	}
	ts.Transcript.GoTo(at, v.Word)
	return nil
}

// recent is how many sessions are looked at for the one in which something was
// said last: those that are pinned come first.
const recent = 200

// latest loads the session of the branch in which something was said last.
func (ts *Threads) latest() tea.Cmd {
	branch := ts.Env.Deps.Branch.ID
	return ts.Load(Visit{}, func(ctx context.Context, s chat.Store) (*chat.Session, error) {
		list, err := s.List(ctx, chat.Scope{Branch: branch, Limit: recent})
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

// Begins has the session loaded that the program begins with.
func (ts *Threads) Begins() tea.Cmd {
	begin := ts.Env.Deps.Begin
	if begin == nil {
		return nil
	}
	return ts.Load(Visit{named: ts.Env.Deps.Named}, func(ctx context.Context, _ chat.Store) (*chat.Session, error) { return begin(ctx) })
}

// LeaveFor puts a branch's session on the page: the one that was left last with
// something under way, else an empty one until the store has given the latest.
func (ts *Threads) LeaveFor(b chat.Branch) page.Intent {
	if t := ts.AwayIn(func(h chat.Head) bool { return h.Branch.ID == b.ID }); t != nil {
		return ts.Show(t)
	}
	if ts.Fresh() {
		ts.Remain() // what was on its way was for the other branch
		return ts.latest()
	}
	return page.Batch{ts.Show(NewThread(ts.Env, &chat.Session{}, ts.Model)), ts.latest()}
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
