package demo

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// mlflow speaks Chat Completions as Databricks serves it, for every vendor.
type mlflow struct{}

func (mlflow) endpoint() string                     { return "chat_completions" }
func (mlflow) serves(m model) bool                  { return !m.has("codex") && m.id != "gpt-5-5-pro" }
func (mlflow) badJSON() *refusal                    { return noModelInBody() }
func (mlflow) vendorError(m model, no *refusal) any { return nested(m, no) }
func (mlflow) biteTokens() int                      { return 1 }
func (mlflow) draws() bool                          { return false }

func badRequest(message string) *refusal {
	return byDatabricks(400, "BAD_REQUEST", message)
}

func (d mlflow) read(r *request) *refusal {
	r.max = max(r.body.whole("max_tokens"), r.body.whole("max_completion_tokens"))
	r.stops = r.body.strs("stop")
	r.marked = holds(map[string]any(r.body), "cache_control")
	for _, t := range r.body.objs("tools") {
		f := t.obj("function")
		r.tools = append(r.tools, tool{f.str("name"), f.obj("parameters")})
	}
	r.think = d.thinking(r)
	for i, m := range r.body.objs("messages") {
		t, why := d.message(r.model, m)
		if why != "" {
			return byVendor("messages." + strconv.Itoa(i) + ": " + why)
		}
		if role := m.str("role"); role == "system" || role == "developer" {
			r.system += strings.Join(t.texts, "\n")
			continue
		}
		r.add(t)
	}
	return d.signed(r)
}

func (mlflow) thinking(r *request) thinking {
	switch {
	case claude(r.model):
		return claudeThinking(r.body)
	case gptOSS(r.model):
		return thinkingShown
	case r.model.reasons() && r.body.str("reasoning_effort") != "none":
		return thinkingHidden
	}
	return thinkingOff
}

// message reads one message; why says what is wrong with it.
func (d mlflow) message(m model, msg object) (t turn, why string) {
	role := msg.str("role")
	t.assistant = role == "assistant"
	text, isText := msg["content"].(string)
	if !slices.Contains([]string{"system", "developer", "user", "assistant", "tool"}, role) {
		return t, "Invalid value: '" + role + "'. Supported values are: 'system', 'assistant', 'user' and 'tool'."
	}
	if role == "tool" {
		t.results = []result{{id: msg.str("tool_call_id"), text: msg.joined("content")}}
		return t, ""
	}
	if isText {
		t.texts = []string{text}
	}
	for _, p := range msg.objs("content") {
		if why := d.part(m, &t, p); why != "" {
			return t, why
		}
	}
	for _, c := range msg.objs("tool_calls") {
		f := c.obj("function")
		if !json.Valid([]byte(f.str("arguments"))) {
			return t, "tool_calls.function.arguments: must be a string of JSON"
		}
		t.calls = append(t.calls, call{c.str("id"), f.str("name"), f.str("arguments")})
	}
	if len(t.calls) > 0 && isText && text == "" {
		t.texts = nil
	}
	if len(t.texts)+len(t.files)+len(t.calls) == 0 {
		return t, "all messages must have non-empty content"
	}
	return t, ""
}

// part reads one part of a message's content.
func (mlflow) part(m model, t *turn, p object) string {
	switch kind := p.str("type"); {
	case kind == "text":
		t.texts = append(t.texts, p.str("text"))
	case kind == "image_url":
		f, err := dataURL(p.obj("image_url").str("url"))
		if err != nil {
			return "image_url: " + err.Error()
		}
		t.files = append(t.files, f)
	case kind == "file":
		f, err := dataURL(p.obj("file").str("file_data"))
		if err != nil {
			return "file: " + err.Error()
		}
		f.name = p.obj("file").str("filename")
		t.files = append(t.files, f)
	case kind == "reasoning" && claude(m) && t.assistant:
		return dbxReasoning(m, p)
	default:
		return "Unsupported content part type '" + kind + "'"
	}
	return ""
}

// dbxReasoning wants a replayed reasoning part whole: its text and signature,
// or its encrypted text.
func dbxReasoning(m model, p object) string {
	var text, signature string
	for _, s := range p.objs("summary") {
		if s.str("type") == "summary_encrypted_text" {
			if !sealed(s.str("data"), m, "redacted", "") {
				return "Invalid `data` in `redacted_thinking` block"
			}
			return ""
		}
		text += s.str("text")
		signature += s.str("signature")
	}
	if !sealed(signature, m, "thinking", text) {
		return "Invalid `signature` in `thinking` block"
	}
	return ""
}

// signed wants the thought signatures of Gemini 3 back on the first call of
// each step since the user last spoke.
func (mlflow) signed(r *request) *refusal {
	if !gemini(r.model) {
		return nil
	}
	messages := r.body.objs("messages")
	for i := len(messages) - 1; i >= 0 && messages[i].str("role") != "user"; i-- {
		calls := messages[i].objs("tool_calls")
		if len(calls) == 0 {
			continue
		}
		c := calls[0]
		s := c.str("thoughtSignature")
		if s == "" {
			s = c.obj("extra_content").obj("google").str("thought_signature")
		}
		if why := callSignature(r.model, s, c.obj("function").str("name")); why != "" {
			return byVendor(why)
		}
	}
	return nil
}
