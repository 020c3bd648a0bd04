package page

import (
	"strconv"

	"neonchat/catalog"
	"neonchat/chat"
)

// A Choice is the model that is talked to from the next question on, and how.
type Choice struct {
	Target      catalog.Target
	Temperature *float64 // instead of the setting's; nil leaves that
	System      *string  // the same

	// What follows is made of the target.
	Model   chat.Model
	Facts   catalog.Model
	Options chat.Options
}

func TargetOf(s string) catalog.Target {
	t, _ := catalog.ParseTarget(s)
	return t
}

// A Resolver makes a model of a target, as Deps.Resolve does.
type Resolver func(target string) (chat.Model, catalog.Model, chat.Options, error)

// Resolve looks the target up.
func (m Choice) Resolve(resolve Resolver) (Choice, error) {
	before, err := m.Model, error(nil)
	m.Model, m.Facts, m.Options, err = resolve(m.Target.String())
	m.Model.Default = before.Default && before.ID == m.Model.ID // what else is set of a model doesn't choose it
	if m.Temperature != nil {
		m.Options.Temperature = m.Temperature
	}
	if m.System != nil {
		m.Options.System = *m.System
	}
	return m, err
}

// Doubt says what speaks against a model, as far as is known.
func (d *Env) Doubt(id string) string {
	_, ok := d.Known.Find(id)
	switch {
	case !ok:
		return ", which no list has: its price and limits are unknown"
	case d.Known.Serves(id) == catalog.No:
		return ", which this branch doesn't serve"
	}
	return ""
}

// Name writes the target, the dialect only where it was chosen.
func (m Choice) Name() string { return m.Target.String() }

func (m Choice) Settings() string {
	s := ""
	if t := m.Options.Temperature; t != nil {
		s += ", temperature " + strconv.FormatFloat(*t, 'g', -1, 64)
	}
	if m.Options.System != "" {
		s += ", with a system prompt"
	}
	return s
}

// Efforts are the words that the model takes; empty when none.
func Efforts(m catalog.Model) []string {
	switch {
	case len(m.Effort) > 0:
		return m.Effort
	case m.Budget, m.Reasoning == catalog.Unknown:
		return catalog.Efforts()
	}
	return nil
}
