package ui

import (
	"strings"
	"testing"
	"time"

	"neonchat/chat"
	"neonchat/ui/page"
)

func TestCompareOutOfTheChat(t *testing.T) {
	u := sits(t, 120, 30, func(d *page.Deps) {
		d.Sets = map[string][]string{"fast": {mini, flash}}
		d.Streamer.(*model).speak(mini, flash)
	})
	u.answers("hello", "hi")
	u.press("/compare fa")
	u.sees("   fast")
	u.press("tab", "gemini-2-5-p")
	u.sees("   gemini-2-5-pro")
	u.press("ctrl+w", "ctrl+w", "fast what gem")
	u.seesNo("gemini-2-5-pro")
	u.press("ctrl+u", "/compare fast what else?", "enter")
	for _, name := range []string{mini, flash} {
		if r := u.of(name).hears(); len(r.Messages) != 3 || r.Messages[1].Text() != "hi" {
			t.Errorf("%s was asked %+v", name, r.Messages)
		}
		u.of(name).says("much").ends()
	}
	u.sees("1 "+mini, "2 "+flash, "enter goes on")
	u.press("1")
	u.sees("❯ hello", "hi", "❯ what else?", "much", "Ask something")
	u.press("/compare"+strings.Repeat(" "+mini, 9), "enter")
	u.sees("2 to 8 models are compared; these are 9")
	u.press("ctrl+u", "/compare "+flash+" one more", "enter") // beside the model in use
	u.sees("1 "+mini, "2 "+flash)
	if r := u.of(flash).hears(); len(r.Messages) != 5 {
		t.Errorf("was asked %+v", r.Messages)
	}
}

// Where a target could stand, what looks like a model's name is named, and nobody
// is asked; the same again is a prompt.
func TestAMistypedTargetIsNoPrompt(t *testing.T) {
	u := sits(t, 120, 30, func(d *page.Deps) { d.Streamer.(*model).speak(mini, flash) })
	u.press("/compare "+mini+" gemni-2-5-flash Explain MVCC", "enter")
	u.sees("gemni-2-5-flash is no model (enter again takes it for the prompt); near: gemini-2-5-flash", "❯ /compare "+mini+" gemni-2-5-flash Explain MVCC")
	u.press("ctrl+u", "/compare bogus-model "+mini+" hi", "enter")
	u.sees("bogus-model is no model", "❯ /compare bogus-model "+mini+" hi")
	u.press("ctrl+u", "/compare "+mini+" "+flash+" gpt-9-turbo", "enter")
	u.sees("gpt-9-turbo is no model (enter again takes it for the prompt)")
	u.press("enter")
	for _, name := range []string{mini, flash} {
		if r := u.of(name).hears(); r.Messages[0].Text() != "gpt-9-turbo" {
			t.Errorf("%s was asked %+v", name, r.Messages)
		}
	}
}

func TestSeveralAreMarkedInThePicker(t *testing.T) {
	u := sits(t, 120, 30, func(d *page.Deps) { d.Streamer.(*model).speak(mini, flash+"@mlflow") })
	u.press("to be compared", "ctrl+l")
	u.sees("ctrl+space marks several")
	u.press(mini, "ctrl+space")
	u.sees("✓  "+mini, "enter compares "+sonnet+", "+mini)
	u.press(flash)
	u.sees("❯ " + flash)
	u.press("tab", "tab", "tab", "right", "insert")
	u.sees("enter compares "+mini+", "+flash+"@mlflow", "❯\n")
	u.press("enter")
	u.sees("❯ to be compared", "1 "+mini, "2 "+flash+"@mlflow")
	u.press("enter") // what was written before is asked
	u.of(mini).hears()
	if r := u.of(flash + "@mlflow").hears(); r.Model.Dialect != chat.MLflow {
		t.Errorf("asked %+v", r.Model)
	}
	u.press("?")
	u.sees("Comparing (tab)", "stop this answer")
	u.press("pgdown", "pgdown")
	u.sees("search all that was ever asked", "asks all, or picks")
}

// Words with a space between them narrow the list; only a key that is no text marks.
func TestASpaceInTheFilterMarksNothing(t *testing.T) {
	u := sits(t, 120, 30)
	u.press("ctrl+l", "gemini flash")
	u.sees("❯ gemini flash", "gemini-3-1-flash-lite", "enter uses it")
	u.seesNo("gpt-5-mini")
	u.seesNo("gemini-2-5-pro")
	u.press("ctrl+x")
	u.sees("enter compares")
}

func TestCommandsOfThePage(t *testing.T) {
	u := compares(t, 100, 24, to("", sonnet, mini))
	u.sees("1 " + sonnet)
	u.press("/")
	u.sees("/compare", "/standings", "/doctor")
	u.seesNo("/temperature")
	u.press("ctrl+u", "/temperature 1", "enter")
	u.sees("/temperature is for the chat: esc goes there")
	u.press("ctrl+u", "/nonsense", "enter")
	u.sees("there is no /nonsense")
	u.press("ctrl+u", "/key")
	u.sees("/keys")
	u.press("enter") // chosen from the list
	u.sees("Comparing (tab)")
	u.press("esc", "one\\", "enter", "two")
	u.sees("❯ one\n   two")
	u.press("ctrl+c")
	u.sees("cleared; up brings it back")
	u.press("up")
	u.sees("❯ one\n   two")
	u.press("enter")
	u.of(sonnet).hears()
	u.press("ctrl+c")
	u.stopped(2)
	u.press("ctrl+c")
	u.sees("ctrl+c again leaves")
	u.press("ctrl+c")
	select {
	case <-u.ended:
	case <-time.After(patienceOfTests):
		t.Error("it goes on")
	}
}

func TestAnotherComparisonFromThePage(t *testing.T) {
	u := compares(t, 120, 24, to("one", sonnet, mini))
	u.model.speak(haiku)
	u.of(sonnet).answers("first")
	u.of(mini).answers("second")
	u.sees("enter goes on")
	u.press("tab", "/compare "+mini+" "+haiku+" two", "enter")
	if r := u.of(haiku).hears(); len(r.Messages) != 3 || r.Messages[1].Text() != "first" {
		t.Errorf("it goes on with %+v", r.Messages)
	}
	u.sees("1 "+mini, "2 "+haiku, "❯ two")
}
