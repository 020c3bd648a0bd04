package demo

import (
	"encoding/json"
	"strings"
	"testing"
)

// heard is an answer put together from the wire, by hand and not by the code
// that wrote it.
type heard struct {
	text, reasoning, stop string
	deltas                []string // of text
	calls                 []object // each as its vendor has it
	input, output         int
	done                  bool     // the stream said that it was over
	events                []object // as they came
}

// listen reads a body of either kind.
func listen(t *testing.T, path, body string) heard {
	t.Helper()
	h := heard{}
	h.read(t, path, body)
	h.text = strings.Join(h.deltas, "")
	return h
}

func (h *heard) read(t *testing.T, path, body string) {
	t.Helper()
	switch {
	case strings.HasPrefix(body, "["):
		var all []object
		decode(t, body, &all)
		for _, e := range all {
			h.gemini(e)
		}
		return
	case strings.HasPrefix(body, "{"):
		var o object
		decode(t, body, &o)
		h.whole(path, o)
		return
	}
	for line := range strings.Lines(body) {
		data, ok := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "data: ")
		if !ok {
			continue
		}
		if data == "[DONE]" {
			h.done = true
			continue
		}
		var e object
		if json.Unmarshal([]byte(data), &e) != nil {
			e = object{"broken": data}
		}
		h.events = append(h.events, e)
		h.event(path, e)
	}
}

func decode(t *testing.T, body string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(body), into); err != nil {
		t.Fatalf("not JSON: %v\n%.300s", err, body)
	}
}

func (h *heard) event(path string, e object) {
	switch {
	case strings.Contains(path, "gemini"):
		h.gemini(e)
	case strings.Contains(path, "responses"):
		h.response(e)
	case strings.Contains(path, "messages"):
		h.message(e)
	default:
		h.chunk(e)
	}
}

func (h *heard) say(text string) { h.deltas = append(h.deltas, text) }

// content is Chat Completions' string, null or array of parts.
func (h *heard) content(o object) {
	if s := o.str("content"); s != "" {
		h.say(s)
	}
	for _, p := range o.objs("content") {
		if p.str("type") == "text" {
			h.say(p.str("text"))
		}
		for _, s := range p.objs("summary") {
			h.reasoning += s.str("text")
		}
	}
	h.reasoning += o.str("reasoning_content")
	h.calls = append(h.calls, o.objs("tool_calls")...)
}

func (h *heard) chunk(e object) {
	for _, c := range e.objs("choices") {
		h.content(c.obj("delta"))
		if c.str("finish_reason") != "" {
			h.stop = c.str("finish_reason")
		}
	}
	h.count(e.obj("usage"), "prompt_tokens", "completion_tokens")
}

func (h *heard) count(u object, input, output string) {
	if _, ok := u.num(output); ok {
		h.input, h.output = u.whole(input), u.whole(output)
	}
}

func (h *heard) response(e object) {
	switch kind := e.str("type"); kind {
	case "response.output_text.delta":
		h.say(e.str("delta"))
	case "response.reasoning_summary_text.delta":
		h.reasoning += e.str("delta")
	case "response.output_item.done":
		if e.obj("item").str("type") == "function_call" {
			h.calls = append(h.calls, e.obj("item"))
		}
	case "response.completed", "response.incomplete", "response.failed":
		h.done, h.stop = true, strings.TrimPrefix(kind, "response.")
		h.count(e.obj("response").obj("usage"), "input_tokens", "output_tokens")
	}
}

func (h *heard) message(e object) {
	switch e.str("type") {
	case "content_block_start":
		if b := e.obj("content_block"); b.str("type") == "tool_use" {
			h.calls = append(h.calls, b)
		}
	case "content_block_delta":
		d := e.obj("delta")
		h.reasoning += d.str("thinking")
		if d.str("type") == "text_delta" {
			h.say(d.str("text"))
		}
	case "message_delta":
		h.stop = e.obj("delta").str("stop_reason")
		h.count(e.obj("usage"), "input_tokens", "output_tokens")
	case "message_stop":
		h.done = true
	}
}

func (h *heard) gemini(e object) {
	for _, c := range e.objs("candidates") {
		for _, p := range c.obj("content").objs("parts") {
			switch {
			case p.flag("thought"):
				h.reasoning += p.str("text")
			case p.has("functionCall"):
				h.calls = append(h.calls, p)
			case p.str("text") != "":
				h.say(p.str("text"))
			}
		}
		if c.str("finishReason") != "" {
			h.stop, h.done = c.str("finishReason"), true
		}
	}
	u := e.obj("usageMetadata")
	h.input, h.output = u.whole("promptTokenCount"), u.whole("candidatesTokenCount")+u.whole("thoughtsTokenCount")
	h.done = h.done || e.has("promptFeedback")
}

// whole reads a body that wasn't streamed.
func (h *heard) whole(path string, o object) {
	h.done = true
	switch {
	case strings.Contains(path, "gemini"):
		h.gemini(o)
	case strings.Contains(path, "responses"):
		for _, item := range o.objs("output") {
			h.say(item.joined("content"))
			if item.str("type") == "function_call" {
				h.calls = append(h.calls, item)
			}
		}
		h.stop = o.str("status")
		h.count(o.obj("usage"), "input_tokens", "output_tokens")
	case strings.Contains(path, "messages"):
		h.say(o.joined("content"))
		h.stop = o.str("stop_reason")
		for _, b := range o.objs("content") {
			h.reasoning += b.str("thinking")
			if b.str("type") == "tool_use" {
				h.calls = append(h.calls, b)
			}
		}
		h.count(o.obj("usage"), "input_tokens", "output_tokens")
	default:
		for _, c := range o.objs("choices") {
			h.content(c.obj("message"))
			h.stop = c.str("finish_reason")
		}
		h.count(o.obj("usage"), "prompt_tokens", "completion_tokens")
	}
}
