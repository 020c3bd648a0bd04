package page

import (
	"slices"

	"neonchat/catalog"
	"neonchat/ui/keymap"
)

// Unserved reports whether the branch is known not to serve a model.
func (d *Env) Unserved(m Choice) bool {
	return d.Known.Serves(m.Model.ID) == catalog.No
}

// Nearest is the id of the model to use in place of one that the branch doesn't
// serve, preferably none of asked; "" when it does serve it, or serves nothing
// else.
func (d *Env) Nearest(m Choice, asked ...string) string {
	if !d.Unserved(m) {
		return ""
	}
	near := d.Known.Instead(m.Model.ID, len(asked)+1)
	for _, id := range near {
		if !slices.Contains(asked, id) {
			return id
		}
	}
	if len(near) == 0 {
		return ""
	}
	return near[0]
}

// UnservedMark is shown beside the name of a model that isn't served: it says so
// and names the key that switches to another; "" for a served model.
func (d *Env) UnservedMark(m Choice, z keymap.Zone) string {
	if !d.Unserved(m) {
		return ""
	}
	s := d.Look.Warn(" ✗ not served")
	if id := d.Nearest(m); id != "" {
		s += d.Look.Dim(" " + d.Keys.Key(z, keymap.Served) + ": " + id)
	}
	return s
}

// Of returns the choice with another model, in the dialect that model prefers.
func (m Choice) Of(id string) Choice {
	m.Target, m.Model.Default = catalog.Target{Model: id}, false
	return m
}

// NotOffered says why no other model is offered.
func (d *Env) NotOffered(m Choice) string {
	switch d.Known.Serves(m.Model.ID) {
	case catalog.Yes:
		return "this branch serves " + m.Name()
	case catalog.No:
		return "this branch serves no model to chat with"
	}
	return "what this branch serves is not known yet"
}
