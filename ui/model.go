package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"neonchat/catalog"
	"neonchat/chat"

	"neonchat/ui/draft"
)

// like goes on with the model of the last answer that came, in the dialect that it
// came in.
func like(m choice, entries []*entry, resolve resolver) choice {
	for _, e := range slices.Backward(entries) {
		o := e.message.Origin
		switch {
		case o.Model == "" || len(e.message.Parts) == 0:
			continue
		case o == chat.Origin{Dialect: m.model.Dialect, Model: m.model.ID}:
			return m
		}
		other := m
		other.target = catalog.Target{Model: o.Model}
		found, err := other.by(resolve)
		if err == nil && o.Dialect != "" && o.Dialect != found.model.Dialect {
			other.target.Dialect = o.Dialect
			found, err = other.by(resolve)
		}
		if err == nil {
			found.model.Default = true // it goes on, nobody has chosen it
			return found
		}
	}
	return m
}

// A resolvedMsg is a choice that was looked up, what is to be answered by it at
// once, and the model of nobody's choice that it takes the place of.
type resolvedMsg struct {
	choice  choice
	again   *entry
	instead string
	err     error
}

// models chooses the model from the next question on, or several to compare, of
// which some are marked already.
func (c *conversation) models(marks ...string) chooseModel {
	return chooseModel{
		title: "Model, from the next question on", now: c.model, marks: marks,
		use:     func(m choice) intent { return c.use(m, nil) },
		compare: func(targets []string) intent { return compare{Comparison{Targets: targets}, draft.Draft{}} },
	}
}

// use looks the chosen model up, and has it used when that is done: from the next
// question on, and where again isn't nil to answer that anew.
func (c *conversation) use(m choice, again *entry) tea.Cmd {
	resolve := c.desk.deps.Resolve
	return func() tea.Msg {
		m, err := m.by(resolve)
		return resolvedMsg{choice: m, again: again, err: err}
	}
}

func (c *conversation) resolved(msg resolvedMsg) intent {
	if msg.err != nil {
		c.say(msg.err.Error())
		return nil
	}
	before := c.model
	if msg.instead != "" && (!before.model.Default || before.model.ID != msg.instead) {
		return nil // somebody has chosen since
	}
	c.model = msg.choice
	c.chipsOff()
	c.say("from the next question on: " + c.model.name() + c.desk.doubt(c.model.model.ID))
	if before.model.ID == c.model.model.ID {
		c.say(c.model.name() + c.model.settings())
	}
	if msg.instead != "" {
		c.say("on this branch " + c.model.name() + " answers, in place of " + msg.instead)
	}
	if msg.again != nil {
		return c.again(msg.again)
	}
	return nil
}

// cmdCompare asks several models. Without any the picker has them chosen; one is
// compared with the model in use.
func (c *conversation) cmdCompare(arg draft.Draft) intent {
	if c.busy() {
		return say{"an answer is under way: esc stops it"}
	}
	targets, rest := c.desk.targets(arg.Text)
	prompt := arg.Part(len(arg.Text)-len(rest), len(arg.Text))
	if len(targets) == 1 {
		targets = append([]string{c.model.name()}, targets...)
	}
	if len(targets) == 0 {
		c.composer.Put(prompt)
		return both{c.models(c.compared...), say{"several that are marked are compared"}}
	}
	if why := unfit(targets); why != "" {
		c.composer.Write("/compare ")
		c.composer.Put(arg)
		return say{why}
	}
	return compare{Comparison{Targets: targets}, prompt}
}
