package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"neonchat/chat"
)

func TestAPickGoesOnInTheChat(t *testing.T) {
	u := compares(t, 120, 30, to("why?", sonnet, mini, flash))
	for _, name := range []string{sonnet, mini, flash} {
		u.of(name).answers("says " + name)
	}
	u.sees("enter goes on with this one", "says "+flash)
	u.press("right", "enter")
	u.sees("the chat goes on with "+mini, "Ask something", "❯ why?", "says "+mini)
	u.seesNo("says " + sonnet)
	u.sees("/3› · " + mini)
	s := u.goesOn("why?", "says "+mini)
	if leaf, _ := s.Find(s.Leaf); len(s.Siblings(leaf)) != 3 || s.Branch != mainBranch || s.Title != "why?" {
		t.Errorf("kept %+v, and beside the picked answer %+v", s.Head, s.Siblings(leaf))
	}
	u.press("and then?", "enter")
	r := u.of(mini).hears()
	if r.Model.ID != mini || len(r.Messages) != 3 || r.Messages[1].Text() != "says "+mini {
		t.Errorf("the next question went to %s with %+v", r.Model.ID, r.Messages)
	}
}

func TestADigitPicksWhatIsSeen(t *testing.T) {
	u := compares(t, 80, 24, to("why?", sonnet, mini, flash))
	for _, name := range []string{sonnet, mini, flash} {
		u.of(name).answers("says " + name)
	}
	u.sees("says "+sonnet, "says "+mini, "1✓"+sonnet, "2✓"+mini, "3✓"+flash)
	u.seesNo("says " + flash)
	u.press("3")
	u.sees("▸ 3 "+flash, "says "+flash)
	u.press("2")
	u.sees("the chat goes on with "+mini, "Ask something")
}

func TestAFollowUpGoesToEveryColumnInItsOwnThread(t *testing.T) {
	u := compares(t, 120, 30, to("first", sonnet, mini))
	u.of(sonnet).answers("one of sonnet")
	u.of(mini).hears()
	u.of(mini).says("one of ")
	u.sees("one of sonnet")
	u.press("tab", "second", "enter") // while one is still answering
	r := u.of(sonnet).hears()
	if len(r.Messages) != 3 || r.Messages[1].Text() != "one of sonnet" || r.Messages[2].Text() != "second" {
		t.Errorf("sonnet was asked %+v", r.Messages)
	}
	u.of(sonnet).says("two of sonnet").ends()
	u.of(mini).says("mini").ends()
	r = u.of(mini).hears()
	if len(r.Messages) != 3 || r.Messages[1].Text() != "one of mini" {
		t.Errorf("mini was asked %+v", r.Messages)
	}
	u.of(mini).says("two of mini").ends()
	u.sees("two of sonnet", "two of mini", "enter goes on")
	u.press("2")
	u.sees("Ask something", "one of mini", "two of mini")
	u.goesOn("first", "one of mini", "second", "two of mini")
	u.press("tab", "k", "k", "h") // to the loser's answer, and what followed it
	u.sees("version 1 of 2", "one of sonnet", "two of sonnet")
	u.goesOn("first", "one of sonnet", "second", "two of sonnet")
}

// stopped waits until so many columns have ended: esc stops what is under way.
func (u *user) stopped(n int) {
	u.t.Helper()
	u.until(fmt.Sprint("saw ", n, " stopped"), func(s string) bool { return strings.Count(s, "stopped; r asks again") == n })
}

func TestNothingIsLostWhereNobodyAnswers(t *testing.T) {
	u := compares(t, 80, 24, to("", sonnet, mini))
	u.sees("Ask all of them", "1 "+sonnet, "2 "+mini)
	u.press("hello all", "enter")
	u.of(sonnet).hears()
	u.of(mini).hears()
	u.press("esc")
	u.stopped(2)
	u.press("esc")
	u.sees("on branch main", "❯ hello all", "the prompt is back")
	u.keeps("nothing", func(all []*chat.Session) bool { return len(all) == 0 })
}

