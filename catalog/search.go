package catalog

import (
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"
)

// Search returns the models that fit what a person typed, the best first, and
// all of them in the order of Models when that is nothing. Words may be parts
// of the id, the name, the vendor or the family, in any order. When no model
// has them all, their letters may be scattered over an id ("cs46") or a
// vendor, and in the end mistyped.
func (c Catalog) Search(query string) []Model {
	words := strings.Fields(key(query))
	if len(words) == 0 {
		return c.Models()
	}
	if found := c.containing(words); found != nil {
		return found
	}
	letters := strings.Join(words, "")
	if found := c.scattered(letters, func(m Model) string { return m.ID }); found != nil {
		return found
	}
	if found := c.scattered(letters, func(m Model) string { return m.Vendor }); found != nil {
		return found
	}
	var found []Model
	for _, id := range c.Near(query, 5) {
		m, _ := c.Find(id)
		found = append(found, m)
	}
	return found
}

// containing returns the models that have all words, those whose id begins
// with them first.
func (c Catalog) containing(words []string) []Model {
	var ranks [4][]Model
	id := strings.Join(words, "-")
	for _, m := range c.models {
		k := key(m.ID)
		text := " " + strings.ToLower(strings.Join([]string{k, m.Name, m.Vendor, m.Family}, " "))
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			continue
		}
		rank := 3
		switch {
		case k == id:
			rank = 0
		case strings.HasPrefix(k, id):
			rank = 1
		case !slices.ContainsFunc(words, func(w string) bool { return !startsWord(text, w) }):
			rank = 2
		}
		ranks[rank] = append(ranks[rank], m)
	}
	return slices.Concat(ranks[:]...)
}

// startsWord reports whether w is at the start of a word of text.
func startsWord(text, w string) bool {
	return strings.Contains(text, " "+w) || strings.Contains(text, "-"+w)
}

// scattered returns the models whose text holds letters in their order.
func (c Catalog) scattered(letters string, text func(Model) string) []Model {
	texts := make([]string, len(c.models))
	for i, m := range c.models {
		texts[i] = text(m)
	}
	var found []Model
	for _, match := range fuzzy.Find(letters, texts) {
		found = append(found, c.models[match.Index])
	}
	return found
}
