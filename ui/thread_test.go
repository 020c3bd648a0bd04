package ui

import (
	"errors"
	"fmt"
	"testing"

	"neonchat/chat"
	"neonchat/ui/page"
)

func TestWhatIsSaidIsKept(t *testing.T) {
	u := sits(t, 80, 24)
	u.answers("what is a branch?", "a copy")
	u.answers("of what?", "of data")
	s := u.keepsOne(4)
	if got := textsOf(s.Path()); got != "what is a branch? | a copy | of what? | of data" {
		t.Errorf("kept %s", got)
	}
	if s.Branch != mainBranch || s.Title != "what is a branch?" || s.Created.IsZero() {
		t.Errorf("kept as %+v", s.Head)
	}
	if cost := s.Messages[1].Cost; cost == nil || *cost != 0.006 {
		t.Errorf("the answer costs %v", cost)
	}
}

func TestAFailureIsKeptAndTheNextAnswerStandsBesideIt(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("hello", "enter")
	u.asked()
	u.fails(errors.New("too many requests (HTTP 429)"))
	u.sees("✗ too many requests")
	if s := u.keepsOne(2); s.Messages[1].Err != "too many requests (HTTP 429)" || s.Messages[1].Stop.Reason != chat.StopError {
		t.Errorf("kept %+v", s.Messages[1])
	}
	u.press("enter")
	u.asked()
	u.text("hi")
	u.ends()
	u.sees("hi", "‹2/2›", "Ask something")
	s := u.keepsOne(3)
	if got := textsOf(s.Path()); got != "hello | hi" || s.Messages[2].Parent != s.Messages[0].ID {
		t.Errorf("the way is %s", got)
	}
	u.press("tab", "h")
	u.sees("✗ too many requests", "‹1/2›")
	u.keeps("the way to the failure", func(all []*chat.Session) bool { return all[0].Leaf == s.Messages[1].ID })
}

func TestAQuestionThatWasTakenBackLeavesNoSession(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("never mind", "enter")
	u.asked()
	u.sees("waiting for")
	u.keepsOne(1)
	u.press("esc")
	u.sees("the prompt is back", "❯ never mind")
	u.keeps("nothing", func(all []*chat.Session) bool { return len(all) == 0 })
	u.press(" but this", "enter")
	u.asked()
	u.text("fine")
	u.ends()
	u.sees("fine", "Ask something")
	if s := u.keepsOne(2); s.Title != "never mind but this" {
		t.Errorf("kept as %+v", s.Head)
	}
}

func TestAQuestionThatWasTakenBackIsNoVersion(t *testing.T) {
	u := talked(t)
	u.press("a thought", "enter")
	u.asked()
	u.sees("waiting for")
	u.press("esc")
	u.sees("the prompt is back")
	s := u.keeps("the way of before", func(all []*chat.Session) bool {
		return len(all) == 1 && len(all[0].Messages) == 4 && textsOf(all[0].Path()) == "how much? | ten | and then? | eleven"
	})[0]
	u.press(" on that", "enter")
	u.asked()
	u.text("twelve")
	u.ends()
	u.sees("twelve", "Ask something")
	u.seesNo("‹")
	// Nor after it was read again.
	again := sits(t, 80, 30, with(u.store), takesUp(s.ID))
	again.sees("a thought on that", "twelve")
	again.seesNo("‹")
}

func TestWhatWasComingIsKeptWhenOneLeaves(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("tell me all", "enter")
	u.asked()
	u.text("half an ans")
	u.sees("half an ans")
	gate := make(chan struct{})
	u.store.mu.Lock()
	u.store.hold = func(string) { <-gate } // the disk is slow
	u.store.mu.Unlock()
	u.press("/quit", "enter")
	u.p.Wait()
	select {
	case <-u.ended:
		t.Error("nobody waited for the answer to be written down")
	default:
	}
	close(gate)
	<-u.ended
	s := u.keepsOne(2)
	if m := s.Messages[1]; m.Text() != "half an ans" || m.Stop.Reason != chat.StopUser || s.Leaf != m.ID {
		t.Errorf("kept %+v", m)
	}
	again := sits(t, 80, 24, with(u.store), takesUp(s.ID))
	again.sees("half an ans", "it was stopped here; enter continues", "Ask something, or enter has claude-sonnet-4-6 continue")
}

func TestACutAnswerGoesOn(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("count", "enter")
	u.asked()
	u.text("one, two, ")
	u.fails(errors.New("the line broke"))
	u.sees("✗ the line broke", "enter continues, tab r retries", "enter has claude-sonnet-4-6 continue, about $")
	u.press("enter")
	r := u.asked()
	if len(r.Messages) != 3 || r.Messages[1].Text() != "one, two, " || r.Messages[2].Role != chat.User {
		t.Errorf("asked %+v", r.Messages)
	}
	u.text("three")
	u.ends()
	u.sees("one, two, three", "‹2/2›", "Ask something")
	u.seesNo("✗")
	if got := textsOf(u.keepsOne(3).Path()); got != "count | one, two, three" {
		t.Errorf("the way is %s", got)
	}
	u.press("enter", "then") // there is nothing to continue any more
	u.sees("❯ then")
}

func TestContinuingAWholeAnswerSaysSo(t *testing.T) {
	u := sits(t, 80, 24)
	u.answers("hello", "hi")
	u.press("/continue", "enter")
	u.sees("the answer is whole")
	u.press("tab", ".")
	u.sees("the answer is whole")
}

