package page

import (
	"strconv"

	"neonchat/catalog"
	"neonchat/chat"
)

// A Choice is the model that answers from the next question on, with its
// settings.
type Choice struct {
	Target      catalog.Target
	Temperature *float64 // overrides the setting; nil keeps it
	System      *string  // likewise

	// Resolve fills in what follows from the target.
	Model   chat.Model
	Facts   catalog.Model
	Options chat.Options
}

// TargetOf parses a target; one that can't be parsed gives the zero Target.
func TargetOf(s string) catalog.Target {
	t, _ := catalog.ParseTarget(s)
	return t
}

// A Resolver resolves a target as Deps.Resolve does.
type Resolver func(target string) (chat.Model, catalog.Model, chat.Options, error)

// Resolve returns the choice with its target resolved.
func (m Choice) Resolve(resolve Resolver) (Choice, error) {
	before, err := m.Model, error(nil)
	m.Model, m.Facts, m.Options, err = resolve(m.Target.String())
	m.Model.Default = before.Default && before.ID == m.Model.ID // changing a setting doesn't choose the model
	if m.Temperature != nil {
		m.Options.Temperature = m.Temperature
	}
	if m.System != nil {
		m.Options.System = *m.System
	}
	return m, err
}

// Doubt says why a model may not answer, as the end of a sentence; "" when
// nothing is known against it.
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

// Name is the target as text, with the dialect only where it was chosen.
func (m Choice) Name() string { return m.Target.String() }

// Settings lists the temperature and the system prompt that are set, as the end
// of a sentence; "" without any.
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

// Efforts returns the effort words that the model accepts; empty when it accepts
// none.
func Efforts(m catalog.Model) []string {
	switch {
	case len(m.Effort) > 0:
		return m.Effort
	case m.Budget, m.Reasoning == catalog.Unknown:
		return catalog.Efforts()
	}
	return nil
}
