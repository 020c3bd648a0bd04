package thread

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/draft"
	"neonchat/ui/page"
	"neonchat/ui/theme"
	"neonchat/ui/transcript"
)

// Threads are the sessions that the program has open, and what is under way in
// them.
type Threads struct {
	Set

	Env      *page.Env
	Composer *composer.Composer // what is written is for the one on the page
	Host     Host
	visits   int               // counts the sessions that were to be shown, so that the last one is
	Opening  bool              // it is being loaded
	Editing  *transcript.Entry // the question that what is written will be a version of
	Warning  string            // above the composer, until something is asked
}

// A Host is the page that shows them.
type Host interface {
	// Next is called when it may be asked what waits on the page, and Ended when an
	// answer has ended, on the page or behind it.
	Next() page.Intent
	Ended(t *Thread, e *transcript.Entry) page.Intent
}

// NewThreads begins with one of a new session. Its host has to be set before
// anything is asked.
func NewThreads(env *page.Env, m page.Choice) Threads {
	return Threads{
		Set: Set{Thread: NewThread(env, &chat.Session{}, m), keeps: env.Deps.Store != nil},
		Env: env, Composer: composer.New(env),
	}
}

// Update takes the messages that are about threads.
func (ts *Threads) Update(msg tea.Msg) page.Intent {
	switch msg := msg.(type) {
	case transcript.TurnMsg:
		return ts.arrived(msg)
	case transcript.BodyMsg:
		for _, t := range ts.All() {
			t.Transcript.Hear(msg)
		}
	case LoadedMsg:
		return ts.loaded(msg)
	case originMsg:
		if msg.of == ts.Session {
			ts.origin.head = msg.head
		}
	case composer.FilesReadMsg:
		return ts.gathered(msg)
	}
	return ts.Composer.Update(msg)
}

// Show puts a thread on the page. An answer that is under way in the one that was
// there goes on behind it, and what is queued there waits.
func (ts *Threads) Show(t *Thread) page.Intent {
	if d := ts.getting; d != nil {
		ts.getting = nil
		ts.GiveBack(*d, nil)
	}
	old := ts.bring(t)
	ts.Opening = false
	ts.visits++
	ts.Composer.Place, ts.Editing = 0, nil
	switch {
	case old.Turn != nil:
		ts.Composer.Say("the answer in “" + old.Name(ts.Env.Look) + "” goes on")
	case old.Queue.Len() > 0:
		ts.Composer.Say("what is queued waits in “" + old.Name(ts.Env.Look) + "”")
	}
	return ts.findOrigin()
}

// Busy reports whether a question has to wait: for an answer, or for the session
// that it will be asked in.
func (ts *Threads) Busy() bool { return ts.Thread.busy() || ts.Opening && ts.Fresh() }

// Stop ends the answer under way, or the wait for a session.
func (ts *Threads) Stop() bool {
	if ts.Opening {
		ts.Remain()
		ts.Composer.Say("the session is left where it is")
		return true
	}
	if ts.Turn == nil {
		return false
	}
	ts.Turn.Cancel()
	return true
}

// Notice is what there is to say as long as it is so.
func (ts *Threads) Notice() string {
	b := ts.Session.Branch
	switch {
	case ts.Warning != "":
		return ts.Warning
	case ts.Session.ID != "" && b.ID != ts.Env.Deps.Branch.ID:
		return "a session of " + b.Name + "; what is asked goes on in a fork on " + ts.Env.Deps.Branch.Name
	case ts.Opening && ts.Fresh():
		return "opening the session…"
	}
	return ""
}

// Unsent is what was written and has not been asked: the queues, and the composer
// behind them.
func (ts *Threads) Unsent() string {
	var drafts []draft.Draft
	for _, t := range slices.Backward(ts.All()) {
		if t.getting != nil {
			drafts = append(drafts, *t.getting)
		}
		drafts = append(drafts, t.Queue.Drafts...)
	}
	drafts = append(drafts, ts.Composer.Unsent())
	var texts []string
	for _, d := range drafts {
		if s := d.Plain(); strings.TrimSpace(s) != "" {
			texts = append(texts, s)
		}
	}
	return strings.Join(texts, "\n\n")
}

// GiveBack returns a question to the composer. When something else is written
// there by now it goes to the queue; but not another version of one, which would
// be asked at the end from there, and can be recalled.
func (ts *Threads) GiveBack(d draft.Draft, over *transcript.Entry) {
	switch {
	case d.Text == "":
	case ts.Composer.Empty():
		ts.Composer.Put(d)
		ts.Editing = over
	case over == nil:
		ts.Queue.Put(d, 1)
		if ts.Composer.Place > 0 {
			ts.Composer.Place++
		}
	}
}

// Title is that of the window.
func (ts *Threads) Title() string {
	s := "neonchat"
	if b := theme.OneLine(ts.Env.Deps.Branch.Name); b != "" {
		s += " · " + ts.Env.Look.Cut(b, 40)
	}
	if title := theme.OneLine(ts.Session.Title); title != "" {
		return ts.Env.Look.Cut(title, 40) + " · " + s
	}
	return s
}
