package demo

import (
	"encoding/base64"
	"encoding/json"
)

var geminiStops = map[stop]string{
	stopEnd: "STOP", stopLength: "MAX_TOKENS", stopCall: "STOP", stopRefused: "SAFETY", stopSequence: "STOP",
}

// piece is what came of a part, wholly or in one delta, as Gemini's parts.
func (google) piece(r *request, p part, text string) []any {
	switch {
	case p.kind == prose && text != "":
		return []any{object{"text": text}}
	case p.kind == reasoning && !p.hidden:
		return []any{object{"text": text, "thought": true}}
	case p.kind == toolCall:
		c := object{"name": p.call.name, "args": arguments(p.call.args)}
		if gemini3(r.model) {
			c["id"] = p.call.id[len("call_"):][:8]
		}
		if p.nth > 0 { // the first of an answer is signed
			return []any{object{"functionCall": c}}
		}
		return []any{object{"functionCall": c, "thoughtSignature": seal(r.model, "call", p.call.name)}}
	case p.kind == picture:
		return []any{object{"inlineData": object{"mimeType": "image/png", "data": base64.StdEncoding.EncodeToString(p.png)}}}
	}
	return nil
}

// arguments are a call's as a value; what was cut short is none.
func arguments(args string) any {
	var v object
	if json.Unmarshal([]byte(args), &v) != nil || v == nil {
		return object{}
	}
	return v
}

// signature is the last, empty part that Gemini 3 signs its text on.
func (google) signature(r *request, a answer) []any {
	if !gemini3(r.model) || a.stop == stopCall {
		return nil
	}
	return []any{object{"text": "", "thoughtSignature": seal(r.model, "text", "")}}
}

func (d google) whole(r *request, a answer) any {
	var parts []any
	for _, p := range a.parts {
		parts = append(parts, d.piece(r, p, p.text)...)
	}
	parts = append(parts, d.signature(r, a)...)
	return d.chunk(r, a.stop == stopRefused, parts, geminiStops[a.stop], a.usage)
}

// chunk is one answer of the stream, or the only one.
func (d google) chunk(r *request, blocked bool, parts []any, finish string, u usage) object {
	meta := object{
		"promptTokenCount": u.input, "totalTokenCount": u.input + u.output,
		"promptTokensDetails": []any{object{"modality": "TEXT", "tokenCount": u.input}},
	}
	if n := u.output - u.reasoning; n > 0 {
		meta["candidatesTokenCount"] = n
	}
	if u.reasoning > 0 {
		meta["thoughtsTokenCount"] = u.reasoning
	}
	if u.cached > 0 {
		meta["cachedContentTokenCount"] = u.cached
	}
	o := object{"usageMetadata": meta, "modelVersion": r.model.id, "responseId": r.id("", 0)}
	if blocked {
		o["promptFeedback"] = object{"blockReason": "SAFETY", "safetyRatings": []any{
			object{"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "probability": "HIGH"},
		}}
		return o
	}
	candidate := object{"index": 0, "content": object{"role": "model"}}
	if len(parts) > 0 {
		candidate["content"] = object{"role": "model", "parts": parts}
	}
	if finish != "" {
		candidate["finishReason"] = finish
	}
	o["candidates"] = []any{candidate}
	return o
}
