package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"neonchat/chat"
)

// remember keeps for later requests what this one found out.
func (s *stream) remember() {
	if s.relaid {
		s.c.rememberLayout(s.short)
	}
	if s.moved {
		s.c.rememberMove(s.req.Model.ID, s.dialect)
	}
}

// mend changes the request so that it is worth sending once more, and says so.
func (s *stream) mend(ctx context.Context, err error) bool {
	var missing *plain404
	if errors.As(err, &missing) && !s.relaid {
		s.relaid, s.short = true, !s.short
		return true
	}
	var e *Error
	if errors.As(err, &e) && (s.fallOver(e) || s.heal(e)) {
		return !s.gone
	}
	wait, ok := delay(err, s.retried+1)
	if end, limited := ctx.Deadline(); limited && s.c.clock.Now().Add(wait).After(end) {
		ok = false // the wait would be all that is left: say what is wrong instead
	}
	if !ok || s.retried == retries {
		return false
	}
	s.retried++
	return s.notice(retryNotice(err, s.counted, wait, s.retried)) && s.c.clock.Sleep(ctx, wait) == nil
}

// fallOver moves the request to the dialect that serves the model when the
// route says that it doesn't.
func (s *stream) fallOver(e *Error) bool {
	says := strings.ToLower(e.Message)
	unserved := strings.Contains(says, "unsupported gemini action") ||
		strings.Contains(says, "is not available on the") && strings.Contains(says, "endpoint")
	to := chat.MLflow
	if !OverMLflow(s.req.Model.ID) {
		to = chat.OpenAI
	}
	if !unserved || s.moved || s.req.Model.Pinned || to == s.dialect {
		return false
	}
	from := s.dialect
	s.moved, s.dialect = true, to
	s.notice(fmt.Sprintf("%s is not served over %s here: asking over %s", s.req.Model.ID, from, to))
	return true
}

// seals is how a refusal names what is sealed. A word such as "thinking" alone
// may be about a parameter.
var seals = expression("(?i)`signature`|(invalid|thought)[ _]?signature|thinking(`? block|\\.signature)|content\\.\\d+\\.thinking|redacted_thinking|encrypted[_ ](content|text)")

// heal leaves out what a 400 names, when it was sent and nobody asked for it: a
// parameter of our own, or the sealed reasoning of earlier answers.
func (s *stream) heal(e *Error) bool {
	if e.Status != http.StatusBadRequest {
		return false
	}
	d, err := dialectNamed(s.dialect)
	if err != nil {
		return false
	}
	_, sent, err := s.encode(d)
	if err != nil {
		return false
	}
	says := strings.ToLower(e.Message)
	for _, a := range d.additions() {
		named := slices.ContainsFunc(a.words, func(w string) bool { return strings.Contains(says, strings.ToLower(w)) })
		if named && holds(sent, a.path) {
			s.without = append(s.without, a)
			s.notice(fmt.Sprintf("%s refuses %s: asking without it", s.req.Model.ID, strings.Join(a.path, ".")))
			return true
		}
	}
	if messages, _ := convert(s.req, s.dialect, s.unsealed); hasSeals(messages) && seals().MatchString(says) {
		s.unsealed = true
		s.notice(fmt.Sprintf("%s refuses the reasoning of earlier answers: asking without it", s.req.Model.ID))
		return true
	}
	return false
}

// holds reports whether there is a parameter in a JSON object, where path leads.
func holds(body []byte, path []string) bool {
	for _, key := range path {
		var doc map[string]json.RawMessage
		if json.Unmarshal(body, &doc) != nil {
			return false
		}
		body = doc[key]
	}
	return body != nil
}
