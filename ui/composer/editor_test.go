package composer

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
)

// A host is a page with one model and no commands.
type host struct{ delivered int }

func (*host) Models() []chat.Model   { return []chat.Model{{ID: "m"}} }
func (*host) Knows(string) bool      { return false }
func (*host) Values(string) []string { return nil }
func (h *host) Deliver() page.Intent { h.delivered++; return nil }

// composes is a composer on such a page, with an editor and some files.
func composes(t *testing.T, files ...string) *Composer {
	t.Helper()
	dir := t.TempDir()
	for _, name := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	keys, err := keymap.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := New(page.NewEnv(page.Deps{Editor: []string{"vi"}, Dir: dir}, keys))
	c.Host = &host{}
	return c
}

func TestTheEditorWritesTheDraft(t *testing.T) {
	c := composes(t)
	c.Fill("some text")
	file := c.OpenEditor().(tea.Cmd)().(editMsg)
	text, err := os.ReadFile(file.path)
	os.Remove(file.path)
	if err != nil || string(text) != "some text" {
		t.Fatalf("the editor gets %q, %v", text, err)
	}
	c.Update(EditedMsg{Text: "some text and more\n"})
	if c.Text != "some text and more" {
		t.Errorf("the draft is %q", c.Text)
	}
	c.Update(EditedMsg{Err: errors.New("exit status 1")})
	if c.Text != "some text and more" || !strings.Contains(c.Notice, "exit status 1") {
		t.Errorf("after an editor that failed the draft is %q, and it says %q", c.Text, c.Notice)
	}
}

// An editor gets files by their paths, and gives them back as chips.
func TestTheEditorLeavesTheFiles(t *testing.T) {
	c := composes(t, "a b.txt")
	file := chat.File{Name: "was.txt", MIME: "text/plain", Data: []byte("as it was")}
	c.Restore(draft.Of(chat.Message{Parts: []chat.Part{file, chat.Text{Text: "was.txt and "}}}))
	c.Add(draft.FileChip(filepath.Join(c.env.Deps.Dir, "a b.txt")))
	c.Update(EditedMsg{Text: "first " + c.Plain() + ", @was.txt\n"})
	if got := c.Seen(c.Text); got != "first [text was.txt] and [text a b.txt], @was.txt" {
		t.Errorf("the draft is %q", got)
	}
	if got := len(c.Files()); got != 2 {
		t.Errorf("%d files go along", got)
	}
}

func TestWhatAnEditorMadeAttachesNothing(t *testing.T) {
	c := composes(t, "secret.txt")
	c.Update(EditedMsg{Text: "look at @secret.txt\n"})
	if _, waits := c.ShowFiles(); waits || len(c.Files()) > 0 {
		t.Errorf("the draft %+v attaches files", c.Draft)
	}
}
