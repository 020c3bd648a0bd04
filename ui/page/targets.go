package page

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"neonchat/catalog"
)

// Fewest and Most bound how many targets can be compared.
const (
	Fewest = 2
	Most   = 8
)

// Unfit says why targets can't be compared, "" when they can.
func Unfit(targets []string) string {
	if n := len(targets); n < Fewest || n > Most {
		return fmt.Sprintf("%d to %d models are compared; these are %d", Fewest, Most, n)
	}
	return ""
}

// Targets splits a text into the targets that it begins with, with named sets of
// them expanded, and the rest.
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

// Mistaken returns the first word of rest if it was surely meant as one more
// target, and up to 3 models with a similar name. Such a word looks like a
// model's name or stands before a target, and no model has that name. targets is
// how many came before it. For a prompt the word is "".
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

// Comparable returns the names of sets and models that may follow a text, none
// when it holds more than targets.
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

// target reports whether a word is a target, not the first word of a prompt: its
// model is known, or it has an effort or a dialect.
func (d *Env) target(word string) bool {
	t, err := catalog.ParseTarget(word)
	if err != nil {
		return false
	}
	_, known := d.Known.Find(t.Model)
	return known || t.Effort != "" || t.Dialect != ""
}
