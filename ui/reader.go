package ui

import (
	"neonchat/catalog"
	"neonchat/chat"

	"neonchat/ui/page"
)

// A reader makes entries of messages that were kept. It is for one goroutine.
type reader struct {
	known   catalog.Catalog
	explain func(chat.Answer, error, chat.Options) page.Problem
	facts   map[string]catalog.Model // what was looked up
}

func newReader(d *page.Env) *reader {
	return &reader{d.Known, d.Deps.Explain, map[string]catalog.Model{}}
}

func (r *reader) entry(m chat.Message) *entry {
	if m.Role == chat.User {
		return &entry{message: m, folded: lengthy(m.Parts)}
	}
	id := m.Origin.Model
	facts, ok := r.facts[id]
	if !ok {
		facts, _ = r.known.Find(id)
		r.facts[id] = facts
	}
	e := &entry{message: m, facts: facts, notices: m.Notices}
	if m.Stop.Reason != chat.StopUser {
		e.problem = r.problem(m)
	}
	return e
}

// problem is what an answer that was kept lacks.
func (r *reader) problem(m chat.Message) page.Problem {
	if m.Stop.Reason == "" {
		return page.Problem{Text: "the program ended before the answer did"}
	}
	a := chat.Answer{Message: m, Empty: m.Text() == "" && len(m.ToolCalls()) == 0}
	for _, p := range m.Parts {
		if _, ok := p.(chat.File); ok {
			a.Empty = false
		}
	}
	return r.explain(a, nil, chat.Options{})
}
