package ui

import (
	"errors"
	"os"
	"strings"
	"testing"

	"neonchat/chat"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// talked has had two questions answered.
func talked(t *testing.T, change ...func(*page.Deps)) *user {
	t.Helper()
	u := sits(t, 80, 30, change...)
	u.answers("how much?", "ten")
	u.answers("and then?", "eleven")
	return u
}

func TestAnEditThatIsLeftChangesNothing(t *testing.T) {
	for _, key := range []string{"esc", "ctrl+c"} {
		t.Run(key, func(t *testing.T) {
			u := talked(t)
			u.press("tab", "g", "e")
			u.sees("grows a version", "ten", "eleven")
			u.press("?")
			u.sees("editing an earlier message; esc leaves it")
			u.press(key)
			u.sees("Ask something", "how much?", "ten", "and then?", "eleven")
			u.press("more", "enter")
			if r := u.asked(); len(r.Messages) != 5 || r.Messages[4].Text() != "more" {
				t.Errorf("asked %+v", r.Messages)
			}
		})
	}
}

func TestAnEditThatWasEmptiedIsANewQuestion(t *testing.T) {
	u := talked(t)
	u.press("tab", "g", "e")
	u.sees("grows a version")
	u.press("ctrl+u")
	u.sees("Ask something")
	u.press("more", "enter")
	if r := u.asked(); len(r.Messages) != 5 {
		t.Errorf("asked %+v", r.Messages)
	}
}

func TestAVersionThatIsStoppedBeforeItsAnswerLeavesTheOldOne(t *testing.T) {
	u := talked(t)
	u.press("tab", "g", "e")
	u.sees("grows a version")
	u.press(" really", "enter")
	u.asked()
	u.sees("waiting for")
	u.seesNo("eleven")
	u.press("esc")
	u.sees("the prompt is back", "ten", "eleven", "❯ how much? really")
	u.press("enter") // still a version of the first
	if r := u.asked(); len(r.Messages) != 1 || r.Messages[0].Text() != "how much? really" {
		t.Errorf("asked %+v", r.Messages)
	}
	u.text("twelve")
	u.ends()
	u.sees("twelve", "Ask something")
	u.press("tab", "h")
	u.sees("version 1 of 2", "ten", "eleven")
}

func TestARetryThatFailsStandsBesideTheOldAnswer(t *testing.T) {
	u := talked(t)
	u.press("tab", "g", "r", "enter")
	if r := u.asked(); len(r.Messages) != 1 {
		t.Errorf("asked %+v", r.Messages)
	}
	u.seesNo("eleven")
	u.fails(errors.New("too many requests (HTTP 429)"))
	u.sees("✗ too many requests (HTTP 429)", "wait a moment; enter retries", "‹2/2›")
	u.press("enter")
	u.asked()
	u.text("twelve")
	u.ends()
	u.sees("twelve", "‹3/3›", "Ask something")
	u.press("tab", "h")
	u.sees("✗ too many requests", "‹2/3›")
	u.press("h")
	u.sees("ten", "eleven", "‹1/3›")
	u.press("esc", "more", "enter")
	if r := u.asked(); len(r.Messages) != 5 {
		t.Errorf("asked %+v", r.Messages)
	}
}

func TestARetryThatIsStoppedLeavesAllAsItWas(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("hello", "enter")
	u.asked()
	u.fails(errors.New("too many requests (HTTP 429)"))
	u.sees("✗ too many requests")
	u.press("enter")
	u.asked()
	u.sees("waiting for")
	u.press("esc")
	u.sees("all is as it was", "✗ too many requests", "again, about $")
	u.keepsOne(2)
	u.press("enter")
	u.asked()
	u.seesNo("429")
	u.text("hi")
	u.ends()
	u.sees("hi", "‹2/2›", "Ask something")
}

func TestAQueuedQuestionLeavesWhoReadsWhereTheyAre(t *testing.T) {
	u := sits(t, 80, 24)
	u.answers("count", numbered(1, 30))
	u.press("first", "enter")
	u.asked()
	u.sees("enter queues")
	u.press("second", "enter")
	u.sees("queued: second")
	u.press("tab", "g")
	u.sees("❯ count", "SELECT")
	u.text("one")
	u.ends()
	u.asked()
	u.sees("❯ count", "SELECT", "↓ new")
	u.press("esc", "third", "enter") // queued itself: no reason to leave either
	u.sees("❯ count", "queued: third")
	u.text("two")
	u.ends()
	u.asked()
	u.sees("❯ count", "↓ new")
	u.text("three")
	u.ends()
	u.sees("Ask something", "❯ count")
	u.press("fourth", "enter")
	u.asked()
	u.sees("❯ fourth")
}

// withFile lets a text file be sent along.
func withFile(t *testing.T) func(*page.Deps) {
	return func(d *page.Deps) {
		if err := os.WriteFile(d.Dir+"/notes.txt", []byte("some notes"), 0o600); err != nil {
			t.Fatal(err)
		}
		d.ReadFile = func(path string) (chat.File, error) {
			data, err := os.ReadFile(path)
			return chat.File{Name: "notes.txt", MIME: "text/plain", Data: data}, err
		}
	}
}

func TestFilesGoAlongWithAnotherVersion(t *testing.T) {
	u := sits(t, 80, 24, withFile(t))
	u.press("/attach notes.txt", "enter")
	u.sees("[text notes.txt]")
	u.press("sum up", "enter")
	u.asked()
	u.text("short")
	u.ends()
	u.sees("short", "Ask something")
	hasFile := func(text string) {
		t.Helper()
		r := u.asked()
		m := r.Messages[len(r.Messages)-1]
		if f, ok := m.Parts[0].(chat.File); !ok || string(f.Data) != "some notes" || !strings.Contains(m.Text(), text) {
			t.Errorf("asked %+v", m)
		}
	}
	u.press("tab", "e")
	u.sees("❯ [text notes.txt]")
	u.press(" all", "enter")
	hasFile("sum up all")
	u.text("shorter")
	u.ends()
	u.sees("shorter", "Ask something")
	u.press("tab", "r", "enter")
	hasFile("sum up all")
	u.sees("waiting for")
	u.press("esc")
	u.sees("all is as it was", "shorter")
	u.press("tab", "e", "esc", "up")
	u.sees("sum up all")
}

func TestAStoppedAnswerHasNoSpeed(t *testing.T) {
	e := &transcript.Entry{Message: messageOf("half")}
	e.Message.Usage = &chat.Usage{Input: 10, Output: 100}
	e.Message.Timing = chat.Timing{FirstToken: 1e9, Total: 3e9}
	e.Message.Stop = chat.Stop{Reason: chat.StopEnd}
	if s := strings.Join(e.Figures(), " "); !strings.Contains(s, "50 tok/s") {
		t.Errorf("a whole answer has %q", s)
	}
	e.Message.Stop = chat.Stop{Reason: chat.StopUser}
	if s := strings.Join(e.Figures(), " "); strings.Contains(s, "tok/s") {
		t.Errorf("a stopped answer has %q", s)
	}
}
