package client

import (
	"context"
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
	return s.notice(retryNotice(err, wait, s.retried)) && s.c.clock.Sleep(ctx, wait) == nil
}

// fallOver moves the request to the dialect that serves the model when the
// route says that it doesn't.
func (s *stream) fallOver(e *Error) bool {
	says := strings.ToLower(e.Message)
	unserved := strings.Contains(says, "unsupported gemini action") ||
		strings.Contains(says, "is not available on the") && strings.Contains(says, "endpoint")
	to := chat.MLflow
	if id := shortID(s.req.Model.ID); strings.Contains(id, "codex") || strings.HasSuffix(id, "-pro") && strings.HasPrefix(id, "gpt") {
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

var sealWords = []string{"signature", "thinking", "encrypted_content", "encrypted content", "thought"}

// heal leaves out what a 400 names, when it is something that nobody asked for:
// a parameter of our own, or the sealed reasoning of earlier answers.
func (s *stream) heal(e *Error) bool {
	if e.Status != http.StatusBadRequest {
		return false
	}
	says := strings.ToLower(e.Message)
	d, err := dialectNamed(s.dialect)
	if err != nil {
		return false
	}
	for _, a := range d.additions() {
		named := slices.ContainsFunc(a.words, func(w string) bool { return strings.Contains(says, strings.ToLower(w)) })
		already := slices.ContainsFunc(s.without, func(b addition) bool { return slices.Equal(a.path, b.path) })
		if named && !already {
			s.without = append(s.without, a)
			s.notice(fmt.Sprintf("%s refuses %s: asking without it", s.req.Model.ID, strings.Join(a.path, ".")))
			return true
		}
	}
	if !s.unsealed && hasSeals(s.req.Messages) && slices.ContainsFunc(sealWords, func(w string) bool { return strings.Contains(says, w) }) {
		s.unsealed = true
		s.notice(fmt.Sprintf("%s refuses the reasoning of earlier answers: asking without it", s.req.Model.ID))
		return true
	}
	return false
}
