package demo

import "net/http"

// googleSpeaker writes nameless events with CRLF, or one JSON array. Every
// chunk has the count so far.
type googleSpeaker struct {
	google
	r       *request
	out     *events
	part    part
	prompt  usage
	weights [2]int // of what was said and of what was thought, in quarters of a token
}

func (d google) speaker(r *request, out *events) speaker {
	out.eol = "\r\n"
	if r.array {
		out.inArray()
	}
	return &googleSpeaker{google: d, r: r, out: out, prompt: r.promptUsage()}
}

func (s *googleSpeaker) start()       {}
func (s *googleSpeaker) begin(p part) { s.part = p }

// say sends what came of the part; said is what of it is new to the count.
func (s *googleSpeaker) say(text, said string) {
	i := 0
	if s.part.kind == reasoning {
		i = 1
	}
	s.weights[i] += weigh(said)
	thought := tokensOf(s.weights[1])
	u := s.prompt
	u.output, u.reasoning = tokensOf(s.weights[0])+thought, thought
	if parts := s.piece(s.r, s.part, text); parts != nil {
		s.out.send("", s.chunk(s.r, false, parts, "", u))
	}
}

func (s *googleSpeaker) delta(bite string) {
	if s.part.kind == prose || s.part.kind == reasoning {
		s.say(bite, bite)
	}
}

func (s *googleSpeaker) end() {
	switch {
	case s.part.kind == toolCall, s.part.kind == picture:
		s.say("", s.part.call.args)
	case s.part.hidden:
		s.say("", s.part.text)
	}
}

func (s *googleSpeaker) finish(a answer) {
	parts := s.signature(s.r, a)
	if parts == nil {
		parts = []any{object{"text": ""}}
	}
	s.out.send("", s.chunk(s.r, a.stop == stopRefused, parts, geminiStops[a.stop], a.usage))
	s.out.close()
}

func (s *googleSpeaker) fault() {
	s.out.send("", googleError(&refusal{status: http.StatusServiceUnavailable, message: "The model is overloaded. Please try again later."}))
	s.out.close()
}
