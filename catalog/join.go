package catalog

import (
	"cmp"
	"slices"
)

// Listed is a model in the gateway's own list, GET /v1/models. Enabled is true
// where the gateway does not say.
type Listed struct {
	ID      string `json:"id"`
	Name    string `json:"name,omitempty"`
	OwnedBy string `json:"owned_by,omitempty"`
	Enabled bool   `json:"enabled"`
	Embeds  bool   `json:"embeds,omitempty"` // the list says that it makes embeddings
}

// Join returns the catalog seen from a branch whose gateway answered with
// served: each model is served or not, those that are switched off there are
// gone, and those that models.dev lacks are there by what their ids tell, with
// Known false. An id matches with or without the prefix "databricks-".
func (c Catalog) Join(served []Listed) Catalog {
	listed := make(map[string]Listed, len(served))
	for _, l := range served {
		// one of two spellings may be switched off
		if have, twice := listed[key(l.ID)]; !twice || !have.Enabled {
			listed[key(l.ID)] = l
		}
	}
	models := make([]Model, 0, len(c.models)+len(listed))
	for _, m := range c.models {
		l, ok := listed[key(m.ID)]
		delete(listed, key(m.ID))
		switch {
		case ok && !l.Enabled, !m.Known && !ok:
			continue
		case ok:
			m.Served = Yes
			m.Embeds = m.Embeds || l.Embeds
			if m.Vendor == Other {
				m.Vendor = cmp.Or(printable(l.OwnedBy), Other)
			}
		default:
			m.Served = No
		}
		models = append(models, m)
	}
	for _, l := range listed {
		if l.Enabled && validID(l.ID) {
			models = append(models, l.model())
		}
	}
	slices.SortFunc(models, order)
	c.models, c.joined = models, true
	return c
}

func (l Listed) model() Model {
	return Model{
		ID:      l.ID,
		Name:    cmp.Or(printable(l.Name), l.ID),
		Vendor:  cmp.Or(vendor(l.ID, ""), printable(l.OwnedBy), Other),
		Dialect: Dialect(l.ID),
		Served:  Yes,
		Embeds:  l.Embeds || Embeds(l.ID),
	}
}
