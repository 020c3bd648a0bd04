package history

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"neonchat/chat"
)

// library fills a history with sessions of several questions each, with files of
// all sizes, and gives them as they were.
func library(d *desk) []*chat.Session {
	d.Helper()
	var all []*chat.Session
	for i := range 12 {
		s := &chat.Session{Head: chat.Head{ID: chat.NewID(), Branch: chat.Branch{ID: "br-one", Name: "main"}, Title: fmt.Sprint("session ", i), Created: time.Unix(int64(i), 0)}}
		for j := range 6 {
			q := s.Add(chat.Message{Role: chat.User, Parts: []chat.Part{chat.Text{Text: fmt.Sprintf("question %d of %d", j, i)}}, Timing: chat.Timing{Started: time.Unix(int64(i*10+j), 0)}})
			if j == 3 {
				q.Parts = append(q.Parts, chat.File{Name: "f.bin", MIME: "image/png", Data: bytes.Repeat([]byte{byte(i)}, 100*(1+i*i*i))})
				s.Messages[len(s.Messages)-1] = q
			}
			cost := float64(j)
			s.Add(chat.Message{
				Role: chat.Assistant, Origin: chat.Origin{Dialect: chat.OpenAI, Model: "gpt-5-mini"}, Usage: &chat.Usage{Input: 3, Output: int64(j)}, Cost: &cost,
				Parts: []chat.Part{chat.Reasoning{Text: "hm"}, chat.Text{Text: strings.Repeat(fmt.Sprintf("answer %d of %d. ", j, i), 1+40*i*j)}},
				Stop:  chat.Stop{Reason: chat.StopEnd}, Timing: chat.Timing{Started: time.Unix(int64(i*10+j), 0), Total: time.Second}, Notices: []string{"told"},
			})
		}
		if err := d.Save(d.Context(), s.Head, s.Messages...); err != nil {
			d.Fatal(err)
		}
		all = append(all, s)
	}
	if err := d.Vote(d.Context(), chat.Vote{ID: chat.NewID(), Targets: []string{"a", "b"}, Winner: "a"}); err != nil {
		d.Fatal(err)
	}
	d.Close()
	return all
}

// spoil overwrites a page.
func spoil(t *testing.T, path string, page int) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(bytes.Repeat([]byte{0xa5}, 4096), int64(page-1)*4096); err != nil {
		t.Fatal(err)
	}
}

// One bad page, whichever it is, costs what was on it: nothing else is lost, what
// is lost is counted, and the program goes on.
func TestABadPageCostsNoMoreThanWhatWasOnIt(t *testing.T) {
	first := sits(t)
	all := library(first)
	whole, err := os.ReadFile(first.Path())
	if err != nil {
		t.Fatal(err)
	}
	counts := regexp.MustCompile(`^the history was corrupt: salvaged 1[23] of 1[23] sessions(, \d+ of them in part)?; the old file is kept as \S+$`)
	worst, every := 12, 29
	if os.Getenv("NEONCHAT_LONG_TESTS") != "" {
		every = 7
	}
	for page := 1; page <= len(whole)/4096; page++ {
		if page > 4 && page%every != 0 {
			continue
		}
		d := sits(t)
		os.MkdirAll(filepath.Dir(d.Path()), 0o700)
		if err := os.WriteFile(d.Path(), whole, 0o600); err != nil {
			t.Fatal(err)
		}
		spoil(t, d.Path(), page)
		list, err := d.List(t.Context(), chat.Scope{})
		if err != nil {
			t.Errorf("page %d: the list is %v", page, err)
			continue
		}
		intact := 0
		for _, s := range all {
			loaded, err := d.Load(t.Context(), s.ID)
			if err == nil && len(loaded.Messages) == len(s.Messages) {
				intact++
			}
		}
		d.mustSay("it goes on")
		if hits, err := d.Search(t.Context(), chat.Scope{}, "goes on"); err != nil || len(hits) != 1 {
			t.Errorf("page %d: %d hits, %v", page, len(hits), err)
		}
		if intact < 8 || len(list) < 11 {
			t.Errorf("page %d: %d sessions are listed, %d of them whole; told %q", page, len(list), intact, d.told)
		}
		if len(d.aside()) > 0 && !counts.MatchString(strings.Join(d.told, "\n")) {
			t.Errorf("page %d: told is %q", page, d.told)
		}
		worst = min(worst, intact)
		d.Close()
	}
	t.Logf("%d pages; in the worst case %d sessions stay whole", len(whole)/4096, worst)
}

// What is deleted stays so: a page that was given back is not salvaged.
func TestWhatWasDeletedIsNotSalvaged(t *testing.T) {
	d := sits(t)
	all := library(d)
	d.open(d.Path())
	if err := d.Delete(t.Context(), all[5].ID); err != nil {
		t.Fatal(err)
	}
	d.Close()
	other := sits(t)
	done, err := other.Recover(t.Context(), d.Path())
	if err != nil || done != (Salvage{Sessions: 11, Of: 11}) {
		t.Errorf("got %+v, %v", done, err)
	}
}

