package client

import (
	"encoding/json"
	"fmt"
	"strings"

	"neonchat/chat"
)

// geminiDecoder reads the chunks of streamGenerateContent. Every chunk is an
// answer of its own shape that goes on where the last one ended; nothing says
// that the stream is over, so that it is whole if it gave a reason to finish.
type geminiDecoder struct {
	delta  geminiDelta
	events []chat.Event

	begun    bool
	id       string
	unsigned bool // text without a signature may be under way
	calls    int
	images   int
	partial  *geminiArgs // the call whose arguments arrive in pieces
	tally    tally

	stop    string
	detail  string
	blocked string // why the prompt was refused
	failed  bool
}

type geminiChunk struct {
	Candidates []geminiCandidate `json:"candidates"`
	Feedback   struct {
		Reason  string `json:"blockReason"`
		Message string `json:"blockReasonMessage"`
	} `json:"promptFeedback"`
	Usage   *geminiUsage    `json:"usageMetadata"`
	Model   string          `json:"modelVersion"`
	ID      string          `json:"responseId"`
	Failure json.RawMessage `json:"error"`
}

type geminiCandidate struct {
	Index   place `json:"index"`
	Content struct {
		Parts []geminiPiece `json:"parts"`
	} `json:"content"`
	Finish  string `json:"finishReason"`
	Message string `json:"finishMessage"`
}

// geminiUsage is the count so far, whole each time.
type geminiUsage struct {
	Prompt    number `json:"promptTokenCount"` // with what came from the cache
	Cached    number `json:"cachedContentTokenCount"`
	ToolUse   number `json:"toolUsePromptTokenCount"`
	Candidate number `json:"candidatesTokenCount"` // without the thoughts
	Thoughts  number `json:"thoughtsTokenCount"`
}

// usage is what was counted. A count that is zero is left out on this wire, but
// no prompt is.
func (u geminiUsage) usage() *chat.Usage {
	if !u.Prompt.there || anyOdd(u.Cached, u.ToolUse, u.Candidate, u.Thoughts) {
		return nil
	}
	return &chat.Usage{
		Input:       u.Prompt.value + u.ToolUse.or(0),
		CachedInput: u.Cached.or(0),
		Output:      u.Candidate.or(0) + u.Thoughts.or(0),
		Reasoning:   u.Thoughts.or(0),
	}
}

func (d *geminiDecoder) decode(f frame) ([]chat.Event, error) {
	if d.failed || strings.TrimSpace(f.data) == "[DONE]" {
		return nil, nil
	}
	d.events = d.events[:0]
	if s, ok := d.delta.text(f.data); ok {
		d.unsigned = true
		d.emit(chat.TextDelta{Text: s})
		return d.events, nil
	}
	d.settle()
	var c geminiChunk
	data := []byte(f.data)
	if err := lenient(data, &c); err != nil {
		return d.events, fmt.Errorf("reading a chunk of the answer: %w", err)
	}
	common := d.partial == nil && !c.ends()
	before := len(d.events)
	err := d.chunk(c, data)
	if common {
		d.delta.learn(f.data, d.events[before:])
	}
	return d.events, err
}

// ends reports whether the chunk brings more than content and counts.
func (c geminiChunk) ends() bool {
	return c.Feedback.Reason != "" || len(c.Candidates) != 1 || c.Candidates[0].Finish != "" || c.Failure != nil
}

// settle emits the usage of the chunks that were read in passing.
func (d *geminiDecoder) settle() {
	if d.delta.counts == "" {
		return
	}
	var c geminiChunk
	if lenient([]byte(d.delta.counts), &c) == nil {
		d.count(c.Usage)
	}
	d.delta.counts = ""
}

func (d *geminiDecoder) chunk(c geminiChunk, data []byte) error {
	if !c.known() {
		return d.broken(data, false)
	}
	if !d.begun {
		d.begun = true
		d.id = c.ID
		d.emit(chat.Started{Model: c.Model, ID: c.ID})
	}
	for i, candidate := range c.Candidates {
		if candidate.Index != 0 {
			continue
		}
		for j, p := range candidate.Content.Parts {
			if !d.piece(p) {
				d.opaque(data, i, j, p)
			}
		}
		d.stop = first(candidate.Finish, d.stop)
		d.detail = first(candidate.Message, d.detail)
	}
	if c.Feedback.Reason != "" {
		d.blocked = c.Feedback.Reason
		d.detail = first(c.Feedback.Message, d.detail)
	}
	d.count(c.Usage)
	if c.Failure != nil && string(c.Failure) != "null" {
		return d.broken(data, true)
	}
	return nil
}

// known reports whether the document is a chunk at all.
func (c geminiChunk) known() bool {
	return c.Candidates != nil || c.Usage != nil || c.Feedback.Reason != "" || c.Model != "" || c.ID != ""
}

// broken reads the error in a document. One that has none is passed over,
// unless it is named an error.
func (d *geminiDecoder) broken(data []byte, named bool) error {
	e := parseError(data)
	if e == nil && !named {
		return nil
	}
	if e == nil {
		e = looseError("the vendor broke the answer off: ", data)
	}
	d.failed = true
	return e
}

// count takes the counts of a chunk. The first chunks may come without any.
func (d *geminiDecoder) count(u *geminiUsage) {
	if u == nil || *u == (geminiUsage{}) {
		return
	}
	if e, news := d.tally.count(u.usage()); news {
		d.emit(e)
	}
}

// whole reads one answer, or the array of chunks that a server sends which was
// not asked for, or doesn't know, events.
func (d *geminiDecoder) whole(body []byte) ([]chat.Event, error) {
	d.events = d.events[:0]
	var chunks []json.RawMessage
	if json.Unmarshal(body, &chunks) != nil {
		chunks = []json.RawMessage{body}
	}
	for _, raw := range chunks {
		var c geminiChunk
		if err := lenient(raw, &c); err != nil {
			return d.events, fmt.Errorf("reading the answer: %w", err)
		}
		if err := d.chunk(c, raw); err != nil {
			return d.events, err
		}
	}
	return d.events, nil
}

func (d *geminiDecoder) finish() []chat.Event {
	d.events = d.events[:0]
	d.settle()
	if d.partial != nil && d.stop != "" {
		d.callDone()
	}
	d.emit(chat.Stopped{Stop: d.stopped()})
	return d.events
}

func (d *geminiDecoder) stopped() chat.Stop {
	s := chat.Stop{Raw: d.stop, Detail: d.detail}
	switch {
	case d.failed:
		s.Reason = chat.StopError
	case d.stop == "" && d.blocked != "":
		s.Reason, s.Raw = chat.StopContentFilter, "blocked:"+d.blocked
	case d.stop == "":
		s.Reason = chat.StopIncomplete
	case d.calls > 0:
		s.Reason = chat.StopToolCalls
	default:
		s.Reason = geminiStop(d.stop)
	}
	if s.Reason == chat.StopEnd || s.Reason == chat.StopToolCalls {
		s.Detail = "" // no more than that it went well
	}
	return s
}

func geminiStop(reason string) chat.StopReason {
	switch reason {
	case "STOP":
		return chat.StopEnd
	case "MAX_TOKENS":
		return chat.StopLength
	case "CONTINUATION":
		return chat.StopPause
	case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII",
		"IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION":
		return chat.StopContentFilter
	}
	return chat.StopOther
}

func (d *geminiDecoder) emit(e chat.Event) { d.events = append(d.events, e) }
