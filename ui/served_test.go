package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/page"
)

// onBranch has the branch serve these models alone. The user has chosen who is
// asked.
func onBranch(ids ...string) func(*page.Deps) {
	return func(d *page.Deps) {
		d.Chosen = true
		d.Live = func(context.Context) (catalog.Catalog, error) {
			var list []catalog.Listed
			for _, id := range ids {
				list = append(list, catalog.Listed{ID: id, Enabled: true})
			}
			return catalog.Embedded().Join(list).Chats(), nil
		}
	}
}

func nobodyChose(d *page.Deps) { d.Chosen = false }

func TestAModelThatIsntServedIsSaidAndAnotherIsAKeyAway(t *testing.T) {
	u := sits(t, 100, 24, onBranch("gpt-oss-120b", "gte-large-en"))
	u.sees("claude-sonnet-4-6 ✗ not served alt+m: gpt-oss-120b")
	u.press("alt+m")
	u.sees("from the next question on: gpt-oss-120b")
	u.seesNo("not served")
	u.press("hello", "enter")
	if r := u.asked(); r.Model.ID != "gpt-oss-120b" || r.Model.Default {
		t.Errorf("asked %+v", r.Model)
	}
	u.text("hi")
	u.ends()
	u.press("alt+m")
	u.sees("this branch serves gpt-oss-120b")
}

func TestOnANarrowScreenTheMarkIsWhole(t *testing.T) {
	u := sits(t, 60, 15, onBranch("gpt-oss-120b"))
	u.sees("claude-sonnet-4-6 ✗ not served")
}

func TestABranchThatServesNoChatSaysSo(t *testing.T) {
	u := sits(t, 100, 24, onBranch("gte-large-en"))
	u.sees("✗ not served")
	u.press("alt+m")
	u.sees("this branch serves no model to chat with")
}

func TestWhatNobodyChoseGivesWayToTheBestThatIsServed(t *testing.T) {
	u := sits(t, 100, 24, onBranch("qwen3-next-80b-a3b-instruct", "gpt-oss-120b"), nobodyChose)
	u.sees("on this branch gpt-oss-120b answers, in place of claude-sonnet-4-6")
	u.press("hello", "enter")
	if r := u.asked(); r.Model.ID != "gpt-oss-120b" || !r.Model.Default {
		t.Errorf("asked %+v", r.Model)
	}
}

func TestWhatIsServedStaysThoughNobodyChoseIt(t *testing.T) {
	u := sits(t, 100, 24, onBranch("claude-sonnet-5", "claude-sonnet-4-6"), nobodyChose)
	u.press("ctrl+l", "claude-haiku-4-5")
	u.sees("this branch doesn't serve it")
	u.press("esc", "alt+m")
	u.sees("this branch serves claude-sonnet-4-6")
}

// Who answered in place of a model that was refused goes on, at its own price.
func TestWhoAnsweredInsteadGoesOn(t *testing.T) {
	used := make(chan string, 2)
	u := sits(t, 100, 24, func(d *page.Deps) { d.Used = func(model string) { used <- model } })
	u.press("hello", "enter")
	if r := u.asked(); !r.Model.Default {
		t.Errorf("asked %+v", r.Model)
	}
	u.comes(notice("claude-sonnet-4-6 isn't served: gpt-5-mini answers"), chat.Started{Origin: chat.Origin{Dialect: "openai", Model: "gpt-5-mini"}})
	u.text("hi")
	u.ends()
	u.sees("on this branch gpt-5-mini answers, in place of claude-sonnet-4-6", " · gpt-5-mini", "$0.00065")
	select {
	case got := <-used:
		if got != "gpt-5-mini" {
			t.Errorf("kept %s as used", got)
		}
	case <-time.After(patienceOfTests):
		t.Fatal("nobody kept who answered")
	}
	u.press("again", "enter")
	if r := u.asked(); r.Model.ID != "gpt-5-mini" || !r.Model.Default {
		t.Errorf("asked %+v", r.Model)
	}
}

// To set how a model thinks doesn't choose it; the picker does.
func TestOnlyWhoNamesAModelChoosesIt(t *testing.T) {
	u := sits(t, 100, 24)
	u.press("/effort low", "enter")
	u.sees("claude-sonnet-4-6:low")
	u.press("one", "enter")
	if r := u.asked(); !r.Model.Default {
		t.Errorf("the effort chose %+v", r.Model)
	}
	u.text("1")
	u.ends()
	u.sees("Ask something")
	u.press("ctrl+l", "claude-sonnet-4-6", "enter")
	u.sees("── claude-sonnet-4-6:low ──")
	u.press("two", "enter")
	if r := u.asked(); r.Model.Default {
		t.Error("the picker chose nothing")
	}
}

func TestTheDateOfOldFactsIsSaid(t *testing.T) {
	asOf := catalog.Embedded().AsOf()
	for days, want := range map[int]bool{1: false, 59: false, 62: true} {
		u := sits(t, 100, 24, func(d *page.Deps) { d.Now = func() time.Time { return asOf.AddDate(0, 0, days) } })
		u.press("ctrl+l")
		u.sees("Model, from the next question on")
		u.until("saw the date as it should", func(s string) bool {
			return strings.Contains(s, "as of "+asOf.Format(time.DateOnly)) == want
		})
	}
}

func TestAModelThatOnlyTheBranchKnowsHasNoPrice(t *testing.T) {
	u := sits(t, 100, 24, onBranch("gpt-oss-120b", "newcomer-9b"))
	u.press("ctrl+l", "newcomer-9b")
	u.sees("newcomer-9b  other  price unknown")
	u.seesNo("$0")
}

func TestAColumnThatIsntServedIsSaidAndAnotherIsAKeyAway(t *testing.T) {
	u := compares(t, 120, 30, to("why?", mini, flash), onBranch("gpt-oss-120b", flash), func(d *page.Deps) {
		d.Streamer.(*model).speak("gpt-oss-120b")
	})
	u.of(mini).hears()
	u.of(mini).fails("unknown model")
	u.sees("1 gpt-5-mini", "not served", "alt+m asks gpt-oss-120b, which the branch serves")
	u.press("alt+m")
	u.sees("1 gpt-oss-120b")
}

// Another column asks the nearest already: its like would tell nothing new.
func TestAColumnIsOfferedWhatNoOtherAsks(t *testing.T) {
	u := compares(t, 120, 30, to("why?", mini, flash), onBranch(flash, "gpt-oss-120b"))
	u.of(mini).hears()
	u.of(mini).fails("unknown model")
	u.sees("alt+m asks gpt-oss-120b, which the branch serves")
	u = compares(t, 120, 30, to("why?", mini, flash), onBranch(flash))
	u.of(mini).hears()
	u.of(mini).fails("unknown model")
	u.sees("alt+m asks " + flash + ", which the branch serves")
	u = compares(t, 120, 30, to("why?", mini, "gpt-oss-120b"), onBranch("gpt-oss-120b", "gpt-oss-20b"))
	u.of(mini).hears()
	u.of(mini).fails("unknown model")
	u.sees("alt+m asks gpt-oss-20b, which the branch serves")
}
