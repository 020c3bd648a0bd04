package demo

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// google speaks Gemini's own dialect: Google's models only.
type google struct{}

func (google) endpoint() string    { return "gemini_generate_content" }
func (google) serves(m model) bool { return gemini(m) }
func (google) biteTokens() int     { return 24 }
func (google) draws() bool         { return true }

// badJSON is Google's: the gateway had found the model in the path.
func (google) badJSON() *refusal {
	return byVendor("Invalid JSON payload received. Unexpected token.")
}

func (google) vendorError(_ model, no *refusal) any { return googleError(no) }

// skipSignature is what Google takes for the signature of a call that
// another model made.
const skipSignature = "skip_thought_signature_validator"

// action reads models/MODEL:ACTION; without alt=sse a stream is one array.
func (r *request) action(rest string, sse bool) (id string, no *refusal) {
	name, ok := strings.CutPrefix(rest, "models/")
	id, action, hasAction := strings.Cut(name, ":")
	if !ok || !hasAction || id == "" || strings.Contains(id, "/") {
		return "", byGateway(http.StatusNotFound, "invalid gemini model path")
	}
	switch action {
	case "generateContent":
	case "streamGenerateContent":
		r.stream, r.array = true, !sse
	default:
		return "", byGateway(http.StatusNotFound, "unsupported gemini action")
	}
	return id, nil
}

func (r *request) generation() object {
	return r.body.either("generationConfig", "generation_config")
}

// geminiThinking wants a level or a budget, not both, and one the model has.
func geminiThinking(r *request) string {
	c := r.generation().either("thinkingConfig", "thinking_config")
	level := strings.ToLower(c.str("thinkingLevel"))
	budget, hasBudget := c.num("thinkingBudget")
	levels := strings.Fields(r.model.efforts)
	if r.model.has("flash") && len(levels) > 0 {
		levels = append(levels, "minimal")
	}
	least, most := r.model.budget[0], r.model.budget[1]
	switch {
	case level != "" && hasBudget:
		return "You can only set only one of thinking budget and thinking level."
	case level != "" && len(levels) == 0:
		return "Thinking level is not supported for this model."
	case level != "" && !slices.Contains(levels, level):
		return "Thinking level " + strings.ToUpper(level) + " is not supported for this model."
	case hasBudget && budget != -1 && most > 0 && (int(budget) < least || int(budget) > most):
		return fmt.Sprintf("The thinking budget %d is invalid. Please choose a value between %d and %d.", int(budget), least, most)
	}
	return ""
}

func (d google) read(r *request) *refusal {
	c := r.generation()
	r.max = c.whole("maxOutputTokens")
	r.stops = c.strs("stopSequences")
	d.thinking(r, c.either("thinkingConfig", "thinking_config"))
	r.system = r.body.either("systemInstruction", "system_instruction").joined("parts")
	for _, t := range r.body.objs("tools") {
		for _, f := range t.objs("functionDeclarations") {
			schema := f.obj("parameters")
			if schema == nil {
				schema = f.obj("parametersJsonSchema")
			}
			r.tools = append(r.tools, tool{f.str("name"), schema})
		}
	}
	contents := r.body.objs("contents")
	for _, content := range contents {
		if no := d.content(r, content); no != nil {
			return no
		}
	}
	number(r.turns)
	return d.signed(r.model, contents)
}

func (google) thinking(r *request, c object) {
	if budget, ok := c.num("thinkingBudget"); ok && budget == 0 || !r.model.reasons() {
		return
	}
	r.think = thinkingHidden
	if c.flag("includeThoughts") {
		r.think = thinkingShown
	}
}

// content reads one turn.
func (d google) content(r *request, content object) *refusal {
	role := content.str("role")
	if role != "" && role != "user" && role != "model" {
		return byVendor("Please use a valid role: user, model.")
	}
	if len(content.list("parts")) == 0 {
		return byVendor("Unable to submit request because it must have at least one part.")
	}
	t := turn{assistant: role == "model"}
	for _, p := range content.objs("parts") {
		switch {
		case p.has("functionCall"):
			c := p.obj("functionCall")
			t.calls = append(t.calls, call{c.str("id"), c.str("name"), string(marshal(c["args"]))})
		case p.has("functionResponse"):
			c := p.obj("functionResponse")
			t.results = append(t.results, geminiResult(c))
		case p.has("inlineData"):
			f, err := inline(p.obj("inlineData").str("mimeType"), p.obj("inlineData").str("data"))
			if err != nil {
				return byVendor("Invalid value at 'contents.parts.inline_data.data' (TYPE_BYTES): Base64 decoding failed")
			}
			f.name = p.obj("inlineData").str("displayName")
			t.files = append(t.files, f)
		case p.has("fileData"):
			t.files = append(t.files, file{mime: p.obj("fileData").str("mimeType"), url: p.obj("fileData").str("fileUri")})
		case !p.has("text"):
			return byVendor("Unable to submit request because a part has no data.")
		case !p.flag("thought") && (p.str("text") != "" || !p.has("thoughtSignature")):
			t.texts = append(t.texts, p.str("text"))
		}
	}
	r.add(t)
	return nil
}

// geminiResult reads a response: the text of an output or an error, under one of
// the names that programs give it, or the whole.
func geminiResult(c object) result {
	res := result{id: c.str("id"), name: c.str("name")}
	response := c.obj("response")
	switch {
	case response.has("error"):
		res.text, res.failed = response.str("error"), true
	default:
		for _, name := range []string{"output", "result", "content"} {
			res.text = cmp.Or(res.text, response.str(name))
		}
	}
	if res.text == "" {
		res.text = string(marshal(c["response"]))
	}
	return res
}

// number gives ids to the calls and responses that came without: those of one
// name stand in the same order.
func number(turns []turn) {
	for _, t := range turns {
		seen := map[string]int{}
		id := func(given, name string) string {
			if given != "" {
				return given
			}
			seen[name]++
			return name + "#" + strconv.Itoa(seen[name])
		}
		for i, c := range t.calls {
			t.calls[i].id = id(c.id, c.name)
		}
		clear(seen)
		for i, res := range t.results {
			t.results[i].id = id(res.id, res.name)
		}
	}
}

// signed checks the signatures that came back. Gemini 3 misses one on the
// first call of a step, in the turns since the user last spoke.
func (google) signed(m model, contents []object) *refusal {
	current := true
	for i := len(contents) - 1; i >= 0; i-- {
		parts := contents[i].objs("parts")
		if contents[i].str("role") != "model" {
			current = current && slices.ContainsFunc(parts, func(p object) bool { return p.has("functionResponse") })
			continue
		}
		first := true
		for _, p := range parts {
			s := p.str("thoughtSignature")
			why := ""
			switch {
			case p.has("functionCall"):
				if s != "" || first && current {
					why = callSignature(m, s, p.obj("functionCall").str("name"))
				}
				first = false
			case s != "" && s != skipSignature && !sealed(s, m, "text", ""):
				why = "Corrupted thought signature."
			}
			if why != "" {
				return byVendor(why)
			}
		}
	}
	return nil
}

// callSignature says what is wrong with the signature of a call.
func callSignature(m model, s, name string) string {
	switch {
	case s == "" && gemini3(m):
		return "Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly. Function call `" + name + "`."
	case s != "" && s != skipSignature && !sealed(s, m, "call", name):
		return "Corrupted thought signature."
	}
	return ""
}
