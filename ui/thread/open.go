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

// A Visit describes a session that is to be shown.
type Visit struct {
	number  int
	Session string
	Message string                    // the message to go to; "" is the end
	Word    string                    // the word of the message to bring into view
	named   bool                      // the user chose the model: keep it whatever answered last
	Use     func(*Thread) page.Intent // called instead of showing the session; may be nil

	Done func(error) page.Intent // called when the session is shown or has failed to load; may be nil
}

// A LoadedMsg brings a session from the store. It may hold neither a session nor
// an error.
type LoadedMsg struct {
	visit  Visit
	thread *Thread
	err    error
}

// Open shows a session, at a message or at its end. A session that is on the
// page or behind it already isn't loaded again.
func (ts *Threads) Open(v Visit) page.Intent {
	ts.Warning = ""
	if v.Session == ts.Session.ID {
		return page.Batch{ts.goTo(ts.Thread, v), v.ended(nil)}
	}
	if t := ts.AwayIn(func(h chat.Head) bool { return h.ID == v.Session }); t != nil {
		return page.Batch{ts.goTo(t, v), v.ended(nil)}
	}
	return ts.Load(v, ByID(v.Session))
}

// ended reports the outcome of the visit to whoever asked for it.
func (v Visit) ended(err error) page.Intent {
	if v.Done == nil {
		return nil
	}
	return v.Done(err)
}

// A finder finds a session in the store, nil when there is none.
type finder func(context.Context, chat.Store) (*chat.Session, error)

// ByID finds the session with an id.
func ByID(id string) finder {
	return func(ctx context.Context, store chat.Store) (*chat.Session, error) { return store.Load(ctx, id) }
}

// Load loads a session and prepares its thread in a command, so that only
// drawing is left to the program. A later call replaces an earlier one.
func (ts *Threads) Load(v Visit, find finder) tea.Cmd {
	if ts.Env.Saver.Store == nil {
		return nil
	}
	ts.visits++
	v.number, ts.Opening = ts.visits, true
	d, last, model, reader := *ts.Env, ts.Env.Saver.Last, ts.Model, transcript.NewReader(ts.Env) // copies: the environment may change meanwhile
	return func() tea.Msg {
		s, err := page.FromStore(d.Saver.Store, last, find)
		if err != nil || s == nil {
			return LoadedMsg{visit: v, err: err}
		}
		t := NewThread(&d, s, model)
		t.include(v.Message)
		t.Rebuild(reader)
		if !v.named {
			t.Model = like(model, t.Transcript.Entries, d.Deps.Resolve)
		}
		return LoadedMsg{visit: v, thread: t}
	}
}

// loaded puts a session on the page, unless another one was asked for since.
// Questions that were sent in the meantime are asked in it.
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
	return page.Batch{ts.goTo(msg.thread, msg.visit), ts.Host.Next(), msg.visit.ended(nil)}
}

// withHint formats an error with its hint, if it has one.
func withHint(err error) string {
	var hinted interface{ Hint() string }
	if errors.As(err, &hinted) && hinted.Hint() != "" {
		return err.Error() + "; " + hinted.Hint()
	}
	return err.Error()
}

// Remain stays with the session on the page and drops any that is being loaded.
func (ts *Threads) Remain() {
	ts.visits++
	ts.Opening = false
}

// goTo shows a thread, and goes to the message of a visit. Who was selecting
// messages goes on with that.
func (ts *Threads) goTo(t *Thread, v Visit) page.Intent {
	var shown page.Intent
	selecting := ts.Transcript.Chosen() != nil
	if t != ts.Thread {
		shown = ts.Show(t)
	}
	jumped := ts.jump(v)
	if selecting && v.Message != "" {
		ts.Transcript.Enter()
	}
	return page.Batch{shown, jumped}
}

// jump goes to the message of a visit, on the current path or on another;
// without a message it goes to the end.
func (ts *Threads) jump(v Visit) page.Intent {
	ts.Transcript.Selected = -1
	if v.Message == "" {
		ts.Transcript.ToEnd()
		return nil
	}
	if !ts.Busy() {
		ts.include(v.Message)
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

// recent is how many sessions latest looks at. Pinned ones are listed first, so
// that the latest may be further down.
const recent = 200

// latest loads the session of the branch with the latest message.
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

// Begins loads the session that the program begins with, if there is one.
func (ts *Threads) Begins() tea.Cmd {
	begin := ts.Env.Deps.Begin
	if begin == nil {
		return nil
	}
	return ts.Load(Visit{named: ts.Env.Deps.Named}, func(ctx context.Context, _ chat.Store) (*chat.Session, error) { return begin(ctx) })
}

// LeaveFor shows a session of another branch: the one behind the page that was
// left last, or else an empty one until the latest has been loaded.
func (ts *Threads) LeaveFor(b chat.Branch) page.Intent {
	if t := ts.AwayIn(func(h chat.Head) bool { return h.Branch.ID == b.ID }); t != nil {
		return ts.Show(t)
	}
	if ts.Fresh() {
		ts.Remain() // drop what is being loaded: it is for the other branch
		return ts.latest()
	}
	return page.Batch{ts.Show(NewThread(ts.Env, &chat.Session{}, ts.Model)), ts.latest()}
}

// like returns the choice of the model of the last answer, in the dialect of
// that answer.
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
			found.Model.Default = true // it continues the session, nobody has chosen it
			return found
		}
	}
	return m
}
