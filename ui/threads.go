package ui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/draft"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// Threads are the sessions that the program has open, and what is under way in
// them.
type threads struct {
	*thread           // on the page
	away    []*thread // those behind it, in which something is under way or waits

	env      *page.Env
	composer *composer.Composer // what is written is for the one on the page
	host     threadHost
	keeps    bool   // a store keeps what was said in a session
	visits   int    // counts the sessions that were to be shown, so that the last one is
	opening  bool   // it is being loaded
	warning  string // above the composer, until something is asked
}

// A threadHost is the page that shows them.
type threadHost interface {
	// GiveBack returns a question that wasn't asked to its writer, be it another
	// version of one.
	GiveBack(d draft.Draft, over *transcript.Entry)

	// Shown is called when another thread is on the page, Next when it may be asked
	// what waits there, and Ended when an answer has ended, on the page or behind it.
	Shown()
	Next() page.Intent
	Ended(t *thread, e *transcript.Entry) page.Intent
}

// newThreads begins with one of a new session. Its host has to be set before
// anything is asked.
func newThreads(env *page.Env, m page.Choice) threads {
	return threads{
		thread: newThread(env, &chat.Session{}, m),
		env:    env, composer: composer.New(env), keeps: env.Deps.Store != nil,
	}
}

// update takes the messages that are about threads.
func (ts *threads) update(msg tea.Msg) page.Intent {
	switch msg := msg.(type) {
	case transcript.TurnMsg:
		return ts.arrived(msg)
	case transcript.BodyMsg:
		for _, t := range ts.all() {
			t.transcript.Hear(msg)
		}
	case loadedMsg:
		return ts.loaded(msg)
	case originMsg:
		if msg.of == ts.session {
			ts.origin.head = msg.head
		}
	case composer.FilesReadMsg:
		return ts.gathered(msg)
	}
	return ts.composer.Update(msg)
}

// bring puts a thread on the page, and gives the one that was there.
func (ts *threads) bring(t *thread) (old *thread) {
	old = ts.thread
	ts.away = slices.DeleteFunc(ts.away, func(a *thread) bool { return a == t })
	if old.stays(ts.keeps) {
		ts.away = append(ts.away, old)
	}
	ts.thread = t
	old.queue.At, t.transcript.Selected = 0, -1
	return old
}

// all are the threads of the program, the one on the page first.
func (ts *threads) all() []*thread { return append([]*thread{ts.thread}, ts.away...) }

// of gives the thread that a turn is under way in, nil when none is.
func (ts *threads) of(u *transcript.Turn) *thread {
	for _, t := range ts.all() {
		if t.turn == u {
			return t
		}
	}
	return nil
}

// awayIn gives the thread behind the page that holds a session, nil when none does.
func (ts *threads) awayIn(is func(chat.Head) bool) *thread {
	for _, t := range slices.Backward(ts.away) {
		if is(t.session.Head) {
			return t
		}
	}
	return nil
}

// answering is a thread behind the page whose answer is coming, nil when there is
// none.
func (ts *threads) answering() *thread {
	for _, t := range ts.away {
		if t.turn != nil {
			return t
		}
	}
	return nil
}

// let lets go of a thread behind the page that needs nobody any more.
func (ts *threads) let(t *thread) {
	ts.away = slices.DeleteFunc(ts.away, func(a *thread) bool { return a == t && !t.stays(ts.keeps) })
}

// stopAll has all that is under way end.
func (ts *threads) stopAll() {
	for _, t := range ts.all() {
		if t.turn != nil {
			t.turn.Cancel()
		}
	}
}

// forget lets go of a session that was deleted. It reports whether it was the one
// on the page, in whose place a thread comes.
func (ts *threads) forget(id string, instead *thread) bool {
	ts.away = slices.DeleteFunc(ts.away, func(t *thread) bool { return t.session.ID == id })
	if ts.session.ID != id {
		return false
	}
	ts.thread = instead
	return true
}

// leave stops what is under way, and waits until it is kept, as long as ctx lasts.
func (ts *threads) leave(ctx context.Context) {
	ts.stopAll()
	for _, t := range ts.all() {
		if t.turn != nil {
			t.turn.Leave(ctx)
		}
	}
}

// renamed takes a new title of a session that may be on the page or behind it.
func (ts *threads) renamed(id, title string) {
	for _, t := range ts.all() {
		if t.session.ID == id {
			t.session.Title = title
		}
	}
}

// show puts a thread on the page. An answer that is under way in the one that was
// there goes on behind it, and what is queued there waits.
func (ts *threads) show(t *thread) page.Intent {
	if d := ts.getting; d != nil {
		ts.getting = nil
		ts.host.GiveBack(*d, nil)
	}
	old := ts.bring(t)
	ts.opening = false
	ts.visits++
	ts.host.Shown()
	switch {
	case old.turn != nil:
		ts.composer.Say("the answer in “" + old.name(ts.env.Look) + "” goes on")
	case old.queue.Len() > 0:
		ts.composer.Say("what is queued waits in “" + old.name(ts.env.Look) + "”")
	}
	return ts.findOrigin()
}

// busy reports whether a question has to wait: for an answer, or for the session
// that it will be asked in.
func (ts *threads) busy() bool { return ts.thread.busy() || ts.opening && ts.fresh() }

// stop ends the answer under way, or the wait for a session.
func (ts *threads) stop() bool {
	if ts.opening {
		ts.remain()
		ts.composer.Say("the session is left where it is")
		return true
	}
	if ts.turn == nil {
		return false
	}
	ts.turn.Cancel()
	return true
}

// standing is what there is to say as long as it is so.
func (ts *threads) standing() string {
	b := ts.session.Branch
	switch {
	case ts.warning != "":
		return ts.warning
	case ts.session.ID != "" && b.ID != ts.env.Deps.Branch.ID:
		return "a session of " + b.Name + "; what is asked goes on in a fork on " + ts.env.Deps.Branch.Name
	case ts.opening && ts.fresh():
		return "opening the session…"
	}
	return ""
}

// unsent is what was written and has not been asked: the queues, and the composer
// behind them.
func (ts *threads) unsent() string {
	var drafts []draft.Draft
	for _, t := range slices.Backward(ts.all()) {
		if t.getting != nil {
			drafts = append(drafts, *t.getting)
		}
		drafts = append(drafts, t.queue.Drafts...)
	}
	drafts = append(drafts, ts.composer.Unsent())
	var texts []string
	for _, d := range drafts {
		if s := d.Plain(); strings.TrimSpace(s) != "" {
			texts = append(texts, s)
		}
	}
	return strings.Join(texts, "\n\n")
}
