package ui

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/draft"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// A resolvedMsg is a choice that was looked up, what is to be answered by it at
// once, and the model of nobody's choice that it takes the place of.
type resolvedMsg struct {
	choice  page.Choice
	again   *transcript.Entry
	instead string
	err     error
}

// chooseModel chooses the model from the next question on, or several to compare, of
// which some are marked already.
func chooseModel(c *conversation, marks ...string) page.ChooseModel {
	return page.ChooseModel{
		Title: "Model, from the next question on", Now: c.model, Marks: marks,
		Use: func(m page.Choice) page.Intent { return use(c.env, m, nil) },
		Compare: func(targets []string) page.Intent {
			return page.Compare{Comparison: page.Comparison{Targets: targets}, Draft: draft.Draft{}}
		},
	}
}

// use looks the chosen model up, and has it used when that is done: from the next
// question on, and where again isn't nil to answer that anew.
func use(env *page.Env, m page.Choice, again *transcript.Entry) tea.Cmd {
	resolve := env.Deps.Resolve
	return func() tea.Msg {
		m, err := m.Resolve(resolve)
		return resolvedMsg{choice: m, again: again, err: err}
	}
}

func (c *conversation) resolved(msg resolvedMsg) page.Intent {
	if msg.err != nil {
		c.composer.Say(msg.err.Error())
		return nil
	}
	before := c.model
	if msg.instead != "" && (!before.Model.Default || before.Model.ID != msg.instead) {
		return nil // somebody has chosen since
	}
	c.model = msg.choice
	c.composer.Refuse()
	c.composer.Say("from the next question on: " + c.model.Name() + c.env.Doubt(c.model.Model.ID))
	if before.Model.ID == c.model.Model.ID {
		c.composer.Say(c.model.Name() + c.model.Settings())
	}
	if msg.instead != "" {
		c.composer.Say("on this branch " + c.model.Name() + " answers, in place of " + msg.instead)
	}
	if msg.again != nil {
		return c.again(msg.again)
	}
	return nil
}

// compare asks several models. Without any the picker has them chosen; one is
// compared with the model in use.
func compare(c *conversation, arg draft.Draft) page.Intent {
	if c.busy() {
		return page.Notice{Text: "an answer is under way: esc stops it"}
	}
	targets, rest := c.env.Targets(arg.Text)
	prompt := arg.Part(len(arg.Text)-len(rest), len(arg.Text))
	if len(targets) == 1 {
		targets = append([]string{c.model.Name()}, targets...)
	}
	if len(targets) == 0 {
		c.composer.Buffer.Put(prompt)
		return page.Batch{chooseModel(c, c.compared...), page.Notice{Text: "several that are marked are compared"}}
	}
	if why := page.Unfit(targets); why != "" {
		c.composer.Buffer.Write("/compare ")
		c.composer.Buffer.Put(arg)
		return page.Notice{Text: why}
	}
	return page.Compare{Comparison: page.Comparison{Targets: targets}, Draft: prompt}
}
