package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"neonchat/chat"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/sessions"
)

func TestWritingOverSeveralLines(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("one", "shift+enter", "two", "alt+enter", "three", "ctrl+j", "four", `\`, "enter", "five")
	u.sees("❯ one\n   two\n   three\n   four\n   five\n")
	u.cursorAt(7, 22)
	u.press("up", "up", "up", "up", "end", "!")
	u.sees("❯ one!\n")
	u.cursorAt(7, 18)
	u.press("enter")
	if got := u.asked().Messages[0].Text(); got != "one!\ntwo\nthree\nfour\nfive" {
		t.Errorf("asked %q", got)
	}
}

func TestTheComposerGrowsToAThirdOfTheScreen(t *testing.T) {
	u := sits(t, 80, 24)
	for range 20 {
		u.press("line", "ctrl+j")
	}
	u.press("last")
	u.until("showed eight lines", func(s string) bool { return strings.Count(s, "line") == 7 && strings.Contains(s, "  last\n") })
}

// The cursor moves by characters as people see them, whatever they are made of.
func TestCharactersAreWhole(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("a👩‍👩‍👧e\u0301漢")
	u.sees("漢")
	u.press("left", "left", "left", "b")
	u.press("end", "backspace", "backspace", "backspace")
	u.press("enter")
	if got := u.asked().Messages[0].Text(); got != "ab" {
		t.Errorf("asked %q, want %q", got, "ab")
	}
}

func TestALongLineIsBrokenBetweenWords(t *testing.T) {
	u := sits(t, 60, 20)
	u.press(strings.Repeat("seven seas ", 12) + "end")
	u.sees("seven seas seven seas seven seas seven seas seven seas\n", "seven seas end\n")
	u.press("home", "X")
	u.sees("❯ Xseven")
}

func TestALongPasteIsAChipThatOpens(t *testing.T) {
	u := sits(t, 80, 24)
	pasted := strings.Repeat("a line\r\n", 40)
	u.press("look: ")
	u.pastes(pasted)
	u.sees("❯ look: [paste #1, 40 lines]")
	u.press("ctrl+x")
	u.sees("a line\n   a line\n")
	u.press("ctrl+c")
	u.sees("cleared", "Ask something")
	u.press("again ")
	u.pastes(pasted)
	u.sees("❯ again [paste #1, 40 lines]")
	u.press("enter")
	if got, want := u.asked().Messages[0].Text(), "again "+strings.Repeat("a line\n", 40); got != want {
		t.Errorf("asked %q, want %q", got, want)
	}
	u.sees("… 38 more lines, tab enter unfolds")
}

// What is pasted goes to the model as it is, whether it can be shown or not.
func TestWhatIsPastedArrivesAsItIs(t *testing.T) {
	for _, tt := range []struct{ name, text, shown string }{
		{"icons of all private planes", "\ue0a0 main \U000f0001\U000f0002 \U00100001 x", "\ue0a0 main \U000f0001\U000f0002 \U00100001 x"},
		{"control characters", "a\x07 b\tc\x00\x7f\u009d0;d", "a␇ b    c␀␡<U+009D>0;d"},
		{"another direction", "user\u202egpj.exe", "user<U+202E>gpj.exe"},
		{"hidden words", "safe\U000e0068\U000e0069", "safe<U+E0068><U+E0069>"},
		{"marks that join and part", "g a\u00adb\u200bc\u200dd\u2060e\ufefff\u200eg", "g"},
		{"a flag", "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "\U0001f3f4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u := sits(t, 80, 24)
			u.pastes(tt.text)
			u.sees(tt.shown)
			u.press("enter")
			u.wasAsked(tt.text)
			u.sees(tt.shown)
			u.text("well")
			u.ends()
			u.sees("Ask something")
			u.press("up") // recalled it is the same
			u.sees("❯ " + tt.shown)
			u.pastes(strings.Repeat("line\n", 10) + tt.text)
			u.sees("[paste #1, 11 lines]")
			u.press("ctrl+x")
			u.sees(tt.shown)
			u.press("enter")
			u.wasAsked(tt.text + strings.Repeat("line\n", 10) + tt.text)
		})
	}
}

// A chip is told from an icon, whatever was there first.
func TestAnIconIsNoChip(t *testing.T) {
	u := sits(t, 80, 24, holds("a.txt"), begunWith(
		chat.File{Name: "b.txt", MIME: "text/plain", Data: []byte("b")}, chat.Text{Text: "\U000f0000 \U000f0001 in b.txt"}))
	u.sees("an answer")
	u.press("tab", "e", " @a.tx")
	u.sees("a.txt  text")
	u.press("enter")
	u.sees("❯ \U000f0000 \U000f0001 in [text b.txt] [text a.txt]")
	u.press("enter")
	u.wasAsked("\U000f0000 \U000f0001 in b.txt a.txt ", "b", "a.txt")
}

// A title keeps its icon when it is changed.
func TestARenamedSessionKeepsItsIcon(t *testing.T) {
	s := &sessions.Sessions{Env: rootOf(t).env}
	s.List = []chat.Summary{{Head: chat.Head{ID: "s1", Title: "\U000f0001 deploys"}}}
	s.Change(keymap.Rename)
	if got := s.Naming.Plain(); got != "\U000f0001 deploys" {
		t.Errorf("the title is %q", got)
	}
}

func TestUpBringsBackWhatWasAsked(t *testing.T) {
	u := sits(t, 80, 24, func(d *page.Deps) { d.Keep.(*keeper).kept.Asked = []string{"the first", "the second"} })
	u.remembers()
	u.press("my draft")
	u.sees("my draft")
	u.press("up")
	u.sees("❯ the second")
	u.press("up", "up")
	u.sees("❯ the first")
	u.press("down", "down")
	u.sees("❯ my draft")
	u.press("up", "!")
	u.sees("❯ the second!")
	u.press("ctrl+c", "up", "up")
	u.sees("❯ my draft")
}

func TestCtrlRSearchesAllThatWasAsked(t *testing.T) {
	u := sits(t, 80, 24, func(d *page.Deps) {
		d.Keep.(*keeper).kept.Asked = []string{"explain vacuum", "write a haiku", "explain branches"}
	})
	u.press("draft", "ctrl+r")
	u.sees("Asked before", "write a haiku")
	u.press("vac")
	u.seesNo("haiku")
	u.press("enter")
	u.sees("❯ explain vacuum")
	u.press("up")
	u.sees("❯ draft") // what stood there was kept
}

// The search opens at once, and lists what was asked as soon as that is read.
func TestTheSearchOpensBeforeItIsKnownWhatWasAsked(t *testing.T) {
	k := &slowKeeper{read: make(chan struct{})}
	k.kept.Asked = []string{"explain vacuum", "write a haiku"}
	u := sits(t, 80, 24, func(d *page.Deps) { d.Keep = k })
	u.press("new", "ctrl+c", "ctrl+r")
	u.sees("Asked before", "new")
	close(k.read)
	u.sees("write a haiku")
	u.press("enter")
	u.sees("❯ new")
	u.press("ctrl+r", "vac")
	u.sees("explain vacuum")
	u.press("esc", "up", "up")
	u.sees("❯ write a haiku")
}

// A prompt that was brought back and sent as it was leaves what stood there
// before; so does a paste behind it, and leaving.
func TestADraftWaitsBehindWhatIsBroughtBack(t *testing.T) {
	u := sits(t, 80, 24, func(d *page.Deps) { d.Keep.(*keeper).kept.Asked = []string{"an old one"} })
	u.remembers()
	u.press("my draft", "up")
	u.sees("❯ an old one")
	u.press("enter")
	if got := u.asked().Messages[0].Text(); got != "an old one" {
		t.Errorf("asked %q", got)
	}
	u.sees("❯ my draft")
	u.text("yes")
	u.ends()
	u.sees("$0.006")
	u.press("up")
	u.sees("❯ an old one\n")
	u.pastes(" and more")
	u.sees("❯ an old one and more")
	u.press("ctrl+c", "up", "up")
	u.sees("❯ my draft")
	u.press("ctrl+u", "another", "up")
	u.sees("❯ an old one and more")
	u.leaves()
	if got := u.keeper.kept.Draft; got != "another" {
		t.Errorf("kept %q", got)
	}
}

func TestADraftOutlivesTheProgram(t *testing.T) {
	kept := &keeper{}
	with := func(d *page.Deps) { d.Keep = kept }
	u := sits(t, 80, 24, with)
	u.press("not yet finis")
	u.sees("finis")
	u.leaves()
	if kept.kept.Draft != "not yet finis" {
		t.Fatalf("kept %q", kept.kept.Draft)
	}
	u = sits(t, 80, 24, with)
	u.sees("❯ not yet finis")
	u.press("hed", "enter")
	if got := u.asked().Messages[0].Text(); got != "not yet finished" {
		t.Errorf("asked %q", got)
	}
	u.leaves()
	if kept.kept.Draft != "" {
		t.Errorf("kept %q", kept.kept.Draft)
	}
}

func TestCtrlCStopsThenClearsThenLeaves(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("hello", "enter")
	u.asked()
	u.text("hi")
	u.press("a thought")
	u.sees("❯ a thought")
	u.press("ctrl+c")
	u.sees("stopped", "❯ a thought")
	u.press("ctrl+c")
	u.sees("cleared")
	u.press("ctrl+c")
	u.sees("ctrl+c again leaves")
	u.press("x", "backspace", "ctrl+c")
	u.sees("ctrl+c again leaves")
	u.press("ctrl+c")
	<-u.ended
}

func TestAFileIsCompletedAndSent(t *testing.T) {
	u := sits(t, 80, 24, func(d *page.Deps) {
		os.MkdirAll(filepath.Join(d.Dir, "docs"), 0o755)
		os.WriteFile(filepath.Join(d.Dir, "docs", "plan.txt"), []byte("the plan"), 0o644)
		os.WriteFile(filepath.Join(d.Dir, "chart.png"), []byte("\x89PNG\r\n\x1a\n"), 0o644)
		d.Target = "gpt-oss-20b"
		d.ReadFile = func(path string) (chat.File, error) {
			data, err := os.ReadFile(path)
			return chat.File{Name: filepath.Base(path), MIME: "text/plain", Data: data}, err
		}
	})
	u.press("read @")
	u.sees("docs/plan.txt", "gpt-oss-20b takes no image")
	u.press("dpl", "enter")
	u.sees("❯ read [text plan.txt]")
	u.press("enter")
	r := u.asked()
	if f, ok := r.Messages[0].Parts[0].(chat.File); !ok || string(f.Data) != "the plan" {
		t.Errorf("asked %+v", r.Messages[0].Parts)
	}
	if got := r.Messages[0].Text(); got != "read plan.txt " {
		t.Errorf("asked %q", got)
	}
	u.sees("▣ plan.txt, 8 B")
}

// However many files there are, the one that is meant is found, and no key waits
// for that.
func TestAFileIsFoundInAHugeFolder(t *testing.T) {
	u := sits(t, 80, 24, func(d *page.Deps) {
		os.Mkdir(filepath.Join(d.Dir, "docs"), 0o755)
		for i := range 3100 { // more than are searched between two keys
			os.WriteFile(filepath.Join(d.Dir, "docs", fmt.Sprintf("a%d.txt", i)), nil, 0o644)
		}
		os.WriteFile(filepath.Join(d.Dir, "the-plan.txt"), nil, 0o644)
	})
	u.press("@")
	u.sees("docs/a0.txt")
	u.press("t", "h", "e", "pl")
	u.sees("the-plan.txt  text")
	u.seesNo("docs/")
	u.press("enter")
	u.sees("❯ [text the-plan.txt]")
	u.press("@a99", "backspace", "99")
	u.sees("docs/a999.txt")
}

func TestADroppedFileIsAttached(t *testing.T) {
	var path string
	u := sits(t, 80, 24, func(d *page.Deps) {
		path = filepath.Join(d.Dir, "my chart.png")
		os.WriteFile(path, []byte("\x89PNG\r\n\x1a\n"), 0o644)
	})
	u.pastes(strings.ReplaceAll(path, " ", `\ `))
	u.sees("❯ [image my chart.png]")
	u.press("what is it?")
	u.sees("❯ [image my chart.png] what is it?")
	u.press("ctrl+w", "ctrl+w", "ctrl+w", "backspace", "backspace")
	u.sees("Ask something")
}
