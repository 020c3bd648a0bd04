package conversation

import (
	"neonchat/catalog"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// propose shows what an action on a message would ask of whom, for enter to do it;
// where it can't be asked, that is said at once.
func (c *Conversation) propose(a keymap.Action, e *transcript.Entry) page.Intent {
	if why := c.Refusal(a == keymap.GoOn, e); why != "" {
		return page.Notice{Text: why}
	}
	if a == keymap.Other {
		return page.ChooseModel{
			Title: "Another answer, by which model?", Now: c.Model,
			Price: func(facts catalog.Model) string { return about(facts, c.Expect(e, false)) },
			Use:   func(m page.Choice) page.Intent { return use(c.Env, m, e) },
		}
	}
	c.proposed = a
	return nil
}

// proposal says what it costs to ask, and that enter asks whom. The price comes
// first, which a narrow screen has to show too.
func (c *Conversation) proposal(a keymap.Action, e *transcript.Entry) string {
	k := c.Env.Keys
	does := " asks " + c.Model.Name() + " again"
	if a == keymap.GoOn {
		does = " has " + c.Model.Name() + " continue"
	}
	return about(c.Model.Facts, c.Expect(e, a == keymap.GoOn)) + ": " + k.Key(keymap.Walking, keymap.Fold) + does + "; " + k.Key(keymap.Walking, keymap.Leave) + " doesn't"
}

// about is what an answer may cost.
func about(facts catalog.Model, u catalog.Usage) string {
	usd, known := facts.Price(u)
	switch {
	case !known:
		return "price unknown"
	case usd == 0:
		return "free"
	}
	return "about " + catalog.FormatUSD(usd)
}
