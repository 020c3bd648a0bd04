package catalog

import (
	"slices"
	"strings"
	"unicode"
)

// Mistyped returns up to n ids that were surely meant by id, the best first. There
// are none where the catalog has id itself, and where nothing in it is near. One
// that differs from the known ones by its numbers may be newer than they: it is
// not mistyped.
func (c Catalog) Mistyped(id string, n int) []string {
	if _, known := c.Find(id); known {
		return nil
	}
	var meant []string
	for _, near := range c.Near(id, len(c.models)) {
		if d := digits(id); (d == "" || d == digits(near)) && len(meant) < n {
			meant = append(meant, near)
		}
	}
	return meant
}

// LooksLikeModel tells a name that is meant for a model, though the catalog has
// none of it, from a word of a prompt: it is a known id but for a few letters, or
// has the family's name in front and a number behind, as "gpt-9-turbo" has.
func (c Catalog) LooksLikeModel(word string) bool {
	q := plain(word)
	if _, known := c.Find(word); known || strings.ContainsFunc(word, unicode.IsSpace) || len(q) < 5 || len(q) > 100 {
		return false
	}
	family, _, dashed := strings.Cut(q, "-")
	return slices.ContainsFunc(c.models, func(m Model) bool {
		k := plain(m.ID)
		if digits(q) == digits(k) && edits(q, k, false) <= max(1, len(q)/5) {
			return true
		}
		return dashed && digits(q) != "" && strings.HasPrefix(k, family+"-")
	})
}

// Distance counts the letters to put in, take out, change or swap with their
// neighbour to turn a into b.
func Distance(a, b string) int { return edits(a, b, false) }

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
