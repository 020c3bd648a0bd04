package client

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"neonchat/chat"
)

// A mlflowDecoder reads chat.completion chunks, and whole chat.completions.
type mlflowDecoder struct {
	template
	events []chat.Event

	started bool
	chose   bool   // a choice has come
	done    bool   // [DONE] has come, or the answer was whole
	failed  bool   // an error has come
	reason  string // the last finish_reason
	refusal strings.Builder
	calls   []*mlflowCall
	images  int
	tally   tally
}

type mlflowChunk struct {
	ID        string          `json:"id"`
	Model     string          `json:"model"`
	Choices   []mlflowChoice  `json:"choices"`
	Usage     *mlflowUsage    `json:"usage"`
	Error     json.RawMessage `json:"error"`
	ErrorCode json.RawMessage `json:"error_code"`
	Groq      struct {
		Usage *mlflowUsage `json:"usage"`
	} `json:"x_groq"`
}

type mlflowChoice struct {
	Index        place           `json:"index"`
	Delta        *mlflowDelta    `json:"delta"`
	Message      *mlflowDelta    `json:"message"` // of an answer that came whole
	FinishReason string          `json:"finish_reason"`
	Error        json.RawMessage `json:"error"`
}

func (d *mlflowDecoder) decode(f frame) ([]chat.Event, error) {
	d.events = d.events[:0]
	if s, ok := d.text(f.data); ok {
		d.events = append(d.events, chat.TextDelta{Text: s})
		return d.events, nil
	}
	if strings.TrimSpace(f.data) == "[DONE]" {
		d.done = true
		return nil, errDone
	}
	data := []byte(f.data)
	repeats, err := d.read(data)
	if err == nil && f.name == "error" && !d.failed {
		d.failed = true
		err = cmp.Or(parseError(data), looseError("", data))
	}
	if err == nil && repeats && len(d.events) == 1 {
		d.repeat(f.data)
	}
	return d.events, err
}

// repeat learns the template from a chunk in which nothing but its text can be
// what stands behind the key.
func (d *mlflowDecoder) repeat(data string) {
	if _, ok := d.events[0].(chat.TextDelta); !ok {
		return
	}
	keys := strings.ToLower(data) // a JSON decoder takes keys in any case
	switch {
	case strings.Contains(data, `\`): // a string could hold what looks like a key
	case strings.Count(keys, `"content"`) != 1:
	case strings.Count(keys, `"text"`) == 0:
		d.learn(data, `"content":"`, d.events)
		d.learn(data, `"content": "`, d.events)
	case strings.Count(keys, `"text"`) != 2: // the type's name and the key
	case strings.Contains(data, `"type":"text"`):
		d.learn(data, `"text":"`, d.events)
	case strings.Contains(data, `"type": "text"`):
		d.learn(data, `"text": "`, d.events)
	}
}

func (d *mlflowDecoder) whole(body []byte) ([]chat.Event, error) {
	d.events = d.events[:0]
	_, err := d.read(body)
	if err == nil && !d.chose {
		return d.events, fmt.Errorf("reading the answer: no choice in it: %w", errGarbage)
	}
	d.done = true
	return d.events, err
}

func (d *mlflowDecoder) finish() []chat.Event {
	d.events = d.events[:0]
	cut := d.failed || !d.done && d.reason == ""
	slices.SortStableFunc(d.calls, func(a, b *mlflowCall) int { return cmp.Compare(a.index, b.index) })
	called := false
	for i, c := range d.calls {
		arguments := c.arguments.String()
		if c.name == "" && arguments == "" || cut && !json.Valid([]byte(arguments)) {
			continue
		}
		called = true
		d.emit(chat.PartDone{Part: chat.ToolCall{
			ID:        first(c.id, fmt.Sprintf("call_%d", i+1)),
			Name:      c.name,
			Arguments: arguments,
			Signature: c.signature,
		}})
	}
	d.emit(chat.Stopped{Stop: d.stop(cut, called)})
	return d.events
}

func (d *mlflowDecoder) stop(cut, called bool) chat.Stop {
	s := chat.Stop{Raw: d.reason, Detail: d.refusal.String()}
	switch {
	case d.failed:
		s.Reason = chat.StopError
	case cut:
		s.Reason = chat.StopIncomplete
	case s.Detail != "":
		s.Reason = chat.StopRefusal
	default:
		s.Reason = mlflowStop(d.reason)
	}
	if s.Reason == chat.StopOther && s.ContextFull() {
		s.Reason = chat.StopLength
	}
	if s.Reason == chat.StopEnd && called {
		s.Reason = chat.StopToolCalls
	}
	return s
}

func mlflowStop(reason string) chat.StopReason {
	switch reason {
	case "", "stop", "eos", "end_turn":
		return chat.StopEnd
	case "length", "max_tokens":
		return chat.StopLength
	case "tool_calls", "function_call", "tool_use":
		return chat.StopToolCalls
	case "content_filter":
		return chat.StopContentFilter
	case "refusal":
		return chat.StopRefusal
	case "error":
		return chat.StopError
	}
	return chat.StopOther
}

func (d *mlflowDecoder) emit(e chat.Event) {
	d.started = true // it is late for Started once anything else has been said
	d.events = append(d.events, e)
}

// read reads one chunk. It repeats when a chunk like it, with another text,
// changes nothing of the decoder's but what it emits.
func (d *mlflowDecoder) read(data []byte) (repeats bool, err error) {
	var c mlflowChunk
	if err := lenient(data, &c); err != nil {
		return false, fmt.Errorf("reading a chunk: %w", err)
	}
	if !d.started && (c.Model != "" || len(c.Choices) > 0) {
		d.emit(chat.Started{Model: c.Model, ID: c.ID})
	}
	repeats = true
	for _, choice := range c.Choices {
		if choice.Index == 0 {
			repeats = d.choice(choice) && repeats
			err = cmp.Or(err, d.refused(choice.Error))
		}
	}
	d.count(c.Usage)
	d.count(c.Groq.Usage)
	if err == nil && (len(c.Error) > 0 || len(c.ErrorCode) > 0) {
		if e := parseError(data); e != nil {
			d.failed = true
			return false, e
		}
	}
	return repeats, err
}

func (d *mlflowDecoder) choice(c mlflowChoice) (repeats bool) {
	d.chose = true
	d.reason = first(c.FinishReason, d.reason)
	delta := c.Delta
	if delta == nil {
		delta = c.Message
	}
	if delta == nil {
		return true
	}
	before := d.refusal.Len()
	d.delta(delta)
	return d.refusal.Len() == before && len(delta.ToolCalls) == 0
}

func (d *mlflowDecoder) refused(raw json.RawMessage) error {
	if e := errorWithin(raw); e != nil {
		d.failed = true
		return e
	}
	return nil
}

// errorWithin reads an error that stands deeper in a document than parseError
// looks. It is nil when there is none.
func errorWithin(raw json.RawMessage) *Error {
	if len(raw) == 0 {
		return nil
	}
	return parseError(slices.Concat([]byte(`{"error":`), raw, []byte(`}`)))
}
