package compare

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/cmd/answer"
	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/cmd/words"
	"neonchat/config"
)

// A candidate is one of the targets that a question goes to.
type candidate struct {
	answer.Question
	target string // its name, as catalog.Target writes it
	label  string // the target, numbered when it is asked several times
	unfit  error  // why it can't be asked; nil when it can
}

// fewest and most are how many targets can be compared.
const fewest, most = 2, 8

// candidates are the targets of the set and of the flags, in this order.
func (o *options) candidates() ([]candidate, error) {
	names, err := setOf(o.Settings, o.set)
	if err != nil {
		return nil, err
	}
	inSet := len(names)
	names = append(names, o.targets...)
	if n := len(names); n < fewest || n > most {
		return nil, program.Usagef("name each with -m, or a set of config.toml with --set", "compare takes %d to %d models, and there %s", fewest, most, isOrAre(n))
	}
	cs := make([]candidate, len(names))
	seen := map[string]int{}
	for i, name := range names {
		c := &cs[i]
		t, q, err := answer.NewQuestion(o.models, name)
		if err == nil {
			err = o.models.Check(name)
		}
		if err != nil && i < inSet {
			err = program.Usagef(program.HintOf(err), "%s: %w", o.Settings.Source("compare."+o.set), err)
		}
		if err != nil {
			return nil, err
		}
		c.Question, c.target, c.label = q, t.String(), t.String()
		if seen[c.target]++; seen[c.target] > 1 {
			c.label += " (" + strconv.Itoa(seen[c.target]) + ")"
		}
	}
	return cs, nil
}

// checkPrompt refuses a prompt that begins with a model's name, as if that were
// one more to ask: whoever wrote it meant -m.
func (o *options) checkPrompt(first string) error {
	const hint = `; put "--" before a prompt that begins so`
	if strings.ContainsFunc(first, unicode.IsSpace) {
		return nil
	}
	here, _ := backend.CurrentBranch(o.Program)
	known := o.models.KnownOn(here.ID)
	t, err := catalog.ParseTarget(first)
	if err != nil {
		return nil
	}
	if _, ok := known.Find(t.Model); ok {
		return program.Usagef("name each model with -m: -m "+first+hint, "%q stands where the prompt begins, and is a model", first)
	}
	if !known.LooksLikeModel(t.Model) {
		return nil
	}
	near := known.Near(t.Model, 3)
	if len(near) == 0 {
		return program.Usagef("'neonchat models' lists them; name each with -m"+hint, "%q stands where the prompt begins, and looks like a model", first)
	}
	return program.Usagef("did you mean -m "+words.OneOf(near)+"?"+strings.TrimPrefix(hint, ";"), "%q stands where the prompt begins, and looks like a model", first)
}

// shared builds the question that all candidates get, and marks the candidates for
// which it is too long. It fails when it is too long for all.
func (o *options) shared(ctx context.Context, cs []candidate) ([]chat.Part, error) {
	roomiest := &cs[0]
	for i := range cs {
		if answer.PromptLimit(cs[i].Facts) > answer.PromptLimit(roomiest.Facts) {
			roomiest = &cs[i]
		}
	}
	parts, length, err := answer.Parts(ctx, o.Program, o.prompt, answer.PromptLimit(roomiest.Facts))
	if err != nil && !errors.As(err, new(answer.TooMuchError)) {
		return nil, err
	}
	for i := range cs {
		cs[i].unfit = cs[i].Fits(length)
	}
	return parts, roomiest.unfit
}

func factsOf(cs []candidate) []catalog.Model {
	facts := make([]catalog.Model, len(cs))
	for i, c := range cs {
		facts[i] = c.Facts
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
		return nil, program.Usagef(`in config.toml, [compare] fast = ["gpt-5-mini", "gemini-2-5-flash"] makes one`, "there is no set %q, nor any other", name)
	}
	names := slices.Sorted(maps.Keys(s.Sets))
	return nil, program.Usagef("there is "+words.OneOf(names), "there is no set %q in [compare] of config.toml", name)
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
