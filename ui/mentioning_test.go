package ui

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"neonchat/chat"
	"neonchat/ui/page"
)

// holds has files in the folder that the user sits in, each with its name as its
// content.
func holds(names ...string) func(*page.Deps) {
	return func(d *page.Deps) {
		for _, name := range names {
			path := filepath.Join(d.Dir, name)
			os.MkdirAll(filepath.Dir(path), 0o755)
			os.WriteFile(path, []byte(name), 0o644)
		}
		d.ReadFile = func(path string) (chat.File, error) {
			data, err := os.ReadFile(path)
			return chat.File{Name: filepath.Base(path), MIME: "text/plain", Data: data}, err
		}
	}
}

// wasAsked fails unless the last question is that text with those files.
func (u *user) wasAsked(text string, files ...string) {
	u.t.Helper()
	messages := u.asked().Messages
	m := messages[len(messages)-1]
	var got []string
	for _, p := range m.Parts {
		if f, ok := p.(chat.File); ok {
			got = append(got, string(f.Data))
		}
	}
	if m.Text() != text || !slices.Equal(got, files) {
		u.t.Errorf("asked %q with %q, want %q with %q", m.Text(), got, text, files)
	}
}

func TestWhatIsPastedAttachesNothing(t *testing.T) {
	for _, tt := range []struct{ name, before, pasted, behind, text string }{
		{"a few lines", "look: ", "one\n @secret.txt\nthree", "", "look: one\n @secret.txt\nthree"},
		{"a collapsed paste", "I am @home: ", strings.Repeat("x\n", 10) + " @secret.txt", "", "I am @home: " + strings.Repeat("x\n", 10) + " @secret.txt"},
		{"a name behind an @", "look: @", "secret.txt", "", "look: @secret.txt"},
		{"an @ before a name", "look: ", "@", "secret.txt", "look: @secret.txt"},
		{"the end of a name", "look: @secret", ".txt", " ", "look: @secret.txt "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			u := sits(t, 80, 24, holds("secret.txt", "secret"))
			if tt.before != "" {
				u.press(tt.before)
			}
			u.pastes(tt.pasted)
			if tt.behind != "" {
				u.press(tt.behind)
			}
			u.press("enter")
			u.wasAsked(tt.text)
		})
	}
}

// Nor does what is recalled, searched for, left by the last run, or made by an
// editor.
func TestWhatIsBroughtBackAttachesNothing(t *testing.T) {
	const text = "look at @secret.txt"
	kept := func(d *page.Deps) { d.Keep.(*keeper).kept.Asked = []string{text} }
	t.Run("recalled", func(t *testing.T) {
		u := sits(t, 80, 24, holds("secret.txt"), kept)
		u.press("ctrl+r")
		u.sees("look at")
		u.press("esc", "up")
		u.sees("❯ "+text, "@secret.txt goes as text; ctrl+x at it attaches the file")
		u.press("enter")
		u.wasAsked(text)
	})
	t.Run("searched for", func(t *testing.T) {
		u := sits(t, 80, 24, holds("secret.txt"), kept)
		u.press("ctrl+r")
		u.sees("look at")
		u.press("enter")
		u.sees("❯ " + text)
		u.press("enter")
		u.wasAsked(text)
	})
	t.Run("left by the last run", func(t *testing.T) {
		u := sits(t, 80, 24, holds("secret.txt"), func(d *page.Deps) { d.Keep.(*keeper).kept.Draft = text })
		u.sees("❯ " + text)
		u.press("enter")
		u.wasAsked(text)
	})
	t.Run("queued", func(t *testing.T) {
		u := sits(t, 80, 24, holds("secret.txt"))
		u.press("hello", "enter")
		u.asked()
		u.pastes(text)
		u.press("enter")
		u.sees("1 queued: " + text)
		u.text("hi")
		u.ends()
		u.wasAsked(text)
	})
	t.Run("of a session that was loaded", func(t *testing.T) {
		u := sits(t, 80, 24, holds("secret.txt"), begunWith(chat.Text{Text: text}))
		u.sees(text)
		u.press("tab", "e")
		u.sees("❯ look")
		u.press("enter")
		u.wasAsked(text)
	})
}

