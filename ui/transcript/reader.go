package transcript

import (
	"strings"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/page"
)

// A Reader makes entries of stored messages. It is for one goroutine.
type Reader struct {
	known   catalog.Catalog
	explain func(chat.Answer, error, chat.Options) page.Problem
	facts   map[string]catalog.Model // by id, as far as they were looked up
}

// NewReader makes a reader that works with a copy of what d knows, so that it
// can be used in a command.
func NewReader(d *page.Env) *Reader {
	return &Reader{d.Known, d.Deps.Explain, map[string]catalog.Model{}}
}

// Entry makes the entry of a message.
func (r *Reader) Entry(m chat.Message) *Entry {
	if m.Role == chat.User {
		return &Entry{Message: m, Folded: Lengthy(m.Parts)}
	}
	id := m.Origin.Model
	facts, ok := r.facts[id]
	if !ok {
		facts, _ = r.known.Find(id)
		r.facts[id] = facts
	}
	e := &Entry{Message: m, Facts: facts, notices: m.Notices}
	if m.Stop.Reason != chat.StopUser {
		e.Problem = r.problem(m)
	}
	return e
}

// problem says why a stored answer is incomplete.
func (r *Reader) problem(m chat.Message) page.Problem {
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

// Lengthy reports whether a question is long enough to start out folded.
func Lengthy(question []chat.Part) bool {
	text := chat.Message{Parts: question}.Text()
	return strings.Count(text, "\n") >= longQuestion || len(text) > 4000
}
