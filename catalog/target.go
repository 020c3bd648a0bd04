package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// Target is what a person names where a model is asked for.
type Target struct {
	Model   string
	Effort  string // one of Efforts, or "" for the model's own
	Dialect string // one of Dialects, or "" for the one that fits
}

// Efforts returns the words for how long a model may think, in rising order.
// Not every model takes each of them.
func Efforts() []string {
	return []string{"none", "minimal", "low", "medium", "high", "xhigh", "max"}
}

// ParseTarget reads MODEL[:EFFORT][@DIALECT], such as "gpt-5:low" and
// "claude-sonnet-4-6@mlflow". The dialect "auto" is the one that fits. What
// follows the last colon or at sign has to be a word that is known, so that a
// mistyped one is told here, not sent as a part of the model's id; an id with
// a colon inside is written with an effort ("x:free:low"). An id that differs
// from a known one by case only is that one: the gateway takes no other case.
func ParseTarget(s string) (Target, error) {
	var t Target
	rest := strings.TrimSpace(s)
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		t.Dialect = strings.ToLower(rest[i+1:])
		rest = rest[:i]
		if known := append(Dialects(), "auto"); !slices.Contains(known, t.Dialect) {
			return Target{}, fmt.Errorf("unknown dialect %q in %q: it is one of %s", t.Dialect, s, strings.Join(known, ", "))
		}
		if t.Dialect == "auto" {
			t.Dialect = ""
		}
	}
	if i := strings.LastIndexByte(rest, ':'); i >= 0 {
		t.Effort = strings.ToLower(rest[i+1:])
		rest = rest[:i]
		if !slices.Contains(Efforts(), t.Effort) {
			return Target{}, fmt.Errorf("unknown effort %q in %q: it is one of %s", t.Effort, s, strings.Join(Efforts(), ", "))
		}
	}
	if !validID(rest) || strings.Contains(rest, "@") {
		return Target{}, fmt.Errorf("no model id in %q: a target is MODEL[:EFFORT][@DIALECT]", s)
	}
	t.Model = rest
	if m, known := Lookup(rest); known && strings.EqualFold(rest, m.ID) {
		t.Model = m.ID
	}
	return t, nil
}

// String writes the target as ParseTarget reads it.
func (t Target) String() string {
	s := t.Model
	if t.Effort != "" {
		s += ":" + t.Effort
	}
	if t.Dialect != "" {
		s += "@" + t.Dialect
	}
	return s
}
