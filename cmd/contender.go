package cmd

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/config"
)

// A contender is one of the targets that a question goes to.
type contender struct {
	question
	target string // as it is named
	label  string // the same, told apart from others of that name
	unfit  error  // why it can't be asked
}

// fewest and most are how many targets can be compared.
const fewest, most = 2, 8

// contenders are the targets of the set and of the flags, in this order.
func (o *compareOptions) contenders() ([]contender, error) {
	names, err := setOf(o.settings, o.set)
	if err != nil {
		return nil, err
	}
	inSet := len(names)
	names = append(names, o.targets...)
	if n := len(names); n < fewest || n > most {
		return nil, usagef("name each with -m, or a set of config.toml with --set", "compare takes %d to %d models, and there %s", fewest, most, isOrAre(n))
	}
	cs := make([]contender, len(names))
	seen := map[string]int{}
	for i, name := range names {
		c := &cs[i]
		t, q, err := newQuestion(o.models, name)
		if err != nil && i < inSet {
			err = usagef("", "%s: %w", o.settings.Source("compare."+o.set), err)
		}
		if err != nil {
			return nil, err
		}
		c.question, c.target, c.label = q, t.String(), t.String()
		if seen[c.target]++; seen[c.target] > 1 {
			c.label += " (" + strconv.Itoa(seen[c.target]) + ")"
		}
	}
	return cs, nil
}

// shared puts the question together that the contenders have in common, and
// notes for which of them it is too long. When it is for all, that is the error.
func (o *compareOptions) shared(ctx context.Context, cs []contender) ([]chat.Part, error) {
	roomiest := &cs[0]
	for i := range cs {
		if promptLimit(cs[i].facts) > promptLimit(roomiest.facts) {
			roomiest = &cs[i]
		}
	}
	parts, length, err := parts(ctx, o.program, o.prompt, promptLimit(roomiest.facts))
	if err != nil && !errors.As(err, new(errTooMuch)) {
		return nil, err
	}
	for i := range cs {
		cs[i].unfit = cs[i].fits(length)
	}
	return parts, roomiest.unfit
}

func factsOf(cs []contender) []catalog.Model {
	facts := make([]catalog.Model, len(cs))
	for i, c := range cs {
		facts[i] = c.facts
	}
	return facts
}

// setOf gives the targets of a set, a copy; none for no name.
func setOf(s config.Settings, name string) ([]string, error) {
	if name == "" {
		return nil, nil
	}
	if targets, ok := s.Sets[name]; ok {
		return slices.Clone(targets), nil
	}
	if len(s.Sets) == 0 {
		return nil, usagef(`in config.toml, [compare] fast = ["gpt-5-mini", "gemini-2-5-flash"] makes one`, "there is no set %q, nor any other", name)
	}
	names := slices.Sorted(maps.Keys(s.Sets))
	return nil, usagef("there is "+oneOf(names), "there is no set %q in [compare] of config.toml", name)
}

func isOrAre(n int) string {
	switch n {
	case 0:
		return "is none"
	case 1:
		return "is 1"
	}
	return "are " + strconv.Itoa(n)
}
