package client

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"neonchat/chat"
)

// anthropicDecoder reads the events of Messages. Blocks come one after the
// other, each opened, grown and closed under its index.
type anthropicDecoder struct {
	template
	events []chat.Event

	begun  bool // something was emitted
	id     string
	blocks map[int]*anthropicOpen
	counts anthropicUsage // the last of each
	tally  tally

	stop   string
	detail string
	over   bool // message_stop came
	failed bool
}

type anthropicEvent struct {
	Type         string          `json:"type"`
	Message      anthropicAnswer `json:"message"`
	Index        place           `json:"index"`
	ContentBlock json.RawMessage `json:"content_block"`
	Delta        anthropicDelta  `json:"delta"`
	Usage        *anthropicUsage `json:"usage"`
}

// anthropicAnswer is what message_start announces, most often without content,
// and what a server that doesn't stream sends as a whole.
type anthropicAnswer struct {
	anthropicEnd
	Type    string            `json:"type"`
	ID      string            `json:"id"`
	Model   string            `json:"model"`
	Content []json.RawMessage `json:"content"`
	Usage   *anthropicUsage   `json:"usage"`
}

type anthropicEnd struct {
	StopReason  string `json:"stop_reason"`
	StopDetails struct {
		Explanation string `json:"explanation"`
	} `json:"stop_details"`
}

type anthropicDelta struct {
	anthropicEnd
	Type        string `json:"type"`
	Text        string `json:"text"`
	Thinking    string `json:"thinking"`
	Signature   string `json:"signature"`
	PartialJSON string `json:"partial_json"`
}

// anthropicUsage counts are cumulative; one that is null leaves the last.
type anthropicUsage struct {
	Input      number `json:"input_tokens"` // without the cache
	CacheRead  number `json:"cache_read_input_tokens"`
	CacheWrite number `json:"cache_creation_input_tokens"`
	Output     number `json:"output_tokens"`
	Details    struct {
		Thinking number `json:"thinking_tokens"`
	} `json:"output_tokens_details"`
}

func (d *anthropicDecoder) decode(f frame) ([]chat.Event, error) {
	if d.over {
		return nil, errDone
	}
	if d.failed {
		return nil, nil
	}
	d.events = d.events[:0]
	data := unpadded(f.data)
	if s, ok := d.text(data); ok {
		d.emit(chat.TextDelta{Text: s})
		return d.events, nil
	}
	if strings.TrimSpace(f.data) == "[DONE]" {
		if d.isWhole() {
			return nil, errDone
		}
		return nil, nil
	}
	var ev anthropicEvent
	if err := lenient([]byte(f.data), &ev); err != nil {
		return nil, fmt.Errorf("reading an event of the answer: %w", err)
	}
	err := d.event(ev, f)
	if ev.Type == "content_block_delta" {
		d.learn(data, `"text":"`, d.events)
	}
	d.begun = d.begun || len(d.events) > 0
	return d.events, err
}

// unpadded is the frame's JSON without the spaces of random number which the
// vendor puts before and behind its last brace, and without that brace. It is
// "" for data that doesn't end in one.
func unpadded(data string) string {
	data, ok := strings.CutSuffix(strings.TrimRight(data, " "), "}")
	if !ok {
		return ""
	}
	return strings.TrimRight(data, " ")
}

func (d *anthropicDecoder) event(ev anthropicEvent, f frame) error {
	switch ev.Type {
	case "message_start":
		return d.start(ev.Message)
	case "content_block_start":
		d.open(int(ev.Index), ev.ContentBlock)
	case "content_block_delta":
		d.grow(int(ev.Index), ev.Delta)
	case "content_block_stop":
		d.close(int(ev.Index))
	case "message_delta":
		d.end(ev.Delta.anthropicEnd)
		d.count(ev.Usage)
	case "message_stop":
		d.over = true
		return errDone
	case "error", "":
		return d.broken(ev.Type == "error" || f.name == "error", []byte(f.data))
	}
	return nil
}

