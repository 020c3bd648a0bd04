package cmd

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"

	"neonchat/catalog"
	"neonchat/chat"
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
func (p *program) contenders(set string, named []string) ([]contender, error) {
	names, err := p.set(set)
	if err != nil {
		return nil, err
	}
	inSet := len(names)
	names = append(names, named...)
	if n := len(names); n < fewest || n > most {
		return nil, usagef("name each with -m, or a set of config.toml with --set", "compare takes %d to %d models, and there %s", fewest, most, isOrAre(n))
	}
	cs := make([]contender, len(names))
	seen := map[string]int{}
	for i, name := range names {
		c := &cs[i]
		t, q, err := p.named(name)
		if err != nil && i < inSet {
			err = usagef("", "%s: %w", p.settings.Source("compare."+set), err)
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

// named is a target, and a question for it without its parts.
func (p *program) named(name string) (t catalog.Target, q question, err error) {
	q.model, q.facts, q.options, err = p.target(name)
	if err != nil {
		return t, q, err
	}
	t, err = catalog.ParseTarget(name)
	return t, q, err
}

// shared puts the question together that the contenders have in common, and
// notes for which of them it is too long. When it is for all, that is the error.
func (p *program) shared(ctx context.Context, prompt string, cs []contender) ([]chat.Part, error) {
	roomiest := &cs[0]
	for i := range cs {
		if promptLimit(cs[i].facts) > promptLimit(roomiest.facts) {
			roomiest = &cs[i]
		}
	}
	parts, length, err := p.parts(ctx, prompt, promptLimit(roomiest.facts))
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

// set gives the targets of a set, a copy; none for no name.
func (p *program) set(name string) ([]string, error) {
	if name == "" {
		return nil, nil
	}
	if targets, ok := p.settings.Sets[name]; ok {
		return slices.Clone(targets), nil
	}
	if len(p.settings.Sets) == 0 {
		return nil, usagef(`in config.toml, [compare] fast = ["gpt-5-mini", "gemini-2-5-flash"] makes one`, "there is no set %q, nor any other", name)
	}
	names := slices.Sorted(maps.Keys(p.settings.Sets))
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
