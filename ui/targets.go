package ui

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"neonchat/catalog"
)

// unfit says why targets can't be compared, or "".
func unfit(targets []string) string {
	if n := len(targets); n < fewest || n > most {
		return fmt.Sprintf("%d to %d models are compared; these are %d", fewest, most, n)
	}
	return ""
}

// targets takes the targets and the sets of them that a text begins with, and
// leaves the rest.
func (d *desk) targets(text string) (targets []string, rest string) {
	for text != "" {
		word := text
		if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
			word = text[:i]
		}
		if set, ok := d.deps.Sets[word]; ok {
			targets = append(targets, set...)
		} else if d.target(word) {
			targets = append(targets, targetOf(word).String())
		} else {
			break
		}
		text = strings.TrimLeftFunc(text[len(word):], unicode.IsSpace)
	}
	return targets, text
}

// comparable are the names that may follow a text that is nothing but targets:
// of sets, and of models.
func (d *desk) comparable(text string) []string {
	if _, rest := d.targets(text); rest != "" {
		return nil // the prompt has begun
	}
	names := slices.Sorted(maps.Keys(d.deps.Sets))
	for _, m := range d.known.Models() {
		names = append(names, m.ID)
	}
	return names
}

// target tells a target from the first word of a prompt: its model is known, or
// an effort or a dialect stands behind it.
func (d *desk) target(word string) bool {
	t, err := catalog.ParseTarget(word)
	if err != nil {
		return false
	}
	_, known := d.known.Find(t.Model)
	return known || t.Effort != "" || t.Dialect != ""
}
