package client

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"neonchat/chat"
)

// An openaiDecoder reads the events of a Responses stream, and whole responses.
//
// Everything is keyed by its place, not by its id: proxies rotate ids. Text
// comes as deltas, again when its part is done, again with its item and again
// with the response, and any of these may be missing: the first to come counts.
type openaiDecoder struct {
	events []chat.Event

	started bool
	came    map[openaiPlace]bool   // the pieces of text that have come
	said    map[openaiChannel]bool // and where
	thought map[int]openaiPlace    // by item, the last piece of reasoning
	calls   map[int]*openaiGrowing // by item, until it is done
	called  map[string]bool        // the ids of calls that are done
	done    map[string]int         // how many items of a kind are
	refusal strings.Builder
	images  int
	tally   tally

	status string // "completed", …: the stream has said its last word
	reason string // why it is incomplete
	failed bool
}

// An openaiPlace is where a piece of text stands.
type openaiPlace struct {
	item    int
	channel openaiChannel
	index   int
}

type openaiChannel int

const (
	saysText openaiChannel = iota
	saysRefusal
	saysSummary
	saysReasoning
)

type openaiEvent struct {
	Type         string          `json:"type"`
	OutputIndex  place           `json:"output_index"`
	ContentIndex place           `json:"content_index"`
	SummaryIndex place           `json:"summary_index"`
	Delta        string          `json:"delta"`
	Text         string          `json:"text"`
	Refusal      string          `json:"refusal"`
	Arguments    string          `json:"arguments"`
	Input        string          `json:"input"`
	Name         string          `json:"name"`
	Item         *openaiItem     `json:"item"`
	Response     *openaiResponse `json:"response"`
}

type openaiResponse struct {
	ID         string            `json:"id"`
	Model      string            `json:"model"`
	Status     string            `json:"status"`
	Output     []json.RawMessage `json:"output"`
	Usage      *openaiUsage      `json:"usage"`
	Error      json.RawMessage   `json:"error"`
	Incomplete struct {
		Reason string `json:"reason"`
	} `json:"incomplete_details"`
}

type openaiUsage struct {
	Input        number `json:"input_tokens"`
	InputDetails struct {
		Cached  number `json:"cached_tokens"`
		Written number `json:"cache_write_tokens"`
	} `json:"input_tokens_details"`
	Output        number `json:"output_tokens"`
	OutputDetails struct {
		Reasoning number `json:"reasoning_tokens"`
	} `json:"output_tokens_details"`
}

// usage is what was counted.
func (u openaiUsage) usage() *chat.Usage {
	if !u.Input.there || !u.Output.there || anyOdd(u.InputDetails.Cached, u.InputDetails.Written, u.OutputDetails.Reasoning) {
		return nil
	}
	return &chat.Usage{
		Input:       u.Input.value,
		CachedInput: u.InputDetails.Cached.or(0),
		CacheWrite:  u.InputDetails.Written.or(0),
		Output:      u.Output.value,
		Reasoning:   u.OutputDetails.Reasoning.or(0),
	}
}

func newOpenAIDecoder() *openaiDecoder {
	return &openaiDecoder{
		came:    map[openaiPlace]bool{},
		said:    map[openaiChannel]bool{},
		thought: map[int]openaiPlace{},
		calls:   map[int]*openaiGrowing{},
		called:  map[string]bool{},
		done:    map[string]int{},
	}
}

func (d *openaiDecoder) decode(f frame) ([]chat.Event, error) {
	d.events = d.events[:0]
	if place, s, ok := openaiDelta(f.data); ok {
		d.text(place, s)
		return d.events, nil
	}
	if strings.TrimSpace(f.data) == "[DONE]" {
		return nil, nil
	}
	err := d.read([]byte(f.data))
	return d.events, err
}

func (d *openaiDecoder) whole(body []byte) ([]chat.Event, error) {
	d.events = d.events[:0]
	var r openaiResponse
	if err := lenient(body, &r); err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	if r.Status == "" && r.Output == nil {
		return nil, fmt.Errorf("reading the answer: no output in it: %w", errGarbage)
	}
	if err := d.end(&r, first(r.Status, "completed")); err != errDone {
		return d.events, err
	}
	return d.events, nil
}

func (d *openaiDecoder) finish() []chat.Event {
	d.events = d.events[:0]
	cut := d.failed || d.status != "completed" && d.status != "incomplete"
	for _, i := range slices.Sorted(maps.Keys(d.calls)) {
		c := d.calls[i]
		if !cut || json.Valid([]byte(c.arguments.String())) {
			d.call(c)
		}
	}
	d.emit(chat.Stopped{Stop: d.stop(cut)})
	return d.events
}

func (d *openaiDecoder) stop(cut bool) chat.Stop {
	s := chat.Stop{Raw: first(d.reason, d.status), Detail: d.refusal.String()}
	switch {
	case d.failed:
		s.Reason = chat.StopError
	case cut:
		s.Reason = chat.StopIncomplete
	case d.status == "completed" && len(d.called) > 0:
		s.Reason = chat.StopToolCalls
	case d.status == "completed" && s.Detail != "":
		s.Reason = chat.StopRefusal
	case d.status == "completed":
		s.Reason = chat.StopEnd
	case d.reason == "max_output_tokens", d.reason == "max_tokens", s.ContextFull():
		s.Reason = chat.StopLength
	case d.reason == "content_filter":
		s.Reason = chat.StopContentFilter
	default:
		s.Reason = chat.StopOther
	}
	return s
}

