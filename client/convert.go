package client

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"neonchat/chat"
)

// convert makes a conversation one that the request's model can be sent in the
// given dialect, whoever said what in it. It is pure and leaves the messages as
// they are. What comes out
//
//   - alternates, and begins with the user;
//   - leaves out a turn that the vendor refused, from its question on, and a
//     question that failed without a word;
//   - has a result, right behind it, for every tool call, under an id of its own
//     and in the order of the calls, which is all that some vendors go by;
//   - holds signatures, encrypted reasoning and other sealed parts only where
//     they came from this dialect and model, and none at all when unsealed;
//   - holds reasoning only where it is sealed, since as plain text it would pass
//     for a part of the answer;
//   - holds no file that the model can't take.
//
// The notices say what was left out.
func convert(r chat.Request, dialect string, unsealed bool) (messages []chat.Message, notices []string) {
	c := conversion{req: r, dialect: dialect, unsealed: unsealed, cut: map[string]bool{}, ids: map[string]bool{}}
	kept, refused := unrefused(r.Messages)
	c.refused = refused
	for _, m := range kept {
		if m.Role == chat.Assistant {
			c.answer(m)
		} else {
			c.question(m)
		}
	}
	c.settle()
	return c.out, c.notices()
}

type conversion struct {
	req      chat.Request
	dialect  string
	unsealed bool

	out    []chat.Message
	begins int             // where the last question begins in the last turn
	open   []openCall      // calls of the last answer that have no result yet
	cut    map[string]bool // calls whose arguments never came whole
	ids    map[string]bool // the ids of calls that are sent
	moved  []chat.Part     // an answer's files, to go with the next question

	refused int // turns with a word in them
	sealed  int
	origins []string
	files   []string
}

// unrefused leaves out the turns that the vendor refused, since what was refused
// once would have the next question refused too. It counts those that the user
// could believe to be remembered: something had been said.
func unrefused(messages []chat.Message) (kept []chat.Message, refused int) {
	for _, m := range messages {
		if m.Role != chat.Assistant || m.Stop.Reason != chat.StopRefusal && m.Stop.Reason != chat.StopContentFilter {
			kept = append(kept, m)
			continue
		}
		if says(m.Parts) {
			refused++
		}
		kept = unasked(kept)
	}
	return kept, refused
}

// unasked is the conversation without its last question and all the steps that
// tools were called in for it.
func unasked(messages []chat.Message) []chat.Message {
	for n := len(messages) - 1; n >= 0; n-- {
		m := messages[n]
		if m.Role == chat.Assistant {
			if len(m.ToolCalls()) == 0 {
				return messages[:n+1] // of another turn: this one has no question
			}
			continue
		}
		results := slices.DeleteFunc(slices.Clone(m.Parts), func(p chat.Part) bool {
			_, ok := p.(chat.ToolResult)
			return !ok
		})
		switch len(results) {
		case 0:
			return messages[:n]
		case len(m.Parts): // a step of the turn
		default: // they belong to the turn before
			m.Parts = results
			return append(messages[:n], m)
		}
	}
	return nil
}

// An openCall is a call as it is sent, and the id that it came with.
type openCall struct {
	chat.ToolCall
	asked string
}

func (c *conversion) question(m chat.Message) {
	var rest []chat.Part
	results := make([]chat.Part, len(c.open)) // in the order of the calls
	for _, p := range m.Parts {
		switch p := p.(type) {
		case chat.ToolResult:
			if i := c.asked(p, results); i >= 0 {
				results[i] = c.result(c.open[i], p)
			}
		case chat.File:
			rest = append(rest, c.file(p))
		case chat.Text:
			if p.Text != "" {
				rest = append(rest, p)
			}
		}
	}
	for i, call := range c.open {
		if results[i] == nil {
			results[i] = cancelled(call.ToolCall)
		}
	}
	c.open = nil
	before := append(results, c.moved...)
	c.moved = nil
	c.begins = len(before)
	if n := len(c.out); n > 0 && c.out[n-1].Role == chat.User {
		c.begins += len(c.out[n-1].Parts)
	}
	c.say(chat.Message{Role: chat.User, Parts: append(before, rest...)})
}

// asked is the place of the open call that a result answers, or -1 when the call
// was never made or has its result. Calls of one id are told apart by their
// names, and else by their order.
func (c *conversion) asked(r chat.ToolResult, results []chat.Part) int {
	at := -1
	for i, call := range c.open {
		if call.asked != r.ID || results[i] != nil {
			continue
		}
		if call.Name == r.Name {
			return i
		}
		if at < 0 {
			at = i
		}
	}
	return at
}

// result is what the call is answered with.
func (c *conversion) result(call openCall, r chat.ToolResult) chat.ToolResult {
	r.ID, r.Name = call.ID, call.Name
	r.IsError = r.IsError || c.cut[r.ID]
	var kept []chat.File
	for _, f := range r.Files {
		switch f := c.file(f).(type) {
		case chat.File:
			kept = append(kept, f)
		case chat.Text:
			r.Text += "\n" + f.Text
		}
	}
	r.Files = kept
	return r
}

func cancelled(call chat.ToolCall) chat.ToolResult {
	return chat.ToolResult{ID: call.ID, Name: call.Name, Text: "cancelled", IsError: true}
}

