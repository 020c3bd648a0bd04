package demo

import "bytes"

// anthropicSpeaker writes named events, padded with spaces as the vendor does.
type anthropicSpeaker struct {
	anthropic
	r      *request
	out    *events
	index  int
	part   part
	silent bool // the part has no place in this dialect
	pinged bool
}

func (a anthropic) speaker(r *request, out *events) speaker {
	return &anthropicSpeaker{anthropic: a, r: r, out: out, index: -1}
}

func (s *anthropicSpeaker) send(name string, v any) {
	data := marshal(v)
	pad := bytes.Repeat([]byte(" "), len(data)*7%16)
	data = append(append(data[:len(data)-1:len(data)-1], pad...), '}')
	s.out.data(name, data)
}

func (s *anthropicSpeaker) start() {
	a := answer{usage: s.r.promptUsage()}
	a.usage.output = 1
	s.send("message_start", blockEvent{Type: "message_start", Message: s.message(s.r, a)})
}

// blockEvent has its fields in the vendor's order.
type blockEvent struct {
	Type    string `json:"type"`
	Index   *int   `json:"index,omitempty"`
	Block   any    `json:"content_block,omitempty"`
	Delta   any    `json:"delta,omitempty"`
	Usage   any    `json:"usage,omitempty"`
	Message any    `json:"message,omitempty"`
}

func (s *anthropicSpeaker) begin(p part) {
	s.part = p
	block := s.full(s.r, p)
	if s.silent = block == nil; s.silent {
		return
	}
	s.index++
	for _, empty := range []string{"text", "thinking", "signature"} {
		if block.has(empty) {
			block[empty] = ""
		}
	}
	if block.has("input") {
		block["input"] = object{}
	}
	s.block("content_block_start", block, nil)
	if !s.pinged {
		s.pinged = true
		s.out.data("ping", []byte(`{"type": "ping"}`))
	}
}

func (s *anthropicSpeaker) block(name string, block, delta any) {
	index := s.index
	s.send(name, blockEvent{Type: name, Index: &index, Block: block, Delta: delta})
}

type textDelta struct {
	Type      string `json:"type"`
	Text      string `json:"text,omitempty"`
	Thinking  string `json:"thinking,omitempty"`
	Signature string `json:"signature,omitempty"`
	JSON      string `json:"partial_json,omitempty"`
}

func (s *anthropicSpeaker) delta(bite string) {
	if s.silent {
		return
	}
	d := textDelta{Type: "text_delta", Text: bite}
	switch s.part.kind {
	case reasoning:
		d = textDelta{Type: "thinking_delta", Thinking: bite}
	case toolCall:
		d = textDelta{Type: "input_json_delta", JSON: bite}
	}
	s.block("content_block_delta", nil, d)
}

func (s *anthropicSpeaker) end() {
	if s.silent {
		return
	}
	if s.part.kind == reasoning {
		s.block("content_block_delta", nil, textDelta{Type: "signature_delta", Signature: seal(s.r.model, "thinking", s.part.content())})
	}
	s.block("content_block_stop", nil, nil)
}

func (s *anthropicSpeaker) finish(a answer) {
	u := a.usage
	s.send("message_delta", blockEvent{Type: "message_delta", Delta: s.ending(a), Usage: object{
		"input_tokens":            u.input - u.cached - u.written,
		"cache_read_input_tokens": u.cached, "cache_creation_input_tokens": u.written, "output_tokens": u.output,
	}})
	s.send("message_stop", blockEvent{Type: "message_stop"})
}

func (s *anthropicSpeaker) fault() {
	s.out.data("error", marshal(anthropicError(&refusal{status: 529, message: "Overloaded"})))
}
