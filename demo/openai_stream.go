package demo

import (
	"maps"
	"strings"
)

// openaiSpeaker writes numbered events, each text delta padded to hide its length.
type openaiSpeaker struct {
	openai
	r       *request
	out     *events
	seq     int
	index   int
	part    part
	item    object // whole; nil when the part has no place in this dialect
	padded  bool
	summary int // the part of a reasoning summary that is open
}

func (d openai) speaker(r *request, out *events) speaker {
	o := r.body.obj("stream_options")
	return &openaiSpeaker{openai: d, r: r, out: out, index: -1, padded: !o.has("include_obfuscation") || o.flag("include_obfuscation")}
}

func (s *openaiSpeaker) send(kind string, o object) {
	o["type"], o["sequence_number"] = kind, s.seq
	s.seq++
	s.out.send(kind, o)
}

// about sends an event that belongs to the present item.
func (s *openaiSpeaker) about(kind string, o object) {
	o["item_id"], o["output_index"] = s.item["id"], s.index
	s.send(kind, o)
}

func (s *openaiSpeaker) start() {
	s.send("response.created", object{"response": s.response(s.r, "in_progress")})
	s.send("response.in_progress", object{"response": s.response(s.r, "in_progress")})
}

func (s *openaiSpeaker) begin(p part) {
	s.part = p
	if s.item = s.made(s.r, s.index+1, p); s.item == nil {
		return
	}
	s.index++
	opening := object{}
	maps.Copy(opening, s.item)
	for k, empty := range (object{"content": []any{}, "summary": []any{}, "arguments": "", "status": "in_progress"}) {
		if opening.has(k) {
			opening[k] = empty
		}
	}
	delete(opening, "result")
	s.send("response.output_item.added", object{"output_index": s.index, "item": opening})
	switch p.kind {
	case prose, declined:
		s.about("response.content_part.added", object{"content_index": 0, "part": s.content(true)})
	case picture:
		s.about("response.image_generation_call.in_progress", object{})
		s.about("response.image_generation_call.generating", object{})
		s.about("response.image_generation_call.partial_image", object{"partial_image_index": 0,
			"partial_image_b64": s.item["result"], "output_format": "png", "size": "1024x1024", "quality": "low", "background": "opaque"})
	case reasoning:
		if s.summary = 0; p.content() != "" {
			s.openSummary()
		}
	}
}

// content is the part within a message, empty or whole.
func (s *openaiSpeaker) content(empty bool) object {
	whole := s.item.list("content")[0].(object)
	part := object{}
	for k, v := range whole {
		part[k] = v
		if empty && (k == "text" || k == "refusal") {
			part[k] = ""
		}
	}
	return part
}

// openSummary begins the next part of a reasoning summary, and closeSummary
// ends it.
func (s *openaiSpeaker) openSummary() {
	s.about("response.reasoning_summary_part.added", object{"summary_index": s.summary, "part": object{"type": "summary_text", "text": ""}})
	s.reason(summaryHead(s.summary))
}

func (s *openaiSpeaker) closeSummary() {
	text := s.item.list("summary")[s.summary].(object).str("text")
	s.about("response.reasoning_summary_text.done", object{"summary_index": s.summary, "text": text})
	s.about("response.reasoning_summary_part.done", object{"summary_index": s.summary, "part": object{"type": "summary_text", "text": text}})
	s.summary++
}

// reason sends a delta of the summary; a blank line in it begins a new part.
func (s *openaiSpeaker) reason(bite string) {
	before, after, next := strings.Cut(bite, "\n\n")
	if strings.HasPrefix(bite, "**") {
		before, next = bite, false
	}
	if before != "" {
		s.about("response.reasoning_summary_text.delta", object{"summary_index": s.summary, "delta": before, "obfuscation": s.padding(before)})
	}
	if next {
		s.closeSummary()
		s.openSummary()
		s.reason(after)
	}
}

func (s *openaiSpeaker) padding(bite string) string {
	if !s.padded {
		return ""
	}
	return digest(s.r.id("pad", s.seq))[:16-len(bite)%16]
}

// openaiDelta has its fields in the vendor's order.
type openaiDelta struct {
	Type         string `json:"type"`
	ContentIndex *int   `json:"content_index,omitempty"`
	Delta        string `json:"delta"`
	ItemID       any    `json:"item_id"`
	Logprobs     []any  `json:"logprobs,omitzero"`
	Obfuscation  string `json:"obfuscation,omitempty"`
	OutputIndex  int    `json:"output_index"`
	Sequence     int    `json:"sequence_number"`
}

func (s *openaiSpeaker) delta(bite string) {
	d := openaiDelta{Delta: bite, ItemID: s.item["id"], OutputIndex: s.index, Sequence: s.seq, Obfuscation: s.padding(bite)}
	switch s.part.kind {
	case prose:
		d.Type, d.ContentIndex, d.Logprobs = "response.output_text.delta", new(int), []any{}
	case declined:
		d.Type, d.ContentIndex = "response.refusal.delta", new(int)
	case toolCall:
		d.Type = "response.function_call_arguments.delta"
	case reasoning:
		s.reason(bite)
		return
	default:
		return
	}
	s.seq++
	s.out.send(d.Type, d)
}

func (s *openaiSpeaker) end() {
	if s.item == nil {
		return
	}
	switch s.part.kind {
	case prose:
		s.about("response.output_text.done", object{"content_index": 0, "text": s.part.text, "logprobs": []any{}})
		s.about("response.content_part.done", object{"content_index": 0, "part": s.content(false)})
	case declined:
		s.about("response.refusal.done", object{"content_index": 0, "refusal": s.part.text})
		s.about("response.content_part.done", object{"content_index": 0, "part": s.content(false)})
	case toolCall:
		s.about("response.function_call_arguments.done", object{"arguments": s.part.call.args})
	case picture:
		s.about("response.image_generation_call.completed", object{})
	case reasoning:
		if s.part.content() != "" {
			s.closeSummary()
		}
	}
	s.send("response.output_item.done", object{"output_index": s.index, "item": s.item})
}

func (s *openaiSpeaker) finish(a answer) {
	o := s.whole(s.r, a).(object)
	s.send("response."+o.str("status"), object{"response": o})
}

func (s *openaiSpeaker) fault() {
	o := s.response(s.r, "failed")
	o["error"] = object{"code": "server_error", "message": "The model's server went away"}
	s.send("response.failed", object{"response": o})
}
