package demo

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
)

// made is a part as a whole output item, the n-th; nil when it has no place.
func (d openai) made(r *request, n int, p part) object {
	switch p.kind {
	case reasoning:
		o := object{"id": r.id("rs_", n), "type": "reasoning", "content": []any{}, "summary": d.summary(p)}
		if slices.Contains(r.body.strs("include"), "reasoning.encrypted_content") {
			o["encrypted_content"] = seal(r.model, "encrypted", r.id("rs_", n))
		}
		return o
	case prose:
		return message(r.id("msg_", n), object{"type": "output_text", "annotations": []any{}, "logprobs": []any{}, "text": p.text})
	case declined:
		return message(r.id("msg_", n), object{"type": "refusal", "refusal": p.text})
	case toolCall:
		return object{"id": r.id("fc_", n), "type": "function_call", "status": "completed",
			"call_id": p.call.id, "name": p.call.name, "arguments": p.call.args}
	case picture:
		return object{"id": r.id("ig_", n), "type": "image_generation_call", "status": "completed", "background": "opaque",
			"output_format": "png", "quality": "low", "size": "1024x1024", "revised_prompt": "A small gradient.",
			"result": base64.StdEncoding.EncodeToString(p.png)}
	}
	return nil
}

func message(id string, content object) object {
	return object{"id": id, "type": "message", "status": "completed", "role": "assistant", "content": []any{content}}
}

// summary is one entry for each paragraph of reasoning.
func (openai) summary(p part) []any {
	entries := []any{}
	for i, text := range paragraphs(p.content()) {
		entries = append(entries, object{"type": "summary_text", "text": summaryHead(i) + text})
	}
	return entries
}

func paragraphs(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n\n")
}

func summaryHead(i int) string {
	return fmt.Sprintf("**%s**\n\n", []string{"Reading the question", "Planning the answer"}[i%2])
}

func (d openai) outputs(r *request, a answer) []any {
	all := []any{}
	for _, p := range a.parts {
		if o := d.made(r, len(all), p); o != nil {
			all = append(all, o)
		}
	}
	return all
}

func (d openai) whole(r *request, a answer) any {
	o := d.response(r, "completed")
	o["output"] = d.outputs(r, a)
	o["completed_at"] = created + 1
	if a.stop == stopLength {
		o["status"] = "incomplete"
		o["incomplete_details"] = object{"reason": "max_output_tokens"}
	}
	u := a.usage
	o["usage"] = object{
		"input_tokens": u.input, "input_tokens_details": object{"cached_tokens": u.cached},
		"output_tokens": u.output, "output_tokens_details": object{"reasoning_tokens": u.reasoning},
		"total_tokens": u.input + u.output,
	}
	return o
}

// response is the envelope, which says again what was asked for.
func (openai) response(r *request, status string) object {
	o := object{
		"id": r.id("resp_", 0), "object": "response", "created_at": created, "completed_at": nil, "status": status,
		"background": false, "error": nil, "incomplete_details": nil, "model": r.model.id, "output": []any{},
		"previous_response_id": nil, "store": false, "temperature": 1.0, "top_p": 1.0, "truncation": "disabled",
		"parallel_tool_calls": true, "tool_choice": "auto", "tools": []any{}, "usage": nil, "metadata": object{},
		"instructions": nil, "max_output_tokens": nil, "service_tier": "default",
		"reasoning": object{"effort": "medium", "summary": nil},
		"text":      object{"format": object{"type": "text"}, "verbosity": "medium"},
	}
	for k := range o {
		if asked := r.body[k]; asked != nil && k != "service_tier" {
			o[k] = asked
		}
	}
	return o
}
