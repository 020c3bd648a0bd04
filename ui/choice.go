package ui

import (
	"strconv"

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
	before, err := m.model, error(nil)
	m.model, m.facts, m.options, err = resolve(m.target.String())
	m.model.Default = before.Default && before.ID == m.model.ID // what else is set of a model doesn't choose it
	if m.temperature != nil {
		m.options.Temperature = m.temperature
	}
	if m.system != nil {
		m.options.System = *m.system
	}
	return m, err
}

// doubt says what speaks against a model, as far as is known.
func (d *desk) doubt(id string) string {
	_, ok := d.known.Find(id)
	switch {
	case !ok:
		return ", which no list has: its price and limits are unknown"
	case d.known.Serves(id) == catalog.No:
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
