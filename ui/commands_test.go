package ui

import (
	"testing"

	"neonchat/catalog"
	"neonchat/ui/page"
)

// A command that there isn't costs nothing: it stands there to be mended.
func TestAMistypedCommandIsNotSent(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("/modle gpt-5", "enter")
	u.sees("there is no /modle; / lists the commands", "❯ /modle gpt-5")
	u.press("ctrl+u", "/usr/bin is what?", "enter")
	if got := u.asked().Messages[0].Text(); got != "/usr/bin is what?" {
		t.Errorf("asked %q", got)
	}
	u.text("a folder")
	u.ends()
	u.sees("Ask something")
	u.press(" /modle is what?", "enter")
	if got := u.asked().Messages[2].Text(); got != " /modle is what?" {
		t.Errorf("asked %q", got)
	}
	if n := len(u.model.asked); n != 0 {
		t.Errorf("the model was asked %d times more", n)
	}
}

// A model that no list has may be mistyped, or newer than the lists.
func TestAnUnknownModelIsUsedOnlyWhenOneInsists(t *testing.T) {
	u := sits(t, 100, 30)
	u.press("/model gtp-5-mini:low", "enter")
	u.sees("gtp-5-mini is unknown (enter again uses it all the same); near: gpt-5-mini", "❯ /model gtp-5-mini:low")
	u.press("ctrl+u", "/model GPT-5-mini", "enter")
	u.sees("from the next question on: gpt-5-mini ──")
	u.press("/model gpt-99", "enter")
	u.sees("gpt-99 is unknown")
	u.press("enter")
	u.sees("from the next question on: gpt-99, which no list has: its price and limits are unknown")
	u.press("hello", "enter")
	if r := u.asked(); r.Model.ID != "gpt-99" {
		t.Errorf("asked %+v", r.Model)
	}
}

// The name of one model may be the start of others'.
func TestAWholeNameIsTakenAtItsWord(t *testing.T) {
	u := sits(t, 100, 30)
	u.press("/model gpt-5")
	u.sees("  gpt-5-5")
	u.press("enter")
	u.sees("from the next question on: gpt-5 ──")
}

func TestAModelThatTheBranchDoesNotServeIsTold(t *testing.T) {
	u := sits(t, 100, 30, func(d *page.Deps) {
		d.Known = catalog.Embedded().Join([]catalog.Listed{{ID: "claude-sonnet-4-6", Enabled: true}})
	})
	u.press("/model gpt-5-mini", "enter")
	u.sees("from the next question on: gpt-5-mini, which this branch doesn't serve")
}

// A command's argument may begin on the next line.
func TestACommandEndsWithItsLine(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("/system", "ctrl+j", "Be brief.", "enter")
	u.sees("with a system prompt")
	u.press("hello", "enter")
	if got := u.asked().System; got != "Be brief." {
		t.Errorf("the system prompt is %q", got)
	}
}