func TestAComparisonThatIsTakenBackLeavesTheSessionAsItWas(t *testing.T) {
	u := compares(t, 80, 24, to("one", sonnet, mini))
	u.of(sonnet).answers("first")
	u.of(mini).answers("second")
	u.sees("enter goes on")
	u.press("enter")
	before := u.goesOn("one", "first")
	u.press("/compare "+sonnet+" "+mini+" never mind", "enter")
	u.of(sonnet).hears()
	u.of(mini).hears()
	u.press("esc")
	u.stopped(2)
	u.press("esc")
	u.sees("❯ never mind", "the prompt is back")
	u.goesOn("one", "first")
	u.keepsOne(len(before.Messages))
}

func TestWhereAllFailTheChatSaysWhy(t *testing.T) {
	u := compares(t, 80, 24, to("hello all", sonnet, mini))
	u.of(sonnet).hears()
	u.of(mini).hears()
	u.of(sonnet).fails("down")
	u.of(mini).fails("out")
	u.sees("✗ down", "✗ out")
	u.press("esc")
	u.sees("❯ hello all", "✗ down", "again, about $", "/2›")
	u.press("enter")
	u.of(sonnet).answers("up again")
	u.sees("up again")
}

func TestThePageIsLeftWithoutAQuestion(t *testing.T) {
	u := compares(t, 80, 24, to("", sonnet, mini))
	u.press("a draft")
	u.sees("❯ a draft")
	u.press("esc")
	u.sees("on branch main", "❯ a draft")
}

func TestWhoQuitsLeavesAllKept(t *testing.T) {
	u := compares(t, 80, 24, to("why?", sonnet, mini))
	u.of(sonnet).hears()
	u.of(sonnet).says("half")
	u.of(mini).answers("whole")
	u.sees("half", "whole")
	u.p.Quit()
	<-u.ended
	if s := u.goesOn("why?", "whole"); len(s.Messages) != 3 || !strings.Contains(fmt.Sprint(s.Messages), "half") {
		t.Errorf("kept %+v", s.Messages)
	}
}

func TestAComparisonWithinASession(t *testing.T) {
	s := told(mainBranch, time.Hour, "how much?", "ten")
	store, there := newShelf(s), make(chan bool)
	store.hold = func(call string) {
		if call == "load" {
			<-there
		}
	}
	u := compares(t, 120, 30, to("and then?", haiku, mini), with(store), takesUp(s.ID))
	u.sees("1 "+haiku, "2 "+mini) // and nobody is asked before the session is there
	close(there)
	for _, name := range []string{haiku, mini} {
		if r := u.of(name).hears(); len(r.Messages) != 3 || r.Messages[1].Text() != "ten" {
			t.Errorf("%s was asked %+v", name, r.Messages)
		}
		u.of(name).says("says " + name).ends()
	}
	u.sees("enter goes on")
	u.press("2")
	u.sees("❯ how much?", "says "+mini, "‹")
	if s := u.goesOn("how much?", "ten", "and then?", "says "+mini); len(s.Messages) != 5 {
		t.Errorf("kept %+v", s.Messages)
	}
}

func TestAComparisonStaysOnItsBranch(t *testing.T) {
	post := newSignpost()
	u := compares(t, 120, 30, to("why?", sonnet, mini), follows(post))
	u.of(sonnet).hears()
	u.of(mini).hears()
	there := u.checksOut(post, preview)
	u.of(sonnet).says("one").ends()
	u.of(mini).says("two").ends()
	u.sees("one", "two", "main · comparing 2")
	u.press("tab", "and?", "enter")
	u.of(sonnet).answers("three")
	u.of(mini).answers("four")
	u.sees("three", "four", "enter goes on")
	u.press("2")
	u.sees("❯ why?", "two", "four", "preview/x · "+mini)
	if len(there.requests) > 0 {
		t.Errorf("the other branch was asked %+v", there.requests)
	}
	if s := u.goesOn("why?", "two", "and?", "four"); s.Branch != mainBranch {
		t.Errorf("it was kept on %+v", s.Branch)
	}
}
