package ui

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/keymap"
)

// unserved reports whether the branch's list shows that it doesn't serve a model.
func (d *desk) unserved(m choice) bool {
	return d.known.Serves(m.model.ID) == catalog.No
}

// nearest is the model to take in place of one that the branch doesn't serve, ""
// where it serves it, or serves nothing else.
func (d *desk) nearest(m choice) string {
	if !d.unserved(m) {
		return ""
	}
	for _, id := range d.known.Instead(m.model.ID, 1) {
		return id
	}
	return ""
}

// unservedMark says beside a model's name that it isn't served, and the key that
// takes another.
func (d *desk) unservedMark(m choice, z keymap.Zone) string {
	if !d.unserved(m) {
		return ""
	}
	s := d.look.Warn(" ✗ not served")
	if id := d.nearest(m); id != "" {
		s += d.look.Dim(" " + d.keys.Key(z, keymap.Served) + ": " + id)
	}
	return s
}

// of is the choice with another model, as that likes to be asked.
func (m choice) of(id string) choice {
	m.target, m.model.Default = catalog.Target{Model: id}, false
	return m
}

// takeServed has the nearest that is served take the place of the model in use.
func (c *conversation) takeServed() intent {
	if id := c.desk.nearest(c.model); id != "" {
		return c.use(c.model.of(id), nil)
	}
	return say{c.desk.notOffered(c.model)}
}

// takeServed has it asked in the place of a column's model.
func (c *contest) takeServed(k *lane) intent {
	id := c.desk.nearest(k.choice)
	switch {
	case c.blind:
		return say{"that would name it: after the vote"}
	case k.live():
		return say{stillAnswering(c.desk.keys)}
	case id == "":
		return say{c.desk.notOffered(k.choice)}
	}
	return c.other(k, k.choice.of(id))
}

// offered is the model to ask in place of the one of the keys' column, where that
// has failed because the branch doesn't serve it; else "".
func (c *contest) offered() string {
	if k := c.lane(); k != nil && k.failed() && !c.blind {
		return c.desk.nearest(k.choice)
	}
	return ""
}

// notOffered says why no other model is offered.
func (d *desk) notOffered(m choice) string {
	switch d.known.Serves(m.model.ID) {
	case catalog.Yes:
		return "this branch serves " + m.name()
	case catalog.No:
		return "this branch serves no model to chat with"
	}
	return "what this branch serves is not known yet"
}

// surveyed looks, when it becomes known what the branch serves, whether it serves
// the model that nobody has chosen. Before anything was asked the best that it
// serves takes its place.
func (c *conversation) surveyed() intent {
	if !c.model.model.Default || !c.fresh() || c.busy() || !c.desk.unserved(c.model) {
		return nil
	}
	if best, ok := c.desk.known.Best(); ok {
		return c.adopt(best.ID)
	}
	return nil
}

// adopt goes on with another model than the one that nobody has chosen.
func (c *conversation) adopt(id string) tea.Cmd {
	m, instead, resolve := c.model.of(id), c.model.model.ID, c.desk.deps.Resolve
	return func() tea.Msg {
		m, err := m.by(resolve)
		m.model.Default = true
		return resolvedMsg{choice: m, instead: instead, err: err}
	}
}

// used keeps which model has answered.
func (d *desk) used(asked chat.Model, e *entry) tea.Cmd {
	keep, id := d.deps.Used, e.message.Origin.Model
	if keep == nil || e.problem.Text != "" || e.message.Stop.Reason == chat.StopUser {
		return nil
	}
	if id != asked.ID {
		e.facts, _ = d.known.Find(id)
	}
	return func() tea.Msg {
		keep(id)
		return nil
	}
}
