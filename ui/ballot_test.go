package ui

import (
	"strings"
	"testing"

	"neonchat/ui/page"
)

func TestABlindVoteNamesNobodyBeforeIt(t *testing.T) {
	m := to("why?", sonnet, mini, flash)
	m.Blind, m.Tag = true, "sql"
	u := compares(t, 120, 30, m)
	u.of(sonnet).hears()
	u.of(mini).hears()
	u.of(flash).hears()
	u.of(sonnet).comes(notice("claude-sonnet-4-6 takes no temperature")).says("I am one")
	u.of(mini).comes(thought("thinking of it")).says("I am two").ends()
	u.of(flash).fails("gemini-2-5-flash is down")
	u.sees("1 ?", "2 ?", "3 ?", "no answer; why is told after the", "I am one", "I am two", "blind")
	names := func(s string) bool {
		return strings.Contains(s, "sonnet") || strings.Contains(s, "gpt") || strings.Contains(s, "gemini") ||
			strings.Contains(s, "anthropic") || strings.Contains(s, "openai") || strings.Contains(s, "thought") || strings.Contains(s, "$")
	}
	u.until("saw nobody named", func(s string) bool { return !names(s) })
	u.press("2")
	u.sees("an answer is under way")
	u.of(sonnet).says(" indeed").ends()
	u.sees("the best answer is: 1–3")
	u.press("m")
	u.sees("that would name it")
	u.press("1")
	u.sees("there is no answer to vote for")
	u.until("saw nobody named", func(s string) bool { return !names(s) })
	// Shuffled, the first and the last have changed places.
	u.press("3")
	u.sees("3 "+sonnet, "★ voted", "1 "+flash, "gemini-2-5-flash is down", "claude-sonnet-4-6 takes no", "▸ thought")
	v := u.casts(1)[0]
	if v.Tag != "sql" || !v.Blind || v.Winner != sonnet || v.Tie || strings.Join(v.Targets, " ") != mini+" "+sonnet {
		t.Errorf("kept the vote %+v", v)
	}
	s := u.keepsOne(4)
	if q, _ := s.Find(v.Question); v.Session != s.ID || v.Branch != mainBranch.ID || q.Text() != "why?" || v.ID == "" || v.At.IsZero() {
		t.Errorf("kept the vote %+v", v)
	}
}

func TestAFollowUpIsBlindToo(t *testing.T) {
	m := to("why?", sonnet, mini)
	m.Blind = true
	u := compares(t, 80, 30, m)
	u.of(sonnet).answers("one")
	u.of(mini).answers("two")
	u.sees("the best answer is")
	u.press("tab", "and?", "enter")
	u.of(sonnet).answers("three")
	u.of(mini).answers("four")
	u.sees("three", "four", "the best answer is")
	u.press("g") // to the answers before
	u.until("saw nobody named", func(s string) bool {
		return strings.Contains(s, "one") && !strings.Contains(s, "sonnet") && !strings.Contains(s, "gpt") && !strings.Contains(s, "to first")
	})
	u.press("1")
	u.sees("★ voted", "1 "+mini, "2 "+sonnet, "gpt-5-mini · openai")
}

func TestAnOpenVoteIsAskedFor(t *testing.T) {
	u := compares(t, 80, 24, to("why?", sonnet, mini))
	u.of(sonnet).hears()
	u.press("v")
	u.sees("an answer is under way")
	u.of(sonnet).says("one").ends()
	u.of(mini).answers("two")
	u.sees("enter goes on")
	u.press("=")
	u.sees("v votes")
	u.press("v")
	u.sees("the best answer is: 1–2, = a tie")
	u.press("esc")
	u.sees("enter goes on")
	u.press("v", "=")
	u.sees("= tie")
	u.press("v")
	u.sees("you have voted on this question")
	if v := u.casts(1)[0]; !v.Tie || v.Blind || v.Winner != "" {
		t.Errorf("kept the vote %+v", v)
	}
	u.press("tab", "next", "enter")
	u.of(sonnet).answers("three")
	u.of(mini).answers("four")
	u.sees("three", "four", "enter goes on")
	u.press("v", "-")
	u.sees("– none")
	u.casts(2)
}

func TestAVoteWithoutAStoreCountsHereOnly(t *testing.T) {
	u := compares(t, 80, 24, to("why?", sonnet, mini), func(d *page.Deps) { d.Store = nil })
	u.of(sonnet).answers("one")
	u.of(mini).answers("two")
	u.sees("enter goes on")
	u.press("v", "1")
	u.sees("★ voted", "nothing is kept")
}

func TestBlindIsPutOnAndOffByHand(t *testing.T) {
	u := compares(t, 80, 24, to("why?", sonnet, mini))
	u.of(sonnet).answers("one")
	u.of(mini).answers("two")
	u.sees("1 "+sonnet, "enter goes on")
	u.press("b")
	u.sees("1 ?", "2 ?")
	u.press("b")
	u.sees("without a vote", "1 "+mini, "2 "+sonnet)
	u.press("b", "enter")
	u.sees("★ voted")
	if v := u.casts(1)[0]; v.Blind {
		t.Errorf("who saw the names has voted %+v", v)
	}
	u.press("tab", "/new", "enter")
	u.sees("1 ?", "Ask all of them")
}
