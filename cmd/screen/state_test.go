//go:build !windows

package screen

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"neonchat/ui/page"
)

func TestWhatTheChatKeepsIsForItsUserAlone(t *testing.T) {
	f := newStateFiles(filepath.Join(t.TempDir(), "state"))
	if kept, err := f.Load(); err != nil || len(kept.Asked) != 0 || kept.Draft != "" {
		t.Errorf("at first there is %+v, %v", kept, err)
	}
	prompts := []string{"one", "two\nlines", "漢字"}
	for _, p := range prompts {
		if err := f.Asked(p); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Draft("half a"); err != nil {
		t.Fatal(err)
	}
	if err := f.Draft("half a thought"); err != nil {
		t.Fatal(err)
	}
	err := f.Models(func([]string, []string) ([]string, []string) {
		return []string{"gpt-5"}, []string{"gpt-5", "gemini-3-flash"}
	})
	if err != nil {
		t.Fatal(err)
	}
	// A crash in the middle of a line hides no other.
	asked, err := os.OpenFile(filepath.Join(f.dir, askedFile), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	asked.WriteString("\"cut\n")
	asked.Close()
	kept, err := f.Load()
	if err != nil {
		t.Fatal(err)
	}
	want := page.Kept{Asked: prompts, Draft: "half a thought", Favourites: []string{"gpt-5"}, Recent: []string{"gpt-5", "gemini-3-flash"}}
	if !slices.Equal(kept.Asked, want.Asked) || kept.Draft != want.Draft || !slices.Equal(kept.Favourites, want.Favourites) || !slices.Equal(kept.Recent, want.Recent) {
		t.Errorf("kept %+v, want %+v", kept, want)
	}
	entries, err := os.ReadDir(f.dir)
	if err != nil || len(entries) != 4 {
		t.Errorf("there are %v, %v", entries, err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has the mode %v, %v", e.Name(), info.Mode(), err)
		}
	}
}

// A draft belongs to the chat that it is written in, and after its end to the
// next one that begins: the last one first.
func TestEachChatHasADraftOfItsOwn(t *testing.T) {
	dir := t.TempDir()
	begins := func(want string) *stateFiles {
		t.Helper()
		f := newStateFiles(dir)
		if kept, err := f.Load(); err != nil || kept.Draft != want {
			t.Fatalf("a chat begins with %q, %v; want %q", kept.Draft, err, want)
		}
		t.Cleanup(func() { f.drafts.lock.Close() })
		return f
	}
	writes := func(f *stateFiles, text string, at time.Time) {
		t.Helper()
		if err := errors.Join(f.Draft(text), os.Chtimes(f.drafts.mine, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	ends := func(f *stateFiles) { f.drafts.lock.Close() }
	now := time.Now()
	if err := os.WriteFile(filepath.Join(dir, "draft.txt"), []byte("of an older version"), 0o644); err != nil {
		t.Fatal(err)
	}
	a := begins("of an older version")
	b, c := begins(""), begins("")
	writes(a, "of a", now)
	writes(b, "of b", now.Add(time.Hour))
	writes(c, "of c", now.Add(time.Minute))
	begins("")
	ends(a)
	ends(b)
	ends(c)
	b = begins("of b")
	begins("of c")
	if err := b.Draft(""); err != nil {
		t.Fatal(err)
	}
	ends(b)
	begins("of a")
	begins("")
}

// Two chats that have a favourite each don't take the other's away.
func TestChatsShareTheirFavourites(t *testing.T) {
	dir := t.TempDir()
	for _, id := range []string{"gpt-5", "gemini-3-flash"} {
		err := newStateFiles(dir).Models(func(favourites, recent []string) ([]string, []string) { return append(favourites, id), recent })
		if err != nil {
			t.Fatal(err)
		}
	}
	kept, err := newStateFiles(dir).Load()
	if want := []string{"gpt-5", "gemini-3-flash"}; err != nil || !slices.Equal(kept.Favourites, want) {
		t.Errorf("kept %q, %v", kept.Favourites, err)
	}
}
