package ui

import (
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// What is typed after scrolling is text: it asks nothing again and edits nothing.
func TestScrollingLeavesTypingAlone(t *testing.T) {
	for _, text := range []string{"really?", "explain", "shorter, please"} {
		t.Run(text, func(t *testing.T) {
			u := sits(t, 80, 24)
			u.answers("count", numbered(1, 40))
			u.press("pgup")
			u.sees("↓ more")
			u.seesNo("SELECT")
			u.p.Send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
			u.press(text)
			u.sees("❯ " + text)
			u.seesNo("SELECT")
			u.press("enter")
			if r := u.asked(); len(r.Messages) != 3 || r.Messages[2].Text() != text {
				t.Errorf("asked %+v", r.Messages)
			}
		})
	}
}

// After a failure, and after a cut, letters are text; an empty line does what it
// says.
func TestTypingAfterAFailureIsText(t *testing.T) {
	for _, text := range []string{"rewrite this please", ".env is what?", "r", "."} {
		t.Run(text, func(t *testing.T) {
			u := sits(t, 80, 24)
			u.press("hello", "enter")
			u.asked()
			u.text("half of")
			u.fails(errors.New("the answer was cut"))
			u.sees("enter has claude-sonnet-4-6 continue, about $")
			u.press(text)
			u.sees("❯ " + text)
			u.press("enter")
			if r := u.asked(); r.Messages[len(r.Messages)-1].Text() != text {
				t.Errorf("asked %+v", r.Messages)
			}
		})
	}
}

// While a message is selected the mode says so, and no letter lands in the
// composer.
func TestLettersAreCommandsWhileSelecting(t *testing.T) {
	u := talked(t)
	u.press("half a li", "tab")
	u.sees("SELECT", "esc writes", "? all", "y copies", "❯ half a li", "▎  eleven")
	u.press("x")
	u.sees("x does nothing here; esc writes, ? shows all keys")
	u.press("q") // leaving would let the rest of a word land in the composer
	u.sees("q does nothing here", "SELECT")
	u.press("zwx", "backspace", "delete", "ctrl+w")
	u.sees("ctrl+w does nothing here", "❯ half a li")
	u.press("esc")
	u.seesNo("SELECT")
	u.press("ne")
	u.sees("❯ half a line")
}

func TestAskingAgainShowsWhomAndThePriceAndTakesEnter(t *testing.T) {
	u := talked(t)
	u.press("tab", "r")
	u.sees("SELECT", "about $0.006: enter asks claude-sonnet-4-6 again; esc doesn't", "eleven")
	u.press("eally?") // a letter takes it back, and does nothing else
	u.sees("Keys and commands")
	u.press("q")
	u.seesNo("Keys and commands")
	u.press("r", "esc")
	u.sees("nothing was asked", "SELECT")
	u.press("r", "enter")
	if r := u.asked(); len(r.Messages) != 3 || r.Messages[2].Text() != "and then?" {
		t.Errorf("asked %+v", r.Messages)
	}
	u.text("twelve")
	u.ends()
	u.sees("twelve", "‹2/2›", "Ask something")
}

func TestAnotherModelsPriceIsShownBeforeItIsAsked(t *testing.T) {
	u := talked(t)
	u.press("tab", "R")
	u.sees("Another answer, by which model?")
	u.press("gpt-5-mini")
	u.sees("enter asks it, about $0.0006")
	u.press("esc")
	u.sees("SELECT", "eleven")
}

func TestContinuingShowsWhomAndThePrice(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("count", "enter")
	u.asked()
	u.text("one, two, ")
	u.fails(errors.New("the line broke"))
	u.sees("✗ the line broke")
	u.press("tab", ".")
	u.sees("about $0.00", ": enter has claude-sonnet-4-6 continue")
	u.press("enter")
	if r := u.asked(); len(r.Messages) != 3 {
		t.Errorf("asked %+v", r.Messages)
	}
}

// esc twice takes up the last question, once it has nothing else to do.
func TestEscEscEditsTheLastQuestion(t *testing.T) {
	u := talked(t)
	u.press("esc")
	u.sees("esc again edits the last question")
	u.press("x", "backspace", "esc") // not twice in a row
	u.sees("esc again edits the last question")
	u.press("esc")
	u.sees("❯ and then?", "grows a version")
	u.press(" really", "enter")
	if r := u.asked(); len(r.Messages) != 3 || r.Messages[2].Text() != "and then? really" {
		t.Errorf("asked %+v", r.Messages)
	}
	u.text("twel")
	u.sees("twel")
	u.press("esc", "esc", "esc") // the first stops
	u.sees("stopped", "❯ and then? really")
}

// What is written isn't replaced: who presses esc out of habit loses nothing.
func TestEscEscLeavesWhatIsWritten(t *testing.T) {
	u := talked(t)
	u.press("a thought", "esc", "esc")
	u.until("kept the thought", func(s string) bool { return strings.Contains(s, "❯ a thought") && !strings.Contains(s, "esc again") })
	u.press("!")
	u.sees("❯ a thought!")
}
