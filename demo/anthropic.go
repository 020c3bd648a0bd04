package demo

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
)

// anthropic speaks Messages: Claude only.
type anthropic struct{}

func (anthropic) endpoint() string    { return "anthropic_messages" }
func (anthropic) serves(m model) bool { return claude(m) }
func (anthropic) biteTokens() int     { return 3 }
func (anthropic) draws() bool         { return false }

// badJSON is the gateway's: it could not find the model.
func (anthropic) badJSON() *refusal { return noModelInBody() }

func noModelInBody() *refusal {
	return byGateway(http.StatusBadRequest, "missing or invalid model: the request body is not a JSON object")
}

func (anthropic) vendorError(_ model, no *refusal) any { return anthropicError(no) }

// uses counts how often key is used anywhere within v.
func uses(v any, key string) int {
	n := 0
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			if k == key {
				n++
			}
			n += uses(inner, key)
		}
	case []any:
		for _, inner := range v {
			n += uses(inner, key)
		}
	}
	return n
}

func (a anthropic) read(r *request) *refusal {
	r.max = r.body.whole("max_tokens")
	r.stops = r.body.strs("stop_sequences")
	r.think = claudeThinking(r.body)
	r.marked = holds(map[string]any(r.body), "cache_control")
	r.system = r.body.joined("system")
	for _, t := range r.body.objs("tools") {
		r.tools = append(r.tools, tool{t.str("name"), t.obj("input_schema")})
	}
	thinksFirst := true
	for i, m := range r.body.objs("messages") {
		at := "messages." + strconv.Itoa(i)
		role := m.str("role")
		if role != "user" && role != "assistant" {
			return byVendor(at + ".role: Input should be 'user' or 'assistant'")
		}
		t := turn{assistant: role == "assistant"}
		blocks := m.objs("content")
		if s, ok := m["content"].(string); ok {
			blocks = []object{{"type": "text", "text": s}}
		}
		for j, b := range blocks {
			if why := a.block(r.model, &t, b); why != "" {
				return byVendor(at + ".content." + strconv.Itoa(j) + why)
			}
		}
		if len(blocks) == 0 {
			return byVendor(at + ": all messages must have non-empty content")
		}
		if t.assistant {
			thinksFirst = strings.HasSuffix(blocks[0].str("type"), "thinking")
		}
		r.add(t)
	}
	if r.body.obj("thinking").str("type") == "enabled" && len(r.last().results) > 0 && !thinksFirst {
		return byVendor("messages: Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` is enabled, a final `assistant` message must start with a thinking block.")
	}
	return nil
}

// claudeThinking is whether Claude thinks, and shows it: with adaptive
// thinking only when asked to.
func claudeThinking(body object) thinking {
	t := body.obj("thinking")
	switch {
	case t.str("type") == "enabled" && t.str("display") != "omitted",
		t.str("type") == "adaptive" && t.str("display") == "summarized":
		return thinkingShown
	case t.str("type") == "enabled", t.str("type") == "adaptive":
		return thinkingHidden
	}
	return thinkingOff
}

// block reads one content block into t; what it says is why it can't.
func (anthropic) block(m model, t *turn, b object) string {
	switch kind := b.str("type"); kind {
	case "text":
		t.texts = append(t.texts, b.str("text"))
	case "image", "document":
		f, why := source(b)
		if why != "" {
			return why
		}
		t.files = append(t.files, f)
	case "thinking":
		if !sealed(b.str("signature"), m, "thinking", b.str("thinking")) {
			return ": Invalid `signature` in `thinking` block"
		}
	case "redacted_thinking":
		if !sealed(b.str("data"), m, "redacted", "") {
			return ": Invalid `data` in `redacted_thinking` block"
		}
	case "tool_use":
		if !toolID(b.str("id")) {
			return ".tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'"
		}
		if _, ok := b["input"].(map[string]any); !ok {
			return ".tool_use.input: Input should be a valid dictionary"
		}
		t.calls = append(t.calls, call{b.str("id"), b.str("name"), string(marshal(b["input"]))})
	case "tool_result":
		if len(t.texts) > 0 {
			return ": `tool_result` blocks must come first in the message after a `tool_use`"
		}
		t.results = append(t.results, result{id: b.str("tool_use_id"), text: b.joined("content"), failed: b.flag("is_error")})
	default:
		return ": Input tag '" + kind + "' found using 'type' does not match any of the expected tags"
	}
	return ""
}

// source reads an image or a document.
func source(b object) (file, string) {
	s := b.obj("source")
	name := b.str("title")
	switch s.str("type") {
	case "url":
		return file{name: name, mime: "image/*", url: s.str("url")}, ""
	case "text":
		return file{name: name, mime: "text/plain", data: []byte(s.str("data"))}, ""
	case "base64":
		f, err := inline(s.str("media_type"), s.str("data"))
		f.name = name
		if err != nil {
			return f, ".source.base64.data: " + err.Error()
		}
		return f, ""
	}
	return file{}, ".source: Input tag '" + s.str("type") + "' found using 'type' does not match any of the expected tags: 'base64', 'text', 'url'"
}

var anthropicStops = map[stop]string{
	stopEnd: "end_turn", stopLength: "max_tokens", stopCall: "tool_use", stopRefused: "refusal", stopSequence: "stop_sequence",
}

func (a anthropic) whole(r *request, ans answer) any {
	content := []any{}
	for _, p := range ans.parts {
		if b := a.full(r, p); b != nil {
			content = append(content, b)
		}
	}
	message := a.message(r, ans)
	message["content"] = content
	maps.Copy(message, a.ending(ans))
	return message
}

// full is a part as a whole block.
func (anthropic) full(r *request, p part) object {
	switch p.kind {
	case prose:
		return object{"type": "text", "text": p.text}
	case reasoning:
		text := p.content()
		return object{"type": "thinking", "thinking": text, "signature": seal(r.model, "thinking", text)}
	case redacted:
		return object{"type": "redacted_thinking", "data": seal(r.model, "redacted", "")}
	case toolCall:
		return object{"type": "tool_use", "id": claudeCallID(p.call.id), "name": p.call.name, "input": arguments(p.call.args)}
	}
	return nil
}

func claudeCallID(id string) string { return "toolu_01" + strings.TrimPrefix(id, "call_") }

func (anthropic) message(r *request, ans answer) object {
	u := ans.usage
	return object{
		"id": r.id("msg_01", 0), "type": "message", "role": "assistant", "model": r.model.id,
		"content": []any{}, "stop_reason": nil, "stop_sequence": nil, "stop_details": nil,
		"usage": object{
			"input_tokens":            u.input - u.cached - u.written,
			"cache_read_input_tokens": u.cached, "cache_creation_input_tokens": u.written,
			"cache_creation": object{"ephemeral_5m_input_tokens": u.written, "ephemeral_1h_input_tokens": 0},
			"output_tokens":  u.output, "service_tier": "standard", "inference_geo": "not_available",
		},
	}
}

// ending is how a message stopped.
func (anthropic) ending(ans answer) object {
	o := object{"stop_reason": anthropicStops[ans.stop], "stop_sequence": orNull(ans.match), "stop_details": nil}
	if ans.stop == stopRefused {
		o["stop_details"] = object{"type": "refusal", "category": "cyber", "explanation": "This request was declined, as it asked to be."}
	}
	return o
}
