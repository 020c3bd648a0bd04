package demo

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// dialect is one of the four ways of speaking: how a request is read, what is
// refused on the route, and how an answer is written.
type dialect interface {
	// endpoint is what the gateway calls the route when it refuses a model there.
	endpoint() string
	serves(model) bool
	badJSON() *refusal
	vendorError(model, *refusal) any

	// read fills in the conversation and refuses what is wrong within it.
	read(*request) *refusal

	// whole is the body of an answer that isn't streamed.
	whole(*request, answer) any
	speaker(*request, *events) speaker
	// biteTokens is the usual size of the vendor's deltas.
	biteTokens() int
	draws() bool
}

// request is a request understood, whatever its dialect.
type request struct {
	dialect dialect
	model   model
	header  http.Header
	body    object
	seed    string // a digest of the whole request, which its ids come from
	stream  bool
	array   bool // a Gemini stream as one JSON array

	system   string
	turns    []turn
	tools    []tool
	max      int // output tokens, 0 for as many as the model has
	stops    []string
	think    thinking
	marked   bool // part of the prompt was marked for the cache
	troubles troubles
}

// thinking is whether the model reasons, and whether it shows that.
type thinking int

const (
	thinkingOff thinking = iota
	thinkingHidden
	thinkingShown
)

// turn is what one side said until the other spoke. A tool's result is on
// the user's side.
type turn struct {
	assistant bool
	texts     []string
	files     []file
	calls     []call
	results   []result
}

type call struct{ id, name, args string }

// result is what a call gave. That it failed is known where the dialect says so.
type result struct {
	id, name, text string
	failed         bool
}

type tool struct {
	name   string
	schema object
}

// file is an attachment; url is set instead of data when it was only pointed at.
type file struct {
	name, mime string
	data       []byte
	url        string
}

// add says more on one side, joining what has no answer in between.
func (r *request) add(t turn) {
	if n := len(r.turns); n > 0 && r.turns[n-1].assistant == t.assistant {
		last := &r.turns[n-1]
		last.texts = append(last.texts, t.texts...)
		last.files = append(last.files, t.files...)
		last.calls = append(last.calls, t.calls...)
		last.results = append(last.results, t.results...)
		return
	}
	r.turns = append(r.turns, t)
}

// unwrap takes out the text files that were sent as texts of their own, each
// in a <file name="..."> element.
func (r *request) unwrap() {
	for i := range r.turns {
		t := &r.turns[i]
		t.texts = slices.DeleteFunc(t.texts, func(text string) bool {
			f, ok := element(text)
			if ok {
				t.files = append(t.files, f)
			}
			return ok
		})
	}
}

// element reads a text that is a <file> element and nothing else.
func element(text string) (file, bool) {
	head, rest, ok := strings.Cut(text, ">\n")
	body, closed := strings.CutSuffix(rest, "\n</file>")
	attribute, isFile := strings.CutPrefix(head, "<file")
	if !ok || !closed || !isFile {
		return file{}, false
	}
	name := strings.TrimSuffix(strings.TrimPrefix(attribute, ` name="`), `"`)
	return file{name: name, mime: "text/plain", data: []byte(body)}, true
}

// nameResults gives results the names of their calls, where only an id came.
func (r *request) nameResults() {
	for i := range r.turns[:max(len(r.turns)-1, 0)] {
		for _, c := range r.turns[i].calls {
			for j, res := range r.turns[i+1].results {
				if res.id == c.id && res.name == "" {
					r.turns[i+1].results[j].name = c.name
				}
			}
		}
	}
}

// last is the turn to answer.
func (r *request) last() turn {
	if len(r.turns) == 0 {
		return turn{}
	}
	return r.turns[len(r.turns)-1]
}

// prompt is the text of the last turn.
func (r *request) prompt() string { return strings.Join(r.last().texts, "\n\n") }

// question is the place of the turn in which the user spoke last: only results of
// tools have come since. rounds are the turns with calls since then, each with the
// results of its calls.
func (r *request) question() (at int, rounds []round) {
	for at = len(r.turns) - 1; at > 0; at-- {
		if t := r.turns[at]; !t.assistant && (len(t.texts) > 0 || len(t.results) == 0) {
			break
		}
	}
	for i := max(at, 0); i+1 < len(r.turns); i++ {
		if t := r.turns[i]; t.assistant && len(t.calls) > 0 {
			rounds = append(rounds, round{t.calls, r.turns[i+1].results})
		}
	}
	return max(at, 0), rounds
}

// asked is the text of the question.
func (r *request) asked() string {
	if len(r.turns) == 0 {
		return ""
	}
	at, _ := r.question()
	return strings.Join(r.turns[at].texts, "\n\n")
}

// round is the calls of one answer and what they gave.
type round struct {
	calls   []call
	results []result
}

// id makes the n-th id of the answer to this request.
func (r *request) id(prefix string, n int) string {
	return prefix + digest(r.seed, prefix, fmt.Sprint(n))[:24]
}

// tokens is what a turn costs to read.
func (t turn) tokens() int {
	n := 3
	for _, s := range t.texts {
		n += count(s)
	}
	for _, f := range t.files {
		n += f.tokens()
	}
	for _, c := range t.calls {
		n += count(c.name) + count(c.args)
	}
	for _, res := range t.results {
		n += count(res.text)
	}
	return n
}

// promptUsage is the usage before anything is said. OpenAI and Google find a
// long prefix in their cache by themselves; Anthropic when it was marked.
func (r *request) promptUsage() usage {
	input, before := r.inputTokens()
	u := usage{input: input}
	switch {
	case !claude(r.model) && before >= 1024:
		u.cached = before / 128 * 128
	case r.marked && input >= 1024:
		u.cached, u.written = before, input-before-3
	}
	return u
}

// inputTokens is what the whole request costs to read, and how much of it
// was there before the last turn.
func (r *request) inputTokens() (all, before int) {
	all = count(r.system)
	for _, t := range r.tools {
		all += count(t.name) + count(string(marshal(t.schema)))
	}
	for i, t := range r.turns {
		if i == len(r.turns)-1 {
			before = all
		}
		all += t.tokens()
	}
	return all, before
}
