package page

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"neonchat/catalog"
)

// The most and the fewest targets that are compared.
const (
	Fewest = 2
	Most   = 8
)

// Unfit says why targets can't be compared, or "".
func Unfit(targets []string) string {
	if n := len(targets); n < Fewest || n > Most {
		return fmt.Sprintf("%d to %d models are compared; these are %d", Fewest, Most, n)
	}
	return ""
}

// Targets takes the targets and the sets of them that a text begins with, and
// leaves the rest.
func (d *Env) Targets(text string) (Targets []string, rest string) {
	for text != "" {
		word := text
		if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
			word = text[:i]
		}
		if set, ok := d.Deps.Sets[word]; ok {
			Targets = append(Targets, set...)
		} else if d.target(word) {
			Targets = append(Targets, TargetOf(word).String())
		} else {
			break
		}
		text = strings.TrimLeftFunc(text[len(word):], unicode.IsSpace)
	}
	return Targets, text
}

// Mistaken gives the first word of what stands behind so many targets, where it
// was surely meant for one more, and up to 3 models that are near it: it looks like
// a model's name, or stands before a target, and there is no such model. For a
// prompt the word is "".
func (d *Env) Mistaken(targets int, rest string) (word string, near []string) {
	words := strings.Fields(rest)
	if len(words) == 0 {
		return "", nil
	}
	t, err := catalog.ParseTarget(words[0])
	if err != nil {
		return "", nil
	}
	named := strings.ContainsAny(t.Model, "-0123456789") || len(d.Known.Mistyped(t.Model, 1)) > 0
	before := targets == 0 && named && len(words) > 1 && d.target(words[1])
	if !before && !d.Known.LooksLikeModel(t.Model) {
		return "", nil
	}
	return words[0], d.Known.Near(t.Model, 3)
}

// Comparable are the names that may follow a text that is nothing but targets:
// of sets, and of models.
func (d *Env) Comparable(text string) []string {
	if _, rest := d.Targets(text); rest != "" {
		return nil // the prompt has begun
	}
	names := slices.Sorted(maps.Keys(d.Deps.Sets))
	for _, m := range d.Known.Models() {
		names = append(names, m.ID)
	}
	return names
}

// target tells a target from the first word of a prompt: its model is known, or
// an effort or a dialect stands behind it.
func (d *Env) target(word string) bool {
	t, err := catalog.ParseTarget(word)
	if err != nil {
		return false
	}
	_, known := d.Known.Find(t.Model)
	return known || t.Effort != "" || t.Dialect != ""
}
