package ui

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/page"
)

const (
	sonnet = "claude-sonnet-4-6"
	mini   = "gpt-5-mini"
	flash  = "gemini-2-5-flash"
	haiku  = "claude-haiku-4-5"
)

// to is a comparison of targets, with its question.
func to(question string, targets ...string) page.Comparison {
	m := page.Comparison{Targets: targets}
	if question != "" {
		m.Question = []chat.Part{chat.Text{Text: question}}
	}
	return m
}

func TestSeveralModelsAnswerAtOnceEachInItsColumn(t *testing.T) {
	c := &clock{}
	u := compares(t, 120, 30, to("why branch?", sonnet, mini, flash), func(d *page.Deps) { d.Now = c.now })
	u.sees("1 "+sonnet, "2 "+mini, "3 "+flash, "❯ why branch?")
	for _, name := range []string{sonnet, mini, flash} {
		if r := u.of(name).hears(); len(r.Messages) != 1 || r.Messages[0].Text() != "why branch?" {
			t.Errorf("%s was asked %+v", name, r.Messages)
		}
	}
	c.turn(500 * time.Millisecond)
	u.of(flash).says("Because it is **quick**, ")
	u.of(mini).says("It is cheap")
	u.sees("quick", "It is cheap", "first 0.5s", "≈ 7 tokens")
	c.turn(time.Second)
	u.of(mini).ends(300)
	u.sees("300 tokens · $0.00085 · 1.5s")
	u.seesNo("fastest")
	c.turn(time.Second)
	u.of(flash).says("and *safe*.").ends(100)
	u.of(sonnet).says("It forks.").ends(400)
	u.sees("and safe.", "It forks.")
	u.until("saw the fastest and the cheapest", func(s string) bool {
		head, _, _ := strings.Cut(s, "\n")
		second := head[strings.Index(head, mini):strings.Index(head, flash)]
		third := head[strings.Index(head, flash):]
		return strings.Contains(second, "fastest") && !strings.Contains(second, "cheapest") && strings.Contains(third, "cheapest")
	})
}

func TestAColumnTellsOfAllItsAttempts(t *testing.T) {
	u := compares(t, 160, 30, to("why branch?", sonnet, mini))
	u.of(mini).hears()
	u.of(sonnet).hears()
	u.of(mini).comes(chat.UsageUpdate{Usage: &chat.Usage{Input: 1000, Output: 300}}, chat.Again{})
	u.of(mini).says("Why not.").ends(300)
	u.sees("300 tokens · 2 attempts · $0.0017")
}

func TestEachColumnSaysHowFarItsUploadIs(t *testing.T) {
	u := compares(t, 120, 30, to("where is this?", sonnet, mini))
	u.of(sonnet).hears()
	u.of(mini).hears()
	u.of(sonnet).send(said{event: chat.Upload{Sent: 3e6, Total: 12e6}})
	u.of(mini).send(said{event: chat.Upload{Sent: 6e6, Total: 12e6}})
	u.sees("sending 25% of 12 MB", "sending 50% of 12 MB")
	u.of(sonnet).send(said{event: chat.Upload{Sent: 12e6, Total: 12e6}})
	u.sees("waiting", "sending 50% of 12 MB")
	u.seesNo("sending 25%")
}

// unresolved has nobody know who the targets are before the channel is closed.
func unresolved(until <-chan struct{}) func(*page.Deps) {
	return func(d *page.Deps) {
		resolve := d.Resolve
		d.Resolve = func(target string) (chat.Model, catalog.Model, chat.Options, error) {
			if target != d.Target {
				<-until
			}
			return resolve(target)
		}
	}
}

func TestWhatIsAskedBeforeTheColumnsAreThereIsAskedInItsOrder(t *testing.T) {
	known := make(chan struct{})
	u := compares(t, 120, 30, to("", mini, flash), unresolved(known))
	questions := []string{"first", "second", "third"}
	for _, text := range questions {
		u.asksInVain(text)
	}
	close(known)
	for _, text := range questions {
		for _, name := range []string{mini, flash} {
			r := u.of(name).hears()
			if last := r.Messages[len(r.Messages)-1].Text(); last != text {
				t.Errorf("%s is asked %q, want %q", name, last, text)
			}
			u.of(name).says("well").ends()
		}
	}
}

