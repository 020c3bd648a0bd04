package catalog

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Best returns the model to begin with where nobody has named one: of the
// chats that the branch serves the newest of the first of these families that
// there is: Claude Sonnet, GPT mini, Gemini Flash, the large gpt-oss; then the
// largest other model with open weights, and in the end the cheapest of the
// rest. Before Join nothing is known of the branch, and all count as served. The
// models of the ids in except are passed over.
func (c Catalog) Best(except ...string) (Model, bool) {
	for _, m := range c.chosen(better) {
		if !slices.ContainsFunc(except, func(id string) bool { return key(id) == key(m.ID) }) {
			return m, true
		}
	}
	return Model{}, false
}

// Cheapest returns the chat whose answers cost least, of those that the branch
// serves and that speak a dialect by themselves.
func (c Catalog) Cheapest(dialect string) (Model, bool) {
	list := c.chosen(func(a, b Model) int { return cheaper(a.Cost.Output, b.Cost.Output) })
	i := slices.IndexFunc(list, func(m Model) bool { return m.Dialect == dialect })
	if i < 0 {
		return Model{}, false
	}
	return list[i], true
}

// Instead returns up to n ids of chats that the branch serves, in place of one
// that it refused: what may have been meant, then the same family, the same
// vendor, and the best of the others. It never returns id itself.
func (c Catalog) Instead(id string, n int) []string {
	var near []string
	m, known := c.Find(id)
	if !known {
		m, near = Listed{ID: id}.model(), c.Near(id, n)
	}
	list := c.chosen(func(a, b Model) int {
		return cmp.Or(
			first(family(a) == family(m) && family(m) != "", family(b) == family(m) && family(m) != ""),
			first(a.Vendor == m.Vendor && m.Vendor != Other, b.Vendor == m.Vendor && m.Vendor != Other),
			better(a, b))
	})
	for _, l := range list {
		near = append(near, l.ID)
	}
	var ids []string
	for _, other := range near {
		if key(other) != key(id) && !slices.Contains(ids, other) && len(ids) < n {
			ids = append(ids, other)
		}
	}
	return ids
}

// Roomier returns up to n ids of chats that may be served and hold a longer prompt
// than the model id does: those of its vendor first, then the best of the others.
// There are none where it isn't known how much the model holds.
func (c Catalog) Roomier(id string, n int) []string {
	m, _ := c.Find(id)
	if m.PromptLimit() == 0 {
		return nil
	}
	var ids []string
	for _, l := range c.chosen(func(a, b Model) int { return cmp.Or(first(a.Vendor == m.Vendor, b.Vendor == m.Vendor), better(a, b)) }) {
		if l.PromptLimit() > m.PromptLimit() && len(ids) < n {
			ids = append(ids, l.ID)
		}
	}
	return ids
}

// chosen are the chats that may be served, in an order.
func (c Catalog) chosen(by func(a, b Model) int) []Model {
	list := slices.DeleteFunc(c.Models(), func(m Model) bool { return m.Embeds || m.Served == No })
	slices.SortStableFunc(list, by)
	return list
}

// better orders models by how well they suit somebody who has named none.
func better(a, b Model) int {
	place := preference(a)
	return cmp.Or(
		first(a.Status != "deprecated", b.Status != "deprecated"),
		cmp.Compare(place, preference(b)),
		when(place == openWeights, cmp.Compare(size(b), size(a))),
		when(place == rest, cheaper(a.Cost.Output, b.Cost.Output)),
		cmp.Compare(b.Released, a.Released),
		cmp.Compare(b.ID, a.ID), // of one day, the higher version
	)
}

// The places in the order of families.
const (
	sonnet = iota
	mini
	flash
	largeOSS
	openWeights
	rest
)

func preference(m Model) int {
	switch f := family(m); {
	case f == "claude-sonnet":
		return sonnet
	case f == "gpt-mini":
		return mini
	case f == "gemini-flash":
		return flash
	case f == "gpt-oss" && size(m) >= 100:
		return largeOSS
	case m.Open == Yes, m.Open == Unknown && m.Dialect == "mlflow":
		return openWeights
	}
	return rest
}

// family is the catalog's word, or what the id tells of the families that
// matter here.
func family(m Model) string {
	if m.Family != "" {
		return m.Family
	}
	k := key(m.ID)
	switch {
	case strings.HasPrefix(k, "claude-sonnet"):
		return "claude-sonnet"
	case strings.HasPrefix(k, "gpt-oss"):
		return "gpt-oss"
	case strings.HasPrefix(k, "gpt-") && strings.HasSuffix(k, "-mini"):
		return "gpt-mini"
	case strings.HasPrefix(k, "gemini-") && strings.HasSuffix(k, "-flash"):
		return "gemini-flash"
	}
	return ""
}

var billions = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?:^|[- ])(\d+)b\b`) })

// size is how many billions of parameters a model has, as far as its id or its
// name tells; else 0.
func size(m Model) int {
	found := billions().FindStringSubmatch(strings.ToLower(m.ID + " " + m.Name))
	if found == nil {
		return 0
	}
	n, _ := strconv.Atoi(found[1])
	return n
}

// cheaper orders rates, unknown ones last.
func cheaper(a, b Rate) int {
	return cmp.Or(first(a.Known, b.Known), cmp.Compare(a.USD, b.USD))
}

// first orders what is so before what isn't.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func when(is bool, order int) int {
	if !is {
		return 0
	}
	return order
}
