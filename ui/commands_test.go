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

// Alone a setting's command shows what is set, to be changed; none takes it away.
func TestASettingIsShownBeforeItIsChanged(t *testing.T) {
	u := sits(t, 100, 24)
	u.press("/system", "enter")
	u.sees("none is set", "❯ /system")
	u.press("Be brief.", "enter")
	u.sees("with a system prompt")
	u.press("/system", "enter")
	u.sees("❯ /system Be brief.")
	u.press(" Rhyme.", "enter")
	u.sees("with a system prompt")
	u.press("/temperature 0.7", "enter")
	u.sees("temperature 0.7")
	u.press("/temperature", "enter")
	u.sees("❯ /temperature 0.7", "a number from 0 to 2")
	u.press("ctrl+u", "/temperature none", "enter")
	u.sees("claude-sonnet-4-6, with a system prompt")
	u.press("/effort low", "enter")
	u.sees("claude-sonnet-4-6:low")
	u.press("/effort", "enter")
	u.sees("❯ /effort low", "claude-sonnet-4-6 takes none, minimal, low")
	u.press("ctrl+u", "/effort auto", "enter")
	u.seesNo("claude-sonnet-4-6:low")
	u.press("/dialect mlflow", "enter")
	u.sees("claude-sonnet-4-6@mlflow")
	u.press("/dialect", "enter")
	u.sees("❯ /dialect mlflow")
	u.press("ctrl+u", "/dialect none", "enter")
	u.seesNo("@mlflow")
	u.press("hello", "enter")
	if r := u.asked(); r.System != "Be brief. Rhyme." || r.Temperature != nil || r.Effort != "" {
		t.Errorf("asked %+v", r.Options)
	}
	u.text("hi")
	u.ends()
	u.press("/system none", "enter")
	u.sees("── claude-sonnet-4-6 ──") // nothing is set any more
	u.press("again", "enter")
	if r := u.asked(); r.System != "" {
		t.Errorf("the system prompt is %q", r.System)
	}
}

func TestASystemPromptIsReadFromAFile(t *testing.T) {
	u := sits(t, 100, 24, withFile(t))
	u.press("/system @gone.txt", "enter")
	u.sees("gone.txt", "❯ /system @gone.txt") // it stays, to be mended
	u.press("ctrl+u", "/system @no")
	u.sees("   notes.txt")
	u.press("enter", "enter")
	u.sees("with a system prompt")
	u.press("hello", "enter")
	if r := u.asked(); r.System != "some notes" || len(r.Messages[0].Parts) != 1 {
		t.Errorf("asked %+v", r)
	}
}

// A command that fails stays, one that was carried out can be recalled, and either
// is still a command.
func TestCommandsAreMendedAndRecalled(t *testing.T) {
	u := sits(t, 100, 24)
	u.press("/temperature 5", "enter")
	u.sees("a temperature is a number from 0 to 2", "❯ /temperature 5")
	u.press("backspace", "1", "enter")
	u.sees("temperature 1")
	u.press("/attach gone.txt", "enter")
	u.sees("there is no file", "❯ /attach gone.txt")
	u.press("ctrl+u", "/EFFORT low", "enter")
	u.sees("claude-sonnet-4-6:low")
	u.press("up")
	u.sees("❯ /EFFORT low")
	u.press("up", "up")
	u.sees("❯ /temperature 1")
	u.press("backspace", "0", "enter")
	u.sees("temperature 0")
	u.press("ctrl+r")
	u.sees("Asked before", "/attach gone.txt", "/EFFORT low")
	if n := len(u.model.requests); n != 0 {
		t.Errorf("a model was asked %d times", n)
	}
}

// A command that is recalled offers no other: up goes on to what was before it.
func TestUpGoesOnBeyondACommand(t *testing.T) {
	u := sits(t, 80, 24)
	u.answers("hello", "hi")
	u.press("/copy", "enter")
	u.sees("sent the answer to the clipboard")
	u.press("up")
	u.sees("❯ /copy")
	u.press("up")
	u.seesNo("❯ /copy")
	u.press("down", "enter")
	u.sees("sent the answer to the clipboard")
}

// A question that looks like a command is one when it is recalled, too.
func TestARecalledQuestionIsNoCommand(t *testing.T) {
	u := sits(t, 80, 24)
	u.pastes("/quit is what?")
	u.press("enter")
	u.asked()
	u.text("a command")
	u.ends()
	u.sees("Ask something")
	u.press("up")
	u.sees("❯  /quit is what?")
	u.press("enter")
	if r := u.asked(); r.Messages[2].Text() != " /quit is what?" {
		t.Errorf("asked %+v", r.Messages)
	}
}