func (c *conversion) answer(m chat.Message) {
	c.settle()
	home := !c.unsealed && m.Origin.Dialect == c.dialect && shortID(m.Origin.Model) == shortID(c.req.Model.ID)
	lost := 0
	var parts []chat.Part
	for _, p := range m.Parts {
		p, sealed := c.part(p, home)
		if p != nil {
			parts = append(parts, p)
		}
		if sealed && !home {
			lost++
		}
	}
	if lost > 0 {
		c.sealed += lost
		if from := m.Origin.Model; from != "" && !slices.Contains(c.origins, from) {
			c.origins = append(c.origins, from)
		}
	}
	if says(parts) {
		c.say(chat.Message{Role: chat.Assistant, Parts: parts, Origin: m.Origin})
		return
	}
	c.open = nil
	switch m.Stop.Reason {
	case chat.StopError, chat.StopIncomplete:
		c.unask()
	}
}

// unask takes the last question back. The results of tools stay, which their
// calls need, and the files of answers.
func (c *conversion) unask() {
	n := len(c.out)
	if n == 0 || c.out[n-1].Role != chat.User {
		return
	}
	last := &c.out[n-1]
	if last.Parts = last.Parts[:c.begins:c.begins]; c.begins == 0 {
		c.out = c.out[:n-1]
	}
}

// says reports whether an answer has anything that can be sent again: sealed
// reasoning alone, of an answer that was stopped while it thought, can't.
func says(parts []chat.Part) bool {
	return slices.ContainsFunc(parts, func(p chat.Part) bool {
		switch p := p.(type) {
		case chat.Text:
			return strings.TrimSpace(p.Text) != ""
		case chat.ToolCall:
			return true
		}
		return false
	})
}

// part is an answer's part as it may be sent again, or nil, and whether a seal
// is or was on it.
func (c *conversion) part(p chat.Part, home bool) (kept chat.Part, sealed bool) {
	switch p := p.(type) {
	case chat.Text:
		sealed = p.Signature != ""
		if !home {
			p.Signature, p.Phase = "", ""
		}
		if p.Text == "" && p.Signature == "" {
			return nil, sealed
		}
		return p, sealed
	case chat.Reasoning:
		if p.Signature == "" || !home {
			return nil, p.Signature != ""
		}
		return p, true
	case chat.Opaque:
		if !home {
			return nil, true
		}
		return p, true
	case chat.ToolCall:
		sealed = p.Signature != ""
		if !home {
			p.Signature = ""
		}
		return c.call(p), sealed
	case chat.File:
		c.moved = append(c.moved, c.file(p))
	}
	return nil, false
}

func (c *conversion) call(p chat.ToolCall) chat.ToolCall {
	asked := p.ID
	p.ID = c.id(asked)
	var object map[string]json.RawMessage
	if json.Unmarshal([]byte(p.Arguments), &object) != nil || object == nil {
		c.cut[p.ID] = p.Arguments != ""
		p.Arguments = "{}"
	}
	c.open = append(c.open, openCall{p, asked})
	return p
}

// settle answers the calls which the conversation left open.
func (c *conversion) settle() {
	if len(c.open) > 0 {
		c.question(chat.Message{Role: chat.User})
	}
}

// say adds a turn, to the last one when the same side spoke it.
func (c *conversion) say(m chat.Message) {
	if len(m.Parts) == 0 {
		return
	}
	if n := len(c.out); n > 0 && c.out[n-1].Role == m.Role {
		last := &c.out[n-1]
		last.Parts = slices.Concat(last.Parts, m.Parts)
		return
	}
	if len(c.out) == 0 && m.Role == chat.Assistant {
		c.out = append(c.out, chat.Message{Role: chat.User, Parts: []chat.Part{chat.Text{Text: "(continued)"}}})
	}
	c.out = append(c.out, m)
}

var callID = expression(`^[a-zA-Z0-9_-]{1,64}$`)

// id is a tool call's id in the form that every vendor takes and no other call
// has: itself if it is that, else one made from it, the same whenever the
// conversation is sent.
func (c *conversion) id(id string) string {
	sent := id
	for n := 0; !callID().MatchString(sent) || c.ids[sent]; n++ {
		sent = fmt.Sprintf("call_%x", sha256.Sum256(fmt.Appendf(nil, "%s %d", id, n)))[:29]
	}
	c.ids[sent] = true
	return sent
}

// file is the file, or a word in its place when the model can't take it.
func (c *conversion) file(f chat.File) chat.Part {
	kind := "text"
	switch {
	case isImage(f):
		kind = "image"
	case isPDF(f):
		kind = "pdf"
	}
	if kind == "text" || c.req.Model.Takes(kind) {
		return f
	}
	name := first(f.Name, kind)
	if !slices.Contains(c.files, name) {
		c.files = append(c.files, name)
	}
	return chat.Text{Text: fmt.Sprintf("[%s %s: left out, this model can't read it]", kind, name)}
}

func (c *conversion) notices() (list []string) {
	if c.refused > 0 {
		list = append(list, fmt.Sprintf("not sent to %s: %s", c.req.Model.ID, count(c.refused, "refused turn")))
	}
	if c.sealed > 0 {
		from := "earlier answers"
		if !c.unsealed && len(c.origins) > 0 {
			from = strings.Join(c.origins, " and ")
		}
		list = append(list, fmt.Sprintf("not sent to %s: %s of %s", c.req.Model.ID, count(c.sealed, "sealed part"), from))
	}
	if len(c.files) > 0 {
		list = append(list, fmt.Sprintf("%s can't read %s: left out", c.req.Model.ID, strings.Join(c.files, ", ")))
	}
	return list
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// hasSeals reports whether an earlier answer holds anything sealed.
func hasSeals(messages []chat.Message) bool {
	for _, m := range messages {
		for _, p := range m.Parts {
			switch p := p.(type) {
			case chat.Opaque:
				return true
			case chat.Reasoning:
				if p.Signature != "" {
					return true
				}
			case chat.Text:
				if p.Signature != "" {
					return true
				}
			case chat.ToolCall:
				if p.Signature != "" {
					return true
				}
			}
		}
	}
	return false
}
