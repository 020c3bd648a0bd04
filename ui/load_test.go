package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"neonchat/chat"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/thread"
)

var (
	preview = chat.Branch{ID: "br-preview-2", Name: "preview/x", Project: mainBranch.Project}
	distant = chat.Branch{ID: "br-distant-3", Name: "trunk", Project: "loud-sea-9"}
)

// At noon of the tests' day, and some time before.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// told makes a session that was kept, of questions and answers in turn.
func told(b chat.Branch, ago time.Duration, texts ...string) *chat.Session {
	at := noon.Add(-ago)
	s := &chat.Session{Head: chat.Head{ID: chat.NewID(), Branch: b, Title: texts[0], Created: at, Updated: at}}
	cost := 0.25
	for i, text := range texts {
		m := chat.Message{Role: chat.User, Parts: []chat.Part{chat.Text{Text: text}}, Timing: chat.Timing{Started: at}}
		if i%2 == 1 {
			m.Role, m.Origin, m.Cost = chat.Assistant, chat.Origin{Dialect: "anthropic", Model: "claude-sonnet-4-6"}, &cost
			m.Stop.Reason, m.Usage = chat.StopEnd, &chat.Usage{Input: 10, Output: 5}
		}
		s.Add(m)
	}
	return s
}

// with opens the program on a store.
func with(store *shelf) func(*page.Deps) { return func(d *page.Deps) { d.Store = store } }

// takesUp has it begin with a session of the store, if an id is given.
func takesUp(id string) func(*page.Deps) {
	return func(d *page.Deps) {
		if store := d.Store; id != "" {
			d.Begin = func(ctx context.Context) (*chat.Session, error) { return store.Load(ctx, id) }
		}
	}
}

func TestASessionIsTakenUp(t *testing.T) {
	s := told(mainBranch, time.Hour, "how much?", "ten")
	s.Messages[1].Origin = chat.Origin{Dialect: "openai", Model: "gpt-5-mini"}
	s.Messages[1].Notices = []string{"temperature was left out"}
	u := sits(t, 80, 24, with(newShelf(s)), takesUp(s.ID))
	u.sees("❯ how much?", "· temperature was left out", "ten", "gpt-5-mini · openai", "$0.25", "main · gpt-5-mini")
	u.press("and then?", "enter")
	if r := u.asked(); r.Model.ID != "gpt-5-mini" || len(r.Messages) != 3 {
		t.Errorf("asked %s %+v", r.Model.ID, r.Messages)
	}
}

func TestTheUsersModelRulesOverTheSessions(t *testing.T) {
	s := told(mainBranch, time.Hour, "how much?", "ten")
	u := sits(t, 80, 24, with(newShelf(s)), takesUp(s.ID), func(d *page.Deps) { d.Target, d.Named = "gpt-5-mini", true })
	u.sees("ten", "main · gpt-5-mini")
}

func TestADialectThatWasChosenIsKeptWithTheSession(t *testing.T) {
	s := told(mainBranch, time.Hour, "how much?", "ten")
	s.Messages[1].Origin.Dialect = "mlflow"
	u := sits(t, 80, 24, with(newShelf(s)), takesUp(s.ID))
	u.sees("ten", "main · claude-sonnet-4-6@mlflow")
}

func TestASessionThatIsNotThereIsSaid(t *testing.T) {
	u := sits(t, 80, 24, takesUp("0123"))
	u.sees("opening the session: there is no such session", "Ask something")
}

// What went wrong then is still told, with what can be done about it.
func TestWhatFailedIsMarkedWhenItIsReadAgain(t *testing.T) {
	s := told(mainBranch, time.Hour, "one", "half of", "two", "", "three", "cut by a")
	s.Messages[1].Stop.Reason = chat.StopUser
	s.Messages[3].Parts, s.Messages[3].Err, s.Messages[3].Stop.Reason = nil, "too many requests (HTTP 429)", chat.StopError
	s.Messages[5].Stop.Reason = "" // as a crash leaves it
	u := sits(t, 80, 34, with(newShelf(s)), takesUp(s.ID))
	u.sees("half of", "it was stopped here", "✗ too many requests (HTTP 429)", "wait a moment",
		"✗ the program ended before the answer did", "enter continues, tab r retries")
}

