package conversation

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/draft"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// A resolvedMsg brings a resolved choice, the entry to answer again with it, and
// the default model that it replaces, if any.
type resolvedMsg struct {
	choice  page.Choice
	again   *transcript.Entry
	instead string
	err     error
}

// chooseModel opens the picker for the model from the next question on, or for
// several to compare, with some marked already.
func chooseModel(c *Conversation, marks ...string) page.ChooseModel {
	return page.ChooseModel{
		Title: "Model, from the next question on", Now: c.Model, Marks: marks,
		Use: func(m page.Choice) page.Intent { return use(c.Env, m, nil) },
		Compare: func(targets []string) page.Intent {
			return page.Compare{Comparison: page.Comparison{Targets: targets}, Draft: draft.Draft{}}
		},
	}
}

// use resolves a model and uses it from the next question on. If again isn't
// nil, the model answers that instead.
func use(env *page.Env, m page.Choice, again *transcript.Entry) tea.Cmd {
	resolve := env.Deps.Resolve
	return func() tea.Msg {
		m, err := m.Resolve(resolve)
		if err != nil {
			return page.NoticeMsg{Text: err.Error(), Failed: true}
		}
		return resolvedMsg{choice: m, again: again}
	}
}

func (c *Conversation) resolved(msg resolvedMsg) page.Intent {
	if msg.err != nil {
		c.Composer.Say(msg.err.Error())
		return nil
	}
	before := c.Model
	if msg.instead != "" && (!before.Model.Default || before.Model.ID != msg.instead) {
		return nil // the user has chosen a model since
	}
	c.Model = msg.choice
	c.Composer.Say("from the next question on: " + c.Model.Name() + c.Env.Doubt(c.Model.Model.ID))
	if before.Model.ID == c.Model.Model.ID {
		c.Composer.Say(c.Model.Name() + c.Model.Settings())
	}
	if msg.instead != "" {
		c.Composer.Say("on this branch " + c.Model.Name() + " answers, in place of " + msg.instead)
	}
	if msg.again != nil {
		return c.Again(msg.again)
	}
	return nil
}

// startCompare compares models. Without targets it opens the picker; a single
// target is compared with the model in use.
func startCompare(c *Conversation, arg draft.Draft) page.Intent {
	if c.Busy() {
		return page.Notice{Text: "an answer is under way: esc stops it"}
	}
	targets, rest := c.Env.Targets(arg.Text)
	if word, near := c.Env.Mistaken(len(targets), rest); word != "" && c.insisted != arg.Text {
		c.insisted = arg.Text
		return page.Notice{Text: word + " is no model (" + c.Env.Keys.Key(keymap.Writing, keymap.Send) + " again takes it for the prompt)" + nearest(near)}
	}
	prompt := arg.Part(len(arg.Text)-len(rest), len(arg.Text))
	if len(targets) == 1 {
		targets = append([]string{c.Model.Name()}, targets...)
	}
	if len(targets) == 0 {
		c.Composer.Put(prompt)
		return page.Batch{chooseModel(c, c.Compared...), page.Notice{Text: "several that are marked are compared"}}
	}
	if why := page.Unfit(targets); why != "" {
		return page.Notice{Text: why}
	}
	return page.Compare{Comparison: page.Comparison{Targets: targets}, Draft: prompt}
}
