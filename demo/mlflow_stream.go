package demo

// mlflowSpeaker writes chunks, with usage where the model's vendor puts it.
type mlflowSpeaker struct {
	mlflow
	r      *request
	out    *events
	prompt usage
	part   part
	index  int // of the block, which Databricks counts a call's index by
}

func (d mlflow) speaker(r *request, out *events) speaker {
	return &mlflowSpeaker{mlflow: d, r: r, out: out, index: -1, prompt: r.promptUsage()}
}

// chunk has its fields in the vendor's order.
type chunk struct {
	ID      string   `json:"id"`
	Object  string   `json:"object"`
	Created int      `json:"created"`
	Model   string   `json:"model"`
	Choices []choice `json:"choices"`
	Usage   any      `json:"usage"`
}

type choice struct {
	Index  int     `json:"index"`
	Delta  any     `json:"delta"`
	Finish *string `json:"finish_reason"`
}

type contentDelta struct {
	Role    string `json:"role,omitempty"`
	Content any    `json:"content"`
}

func (s *mlflowSpeaker) send(delta any, finish *string, u any) {
	choices := []choice{{Delta: delta, Finish: finish}}
	if delta == nil {
		choices = []choice{}
	}
	s.out.send("", chunk{s.id(s.r), "chat.completion.chunk", created, s.r.model.id, choices, u})
}

// say sends a delta in the midst of the answer. Databricks repeats the role
// and, for Claude, a usage without its end.
func (s *mlflowSpeaker) say(delta any) {
	var u any
	if claude(s.r.model) {
		u = s.usage(s.r.model, s.prompt, false)
	}
	s.send(delta, nil, u)
}

func (s *mlflowSpeaker) content(v any) {
	role := "assistant"
	if gpt(s.r.model) {
		role = ""
	}
	s.say(contentDelta{role, v})
}

func (s *mlflowSpeaker) start() {
	if gpt(s.r.model) {
		s.say(object{"role": "assistant", "content": "", "refusal": nil})
	}
}

func (s *mlflowSpeaker) begin(p part) {
	s.part = p
	s.index++
	switch {
	case p.kind == redacted:
		if parts := s.reasoning(s.r, p); parts != nil {
			s.content(parts)
		}
	case p.kind == toolCall:
		c := s.call(s.r, p)
		c["index"] = s.callIndex()
		c["function"] = object{"name": p.call.name, "arguments": ""}
		s.say(object{"role": "assistant", "content": nil, "tool_calls": []any{c}})
	}
}

func (s *mlflowSpeaker) callIndex() int {
	if claude(s.r.model) {
		return s.index
	}
	return s.part.nth
}

func (s *mlflowSpeaker) delta(bite string) {
	switch {
	case s.part.kind == toolCall:
		s.say(object{"tool_calls": []any{object{"index": s.callIndex(), "function": object{"arguments": bite}}}})
	case s.part.kind == reasoning && s.mlflow.arrays(s.r.model):
		s.content([]any{object{"type": "reasoning", "summary": []any{object{"type": "summary_text", "text": bite}}}})
	case s.part.kind == reasoning:
		s.say(object{"reasoning_content": bite})
	case s.part.kind == prose && gptOSS(s.r.model):
		s.content([]any{object{"type": "text", "text": bite}})
	case s.part.kind == prose:
		s.content(bite)
	}
}

func (s *mlflowSpeaker) end() {
	if s.part.kind != reasoning || !claude(s.r.model) {
		return
	}
	signed := object{"type": "summary_text", "text": "", "signature": seal(s.r.model, "thinking", s.part.content())}
	s.content([]any{object{"type": "reasoning", "summary": []any{signed}}})
}

func (s *mlflowSpeaker) finish(a answer) {
	finish := mlflowStops[a.stop]
	final := s.usage(s.r.model, a.usage, true)
	asked := s.r.body.obj("stream_options").flag("include_usage")
	switch {
	case asked:
		s.send(object{}, &finish, nil)
		s.send(nil, nil, final)
	case gpt(s.r.model):
		s.send(object{}, &finish, nil)
	default:
		s.send(contentDelta{"assistant", ""}, &finish, final)
	}
	s.out.raw("[DONE]")
}

func (s *mlflowSpeaker) fault() {
	s.out.send("", object{"error_code": "INTERNAL_ERROR", "message": "The model's server went away"})
}
