package ui

import (
	"image/color"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"neonchat/chat"
	"neonchat/ui/page"
	"neonchat/ui/theme"
	"neonchat/ui/transcript"
)

func TestTheThemeFollowsTheBackground(t *testing.T) {
	u := sits(t, 80, 24)
	u.answers("hello", "plain *words*")
	if got := u.colourOf("❯ hello"); got != color.Color(theme.Green.Dark) {
		t.Errorf("on a dark background the mark is %v", got)
	}
	u.mu.Lock()
	u.emu.SetDefaultBackgroundColor(color.White)
	u.mu.Unlock()
	u.p.Send(tea.FocusMsg{})
	u.until("turned light", func(s string) bool {
		return strings.Contains(s, "❯ hello") && u.emu.CellAt(1, 0).Style.Fg == color.Color(theme.Green.Light)
	})
}

// A terminal that can tells when its colours change.
func TestTheThemeFollowsWhenTheTerminalTells(t *testing.T) {
	u := sits(t, 80, 24)
	u.until("asked to be told", func(string) bool { return u.modes[ansi.ModeLightDark] })
	u.answers("hello", "plain *words*")
	u.mu.Lock()
	u.emu.SetDefaultBackgroundColor(color.White)
	u.mu.Unlock()
	u.press("\x1b[?997;2n")
	u.until("turned light", func(s string) bool {
		return strings.Contains(s, "❯ hello") && u.emu.CellAt(1, 0).Style.Fg == color.Color(theme.Green.Light)
	})
}

// Who says dark means it, whatever the terminal says of itself.
func TestAThemeThatIsChosenStays(t *testing.T) {
	u := sits(t, 80, 24, func(d *page.Deps) { d.Style = "dark" })
	u.mu.Lock()
	u.emu.SetDefaultBackgroundColor(color.White)
	u.mu.Unlock()
	u.p.Send(tea.FocusMsg{})
	u.answers("hello", "plain *words*")
	if got := u.colourOf("❯ hello"); got != color.Color(theme.Green.Dark) {
		t.Errorf("the mark is %v", got)
	}
}

func TestWithoutColourThereIsNone(t *testing.T) {
	u := sits(t, 80, 24, func(d *page.Deps) { d.Colour = colorprofile.ASCII })
	u.answers("hello", "# Title\n\n```go\nfunc main() {}\n```\n")
	u.sees("func main() {}")
	u.mu.Lock()
	defer u.mu.Unlock()
	for y := range u.emu.Height() {
		for x := range u.emu.Width() {
			if c := u.emu.CellAt(x, y); c != nil && (c.Style.Fg != nil || c.Style.Bg != nil) {
				t.Fatalf("the cell %d,%d %q is coloured", x, y, c.Content)
			}
		}
	}
}

func TestTheWindowSaysWhatItIsAbout(t *testing.T) {
	u := sits(t, 80, 24)
	u.until("has a title", func(string) bool { return u.title == "neonchat · main" })
	u.answers("why is the sky blue?", "Rayleigh")
	u.until("has a title", func(string) bool { return u.title == "why is the sky blue? · neonchat · main" })
}

func TestALongAnswerIsToldWhenNobodyLooks(t *testing.T) {
	now := &clock{}
	u := sits(t, 80, 24, func(d *page.Deps) { d.Notify, d.Now = true, now.now })
	u.press("think long", "enter")
	u.asked()
	u.text("hm")
	u.p.Send(tea.BlurMsg{})
	now.turn(time.Minute)
	u.ends()
	u.until("was told", func(string) bool { return u.alarms > 0 })
}

func TestTheTerminalShowsThatSomethingIsUnderWay(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("hello", "enter")
	u.asked()
	u.until("showed progress", func(string) bool {
		return len(u.progress) > 0 && strings.HasPrefix(u.progress[len(u.progress)-1], "9;4;3")
	})
	u.text("hi")
	u.ends()
	u.until("ended it", func(string) bool { return strings.HasPrefix(u.progress[len(u.progress)-1], "9;4;0") })
}

func TestTheContextThatIsNearlyFullIsAWarning(t *testing.T) {
	c := rootOf(t).chat
	c.Model.Facts.Context = 1000
	c.Transcript.Entries = []*transcript.Entry{{Message: chat.Message{Usage: &chat.Usage{Input: 700, Output: 150}}}}
	if got := c.Context(c.Env.Look); !strings.Contains(got, "85% of 1k ⚠") {
		t.Errorf("it says %q", got)
	}
}
