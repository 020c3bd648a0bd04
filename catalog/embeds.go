package catalog

import (
	"slices"
	"strings"
)

// Embeds reports whether a model makes vectors of texts and no answers, as far
// as its id tells. [Model.Embeds] may know better.
func Embeds(id string) bool {
	k := key(id)
	return strings.HasPrefix(k, "gte-") || strings.HasPrefix(k, "bge-") || slices.Contains(strings.Split(k, "-"), "embedding")
}

// embeds reports whether a model of the catalog does: by what it makes, where
// that is stated.
func embeds(id string, output []string) bool {
	if len(output) == 0 {
		return Embeds(id)
	}
	return !slices.Contains(output, "text") && slices.ContainsFunc(output, func(kind string) bool { return strings.HasPrefix(kind, "embedding") })
}
