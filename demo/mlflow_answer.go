package demo

var mlflowStops = map[stop]string{
	stopEnd: "stop", stopLength: "length", stopCall: "tool_calls", stopRefused: "content_filter", stopSequence: "stop",
}

// created is when the demo's answers were made, as far as they say.
const created = 1767225600

func (d mlflow) whole(r *request, a answer) any {
	message := object{"role": "assistant", "content": nil}
	text := a.prose()
	var parts, calls []any
	for _, p := range a.parts {
		switch p.kind {
		case reasoning, redacted:
			if isArray := d.arrays(r.model); isArray {
				parts = append(parts, d.reasoning(r, p)...)
			} else if !p.hidden {
				message["reasoning_content"] = p.text
			}
		case toolCall:
			calls = append(calls, d.call(r, p))
			message["tool_calls"] = calls
		}
	}
	switch {
	case len(parts) > 0:
		message["content"] = append(parts, object{"type": "text", "text": text})
	case text != "" || message["tool_calls"] == nil:
		message["content"] = text
	}
	return object{
		"id": d.id(r), "object": "chat.completion", "created": created, "model": r.model.id,
		"choices": []any{object{"index": 0, "message": message, "finish_reason": mlflowStops[a.stop]}},
		"usage":   d.usage(r.model, a.usage, true),
	}
}

func (mlflow) id(r *request) string {
	if claude(r.model) {
		return r.id("msg_bdrk_01", 0)
	}
	return r.id("chatcmpl-", 0)
}

// arrays reports whether the model's reasoning makes its content an array of parts.
func (mlflow) arrays(m model) bool { return claude(m) || gptOSS(m) || gemini(m) }

// reasoning is a whole reasoning part, or none when the model keeps it to itself.
func (mlflow) reasoning(r *request, p part) []any {
	entry := object{"type": "summary_text", "text": p.content()}
	switch {
	case p.kind == redacted && claude(r.model):
		entry = object{"type": "summary_encrypted_text", "data": seal(r.model, "redacted", "")}
	case claude(r.model):
		entry["signature"] = seal(r.model, "thinking", p.content())
	case p.kind == redacted, p.hidden:
		return nil
	}
	return []any{object{"type": "reasoning", "summary": []any{entry}}}
}

// call is a whole call. Gemini signs the first of an answer.
func (mlflow) call(r *request, p part) object {
	c := p.call
	o := object{"id": c.id, "type": "function", "function": object{"name": c.name, "arguments": c.args}}
	switch {
	case claude(r.model):
		o["id"] = "toolu_bdrk_01" + c.id[len("call_"):]
	case gemini(r.model) && p.nth == 0:
		o["thoughtSignature"] = seal(r.model, "call", c.name)
	}
	return o
}

// usage as Databricks or OpenAI places it; before the end Claude's has nulls.
func (mlflow) usage(m model, u usage, done bool) object {
	o := object{"prompt_tokens": u.input, "completion_tokens": nil, "total_tokens": nil}
	if done {
		o["completion_tokens"], o["total_tokens"] = u.output, u.input+u.output
	}
	if claude(m) {
		o["cache_read_input_tokens"], o["cache_creation_input_tokens"] = u.cached, u.written
		return o
	}
	o["prompt_tokens_details"] = object{"cached_tokens": u.cached, "audio_tokens": 0}
	o["completion_tokens_details"] = object{"reasoning_tokens": u.reasoning, "audio_tokens": 0}
	return o
}
