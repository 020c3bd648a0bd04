package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// An Error is what the gateway, or a vendor behind it, said instead of an
// answer or in the middle of one. It is filled from every body shape that the
// layers send.
type Error struct {
	Status    int    // of HTTP; 0 when the error came within a stream
	Code      string // the layer's own word: "BAD_REQUEST", "overloaded_error"
	Message   string
	Hint      string // what the user can do about it
	RequestID string

	// RetryAfter is when the server says that it is worth trying again, nil
	// when it doesn't say.
	RetryAfter *time.Duration

	loose bool // Message is a text of no known form, and as long as that is
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Message)
	switch {
	case e.Status != 0 && e.Code != "":
		fmt.Fprintf(&b, " (HTTP %d, %s)", e.Status, e.Code)
	case e.Status != 0:
		fmt.Fprintf(&b, " (HTTP %d)", e.Status)
	case e.Code != "":
		fmt.Fprintf(&b, " (%s)", e.Code)
	}
	return b.String()
}

// Recall makes an error of the text of one that was kept, with its status, its
// code and a hint as far as the text tells.
func Recall(text string) error {
	if text == ErrIncomplete.Error() {
		return ErrIncomplete
	}
	e := &Error{Message: text}
	if m := marked().FindStringSubmatch(text); m != nil {
		e.Message, e.Code = m[1], m[3]
		e.Status, _ = strconv.Atoi(m[2])
	}
	e.Hint = hint(e)
	return e
}

var marked = expression(`(?s)^(.*) \((?:HTTP (\d{3}))?(?:, )?(\w*)\)$`)

var unknownModel = expression(`(?i)unknown model "?([^"\s]+)`)

// UnknownModel gives the model's id when the error says that there is no such
// model.
func (e *Error) UnknownModel() (id string, ok bool) {
	m := unknownModel().FindStringSubmatch(e.Message)
	if m == nil {
		return "", false
	}
	return m[1], true
}

// ErrIncomplete is the error of an answer whose stream ended without its
// terminal signal. What had come is part of the answer.
var ErrIncomplete = errors.New("the answer was cut: its stream ended without saying that it was over")

// ErrIdle is the error of a request of which no byte moved for too long.
var ErrIdle = errors.New("nothing came from the gateway")

// responseError reads the error out of a response that is not 2xx, with whatever
// the server repeats in it.
func responseError(r *http.Response, body []byte, now time.Time) *Error {
	e := parseError(body)
	if e == nil {
		e = looseError("", body)
	}
	if status := http.StatusText(r.StatusCode); e.Message == "" || strings.HasSuffix(e.Message, status) && len(e.Message) <= len(status)+4 {
		e.Message = strings.ToLower(status)
	}
	if e.Message == "" {
		e.Message = "the gateway refused without a word"
	}
	e.Status = r.StatusCode
	if id := requestID(r.Header); id != "" {
		e.RequestID = id
	}
	if d, ok := retryAfter(r.Header, now); ok {
		e.RetryAfter = &d
	}
	e.Hint = hint(e)
	return e
}

// noAnswer is the error of a 2xx response that holds no answer.
func noAnswer(r *http.Response, body []byte) *Error {
	e := &Error{Status: r.StatusCode, Message: "the gateway answered with nothing", RequestID: requestID(r.Header)}
	if words := plain(body); words != "" {
		e.Message, e.loose = "the gateway answered with something that is no answer: "+words, true
		e.Hint = "a proxy or a sign-in page may stand in between: compare NEON_AI_GATEWAY_BASE_URL with the branch's AI Gateway page in the Neon Console"
	}
	return e
}

// parseError finds the error in any of the bodies that the layers send: the
// gateway's own, Databricks' (whose message may itself be JSON of an upstream
// error), Anthropic's and Google's, alone or as the first of an array. It is
// nil when the body holds none of them.
func parseError(body []byte) *Error { return parseErrorDepth(body, 4) }

