package backend

import (
	"slices"
	"strings"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/cmd/program"
	"neonchat/cmd/words"
)

// Target makes the model of a name as the user wrote it, and the options that
// go with it. Of MODEL[:EFFORT][@DIALECT] the effort and the dialect rule over
// the flags, which hold for every model alike.
func (m *Models) Target(name string) (chat.Model, catalog.Model, chat.Options, error) {
	t, err := catalog.ParseTarget(name)
	if err != nil {
		return chat.Model{}, catalog.Model{}, chat.Options{}, program.Usagef("", "%w", err)
	}
	facts, known := catalog.Lookup(t.Model)
	if !known {
		// A model newer than this program: the cache may know it.
		if c, err := m.Cache().Load(); err == nil {
			facts, known = c.Find(t.Model)
		}
	}
	if !known {
		facts = catalog.Model{ID: t.Model, Dialect: catalog.Dialect(t.Model), Embeds: catalog.Embeds(t.Model)}
	}
	if facts.Embeds {
		return chat.Model{}, catalog.Model{}, chat.Options{}, program.Usagef("'neonchat models' lists those that chat", "%s makes embeddings, vectors of texts: it can't chat", t.Model)
	}
	if strings.EqualFold(t.Model, facts.ID) {
		t.Model = facts.ID // which the gateway knows in this case alone
	}
	model := chat.Model{
		ID: t.Model, Dialect: facts.Dialect, OutputLimit: facts.MaxOutput, Inputs: facts.Input,
		Efforts: facts.Effort, BudgetMin: facts.BudgetMin, BudgetMax: facts.BudgetMax,
	}
	for _, d := range []string{m.p.Settings.Dialect, t.Dialect} {
		if d != "" && d != "auto" {
			model.Dialect, model.Pinned = d, true
		}
	}
	o := chat.Options{
		System: m.p.Settings.System, Temperature: m.p.Settings.Temperature,
		MaxTokens: m.p.Settings.MaxTokens, Effort: m.p.Settings.Effort,
	}
	if t.Effort != "" {
		o.Effort = t.Effort
	}
	return model, facts, o, nil
}

// targetOf names the model of an answer and, where the catalog would choose
// another, its dialect, so that what was sealed fits.
func (m *Models) targetOf(o chat.Origin) (string, bool) {
	facts, known := catalog.Lookup(o.Model)
	if !known {
		if c, err := m.Cache().Load(); err == nil {
			facts, known = c.Find(o.Model)
		}
	}
	if known && slices.Contains(chat.Dialects[:], o.Dialect) && o.Dialect != facts.Dialect {
		return o.Model + "@" + o.Dialect, true
	}
	return o.Model, known
}

// AnsweredLast is the target that answered last in a session, so that it answers
// again; "" where none has, or the catalog has lost it.
func (m *Models) AnsweredLast(s *chat.Session) string {
	for _, one := range slices.Backward(s.Path()) {
		if one.Origin.Model == "" || len(one.Parts) == 0 {
			continue
		}
		target, known := m.targetOf(one.Origin)
		if !known {
			m.p.Status.Notice(one.Origin.Model + ", which answered last, is not in the catalog: name it with --model to have it answer all the same")
			return ""
		}
		return target
	}
	return ""
}

// Check refuses a name that is surely mistyped, so that nothing is asked by
// mistake: its model is in no list, and one that is, is near. A name with a
// dialect is left to the gateway.
func (m *Models) Check(name string) error {
	t, err := catalog.ParseTarget(name)
	if err != nil || t.Dialect != "" {
		return nil // Target says what is wrong
	}
	here, _ := CurrentBranch(m.p)
	known := m.KnownOn(here.ID)
	if _, ok := known.Find(t.Model); ok {
		return nil
	}
	near := known.Mistyped(t.Model, 3)
	if len(near) == 0 {
		near = m.Known().Mistyped(t.Model, 3)
	}
	if len(near) == 0 {
		return nil
	}
	t.Dialect = catalog.Dialect(t.Model)
	return program.Usagef("did you mean "+words.OneOf(near)+"? 'neonchat models' lists what there is; name a dialect to ask it all the same: "+t.String(),
		"there is no model %q", t.Model)
}
