package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"neonchat/chat"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

func numbered(from, to int) string {
	var b strings.Builder
	for i := from; i <= to; i++ {
		fmt.Fprintf(&b, "paragraph %d.\n\n", i)
	}
	return b.String()
}

func TestTheTranscriptFollowsUntilOneScrollsUp(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("count", "enter")
	u.asked()
	u.text(numbered(1, 40))
	u.sees("paragraph 40.")
	u.press("x", "pgup", "pgup")
	u.sees("paragraph 20.", "↓ more")
	at := u.until("stood", func(s string) bool { return strings.Contains(s, "↓ more") })
	u.text(numbered(41, 80))
	u.sees("↓ new")
	if now := u.until("stood", func(string) bool { return true }); strings.Split(now, "\n")[3] != strings.Split(at, "\n")[3] {
		t.Errorf("the text moved from under the reader:\n%s\nnow\n%s", at, now)
	}
	u.press("ctrl+end")
	u.sees("paragraph 80.")
	u.seesNo("↓")
	u.text(numbered(81, 90))
	u.sees("paragraph 90.")
}

func TestAResizeKeepsWhatIsBeingRead(t *testing.T) {
	u := sits(t, 80, 24)
	for i := range 5 {
		u.answers(fmt.Sprintf("question %d", i), fmt.Sprintf("Answer %d: ", i)+strings.Repeat("many words ", 100))
	}
	u.press("tab", "k", "k", "k", "k", "k")
	u.until("saw question 2 on top", func(s string) bool { return strings.HasPrefix(s, "▎❯ question 2") })
	u.resizes(120, 40)
	u.until("saw question 2 on top", func(s string) bool { return strings.HasPrefix(s, "▎❯ question 2") })
	u.resizes(60, 15)
	u.until("saw question 2 on top", func(s string) bool { return strings.HasPrefix(s, "▎❯ question 2") })
}

func TestAResizeSetsAGrowingAnswerAnew(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("go", "enter")
	u.asked()
	u.text("First paragraph, "+strings.Repeat("with words ", 20)+"to its end.\n\nSecond ", "one")
	u.sees("Second one")
	u.resizes(60, 20)
	u.text(" and more")
	u.until("fitted", func(s string) bool {
		for line := range strings.SplitSeq(s, "\n") {
			if len([]rune(line)) > 60 {
				return false
			}
		}
		return strings.Contains(s, "Second one and more") && strings.Contains(s, "to its end.")
	})
	u.ends()
	u.sees("Ask something", "Second one and more")
}

func TestManyMessagesScrollLikeFew(t *testing.T) {
	d := page.NewEnv(page.Deps{}, keymap.Map{})
	d.Look.Width = 80
	tr := transcript.New(d)
	for i := range 5000 {
		tr.Entries = append(tr.Entries, &transcript.Entry{Message: messageOf(fmt.Sprintf("Message **%d**.\n\n- one\n- two", i))})
	}
	tr.Resize(d.Look, 20)
	tr.Scroll(-30)
	tr.Resize(d.Look, 20)
	set := 0
	for _, e := range tr.Entries {
		if e.Rendered {
			set++
		}
	}
	if set > 20 {
		t.Errorf("%d messages were set in lines to show 50 lines", set)
	}
	tr.ToStart()
	tr.Resize(d.Look, 20)
	if got := strings.Join(tr.Lines(), "\n"); !strings.Contains(got, "Message") || !strings.Contains(got, "0") {
		t.Errorf("the start shows\n%s", got)
	}
}

// Opening a session of 5,000 messages sets those that the first frame shows, and
// so does a page up.
func TestALongSessionOpensByWhatIsSeen(t *testing.T) {
	r := rootOf(t)
	reads(r.chat, sessionOf(5000))
	set := func() (n int) {
		for _, e := range r.chat.Transcript.Entries {
			if e.Rendered {
				n++
			}
		}
		return n
	}
	r.Update(tea.WindowSizeMsg{Width: 100, Height: 24})
	if n := set(); n == 0 || n > 24/2 {
		t.Errorf("the first frame of 24 lines set %d messages", n)
	}
	if s := ansi.Strip(r.View().Content); !strings.Contains(s, "Answer 4999") || !strings.Contains(s, "❯ Question 4998") {
		t.Errorf("the first frame is\n%s", s)
	}
	r.Update(tea.KeyPressMsg{Code: tea.KeyPgUp})
	if n := set(); n > 2*24/2 {
		t.Errorf("a page up made it %d", n)
	}
}

// A tall message that takes long is set beside the program; what is read stays
// what it was.
func TestATallMessageIsSetInTheBackground(t *testing.T) {
	u := sits(t, 80, 24)
	u.answers("much", numbered(1, 2000))
	u.press("pgup", "pgup")
	u.sees("paragraph 1980.")
	u.resizes(100, 30)
	u.sees("↓ more")
	u.press("ctrl+end")
	u.sees("paragraph 2000.")
}

func TestReasoningIsFoldedAndOpens(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("think", "enter")
	u.asked()
	u.comes(thought("First I wonder. "))
	u.sees("thinking", "ctrl+t shows")
	u.seesNo("I wonder")
	u.press("ctrl+t")
	u.sees("First I wonder.")
	u.press("ctrl+t")
	u.text("Done.")
	u.ends()
	u.sees("▸ thought", "Done.")
	u.seesNo("I wonder")
}

func TestNoticesAreDim(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("hi", "enter")
	u.asked()
	u.comes(notice("temperature was left out"))
	u.text("Hello")
	u.sees("· temperature was left out", "Hello")
	if got, want := u.colourOf("· temp"), u.colourOf("Type"[:0]+"type on"); got != want {
		t.Errorf("the notice is %v, want %v", got, want)
	}
}

// What goes past the screen, to the title and as a notification, is cleaned too.
func TestNamesCantSteerTheTerminal(t *testing.T) {
	const evil = "evil\x1b]52;c;aGFjaw==\x07\x1b]0;owned\x07 one"
	now := &clock{}
	u := sits(t, 80, 24, func(d *page.Deps) {
		d.Notify, d.Now, d.Branch.Name = true, now.now, evil
	})
	u.until("has a title", func(string) bool { return u.title == "neonchat · evil one" })
	u.press("go", "enter")
	u.asked()
	u.comes(chat.Started{Origin: chat.Origin{Dialect: "openai", Model: evil}})
	u.p.Send(tea.BlurMsg{})
	now.turn(time.Minute)
	u.text("yes")
	u.ends()
	u.until("was told", func(string) bool { return u.alarms > 0 })
	u.sees("evil one · openai")
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.sent) != 0 || strings.Contains(u.title, "owned") {
		t.Errorf("the clipboard got %q, the title is %q", u.sent, u.title)
	}
}

func TestModelTextCantSteerTheTerminal(t *testing.T) {
	u := sits(t, 80, 24)
	u.answers("hi", "safe \x1b]52;c;aGFjaw==\x07\x1b]0;owned\x07\x1b[2Jtext \u202egnihton")
	u.sees("safe", "text")
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.sent) != 0 || strings.Contains(u.title, "owned") {
		t.Errorf("the clipboard got %q, the title is %q", u.sent, u.title)
	}
}
