package history

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"neonchat/chat"
)

// asides are the files of what was put aside.
func (d *desk) asides() []string {
	files, err := filepath.Glob(d.Path() + asideInfix + "*")
	if err != nil {
		d.Fatal(err)
	}
	return files
}

func TestWhatWasPutAsideIsThereAtTheNextStart(t *testing.T) {
	d := sits(t)
	now := time.Now()
	s := &chat.Session{Head: chat.Head{ID: chat.NewID(), Title: "old", Branch: chat.Branch{ID: "br"}, Created: now, Updated: now}}
	q := s.Add(chat.Message{Role: chat.User, Parts: []chat.Part{chat.Text{Text: "question"}}})
	if err := d.Save(t.Context(), s.Head, q); err != nil {
		t.Fatal(err)
	}
	usd, title := 0.5, "new"
	a := s.Add(chat.Message{
		Role: chat.Assistant, Origin: chat.Origin{Dialect: chat.OpenAI, Model: "gpt-5-mini"}, Stop: chat.Stop{Reason: chat.StopEnd},
		Usage: &chat.Usage{Input: 1, Output: 2}, Cost: &usd, Timing: chat.Timing{Started: now, Total: time.Second}, Notices: []string{"told"},
		Parts: []chat.Part{chat.Text{Text: "an\xffswer"}, chat.File{Name: "p", MIME: "image/png", Data: []byte("picture")}},
	})
	deleted := &chat.Session{Head: chat.Head{ID: chat.NewID(), Leaf: "y"}, Messages: []chat.Message{{ID: "y", Parent: "x"}}}
	err := d.PutAside(chat.Unsaved{
		Sessions: []*chat.Session{deleted, {Head: s.Head, Messages: []chat.Message{a}}},
		Changes:  map[string]chat.Change{s.ID: {Title: &title}, deleted.ID: {Title: &title}},
		Votes:    []chat.Vote{{ID: "v", Tag: "code", Winner: "gpt-5-mini"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	files := d.asides()
	if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 || len(files) != 1 {
		t.Errorf("%v: %q", err, files)
	}
	d.Close()
	d.open(d.Path())
	d.has(title)
	got, err := d.Load(t.Context(), s.ID)
	if err != nil || len(got.Messages) != 2 {
		t.Fatalf("%v: %+v", err, got)
	}
	m := got.Path()[1]
	if m.Text() != "an\xffswer" || *m.Cost != usd || m.Usage.Output != 2 || m.Notices[0] != "told" || string(m.Parts[1].(chat.File).Data) != "picture" || m.Stop != a.Stop {
		t.Errorf("the answer is %+v", m)
	}
	if votes, err := d.Votes(t.Context(), "code"); err != nil || len(votes) != 1 || votes[0].Winner != "gpt-5-mini" {
		t.Errorf("%v: %+v", err, votes)
	}
	if len(d.asides()) != 0 || len(d.told) != 0 {
		t.Errorf("%q is still there, told is %q", d.asides(), d.told)
	}
	d.sound()
}

func TestWhatWasPutAsideWaitsWhileTheHistoryIsHeld(t *testing.T) {
	d := sits(t)
	d.mustSay("there")
	now := time.Now()
	s := &chat.Session{Head: chat.Head{ID: chat.NewID(), Title: "aside", Branch: chat.Branch{ID: "br"}, Created: now, Updated: now}}
	if err := d.PutAside(chat.Unsaved{Sessions: []*chat.Session{s}}); err != nil {
		t.Fatal(err)
	}
	free := d.held()
	d.open(d.Path())
	d.has("there")
	free()
	d.open(d.Path())
	d.has("aside", "there")
	if len(d.asides()) != 0 || len(d.told) != 0 {
		t.Errorf("%q is still there, told is %q", d.asides(), d.told)
	}
}

func TestWhatWasPutAsideAndIsBrokenIsToldAndLeftThere(t *testing.T) {
	d := sits(t)
	d.mustSay("there")
	path := d.Path() + asideInfix + "1"
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.open(d.Path())
	d.has("there")
	if len(d.told) != 1 || !strings.Contains(d.told[0], path) || len(d.asides()) != 1 {
		t.Errorf("told is %q", d.told)
	}
}