// begunWith begins with a session of one question and its answer.
func begunWith(question ...chat.Part) func(*page.Deps) {
	return func(d *page.Deps) {
		s := &chat.Session{Head: chat.Head{ID: "s1", Title: "Old", Branch: mainBranch, Leaf: "a"}, Messages: []chat.Message{
			{ID: "q", Role: chat.User, Parts: question},
			{ID: "a", Parent: "q", Role: chat.Assistant, Parts: []chat.Part{chat.Text{Text: "an answer"}}},
		}}
		d.Begin = func(context.Context) (*chat.Session, error) { return s, nil }
	}
}

func TestWhatIsPastedIsNoCommand(t *testing.T) {
	u := sits(t, 80, 24)
	u.pastes("/quit")
	u.sees("/quit goes as text; ctrl+x makes it a command")
	u.press("enter")
	u.wasAsked("/quit")
	u.text("no")
	u.ends()
	u.sees("Ask something")
	u.pastes("/nothing of ours")
	u.press("enter")
	u.wasAsked("/nothing of ours")
	u.text("no")
	u.ends()
	u.sees("Ask something")
	u.pastes(`C:\`)
	u.press("enter")
	u.wasAsked(`C:\`)
	u.text("no")
	u.ends()
	u.sees("Ask something")
	u.pastes("/system Be brief.")
	u.press("ctrl+x")
	u.sees("enter carries out /system")
	u.press("enter")
	u.sees("with a system prompt")
}

// A list of what completes a word would take the key that sends.
func TestWhatIsPastedIsNotCompleted(t *testing.T) {
	u := sits(t, 80, 24, holds("secret.txt"))
	u.pastes("/ne")
	u.press("enter")
	u.wasAsked("/ne")
	u.text("no")
	u.ends()
	u.sees("Ask something")
	u.pastes("look: @sec")
	u.press("enter")
	u.wasAsked("look: @sec")
}

func TestAKeyTakesWhatWasPastedAsTyped(t *testing.T) {
	u := sits(t, 80, 24, holds("plan.txt"))
	u.pastes("look at (@plan.txt), @gone.txt")
	u.sees("@plan.txt")
	u.press("ctrl+x")
	u.sees("@gone.txt is no file here, and goes as text")
	for range 13 {
		u.press("left")
	}
	u.sees("@plan.txt), goes as text; ctrl+x attaches the file")
	u.press("ctrl+x")
	u.sees("look at ([text plan.txt]), @gone.txt")
	u.press("enter")
	u.wasAsked("look at (plan.txt), @gone.txt", "plan.txt")
}

// What goes along is seen before it goes.
func TestAMentionThatIsTypedBecomesAChip(t *testing.T) {
	u := sits(t, 80, 24, holds("plan.txt"))
	u.press("read @plan.txt", "esc", " ")
	u.sees("❯ read [text plan.txt]")
	u.press("and @plan.tx", "esc", " ")
	u.sees("@plan.tx is no file here, and goes as text")
	u.press("enter")
	u.wasAsked("read plan.txt and @plan.tx ", "plan.txt")
	u.seesNo("is no file here") // that was said
}

// One that is still being written is a chip first too, and goes with the next
// enter.
func TestAFileIsSeenBeforeItIsSent(t *testing.T) {
	u := sits(t, 80, 24, holds("plan.txt", "b.txt"))
	u.press("read @gone and @plan.txt", "esc", "enter")
	u.sees("❯ read @gone and [text plan.txt]")
	u.sees("the file goes along; enter sends")
	u.press(" or @b.txt", "esc", "enter")
	u.sees("[text plan.txt] or [text b.txt]")
	u.press("enter")
	u.wasAsked("read @gone and plan.txt or b.txt", "plan.txt", "b.txt")
	u.text("no")
	u.ends()
	u.press("where is @gone", "enter")
	u.wasAsked("where is @gone") // nothing goes along: nothing is to be seen
	u.sees("@gone is no file here, and goes as text")
}

func TestAFileIsSeenBeforeItIsCompared(t *testing.T) {
	u := sits(t, 120, 30, holds("a.txt"), func(d *page.Deps) { d.Streamer.(*model).speak(mini, flash) })
	u.press("/compare "+mini+" "+flash+" read @a.txt", "esc", "enter")
	u.sees("the file goes along; enter sends")
	u.press("enter")
	for _, name := range []string{mini, flash} {
		u.of(name).answers("an answer")
	}
	u.press("now @a.txt")
	u.sees("a.txt  text")
	u.press("esc", "enter")
	u.sees("the file goes along; enter sends")
	u.press("enter")
	if m := u.of(mini).hears().Messages; len(m[len(m)-1].Parts) != 2 {
		t.Errorf("asked %+v", m[len(m)-1])
	}
}

func TestPunctuationEndsAMention(t *testing.T) {
	for _, tt := range []struct {
		typed, text, file string
		left              bool
	}{
		{"read @a.txt, please", "read a.txt, please", "a.txt", true},
		{"read (@a.txt).", "read (a.txt).", "a.txt", false},
		{"is it @a.txt?", "is it a.txt?", "a.txt", false},
		{"看：@a.txt，好吗", "看：a.txt，好吗", "a.txt", false},
		{"@a.txt's end", "a.txt's end", "a.txt", true},
		{"@a.txt,@a.txt", "a.txt,a.txt", "a.txt", false},
		{`"@a.txt"`, `"a.txt"`, "a.txt", true},
		{`read @"b c.txt".`, "read b c.txt.", "b c.txt", true},
		{"read @d,e.txt.", "read d,e.txt.", "d,e.txt", false},
		{"read @a and @./a.txt", "read @a and a.txt", "a.txt", false},
		{"me@a.txt", "me@a.txt", "", false},
		{"read @a.txt.bak", "read @a.txt.bak", "", false},
	} {
		t.Run(tt.typed, func(t *testing.T) {
			u := sits(t, 80, 24, holds("a.txt", "b c.txt", "d,e.txt"))
			u.press(tt.typed, "esc")
			if tt.left {
				u.sees("[text ")
			}
			u.press("enter")
			if tt.file == "" {
				u.wasAsked(tt.text)
				return
			}
			if !tt.left {
				u.sees("the file goes along; enter sends")
				u.press("enter")
			}
			u.wasAsked(tt.text, tt.file)
		})
	}
}

// Whatever is edited how often: a question has its file once.
func TestAnEditedQuestionHasItsFileOnce(t *testing.T) {
	file := chat.File{Name: "a.txt", MIME: "text/plain", Data: []byte("as it was")}
	for _, text := range []string{"what is in @a.txt", "what is in @docs/a.txt", "what is in a.txt"} {
		t.Run(text, func(t *testing.T) {
			u := sits(t, 80, 24, holds("a.txt"), begunWith(file, chat.Text{Text: text}))
			u.sees("an answer")
			for range 2 {
				u.press("tab", "e")
				u.sees("❯ what is in [text a.txt]")
				u.press("enter")
				u.wasAsked("what is in a.txt", "as it was")
				u.text("that")
				u.ends()
				u.sees("Ask something")
			}
		})
	}
}

func TestAFileThatIsMentionedTwiceIsAttachedOnce(t *testing.T) {
	u := sits(t, 80, 24, holds("a.txt"))
	u.press("@a.tx")
	u.sees("a.txt  text")
	u.press("enter", "or @./a.txt or @a.txt", "esc", "enter")
	u.wasAsked("a.txt or a.txt or a.txt", "a.txt")
}

// What compares is asked keeps its chips, and what was pasted stays text.
func TestAComparedPromptKeepsItsFiles(t *testing.T) {
	u := sits(t, 120, 30, holds("a.txt", "secret.txt"), func(d *page.Deps) { d.Streamer.(*model).speak(mini, flash) })
	u.press("/compare "+mini+" "+flash+" read @a.txt", "esc", " ")
	u.sees("[text a.txt]")
	u.pastes("not @secret.txt")
	u.press("enter")
	m := u.of(mini).hears().Messages[0]
	if got := m.Text(); got != "read a.txt not @secret.txt" || len(m.Parts) != 2 {
		t.Errorf("asked %q with %d parts", got, len(m.Parts))
	}
}
