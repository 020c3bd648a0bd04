package history

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"neonchat/chat"
)

// The test program is a program that writes, too: one of many at once.
const writes = "NEONCHAT_TEST_WRITES"

func TestMain(m *testing.M) {
	if path := os.Getenv(writes); path != "" {
		os.Exit(write(path))
	}
	os.Exit(m.Run())
}

const (
	programs      = 24
	questionsOf   = 4
	checkpointsOf = 6
)

// write has a few turns, as a chat would, and says what goes wrong.
func write(path string) int {
	s := Open(path)
	s.Notice = func(text string) { fmt.Println(text) }
	now := time.Now()
	session := &chat.Session{Head: chat.Head{ID: chat.NewID(), Branch: chat.Branch{ID: "br"}, Title: fmt.Sprint(os.Getpid()), Created: now, Updated: now}}
	save := func(m chat.Message) {
		if err := s.Save(context.Background(), session.Head, m); err != nil {
			fmt.Println("saving:", err)
			os.Exit(1)
		}
	}
	for i := range questionsOf {
		save(session.Add(chat.Message{Role: chat.User, Parts: []chat.Part{chat.Text{Text: fmt.Sprint("question ", i)}}}))
		a := session.Add(chat.Message{Role: chat.Assistant})
		for n := range checkpointsOf {
			a.Parts = []chat.Part{chat.Text{Text: strings.Repeat("answer ", n+1)}}
			save(a)
		}
	}
	if err := s.Close(); err != nil {
		fmt.Println("closing:", err)
		return 1
	}
	return 0
}

// launch runs so many programs on one file at once and gives what they say.
func launch(t *testing.T, n int, path string) (said []string) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	for range n {
		all.Go(func() {
			c := exec.CommandContext(t.Context(), self)
			c.Env = append(os.Environ(), writes+"="+path)
			out, err := c.CombinedOutput()
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Errorf("a program ends with %v: %s", err, out)
			}
			said = append(said, strings.Fields(strings.TrimSpace(string(out)))...)
		})
	}
	all.Wait()
	return said
}

// wrote checks that nothing is missing of what so many programs wrote.
func (d *desk) wrote(n int) {
	d.Helper()
	list, err := d.List(d.Context(), chat.Scope{})
	if err != nil {
		d.Fatal(err)
	}
	if len(list) != n {
		d.Errorf("there are %d sessions of %d", len(list), n)
	}
	for _, one := range list {
		s, err := d.Load(d.Context(), one.ID)
		if err != nil {
			d.Fatal(err)
		}
		path := s.Path()
		if len(path) != 2*questionsOf || path[len(path)-1].Text() != strings.Repeat("answer ", checkpointsOf) {
			d.Errorf("a session has %d messages, the last is %q", len(path), path[len(path)-1].Text())
		}
	}
	d.sound()
}

func TestTwoDozenProgramsWriteAtOnce(t *testing.T) {
	d := sits(t)
	if said := launch(t, programs, d.Path()); len(said) > 0 {
		t.Errorf("they say %q", said)
	}
	d.wrote(programs)
}

func TestOfManyProgramsOneSetsTheCorruptFileAside(t *testing.T) {
	d := sits(t)
	if err := os.MkdirAll(filepath.Dir(d.Path()), 0o700); err != nil {
		t.Fatal(err)
	}
	content := strings.Repeat("this is no database. ", 1000)
	if err := os.WriteFile(d.Path(), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	const n = 12
	said := strings.Join(launch(t, n, d.Path()), " ")
	if strings.Count(said, "the history was corrupt") != 1 {
		t.Errorf("they say %q", said)
	}
	aside := d.aside()
	if len(aside) != 1 {
		t.Fatalf("set aside are %q", aside)
	}
	if kept, _ := os.ReadFile(aside[0]); string(kept) != content {
		t.Error("what was set aside is not what was there")
	}
	d.wrote(n)
}