func TestWhoLeavesBeforeTheColumnsAreThereHasTheQuestionsBack(t *testing.T) {
	known := make(chan struct{})
	defer close(known)
	u := compares(t, 120, 30, to("", mini, flash), unresolved(known))
	u.asksInVain("first")
	u.asksInVain("second")
	u.press("esc", "esc")
	u.sees("queued: second", "❯ first")
}

// asksInVain sends a question while there is nobody yet to ask.
func (u *user) asksInVain(text string) {
	u.t.Helper()
	u.press(text)
	u.sees("❯ " + text)
	u.press("enter")
	u.seesNo(text)
}

func TestWhereAPriceIsUnknownNobodyIsTheCheapest(t *testing.T) {
	u := compares(t, 80, 24, to("q", "mystery-1", mini))
	u.of("mystery-1").answers("one")
	u.of(mini).answers("two")
	u.sees("one", "two", "$ –")
	u.seesNo("cheapest")
}

func TestAFailedColumnIsAskedAgainWhileTheOthersFlow(t *testing.T) {
	u := compares(t, 120, 30, to("why?", sonnet, mini))
	u.of(sonnet).hears()
	u.of(mini).hears()
	u.of(sonnet).says("slowly")
	u.of(mini).fails("too many requests (HTTP 429)")
	u.sees("✗ too many requests (HTTP 429)", "wait a moment; r retries, m asks another model")
	u.press("right", "r")
	if r := u.of(mini).hears(); len(r.Messages) != 1 || r.Messages[0].Text() != "why?" {
		t.Errorf("was asked again with %+v", r.Messages)
	}
	u.seesNo("429")
	u.of(sonnet).says(" but surely").ends()
	u.of(mini).says("at last").ends()
	u.sees("slowly but surely", "at last", "enter goes on")
	s := u.keepsOne(4)
	if q := s.Messages[0]; q.Text() != "why?" || len(s.Siblings(s.Messages[1])) != 3 {
		t.Errorf("kept %+v", s.Messages)
	}
}

func TestWhatAFailedColumnMissedIsAskedAfterTheRetry(t *testing.T) {
	u := compares(t, 120, 30, to("one", sonnet, mini))
	u.of(sonnet).answers("fine")
	u.of(mini).hears()
	u.of(mini).fails("down")
	u.sees("✗ down")
	u.press("tab", "two", "enter")
	u.of(sonnet).answers("fine too")
	u.sees("fine too", "✗ down")
	u.press("2")
	u.sees("there is no answer to go on with")
	u.press("right", "r")
	u.of(mini).answers("back")
	if r := u.of(mini).hears(); len(r.Messages) != 3 || r.Messages[1].Text() != "back" || r.Messages[2].Text() != "two" {
		t.Errorf("then it was asked %+v", r.Messages)
	}
	u.of(mini).says("and on").ends()
	u.sees("and on")
}

func TestAnotherModelAnswersInTheColumn(t *testing.T) {
	u := compares(t, 120, 30, to("why?", sonnet, mini))
	u.model.speak(haiku)
	u.of(sonnet).answers("fine")
	u.of(mini).hears()
	u.of(mini).fails("down")
	u.sees("✗ down")
	u.press("right", "m")
	u.sees("Model, from the next question on")
	u.press(haiku, "enter")
	u.of(haiku).answers("here I am")
	u.sees("2 "+haiku, "here I am", "fine")
}

func TestOneModelIsComparedWithItself(t *testing.T) {
	u := compares(t, 80, 24, to("why?", mini, mini))
	u.of(mini).hears()
	u.of(mini).hears()
	u.press("right", "x")
	u.sees("stopped")
	u.of(mini).says("one").ends()
	u.sees("one")
	u.press("r")
	u.of(mini).answers("two")
	u.sees("two", "enter goes on")
	u.press("v", "2")
	u.until("saw the second voted for", func(s string) bool {
		head, _, _ := strings.Cut(s, "\n")
		return strings.Count(head, "voted") == 1 && strings.Index(head, "voted") > strings.Index(head, "│")
	})
}

func TestOneIsStoppedAndTheOthersFlow(t *testing.T) {
	u := compares(t, 120, 30, to("why?", sonnet, mini, flash))
	for i, name := range []string{sonnet, mini, flash} {
		u.of(name).hears()
		u.of(name).says(fmt.Sprintf("begun by %d", i+1))
		u.sees(fmt.Sprintf("begun by %d", i+1))
	}
	u.press("right", "x")
	u.sees("stopped")
	u.press("x")
	u.sees("nothing is under way here")
	u.of(flash).says(", and ended").ends()
	u.of(sonnet).says(", and on")
	u.sees("begun by 3, and ended", "begun by 1, and on")
	u.press("esc")
	u.sees("enter goes on")
	u.press("esc") // nobody picked: the first that ended well
	u.sees("Ask something", "begun by 3, and ended")
}

