package demo

import (
	"fmt"
	"math"
	"strings"
)

// answer is what the demo has decided to say, before any vendor's manner.
type answer struct {
	parts []part
	stop  stop
	match string // the stop sequence that ended it
	usage usage
}

type kind int

const (
	prose kind = iota
	reasoning
	redacted
	toolCall
	picture
	declined // a refusal in words, for those who have a place for it
)

type part struct {
	kind   kind
	text   string
	hidden bool // reasoning that is counted but not shown
	call   call
	nth    int // of the calls of the answer, from 0
	png    []byte
}

// content is what of a part comes in deltas.
func (p part) content() string {
	switch {
	case p.kind == toolCall:
		return p.call.args
	case p.hidden:
		return ""
	}
	return p.text
}

type stop int

const (
	stopEnd stop = iota
	stopLength
	stopCall
	stopRefused
	stopSequence
)

// usage counts as OpenAI does: input includes cached and written, output
// includes reasoning.
type usage struct{ input, cached, written, output, reasoning int }

// prose is the answer's text.
func (a answer) prose() string {
	var b strings.Builder
	for _, p := range a.parts {
		if p.kind == prose {
			b.WriteString(p.text)
		}
	}
	return b.String()
}

// first is the first part of a kind, or nil.
func (a answer) first(k kind) *part {
	for i := range a.parts {
		if a.parts[i].kind == k {
			return &a.parts[i]
		}
	}
	return nil
}

// compose answers a request: what to say, cut to the tokens asked for, counted.
func compose(r *request) answer {
	a := answer{parts: thoughts(r)}
	used := useTools(r)
	switch {
	case used != nil:
		a.parts = append(a.parts, used...)
		if used[len(used)-1].kind == toolCall {
			a.stop = stopCall
		}
	case r.troubles.has("refuse"):
		a.stop = stopRefused
		a.parts = []part{{kind: declined, text: "I'm sorry, but I can't help with that."}}
	case r.troubles.has("empty"):
	case r.troubles.has("image") && r.dialect.draws():
		a.parts = append(a.parts, part{kind: picture, png: draw()}, part{text: "Here is a small gradient. 🎨\n"})
	default:
		a.parts = append(a.parts, part{text: say(r)})
	}
	a.limit(r)
	a.count(r)
	return a
}

// thoughts is the reasoning before an answer, if there is any.
func thoughts(r *request) []part {
	var parts []part
	if r.troubles.has("redacted") {
		parts = append(parts, part{kind: redacted})
	}
	if r.troubles.has("think") {
		r.think = thinkingShown
	}
	if r.think == thinkingOff {
		return parts
	}
	text := fmt.Sprintf("The user asks about %s. I should see what they need most: a plain explanation first, then something to try.\n\n"+
		"A short list and one example will do. I'll keep it friendly, and say where to go from here.", subject(r.asked()))
	return append(parts, part{kind: reasoning, text: text, hidden: r.think == thinkingHidden})
}

// limit ends an answer where a stop sequence or the output budget does.
// Reasoning spends first, so a small budget leaves no answer.
func (a *answer) limit(r *request) {
	for i := range a.parts {
		p := &a.parts[i]
		for _, s := range r.stops {
			if text, _, found := strings.Cut(p.text, s); found && p.kind == prose && s != "" {
				p.text, a.stop, a.match = text, stopSequence, s
			}
		}
		if a.stop == stopSequence {
			a.parts = a.parts[:i+1]
			break
		}
	}
	budget := r.model.output
	if _, ok := repeatedTurn(r.last()); ok {
		budget = math.MaxInt // a pipe is to be checked whole
	}
	if r.max > 0 {
		budget = min(budget, r.max)
	}
	if r.troubles.has("length") {
		budget = min(budget, a.tokens()-(count(a.prose())+1)/2)
	}
	if r.troubles.has("long") {
		return
	}
	a.spend(budget)
}

// spend cuts the answer to its first n tokens.
func (a *answer) spend(n int) {
	for i := range a.parts {
		p := &a.parts[i]
		if cost := p.tokens(); cost <= n {
			n -= cost
			continue
		}
		a.stop, a.match = stopLength, ""
		p.text, p.call.args = head(p.text, n), head(p.call.args, n)
		if p.tokens() > 0 {
			i++
		}
		a.parts = a.parts[:i]
		return
	}
}

func (p part) tokens() int { return count(p.text) + count(p.call.name) + count(p.call.args) }

func (a answer) tokens() int {
	n := 0
	for _, p := range a.parts {
		n += p.tokens()
	}
	return n
}

// count fills in the usage.
func (a *answer) count(r *request) {
	a.usage = r.promptUsage()
	u := &a.usage
	u.output = max(a.tokens(), 1)
	for _, p := range a.parts {
		if p.kind == reasoning {
			u.reasoning += p.tokens()
		}
	}
	if a.first(redacted) != nil {
		u.output += 40
	}
}