// broken reads a frame that is no event of the grammar. One that isn't even
// called an error is passed over unless it has the shape of one.
func (d *anthropicDecoder) broken(named bool, data []byte) error {
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

func (d *anthropicDecoder) start(m anthropicAnswer) error {
	if d.id != "" {
		if m.ID == "" || m.ID == d.id {
			return nil
		}
		d.failed = true
		return &Error{Code: "protocol_error", Message: "a second answer began within the first"}
	}
	d.id = m.ID
	if !d.begun {
		d.emit(chat.Started{Model: m.Model, ID: m.ID})
	}
	for i, raw := range m.Content {
		d.open(i, raw)
		d.close(i)
	}
	d.end(m.anthropicEnd)
	d.count(m.Usage)
	return nil
}

func (d *anthropicDecoder) end(e anthropicEnd) {
	d.stop = first(e.StopReason, d.stop)
	d.detail = first(e.StopDetails.Explanation, d.detail)
}

func (d *anthropicDecoder) count(u *anthropicUsage) {
	if u == nil {
		return
	}
	c := &d.counts
	c.Input = later(c.Input, u.Input)
	c.CacheRead = later(c.CacheRead, u.CacheRead)
	c.CacheWrite = later(c.CacheWrite, u.CacheWrite)
	c.Output = later(c.Output, u.Output)
	c.Details.Thinking = later(c.Details.Thinking, u.Details.Thinking)
	if e, news := d.tally.count(c.usage()); news {
		d.emit(e)
	}
}

// usage is what was counted, the cache within the input as everywhere else.
func (u anthropicUsage) usage() *chat.Usage {
	if !u.Input.there || anyOdd(u.CacheRead, u.CacheWrite, u.Output, u.Details.Thinking) {
		return nil
	}
	cached, written := u.CacheRead.or(0), u.CacheWrite.or(0)
	return &chat.Usage{
		Input:       u.Input.value + cached + written,
		CachedInput: cached,
		CacheWrite:  written,
		Output:      u.Output.or(0),
		Reasoning:   u.Details.Thinking.or(0),
	}
}

func (d *anthropicDecoder) whole(body []byte) ([]chat.Event, error) {
	d.events = d.events[:0]
	var m anthropicAnswer
	if err := lenient(body, &m); err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	if m.Type != "message" {
		if err := d.broken(m.Type == "error", body); err != nil {
			return nil, err
		}
	}
	err := d.start(m)
	d.over = true
	return d.events, err
}

func (d *anthropicDecoder) finish() []chat.Event {
	d.events = d.events[:0]
	for _, i := range slices.Sorted(maps.Keys(d.blocks)) {
		b := d.blocks[i]
		growing := b.Type == anthropicCall || b.input.Len() > 0
		if !d.isWhole() && growing && !json.Valid([]byte(b.input.String())) {
			continue // cut: what it would have done is not known
		}
		d.close(i)
	}
	d.emit(chat.Stopped{Stop: chat.Stop{Reason: d.reasonToStop(), Raw: d.stop, Detail: d.detail}})
	return d.events
}

// isWhole reports whether the model said its last word: some servers give the
// reason to stop and leave message_stop out.
func (d *anthropicDecoder) isWhole() bool { return d.over || d.stop != "" }

func (d *anthropicDecoder) reasonToStop() chat.StopReason {
	if d.failed {
		return chat.StopError
	}
	switch d.stop {
	case "":
		return chat.StopIncomplete
	case "end_turn", "stop_sequence":
		return chat.StopEnd
	case "max_tokens", "model_context_window_exceeded":
		return chat.StopLength
	case "tool_use":
		return chat.StopToolCalls
	case "pause_turn":
		return chat.StopPause
	case "refusal":
		return chat.StopRefusal
	}
	return chat.StopOther
}

func (d *anthropicDecoder) say(s string) {
	if s != "" {
		d.emit(chat.TextDelta{Text: s})
	}
}

func (d *anthropicDecoder) reason(s string) {
	if s != "" {
		d.emit(chat.ReasoningDelta{Text: s})
	}
}

func (d *anthropicDecoder) emit(e chat.Event) { d.events = append(d.events, e) }
