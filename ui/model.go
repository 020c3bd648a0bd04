package ui

import (
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

type resolvedMsg struct {
	choice choice
	err    error
}

// use looks the chosen model up, and has it used when that is done.
func (c *conversation) use(m choice) tea.Cmd {
	resolve := c.desk.deps.Resolve
	return func() tea.Msg {
		var err error
		m.model, m.facts, m.options, err = resolve(m.target.String())
		if m.temperature != nil {
			m.options.Temperature = m.temperature
		}
		if m.system != nil {
			m.options.System = *m.system
		}
		return resolvedMsg{m, err}
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
