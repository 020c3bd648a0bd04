package ui

import (
	"testing"
	"time"

	"neonchat/chat"
	"neonchat/ui/page"
)

func TestAForkIsASessionOfItsOwn(t *testing.T) {
	u := talked(t)
	u.press("tab", "k", "k", "f")
	u.sees("forked; tab b goes back", "ten", "⑂ of “how much?”")
	u.seesNo("eleven")
	u.press("why?", "enter")
	if r := u.asked(); len(r.Messages) != 3 || r.Messages[1].Text() != "ten" {
		t.Errorf("asked %+v", r.Messages)
	}
	u.text("so")
	u.ends()
	u.sees("so", "Ask something")
	all := u.keeps("two sessions", func(all []*chat.Session) bool { return len(all) == 2 && len(all[1].Messages) == 4 })
	origin, fork := all[0], all[1]
	if origin.From.Session != "" {
		origin, fork = fork, origin
	}
	if fork.From != (chat.Fork{Session: origin.ID, Message: origin.Messages[1].ID}) || textsOf(fork.Path()) != "how much? | ten | why? | so" {
		t.Errorf("the fork is %+v: %s", fork.Head, textsOf(fork.Path()))
	}
	if textsOf(origin.Path()) != "how much? | ten | and then? | eleven" {
		t.Errorf("the origin is %s", textsOf(origin.Path()))
	}
	u.press("tab", "b")
	u.sees("eleven", "▎  ten")
	u.seesNo("⑂")
	u.press("b")
	u.sees("this session is not a fork")
}

func TestAForkCostsNothingUntilItGoesOn(t *testing.T) {
	c := &clock{}
	u := talked(t, func(d *page.Deps) { d.Now = c.now })
	u.sees("of 1M · $0.012")
	c.turn(time.Second)
	u.press("tab", "k", "k", "f")
	u.sees("forked", "⑂ of “how much?”")
	u.seesNo("of 1M · $")
	u.answers("why?", "so")
	u.sees("of 1M · $0.006")
}

func TestAForkRemembersWhereItComesFrom(t *testing.T) {
	origin := told(preview, 2*time.Hour, "how much?", "ten", "and then?", "eleven")
	fork := origin.Fork(origin.Messages[1].ID, noon.Add(-time.Hour))
	fork.Branch = mainBranch
	u := sits(t, 100, 24, with(newShelf(origin, fork)), takesUp(fork.ID))
	u.sees("ten", "⑂ of “how much?” on preview/x")
	u.press("/origin", "enter")
	u.sees("eleven", "▎  ten", "a session of preview/x")
}

// A question in another branch's session comes back where it was asked.
func TestWhatIsTakenBackInAForkIsNotLost(t *testing.T) {
	s := told(preview, time.Hour, "how much?", "ten")
	u := sits(t, 100, 24, with(newShelf(s)), takesUp(s.ID))
	u.sees("a session of preview/x")
	u.press("and then?", "enter")
	u.asked()
	u.sees("waiting for")
	u.press("esc")
	u.sees("the prompt is back", "❯ and then?", "ten", "⑂ of “how much?” on preview/x")
}

func TestAForkGoesOnWhileItsOriginsAnswerComes(t *testing.T) {
	u := sits(t, 80, 24)
	u.answers("how much?", "ten")
	u.press("and then?", "enter")
	u.asked()
	u.text("elev")
	u.sees("elev")
	u.press("tab", "g", "f")
	u.seesNo("elev")
	u.sees("forked", "❯ how much?", "enter asks claude-sonnet-4-6 again")
	u.text("en")
	u.ends()
	u.sees("the answer in “how much?” is done")
	u.keeps("the answer", func(all []*chat.Session) bool {
		return len(all) == 2 && textsOf(all[0].Path())+textsOf(all[1].Path()) == "how much? | ten | and then? | elevenhow much?"
	})
}