func TestACutAnswerIsContinued(t *testing.T) {
	u := compares(t, 120, 24, to("count", sonnet, mini))
	u.of(mini).answers("1 2 3")
	u.of(sonnet).hears()
	u.of(sonnet).says("1 2")
	u.sees("≈ 1 tokens")
	u.press("x")
	u.sees("it was stopped here; . continues")
	u.press(".")
	if r := u.of(sonnet).hears(); len(r.Messages) != 3 || r.Messages[1].Text() != "1 2" {
		t.Errorf("asked %+v", r.Messages)
	}
	u.of(sonnet).says(" 3 4").ends()
	u.sees("1 2 3 4")
	u.press("right", ".")
	u.sees("there is nothing to continue")
}

func TestATargetThatIsNoneHasAColumnThatSaysSo(t *testing.T) {
	u := compares(t, 80, 24, to("why?", "gpt-5:much", mini))
	u.of(mini).answers("two")
	u.sees("two", `unknown effort "much" in`, "m asks another model")
	u.press("r")
	u.sees("there is nobody to ask")
	u.model.speak(haiku)
	u.press("m")
	u.sees("Model, from")
	u.press(haiku, "enter")
	u.of(haiku).answers("one")
	u.sees("1 "+haiku, "one")
}

func TestFilesGoToEveryColumn(t *testing.T) {
	u := compares(t, 120, 30, to("", sonnet, mini), withFile(t))
	u.sees("1 " + sonnet)
	u.press("/attach notes.txt", "enter")
	u.sees("[text notes.txt]")
	u.press("sum up", "enter")
	for _, name := range []string{sonnet, mini} {
		r := u.of(name).hears()
		if f, ok := r.Messages[0].Parts[0].(chat.File); !ok || string(f.Data) != "some notes" {
			t.Errorf("%s was asked %+v", name, r.Messages)
		}
	}
	u.sees("▣ notes.txt")
}

func TestAFileIsRefusedWhereNobodyTakesIt(t *testing.T) {
	picture := func(d *page.Deps) {
		d.Target = "gpt-oss-20b" // which takes none, and is not who is asked
		if err := os.WriteFile(d.Dir+"/chart.png", []byte("pixels"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	u := compares(t, 120, 30, to("", sonnet, "gpt-oss-120b"), picture)
	u.sees("1 " + sonnet)
	u.press("@chart")
	u.sees("   chart.png", "image")
	u.press("tab")
	u.sees("❯ [image chart.png]")
	deaf := compares(t, 120, 30, to("", "gpt-oss-20b", "gpt-oss-120b"), picture)
	deaf.sees("1 gpt-oss-20b")
	deaf.press("@chart")
	deaf.sees("none of them takes image")
	deaf.press("esc", "ctrl+u", "/attach chart.png", "enter")
	deaf.sees("❯ [image chart.png]", "none of them takes image")
}

func TestWhoLooksElsewhereIsToldWhenAllHaveAnswered(t *testing.T) {
	c := &clock{}
	u := compares(t, 80, 24, to("why?", sonnet, mini), func(d *page.Deps) { d.Now, d.Notify = c.now, true })
	u.of(sonnet).hears()
	u.of(mini).hears()
	u.in.Write([]byte("\x1b[O"))
	u.press("right")
	u.sees("▸ 2") // what came before the key was taken
	u.of(sonnet).says("one").ends()
	u.sees("one", "200 tokens")
	c.turn(10 * time.Second)
	u.of(mini).says("two").ends()
	u.until("was told once, after the progress", func(string) bool {
		return u.alarms == 1 && strings.Contains(strings.Join(u.progress, " "), "9;4;3")
	})
}

// The title of the window goes past the screen, and a branch's name with it.
func TestABranchCantSteerTheTerminalFromAComparison(t *testing.T) {
	u := compares(t, 100, 24, to("why?", sonnet, mini), func(d *page.Deps) {
		d.Branch.Name = "evil\x1b]52;c;aGFjaw==\x07\x1b]0;owned\x07 one"
	})
	u.of(sonnet).hears()
	u.until("has a title", func(string) bool { return u.title == "comparing · why? · neonchat · evil one" })
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.sent) != 0 {
		t.Errorf("the clipboard got %q", u.sent)
	}
}
