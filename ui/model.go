package ui

import (
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"neonchat/catalog"
	"neonchat/chat"
)

// A choice is the model that is talked to from the next question on, and how.
type choice struct {
	target      catalog.Target
	temperature *float64 // instead of the setting's; nil leaves that
	system      *string  // the same

	// What follows is made of the target.
	model   chat.Model
	facts   catalog.Model
	options chat.Options
}

func targetOf(s string) catalog.Target {
	t, _ := catalog.ParseTarget(s)
	return t
}

// A resolver makes a model of a target, as Deps.Resolve does.
type resolver func(target string) (chat.Model, catalog.Model, chat.Options, error)

// by looks the target up.
func (m choice) by(resolve resolver) (choice, error) {
	var err error
	m.model, m.facts, m.options, err = resolve(m.target.String())
	if m.temperature != nil {
		m.options.Temperature = m.temperature
	}
	if m.system != nil {
		m.options.System = *m.system
	}
	return m, err
}

// like goes on with the model of the last answer that came, in the dialect that it
// came in.
func (m choice) like(entries []*entry, resolve resolver) choice {
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
			return found
		}
	}
	return m
}

// A resolvedMsg is a choice that was looked up, and what is to be answered by it
// at once.
type resolvedMsg struct {
	choice choice
	again  *entry
	err    error
}

// models chooses the model from the next question on, or several to compare.
func (c *conversation) models() *picker {
	p := newPicker(c.desk, "Model, from the next question on", c.model, func(m choice) intent { return c.use(m, nil) })
	p.compare = func(targets []string) intent { return compare{Comparison{Targets: targets}, draft{}} }
	return p
}

// use looks the chosen model up, and has it used when that is done: from the next
// question on, and where again isn't nil to answer that anew.
func (c *conversation) use(m choice, again *entry) tea.Cmd {
	resolve := c.desk.deps.Resolve
	return func() tea.Msg {
		m, err := m.by(resolve)
		return resolvedMsg{m, again, err}
	}
}

func (c *conversation) resolved(msg resolvedMsg) intent {
	if msg.err != nil {
		c.say(msg.err.Error())
		return nil
	}
	before := c.model
	c.model = msg.choice
	c.chipsOff()
	c.say("from the next question on: " + c.model.name() + c.desk.doubt(c.model.model.ID))
	if before.model.ID == c.model.model.ID {
		c.say(c.model.name() + c.model.settings())
	}
	if msg.again != nil {
		return c.again(msg.again)
	}
	return nil
}

// doubt says what speaks against a model, as far as is known.
func (d *desk) doubt(id string) string {
	m, ok := d.known.Find(id)
	switch {
	case !ok:
		return ", which no list has: its price and limits are unknown"
	case m.Served == catalog.No:
		return ", which this branch doesn't serve"
	}
	return ""
}

// name writes the target, the dialect only where it was chosen.
func (m choice) name() string { return m.target.String() }

func (m choice) settings() string {
	s := ""
	if t := m.options.Temperature; t != nil {
		s += ", temperature " + strconv.FormatFloat(*t, 'g', -1, 64)
	}
	if m.options.System != "" {
		s += ", with a system prompt"
	}
	return s
}

// efforts are the words that the model takes; empty when none.
func efforts(m catalog.Model) []string {
	switch {
	case len(m.Effort) > 0:
		return m.Effort
	case m.Budget, m.Reasoning == catalog.Unknown:
		return catalog.Efforts()
	}
	return nil
}