// A crash right behind the question leaves it without any answer.
func TestAQuestionWithoutAnswerIsAnswered(t *testing.T) {
	s := told(mainBranch, time.Hour, "how much?")
	u := sits(t, 80, 24, with(newShelf(s)), takesUp(s.ID))
	u.sees("❯ how much?", "enter asks claude-sonnet-4-6 again, about $")
	u.press("enter")
	if r := u.asked(); len(r.Messages) != 1 {
		t.Errorf("asked %+v", r.Messages)
	}
	u.text("ten")
	u.ends()
	u.sees("ten", "Ask something")
}

func TestTheFirstFrameWaitsForNoStore(t *testing.T) {
	s := told(mainBranch, time.Hour, "how much?", "ten")
	store, gate := newShelf(s), make(chan struct{})
	store.hold = func(call string) {
		if call == "load" {
			<-gate
		}
	}
	u := sits(t, 80, 24, with(store), takesUp(s.ID))
	u.sees("opening the session", "neonchat")
	u.press("and then?", "enter") // it waits for the session, and goes there
	u.sees("queued: and then?")
	close(gate)
	if r := u.asked(); len(r.Messages) != 3 || r.Messages[2].Text() != "and then?" {
		t.Errorf("asked %+v", r.Messages)
	}
	u.sees("ten", "❯ and then?")
}

func TestALoadedSessionOpensByWhatIsSeen(t *testing.T) {
	s := sessionOf(5000)
	s.ID, s.Branch = chat.NewID(), mainBranch
	u := &user{t: t, model: newModel(), keeper: &keeper{}, store: newShelf(s), dir: t.TempDir()}
	keys, _ := keymap.New(nil)
	r, err := newRoot(u.deps(), keys)
	if err != nil {
		t.Fatal(err)
	}
	r.Update(tea.WindowSizeMsg{Width: 100, Height: 24})
	msg := r.chat.Load(thread.Visit{}, thread.ByID(s.ID))()
	r.Update(msg)
	if s := ansi.Strip(r.View().Content); !strings.Contains(s, "Answer 4999") || !strings.Contains(s, "❯ Question 4998") {
		t.Errorf("the first frame is\n%s", s)
	}
	set := 0
	for _, e := range r.chat.Transcript.Entries {
		if e.Rendered {
			set++
		}
	}
	if n := len(r.chat.Transcript.Entries); n != 5000 || set > 12 {
		t.Errorf("%d of %d messages were set", set, n)
	}
}

// What was sent along is there to be sent again, when the file is long gone.
func TestAQuestionWithAFileIsEditedLater(t *testing.T) {
	s := told(mainBranch, time.Hour, "sum up notes.txt please", "short")
	s.Messages[0].Parts = append([]chat.Part{chat.File{Name: "notes.txt", MIME: "text/plain", Data: []byte("some notes")}}, s.Messages[0].Parts...)
	u := sits(t, 80, 24, with(newShelf(s)), takesUp(s.ID), func(d *page.Deps) {
		d.ReadFile = func(string) (chat.File, error) { return chat.File{}, fmt.Errorf("it is gone") }
	})
	u.sees("▣ notes.txt, 10 B")
	u.press("tab", "e")
	u.sees("❯ sum up [text notes.txt] please")
	u.press(" now", "enter")
	m := u.asked().Messages[0]
	if f, ok := m.Parts[0].(chat.File); !ok || string(f.Data) != "some notes" || m.Text() != "sum up notes.txt please now" {
		t.Errorf("asked %+v", m)
	}
}
