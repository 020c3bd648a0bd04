package client

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"neonchat/chat"
)

// receive reads the response to its end, and closes it.
func (s *stream) receive(ctx context.Context, cancel context.CancelCauseFunc, resp *http.Response, body io.Reader, dec decoder) (rest []chat.Event, err error) {
	err = s.read(resp, body, dec)
	if cause := context.Cause(ctx); cause != nil && err != nil && err != errDone {
		err = cause // over HTTP/2 a body says no more than that its context ended
	}
	if err == errDone {
		err = nil
		go drain(resp.Body, cancel)
	} else {
		resp.Body.Close()
		cancel(nil)
	}
	rest = slices.Clone(dec.finish())
	var e *Error
	switch {
	case err == nil && incomplete(rest):
		err = ErrIncomplete
	case broke(err) && !incomplete(rest):
		err = nil // the answer was over before that
	case errors.As(err, &e):
		s.c.scrub(e)
		rest = failed(rest)
	}
	return rest, err
}

// read decodes the answer, by what it is and not by what it calls itself. The
// error is errDone when the stream said that it was over, nil when it just ended.
func (s *stream) read(resp *http.Response, body io.Reader, dec decoder) error {
	if !s.emit(chat.Started{Origin: chat.Origin{Dialect: s.dialect, Model: s.req.Model.ID}}) {
		return nil
	}
	s.remember()
	events := newEventReader(body)
	some := false
	for f, err := range events.frames() {
		if errors.Is(err, errEventTooBig) {
			return err
		}
		if err != nil {
			return brokenOff(s.c.scrubbed(err))
		}
		some = true
		got, err := dec.decode(f)
		for _, e := range got {
			if started, ok := e.(chat.Started); ok {
				started.Origin = chat.Origin{Dialect: s.dialect, Model: s.req.Model.ID}
				e = started
			}
			if !s.emit(e) {
				return nil
			}
		}
		if errors.Is(err, errGarbage) && events.cut {
			return nil // the end of the stream cut its last event
		}
		if err != nil {
			return s.broken(resp, err)
		}
	}
	return s.strays(resp, events.stray, some, dec)
}

// broken is the error that ends a stream, with what is known of it.
func (s *stream) broken(resp *http.Response, err error) error {
	if errors.Is(err, errGarbage) {
		s.c.log.Warn("an event is no JSON", "dialect", s.dialect, "error", err)
		return &Error{Message: "the answer broke off: the gateway sent an event that is not JSON", RequestID: requestID(resp.Header),
			Hint: "try again; if it lasts, something between here and the gateway changes what is sent"}
	}
	var e *Error
	if errors.As(err, &e) {
		e.RequestID = first(e.RequestID, requestID(resp.Header))
		e.Hint = first(e.Hint, hint(e))
	}
	return err
}

// strays looks at lines that were no events: an error that a proxy put into the
// stream, an answer that is no stream, or a page of something else.
func (s *stream) strays(resp *http.Response, stray []byte, some bool, dec decoder) error {
	if e := parseError(stray); e != nil {
		e.RequestID = first(e.RequestID, requestID(resp.Header))
		e.Hint = hint(e)
		return e
	}
	if some {
		return nil
	}
	if json.Valid(stray) {
		return s.readWhole(resp, stray, dec)
	}
	return noAnswer(resp, stray)
}

// readWhole reads an answer that came as one document.
func (s *stream) readWhole(resp *http.Response, document []byte, dec decoder) error {
	events, err := dec.whole(document)
	s.emitAll(events)
	if errors.Is(err, errGarbage) || err == nil && !tells(events) {
		return noAnswer(resp, document)
	}
	return err
}

// tells reports whether the events say more than that there is an answer.
func tells(events []chat.Event) bool {
	return slices.ContainsFunc(events, func(e chat.Event) bool {
		_, started := e.(chat.Started)
		return !started
	})
}

func incomplete(rest []chat.Event) bool {
	return slices.ContainsFunc(rest, func(e chat.Event) bool {
		s, ok := e.(chat.Stopped)
		return ok && s.Stop.Reason == chat.StopIncomplete
	})
}

// failed is the end of an answer with its stop made an error.
func failed(rest []chat.Event) []chat.Event {
	for i, e := range rest {
		if s, ok := e.(chat.Stopped); ok {
			s.Stop.Reason = chat.StopError
			rest[i] = s
		}
	}
	return rest
}

// drain reads what follows the stream's last word, so that the connection can
// serve again, but never waits long for it.
func drain(body io.ReadCloser, cancel context.CancelCauseFunc) {
	t := time.AfterFunc(time.Second, func() { cancel(nil) })
	io.Copy(io.Discard, io.LimitReader(body, 64<<10))
	t.Stop()
	body.Close()
	cancel(nil)
}