func TestAnotherModelAnswersBeside(t *testing.T) {
	u := sits(t, 80, 24)
	u.answers("hello", "hi from one")
	u.press("tab", "R")
	u.sees("Another answer, by which model?")
	u.press("gpt-5-mini", "enter")
	if r := u.asked(); r.Model.ID != "gpt-5-mini" || len(r.Messages) != 1 {
		t.Errorf("asked %s %+v", r.Model.ID, r.Messages)
	}
	u.text("hi from two")
	u.ends()
	u.sees("hi from two", "‹2/2› · gpt-5-mini", "main · gpt-5-mini")
	u.press("tab", "left")
	u.sees("hi from one", "‹1/2› · claude-sonnet-4-6")
	s := u.keepsOne(3)
	if got := s.Siblings(s.Messages[2]); len(got) != 2 {
		t.Errorf("there are the answers %+v", got)
	}
}

// What a turn saves comes behind what was done before it, however long that takes.
func TestASaveWaitsForTheChangesBeforeIt(t *testing.T) {
	u := talked(t)
	u.press("tab", "r", "enter")
	u.asked()
	u.text("twelve")
	u.ends()
	u.sees("twelve", "Ask something")
	u.keepsOne(5)
	gate := make(chan struct{})
	u.store.mu.Lock()
	u.store.hold = func(call string) {
		if call == "change" {
			<-gate
		}
	}
	u.store.calls = nil
	u.store.mu.Unlock()
	u.press("tab", "h")
	u.sees("eleven")
	u.press("esc", "more", "enter")
	u.asked()
	close(gate)
	u.text("thirteen")
	u.ends()
	u.sees("thirteen", "Ask something")
	if s := u.keepsOne(7); textsOf(s.Path()) != "how much? | ten | and then? | eleven | more | thirteen" {
		t.Errorf("the way is %s", textsOf(s.Path()))
	}
	u.store.mu.Lock()
	defer u.store.mu.Unlock()
	if calls := u.store.calls; calls[0] != "change" {
		t.Errorf("the store was told %q", calls)
	}
}

// One may be elsewhere when it turns out that nothing had come.
func TestAQuestionThatIsTakenBackElsewhereIsNotLost(t *testing.T) {
	for name, said := range map[string]bool{"of a session": true, "the first": false} {
		t.Run(name, func(t *testing.T) {
			w := newWanderer(t, 1)
			silent := newModel()
			if said {
				w.ask()
				w.settles()
			}
			c := w.root.chat
			c.Env.Deps.Streamer = silent
			w.ask()
			asked := fmt.Sprint("question ", w.asked)
			<-silent.asked
			w.press(esc) // it ends, but who waits for it is told later
			w.write("/new")
			w.press(enter)
			for len(c.Away) > 0 && c.Away[0].Turn != nil {
				w.takes(<-w.come)
			}
			if said && (len(c.Away) != 1 || c.Away[0].Queue.Drafts[0].Text != asked) {
				t.Errorf("what waits elsewhere is %+v", c.Away)
			}
			if !said && (len(c.Away) != 0 || c.Composer.Text != asked) {
				t.Errorf("the composer has %q", c.Composer.Text)
			}
		})
	}
}

// The way that was gone last is the one that is shown again, at every fork.
func TestAFlipComesBackToWhereOneWas(t *testing.T) {
	u := talked(t)
	u.press("tab", "r", "enter")
	u.asked()
	u.text("twelve")
	u.ends()
	u.sees("twelve", "Ask something")
	u.press("tab", "h")
	u.sees("eleven", "‹1/2›")
	u.press("g", "e", " really", "enter")
	u.asked()
	u.text("none")
	u.ends()
	u.sees("none", "Ask something")
	u.press("tab", "g", "h")
	u.sees("ten", "eleven")
	u.seesNo("twelve")
}

func TestAFlipKeepsWhatIsLookedAtInView(t *testing.T) {
	u := sits(t, 80, 24)
	u.answers("how much?", numbered(1, 40))
	u.press("tab", "e", " really", "enter")
	u.asked()
	u.text("ten")
	u.ends()
	u.sees("ten", "Ask something")
	u.press("tab", "g", "h")
	u.sees("version 1 of 2", "▎❯ how much?", "paragraph 5.")
}

// A session that another program has deleted in the meantime is not lost.
func TestASessionThatIsGoneIsSavedWhole(t *testing.T) {
	u := sits(t, 80, 24)
	u.answers("one", "at first")
	u.press("tab", "r", "enter")
	u.asked()
	u.text("first")
	u.ends()
	u.sees("‹2/2›", "Ask something")
	s := u.keepsOne(3)
	u.store.Delete(t.Context(), s.ID)
	u.answers("two", "second")
	if got := textsOf(u.keepsOne(5).Path()); got != "one | first | two | second" {
		t.Errorf("kept %s", got)
	}
}

func TestWithoutAStoreTheChatGoesOn(t *testing.T) {
	u := sits(t, 80, 24, func(d *page.Deps) { d.Store = nil })
	u.answers("one", "first")
	u.press("tab", "r", "enter")
	u.asked()
	u.text("second")
	u.ends()
	u.sees("second", "‹2/2›", "Ask something")
	u.press("tab", "h")
	u.sees("first")
	u.press("ctrl+s")
	u.sees("no sessions are kept here")
}

func TestATroubleOfTheStoreIsSaid(t *testing.T) {
	told := make(chan page.Problem)
	u := sits(t, 80, 24, func(d *page.Deps) { d.Told = told })
	told <- page.Problem{Text: "the history can't be kept: disk full", Hint: "make room"}
	u.sees("disk full; make room")
	u.press("still here")
	u.sees("disk full; make room", "❯ still here")
	u.press("enter")
	u.asked()
	u.seesNo("disk full")
}
