package ui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"neonchat/chat"
	"neonchat/ui/page"
)

func TestAQuestionGetsItsAnswer(t *testing.T) {
	u := sits(t, 80, 24)
	u.sees("neonchat", "on branch main", "Ask something", "claude-sonnet-4-6")
	u.press("what is a branch?", "enter")
	if r := u.asked(); len(r.Messages) != 1 || r.Messages[0].Text() != "what is a branch?" {
		t.Errorf("asked %+v", r.Messages)
	}
	u.sees("❯ what is a branch?", "waiting for claude-sonnet-4-6")
	u.text("A **branch** is\n\n- a copy\n- of da")
	u.sees("A branch is", "• a copy", "• of da")
	u.text("ta\n")
	u.ends()
	u.sees("• of data", "claude-sonnet-4-6 · anthropic", "1k in · 200", "$0.006", "Ask something")
}

func TestAnErrorStandsWhereItHappenedAndEnterRetries(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("hello", "enter")
	u.asked()
	u.fails(errors.New("too many requests (HTTP 429)"))
	u.sees("✗ too many requests (HTTP 429)", "wait a moment; enter retries", "enter asks claude-sonnet-4-6 again, about $0.00")
	u.press("enter")
	if r := u.asked(); len(r.Messages) != 1 || r.Messages[0].Text() != "hello" {
		t.Errorf("asked %+v", r.Messages)
	}
	u.seesNo("429")
	u.text("hi")
	u.ends()
	u.sees("hi", "Ask something")
}

// The keys that mend an answer are named where they work.
func TestOnlyTheLastAnswerNamesItsKeys(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("hello", "enter")
	u.asked()
	u.text("half of")
	u.fails(errors.New("the answer was cut"))
	u.sees("wait a moment; enter continues, tab r retries")
	u.press("next", "enter")
	u.asked()
	u.seesNo("retries")
	u.sees("wait a moment")
	u.press("esc")
	u.sees("the prompt is back", "wait a moment; enter continues, tab r retries")
	u.press("enter")
	u.asked()
	u.fails(errors.New("the answer was cut"))
	u.until("saw the keys once", func(s string) bool { return strings.Count(s, "✗") == 2 && strings.Count(s, "enter retries") == 1 })
}

func TestEscStops(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("tell me all", "enter")
	u.asked()
	u.sees("waiting for")
	u.press("esc")
	u.sees("the prompt is back", "❯ tell me all")
	u.seesNo("waiting")
	u.press("enter")
	u.asked()
	u.text("half an ans")
	u.sees("half an ans")
	u.press("esc")
	u.sees("stopped", "half an ans", "Ask something")
	u.press("go on", "enter")
	if r := u.asked(); len(r.Messages) != 3 || r.Messages[1].Text() != "half an ans" || r.Messages[1].Stop.Reason != chat.StopUser {
		t.Errorf("asked %+v", r.Messages)
	}
}

func TestAllAttemptsAreTold(t *testing.T) {
	u := sits(t, 100, 24)
	u.press("tell me all", "enter")
	u.asked()
	u.comes(
		chat.UsageUpdate{Usage: &chat.Usage{Input: 1000, Output: 200}}, chat.Again{},
		chat.UsageUpdate{Usage: &chat.Usage{Input: 1000, Output: 200}}, chat.Again{})
	u.text("All.")
	u.ends()
	u.sees("3k in · 600 out · 3 attempts · $0.018")
	u.press("and more", "enter")
	u.asked()
	u.comes(chat.UsageUpdate{Usage: &chat.Usage{Input: 1000, Output: 200}}, chat.Again{})
	u.text("No more.")
	u.comes(chat.Stopped{Stop: chat.Stop{Reason: chat.StopEnd}})
	u.model.say <- said{end: true}
	u.sees("≥ 1k in · ≥ 200 out · 2 attempts", "≥ $0.018")
}

func TestALongUploadSaysHowFarItIs(t *testing.T) {
	now := &clock{}
	u := sits(t, 80, 24, func(d *page.Deps) { d.Now = now.now })
	u.press("where is this?", "enter")
	u.asked()
	now.turn(7 * time.Second)
	u.comes(chat.Upload{Sent: 3e6, Total: 12e6})
	u.sees("sending 25% of 12 MB 7s")
	u.comes(chat.Upload{Sent: 12e6, Total: 12e6})
	u.sees("waiting for claude-sonnet-4-6 7s")
	u.text("Here.")
	u.ends()
	u.sees("Here.")
	u.seesNo("sending")
}

// An answer that stalls says so, and what can be done.
func TestAnAnswerThatStallsSaysSo(t *testing.T) {
	now := &clock{}
	u := sits(t, 80, 24, func(d *page.Deps) { d.Now = now.now })
	u.press("tell me all", "enter")
	u.asked()
	now.turn(7 * time.Second)
	u.sees("waiting for claude-sonnet-4-6 7s")
	u.comes(thought("well…"))
	u.sees("thinking 7s")
	now.turn(12 * time.Second)
	u.sees("thinking 19s", "no word for 12s; esc stops")
	u.text("It ")
	u.seesNo("no word")
	now.turn(63 * time.Second)
	u.sees("no word for 1m 3s; esc stops")
	u.press("esc")
	u.sees("stopped", "Ask something")
	u.seesNo("no word")
}

func TestAFailureStaysWhereItWasWhenOneGoesOn(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("hello", "enter")
	u.asked()
	u.fails(errors.New("unauthorized (HTTP 401)"))
	u.sees("✗ unauthorized")
	u.press("something else", "enter")
	// The way on the screen; what is sent of it leaves the failure out.
	if r := u.asked(); len(r.Messages) != 3 || r.Messages[1].Stop.Reason != chat.StopError || r.Messages[2].Text() != "something else" {
		t.Errorf("asked %+v", r.Messages)
	}
	u.text("fine")
	u.ends()
	u.sees("✗ unauthorized", "❯ hello", "❯ something else", "fine", "Ask something")
}

func TestACutAnswerIsKeptAndAskedAgainBesideIt(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("hello", "enter")
	u.asked()
	u.text("half of")
	u.fails(errors.New("the answer was cut"))
	u.sees("half of", "✗ the answer was cut")
	u.press("tab", "r", "enter")
	if r := u.asked(); len(r.Messages) != 1 {
		t.Errorf("asked %+v", r.Messages)
	}
	u.seesNo("half of")
	u.text("the whole of it")
	u.ends()
	u.sees("the whole of it", "Ask something")
	u.press("tab", "h")
	u.sees("version 1 of 2", "half of")
}