// Recovered from a sound file, everything is as it was; twice, nothing is there
// twice; and the file stays as it is.
func TestASoundFileIsRecoveredWhole(t *testing.T) {
	d := sits(t)
	all := library(d)
	before, _ := os.ReadFile(d.Path())
	other := sits(t)
	other.mustSay("mine")
	for _, want := range []Salvage{{Sessions: 12, Of: 12}, {There: 12, Of: 12}} {
		if done, err := other.Recover(t.Context(), d.Path()); err != nil || done != want {
			t.Errorf("got %+v, %v, want %+v", done, err, want)
		}
	}
	d.open(d.Path())
	for _, s := range all {
		want, _ := d.Load(t.Context(), s.ID)
		got, err := other.Load(t.Context(), s.ID)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%v: got %+v, want %+v", err, got.Head, want.Head)
		}
	}
	if votes, err := other.Votes(t.Context(), ""); err != nil || len(votes) != 1 || votes[0].Winner != "a" {
		t.Errorf("votes: %+v, %v", votes, err)
	}
	if hits, err := other.Search(t.Context(), chat.Scope{}, "question 3 of 7"); err != nil || len(hits) == 0 {
		t.Errorf("%d hits, %v", len(hits), err)
	}
	d.Close()
	if after, _ := os.ReadFile(d.Path()); !bytes.Equal(before, after) {
		t.Error("the file has changed")
	}
}

// What only the log has is read from there, up to the last commit.
func TestWhatIsInTheLogAloneIsSalvaged(t *testing.T) {
	d := sits(t)
	for i := range 5 {
		d.mustSay(fmt.Sprint("said ", i))
	}
	if info, err := os.Stat(d.Path() + "-wal"); err != nil || info.Size() == 0 {
		t.Fatalf("there is no log: %v", err)
	}
	other := sits(t) // while the first one is open
	if done, err := other.Recover(t.Context(), d.Path()); err != nil || done.Sessions != 5 || done.Of != 5 {
		t.Errorf("got %+v, %v", done, err)
	}
	other.has("said 0", "said 1", "said 2", "said 3", "said 4")
}

// A message that is lost leaves those that followed it behind the one before.
func TestWhatFollowsALostMessageStays(t *testing.T) {
	d := sits(t)
	all := library(d)
	d.open(d.Path())
	d.has("session 0", "session 1", "session 10", "session 11", "session 2", "session 3", "session 4", "session 5", "session 6", "session 7", "session 8", "session 9")
	for _, statement := range []string{
		`update messages set parts = 'broken' where id = '` + all[3].Messages[4].ID + `'`,
		`delete from files where n = (select file from attachments where message = (select n from messages where id = '` + all[3].Messages[6].ID + `'))`,
		`update sessions set leaf = 'lost' where id = '` + all[3].ID + `'`,
	} {
		if _, err := d.now.write.Exec("pragma foreign_keys = 0; " + statement); err != nil {
			t.Fatal(err)
		}
	}
	d.Close()
	other := sits(t)
	done, err := other.Recover(t.Context(), d.Path())
	if err != nil || done.String() != "salvaged 12 of 12 sessions, 1 of them in part" {
		t.Errorf("got %v, %v", done, err)
	}
	s, err := other.Load(t.Context(), all[3].ID)
	if err != nil {
		t.Fatal(err)
	}
	path := s.Path()
	if len(path) != 11 || path[4].ID != all[3].Messages[5].ID || path[4].Parent != all[3].Messages[3].ID {
		t.Errorf("the way has %d messages", len(path))
	}
	if got := path[5].Text(); got != "question 3 of 3[file f.bin: lost]" {
		t.Errorf("in the place of the file stands %q", got)
	}
}

func TestWhatIsNoHistoryHasNothingToRecover(t *testing.T) {
	d := sits(t)
	for name, content := range map[string]string{"empty": "", "text": strings.Repeat("no database ", 5000), "noise": strings.Repeat("\x0d\x00\x00\x00\x05\xff\x01\x83", 3000)} {
		path := filepath.Join(t.TempDir(), name)
		os.WriteFile(path, []byte(content), 0o600)
		_, err := d.Recover(t.Context(), path)
		hinted(t, err, path, "can't be recovered: no session can be read in it", "name a history.db, or one that was set aside")
	}
	_, err := d.Recover(t.Context(), "/nowhere/history.db")
	hinted(t, err, "/nowhere/history.db", "can't be recovered: no such file or directory", "name a history.db, or one that was set aside")
}

// Whatever is in a file, reading its pages ends, and doesn't panic.
func FuzzPages(f *testing.F) {
	small := Open(filepath.Join(f.TempDir(), "history.db"))
	one := &chat.Session{Head: chat.Head{ID: chat.NewID(), Title: "one"}}
	q := one.Add(chat.Message{Role: chat.User, Parts: []chat.Part{chat.Text{Text: strings.Repeat("long ", 2000)}}})
	if err := errors.Join(small.Save(f.Context(), one.Head, q), small.Close()); err != nil {
		f.Fatal(err)
	}
	data, err := os.ReadFile(small.Path())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte("SQLite format 3\x00\x02\x00\x01\x01\x00\x40\x20\x20"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := openPages(path)
		if err != nil {
			t.Fatal(err)
		}
		defer p.close()
		w := readWreck(p)
		for n := range w.expected {
			w.session(n)
		}
	})
}
