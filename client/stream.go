package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"

	"neonchat/chat"
)

// maxRequest is the gateway's limit on a body, in bytes.
const maxRequest = 32 << 20

// Stream sends r and yields the answer as it arrives; it is what makes a Client
// a [chat.Streamer]. Until content has come it mends what can be mended: the
// layout of the paths, the dialect, a parameter of our own that is refused, and
// what is worth sending again. Then nothing is sent twice.
//
// The last error is a *[Error], [ErrIncomplete], [ErrIdle], the context's or
// the network's.
func (c *Client) Stream(ctx context.Context, r chat.Request) iter.Seq2[chat.Event, error] {
	return func(yield func(chat.Event, error) bool) {
		s := &stream{
			c: c, req: r, yield: yield,
			dialect: c.dialectOf(r.Model),
			short:   c.layout(),
			told:    map[string]bool{},
		}
		if err := s.run(ctx); err != nil && !s.gone {
			yield(nil, err)
		}
	}
}

// A stream is one request on its way, over all its attempts.
type stream struct {
	c     *Client
	req   chat.Request
	yield func(chat.Event, error) bool

	dialect  string
	short    bool       // which layout of paths
	without  []addition // our own parameters that were refused
	unsealed bool       // sealed parts of earlier answers were refused

	relaid, moved bool // tried the other layout, the other dialect
	retried       int

	counted *chat.Usage // what was counted of the attempt under way

	told  map[string]bool // the notices the user has read
	begun bool            // content has come
	gone  bool            // the caller has stopped listening
}

func (s *stream) run(ctx context.Context) error {
	for {
		rest, err := s.attempt(ctx)
		if s.gone {
			return nil
		}
		if err != nil && !s.begun && ctx.Err() == nil && s.mend(ctx, err) {
			s.again()
			continue
		}
		s.emitAll(rest)
		if err != nil && ctx.Err() != nil {
			return ctx.Err()
		}
		return err
	}
}

// again parts what was counted of an attempt from the next one's.
func (s *stream) again() {
	if s.counted != nil {
		s.counted = nil
		s.emit(chat.Again{})
	}
}

// emit passes one event on. It is false when nobody listens any more.
func (s *stream) emit(e chat.Event) bool {
	switch e := e.(type) {
	case chat.TextDelta, chat.ReasoningDelta, chat.PartDone:
		s.begun = true
	case chat.UsageUpdate:
		s.counted = e.Usage
	}
	s.gone = s.gone || !s.yield(e, nil)
	return !s.gone
}

func (s *stream) emitAll(events []chat.Event) {
	for _, e := range events {
		if !s.emit(e) {
			return
		}
	}
}

func (s *stream) notice(text string) bool {
	if s.told[text] {
		return true
	}
	s.told[text] = true
	return s.emit(chat.Notice{Text: text})
}

// attempt sends the request once. What the answer still has to say at its end
// comes back as rest, so that an attempt that is made again says nothing.
func (s *stream) attempt(ctx context.Context) (rest []chat.Event, err error) {
	d, err := dialectNamed(s.dialect)
	if err != nil {
		return nil, err
	}
	route, body, err := s.encode(d)
	if err != nil || s.gone {
		return nil, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	idle := newIdle(s.c.idle, cancel)
	resp, err := s.send(ctx, cancel, idle, route, body)
	if err != nil {
		cancel(nil)
		return nil, err
	}
	if resp.StatusCode/100 != 2 {
		defer cancel(nil)
		return nil, s.refused(resp, idle.reader(resp.Body))
	}
	s.tellLimits(resp.Header)
	return s.receive(ctx, cancel, resp, idle.reader(resp.Body), d.decoder())
}

// encode makes the body and tells what it had to leave out.
func (s *stream) encode(d dialect) (route string, body []byte, err error) {
	req, notices := prepare(s.req, s.dialect, s.unsealed)
	route, doc, more := d.encode(req)
	for _, n := range append(notices, more...) {
		if !s.notice(n) {
			return "", nil, nil
		}
	}
	body, err = marshal(doc, s.without)
	if err != nil {
		return "", nil, fmt.Errorf("encoding the request: %w", err)
	}
	if len(body) > maxRequest {
		return "", nil, &Error{
			Message: fmt.Sprintf("the request has %.1f MiB and the gateway takes at most 32 MiB", float64(len(body))/(1<<20)),
			Hint:    "send fewer or smaller files (a file grows by a third on its way)",
		}
	}
	return route, body, nil
}

// prepare makes the request one that its model takes in the given dialect.
func prepare(r chat.Request, dialect string, unsealed bool) (prepared chat.Request, notices []string) {
	r.Messages, notices = convert(r, dialect, unsealed)
	if r.Effort != "" && r.Effort != "none" && outsider(r.Model, r.Messages) {
		r.Effort = "none"
		notices = append(notices, r.Model.ID+" can't think within another model's turn: effort left out")
	}
	return r, notices
}

// marshal is the document's JSON less the parameters that were refused.
func marshal(doc any, without []addition) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(doc); err != nil {
		return nil, err
	}
	body := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	for _, a := range without {
		var err error
		if body, err = remove(body, a.path); err != nil {
			return nil, err
		}
	}
	return body, nil
}

// remove takes the parameter that path leads to out of a JSON object.
func remove(body []byte, path []string) ([]byte, error) {
	var doc map[string]json.RawMessage
	if err := json.Unmarshal(body, &doc); err != nil {
		return nil, err
	}
	if len(path) == 1 {
		delete(doc, path[0])
	} else if inner, ok := doc[path[0]]; ok {
		less, err := remove(inner, path[1:])
		if err != nil {
			return nil, err
		}
		doc[path[0]] = less
	}
	return json.Marshal(doc)
}

func (s *stream) send(ctx context.Context, cancel context.CancelCauseFunc, idle *idle, route string, body []byte) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.c.address(route, s.short), nil)
	if err != nil {
		return nil, err
	}
	up := &upload{body: body, idle: idle}
	up.carry(req)
	s.c.header(req.Header, s.dialect)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "text/event-stream")
	start := s.c.clock.Now()
	idle.start()
	resp, err := s.do(req, cancel, up)
	idle.stop()
	if err != nil {
		err = unreached(err, s.c.scrubbed(withoutURL(err)))
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		if errors.Is(err, ErrIdle) {
			err = up.failed(err)
		}
		s.c.log.Info("request failed", "dialect", s.dialect, "model", s.req.Model.ID, "error", err)
		return nil, fmt.Errorf("asking the gateway: %w", err)
	}
	s.c.log.Info("request sent", "dialect", s.dialect, "model", s.req.Model.ID, "path", req.URL.Path, "bytes", len(body),
		"status", resp.StatusCode, "type", s.c.hide(resp.Header.Get("Content-Type")), "request_id", s.c.hide(requestID(resp.Header)), "after", s.c.clock.Now().Sub(start))
	return resp, nil
}

// refused reads what came instead of an answer.
func (s *stream) refused(resp *http.Response, r io.Reader) error {
	defer resp.Body.Close()
	body := errorBody(r)
	e := s.c.refusal(resp, body)
	if resp.StatusCode == http.StatusNotFound && parseError(body) == nil {
		return &plain404{e}
	}
	return e
}

// A plain404 is no word of the gateway's about the request: there is no such
// path in this layout.
type plain404 struct{ err *Error }

func (p *plain404) Error() string { return p.err.Error() }
func (p *plain404) Unwrap() error { return p.err }