func parseErrorDepth(body []byte, depth int) *Error {
	if depth == 0 {
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(body, &list) == nil {
		if len(list) == 0 {
			return nil
		}
		return parseErrorDepth(list[0], depth-1)
	}
	var doc map[string]json.RawMessage
	if json.Unmarshal(body, &doc) != nil {
		return nil
	}
	e := envelope(doc)
	if e == nil {
		return nil
	}
	if strings.HasPrefix(strings.TrimSpace(e.Message), "{") {
		if inner := parseErrorDepth([]byte(e.Message), depth-1); inner != nil {
			inner.Code = first(inner.Code, e.Code)
			inner.RequestID = first(inner.RequestID, e.RequestID)
			return inner
		}
	}
	return e
}

func envelope(doc map[string]json.RawMessage) *Error {
	e := &Error{RequestID: text(doc["request_id"])}
	var inner map[string]json.RawMessage
	switch {
	case json.Unmarshal(doc["error"], &inner) == nil && inner != nil:
		e.Message = first(text(inner["message"]), text(inner["detail"]))
		e.Code = first(text(inner["type"]), text(inner["status"]), text(inner["code"]))
		if e.Code == "error" {
			e.Code = text(inner["code"])
		}
		if d, ok := retryInfo(inner["details"]); ok {
			e.RetryAfter = &d
		}
		e.Message = first(e.Message, e.Code)
	case text(doc["error"]) != "":
		e.Message = text(doc["error"])
		e.Code = text(doc["error_code"])
	case doc["error_code"] != nil || doc["message"] != nil:
		e.Code = text(doc["error_code"])
		if e.Code == "" && text(doc["type"]) != "error" {
			e.Code = text(doc["type"])
		}
		e.Code = first(e.Code, text(doc["code"]))
		e.Message = first(text(doc["message"]), e.Code)
	default:
		e.Message = text(doc["detail"])
	}
	if e.Message == "" {
		return nil
	}
	return e
}

// retryInfo finds Google's RetryInfo among an error's details: "17s".
func retryInfo(details json.RawMessage) (time.Duration, bool) {
	var list []struct {
		RetryDelay string `json:"retryDelay"`
	}
	if json.Unmarshal(details, &list) != nil {
		return 0, false
	}
	for _, d := range list {
		if v, err := time.ParseDuration(d.RetryDelay); err == nil && v >= 0 {
			return v, true
		}
	}
	return 0, false
}

// text reads a JSON string or number as text; anything else is "".
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	return ""
}

func first(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

var (
	hidden = expression(`(?is)<(script|style|head)\b.*?</(script|style|head)>`)
	title  = expression(`(?is)<title[^>]*>(.*?)</title>`)
	tag    = expression(`(?s)<[^>]*>`)
)

// longestPage is how much of a body an error is made of, in bytes.
const longestPage = 1 << 20

// looseError is the error of a body of no known form.
func looseError(says string, body []byte) *Error {
	return &Error{Message: says + plain(body), loose: true}
}

// plain makes one line of a body that is no JSON: a proxy's HTML page for
// instance, of which the title says most. It is as long as that makes it, so that
// a token can be found before it is shortened.
func plain(body []byte) string {
	s := string(body)
	if len(s) >= longestPage {
		s = s[:longestPage]
		s = s[:strings.LastIndexAny(s, " \n<>\"")+1] + "…" // no part of a word, which may be a token
	}
	if strings.Contains(s, "<") {
		if m := title().FindStringSubmatch(s); m != nil {
			s = m[1]
		} else {
			s = tag().ReplaceAllString(hidden().ReplaceAllString(s, " "), " ")
		}
		s = html.UnescapeString(s)
	}
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	if s == "{}" || s == "[]" || s == "null" {
		return "" // says no more than nothing does
	}
	return s
}

func requestID(h http.Header) string {
	return first(h.Get("X-Request-Id"), h.Get("Request-Id"), h.Get("X-Amzn-Requestid"))
}

// retryAfter reads the header in its forms: seconds, an HTTP date, milliseconds.
func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	if ms, err := strconv.ParseFloat(h.Get("Retry-After-Ms"), 64); err == nil && ms >= 0 {
		return time.Duration(min(ms, 1e12) * float64(time.Millisecond)), true
	}
	v := h.Get("Retry-After")
	if s, err := strconv.ParseFloat(v, 64); err == nil && s >= 0 {
		return time.Duration(min(s, 1e9) * float64(time.Second)), true
	}
	if t, err := http.ParseTime(v); err == nil {
		return max(t.Sub(now), 0), true
	}
	return 0, false
}