func (d *openaiDecoder) emit(e chat.Event) {
	d.started = true // it is late for Started once anything else has been said
	d.events = append(d.events, e)
}

func (d *openaiDecoder) read(data []byte) error {
	var e openaiEvent
	if err := lenient(data, &e); err != nil {
		return fmt.Errorf("reading an event: %w", err)
	}
	item := int(e.OutputIndex)
	content := openaiPlace{item, saysText, int(e.ContentIndex)}
	refusal := openaiPlace{item, saysRefusal, int(e.ContentIndex)}
	summary := openaiPlace{item, saysSummary, int(e.SummaryIndex)}
	reasoning := openaiPlace{item, saysReasoning, int(e.ContentIndex)}
	switch e.Type {
	case "response.created", "response.queued", "response.in_progress":
		d.start(e.Response)
	case "response.output_text.delta":
		d.text(content, e.Delta)
	case "response.output_text.done":
		d.again(content, e.Text)
	case "response.refusal.delta":
		d.text(refusal, e.Delta)
	case "response.refusal.done":
		d.again(refusal, e.Refusal)
	case "response.reasoning_summary_text.delta":
		d.text(summary, e.Delta)
	case "response.reasoning_summary_text.done":
		d.again(summary, e.Text)
	case "response.reasoning_text.delta":
		d.text(reasoning, e.Delta)
	case "response.reasoning_text.done":
		d.again(reasoning, e.Text)
	case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta":
		d.growing(item).arguments.WriteString(e.Delta)
	case "response.function_call_arguments.done", "response.custom_tool_call_input.done":
		d.growing(item).is("", e.Name, first(e.Arguments, e.Input))
	case "response.output_item.added":
		d.added(item, e.Item)
	case "response.output_item.done":
		d.item(item, e.Item, rawItem(data, e.Item))
	case "response.completed", "response.incomplete", "response.failed", "response.cancelled":
		return d.end(e.Response, strings.TrimPrefix(e.Type, "response."))
	case "error":
		return d.fail(parseError(data))
	case "":
		if e := parseError(data); e != nil {
			return d.fail(e)
		}
	}
	return nil
}

func (d *openaiDecoder) start(r *openaiResponse) {
	if r == nil || d.started {
		return
	}
	d.emit(chat.Started{Model: r.Model, ID: r.ID})
}

// text takes a piece of text as it grows.
func (d *openaiDecoder) text(p openaiPlace, s string) {
	if s == "" {
		return
	}
	if !d.came[p] {
		d.came[p] = true
		d.said[p.channel] = true
	}
	switch p.channel {
	case saysText:
		d.emit(chat.TextDelta{Text: s})
	case saysRefusal:
		d.refusal.WriteString(s)
	default:
		if last, ok := d.thought[p.item]; ok && last != p {
			s = "\n\n" + s
		}
		d.thought[p.item] = p
		d.emit(chat.ReasoningDelta{Text: s})
	}
}

// again takes a piece of text that is whole, unless it has come before.
func (d *openaiDecoder) again(p openaiPlace, s string) {
	if !d.came[p] {
		d.text(p, s)
	}
}

// end takes the response that ends the stream, and of its output what didn't
// come before.
func (d *openaiDecoder) end(r *openaiResponse, status string) error {
	if r == nil {
		r = &openaiResponse{}
	}
	d.start(r)
	d.missing(r.Output)
	d.count(r.Usage)
	d.status = status
	if status == "completed" && slices.Contains([]string{"incomplete", "failed", "cancelled"}, r.Status) {
		d.status = r.Status
	}
	d.reason = r.Incomplete.Reason
	if d.status == "failed" {
		return d.fail(errorWithin(r.Error))
	}
	return errDone
}

// missing takes the items that came with the response alone. Their places tell
// nothing: some servers leave numbers out.
func (d *openaiDecoder) missing(output []json.RawMessage) {
	streamed := maps.Clone(d.done)
	came := 0
	for _, n := range streamed {
		came += n
	}
	if came >= len(output) {
		return // and no image is read twice
	}
	for i, raw := range output {
		var it openaiItem
		if lenient(raw, &it) != nil || d.knows(&it, streamed[it.Type] > 0) {
			continue
		}
		if it.Type == "reasoning" && (d.said[saysSummary] || d.said[saysReasoning]) {
			it.Summary, it.Content = nil, nil // its seal is what is missing
		}
		d.item(-1-i, &it, raw)
	}
}

// knows reports whether an item has come before. Without an id to go by, all
// that are of a kind have when one has.
func (d *openaiDecoder) knows(it *openaiItem, streamed bool) bool {
	switch {
	case it.isCall() && it.CallID != "":
		return d.called[it.CallID]
	case it.Type == "message":
		return streamed || d.said[saysText] || d.said[saysRefusal]
	}
	return streamed
}

func (d *openaiDecoder) fail(e *Error) error {
	d.failed = true
	return cmp.Or(e, &Error{Message: "the answer failed, and the stream doesn't say why"})
}

func (d *openaiDecoder) count(m *openaiUsage) {
	if m == nil {
		return
	}
	if e, news := d.tally.count(m.usage()); news {
		d.emit(e)
	}
}
