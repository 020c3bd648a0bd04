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

// Threads holds the open sessions and what is under way in them.
type Threads struct {
	Set // the threads, the one on the page among them

	Env      *page.Env
	Composer *composer.Composer // writes for the thread on the page
	Host     Host
	visits   int               // counts the sessions that were asked for: only the last one is shown
	Opening  bool              // a session is being loaded
	Editing  *transcript.Entry // the question that is being edited, nil for a new one
	Warning  string            // shown above the composer until something is asked
}

// A Host is the page that shows the threads.
type Host interface {
	// Next is called when the next question that waits on the page may be asked.
	Next() page.Intent
	// Ended is called when an answer has ended, on the page or behind it.
	Ended(t *Thread, e *transcript.Entry) page.Intent
}

// NewThreads begins with a new session. Set Host before anything is asked.
func NewThreads(env *page.Env, m page.Choice) Threads {
	return Threads{
		Set: Set{Thread: NewThread(env, &chat.Session{}, m), keeps: env.Deps.Store != nil},
		Env: env, Composer: composer.New(env),
	}
}

// Update handles the messages about threads and passes the others to the
// composer.
func (ts *Threads) Update(msg tea.Msg) page.Intent {
	switch msg := msg.(type) {
	case transcript.TurnMsg:
		return ts.arrived(msg)
	case transcript.BodyMsg:
		for _, t := range ts.All() {
			t.Transcript.Update(msg)
		}
	case LoadedMsg:
		return ts.loaded(msg)
	case originMsg:
		if msg.of == ts.Session {
			ts.origin.head = msg.head
		}
	case composer.FilesReadMsg:
		return ts.filesRead(msg)
	}
	return ts.Composer.Update(msg)
}

// Show puts a thread on the page. In the thread that was there an answer
// continues, and queued questions wait.
func (ts *Threads) Show(t *Thread) page.Intent {
	if d := ts.reading; d != nil {
		ts.reading = nil
		ts.GiveBack(*d, nil)
	}
	old := ts.swap(t)
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
// that is being loaded.
func (ts *Threads) Busy() bool { return ts.Thread.busy() || ts.Opening && ts.Fresh() }

// Stop stops the answer under way or the loading of a session. It reports
// whether there was one.
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

// Notice is the line above the composer that stays as long as what it says is
// true.
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

// Unsent is the text that was written and never asked: the queues, then the
// composer.
func (ts *Threads) Unsent() string {
	var drafts []draft.Draft
	for _, t := range slices.Backward(ts.All()) {
		if t.reading != nil {
			drafts = append(drafts, *t.reading)
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

// GiveBack returns a question to the composer. If something else has been
// written there, a new question goes to the queue instead; another version of a
// question is left to recall, since the queue would ask it at the end.
func (ts *Threads) GiveBack(d draft.Draft, over *transcript.Entry) {
	switch {
	case d.Text == "":
	case ts.Composer.Empty():
		ts.Composer.Restore(d)
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
