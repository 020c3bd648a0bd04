package answer

import (
	"context"
	"errors"
	"time"

	"neonchat/chat"
	"neonchat/client"
	"neonchat/cmd/backend"
	"neonchat/cmd/program"
)

// A Result is the object that -o json prints. Its fields are a contract with scripts.
type Result struct {
	Model      string        `json:"model"`
	Dialect    string        `json:"dialect"`
	Branch     string        `json:"branch"`
	Session    *string       `json:"session"`
	Text       string        `json:"text"`
	Reasoning  string        `json:"reasoning"`
	ToolCalls  []toolCall    `json:"tool_calls"`
	Images     []resultImage `json:"images,omitempty"`
	StopReason string        `json:"stop_reason"`
	Steps      []step        `json:"steps,omitempty"` // for a turn with tools; this answer is the last step
	Usage      *UsageCounts  `json:"usage"`
	CostUSD    *float64      `json:"cost_usd"`
	TTFT       *int64        `json:"ttft_ms"`
	Duration   int64         `json:"duration_ms"`
	Notices    []string      `json:"notices"`
	Error      *ResultError  `json:"error"`
}

type toolCall struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Arguments string `json:"arguments"`
}

type resultImage struct {
	MIME string `json:"mime"`
	Data []byte `json:"data"`
}

// UsageCounts are the token counts of a result.
type UsageCounts struct {
	Input       int64 `json:"input_tokens"`
	CachedInput int64 `json:"cached_input_tokens"`
	CacheWrite  int64 `json:"cache_write_tokens"`
	Output      int64 `json:"output_tokens"`
	Reasoning   int64 `json:"reasoning_tokens"`
	Attempts    int   `json:"attempts,omitempty"` // the number of attempts counted, if more than one
}

// A ResultError describes what went wrong with a result.
type ResultError struct {
	Status    *int    `json:"status"`
	Code      *string `json:"code"`
	Message   string  `json:"message"`
	Hint      *string `json:"hint"`
	RequestID *string `json:"request_id"`
}

// NewResult makes a result from an answer on a branch and its error, if any.
func NewResult(b *backend.Branch, a chat.Answer, err error) Result {
	steps := stepsOf(a)
	a = Total(a)
	r := Result{
		Model: a.Origin.Model, Dialect: a.Origin.Dialect, Branch: b.Gateway.Branch.Text,
		Text: a.Text(), Reasoning: a.Reasoning(),
		ToolCalls: []toolCall{}, StopReason: string(a.Stop.Reason),
		Steps: steps, Usage: billedUsage(a.Message), CostUSD: a.Cost,
		Duration: a.Timing.Total.Round(time.Millisecond).Milliseconds(),
		Notices:  a.Notices, Error: NewResultError(err),
	}
	for _, c := range a.ToolCalls() {
		r.ToolCalls = append(r.ToolCalls, toolCall{c.ID, c.Name, c.Arguments})
	}
	for _, f := range images(a.Message) {
		r.Images = append(r.Images, resultImage{f.MIME, f.Data})
	}
	if r.Notices == nil {
		r.Notices = []string{}
	}
	if a.Timing.FirstToken > 0 {
		ms := a.Timing.FirstToken.Round(time.Millisecond).Milliseconds()
		r.TTFT = &ms
	}
	return r
}

func newUsage(u *chat.Usage) *UsageCounts {
	if u == nil {
		return nil
	}
	return &UsageCounts{u.Input, u.CachedInput, u.CacheWrite, u.Output, u.Reasoning, 0}
}

// billedUsage returns the usage of all attempts at an answer.
func billedUsage(m chat.Message) *UsageCounts {
	billed, attempts := m.Billed()
	u := newUsage(billed)
	if u != nil && attempts > 1 {
		u.Attempts = attempts
	}
	return u
}

func images(m chat.Message) []chat.File {
	var files []chat.File
	for _, p := range m.Parts {
		if f, ok := p.(chat.File); ok {
			files = append(files, f)
		}
	}
	return files
}

// NewResultError returns nil for a nil error.
func NewResultError(err error) *ResultError {
	if err == nil {
		return nil
	}
	r := &ResultError{Message: err.Error(), Hint: program.OrNull(program.HintOf(err))}
	if errors.Is(err, context.Canceled) {
		r.Message = "stopped"
	}
	var e *client.Error
	if errors.As(err, &e) {
		r.Message, r.Code, r.RequestID = e.Message, program.OrNull(e.Code), program.OrNull(e.RequestID)
		if e.Status != 0 {
			r.Status = &e.Status
		}
	}
	return r
}

// jsonOutput prints one object once the answer is done or has failed.
type jsonOutput struct{ p *program.Program }

func (o *jsonOutput) Keeps() bool { return true }

func (o *jsonOutput) event(e chat.Event) error {
	if n, ok := e.(chat.Notice); ok {
		o.p.Status.Notice(n.Text)
	}
	return nil
}

func (o *jsonOutput) Done(r Result, _ chat.Answer, _ error) error { return o.p.PrintJSON(r) }

// JSONLOutput prints an object for each event as it arrives, and finally the object of
// -o json.
type JSONLOutput struct {
	p     *program.Program
	begun chat.Origin
}

func (o *JSONLOutput) Keeps() bool { return true }

func (o *JSONLOutput) event(e chat.Event) error {
	line := o.Line(e)
	if line == nil {
		return nil
	}
	if n, ok := e.(chat.Notice); ok {
		o.p.Status.Notice(n.Text)
	}
	return o.p.PrintJSON(line)
}

// Line returns the JSON object for an event, or nil for an event that isn't printed.
func (o *JSONLOutput) Line(e chat.Event) any {
	if s, ok := e.(chat.Started); ok {
		if s.Origin == o.begun {
			return nil // the vendor repeats what the client has reported
		}
		o.begun = s.Origin
	}
	return eventLine(e)
}

func (o *JSONLOutput) Done(r Result, _ chat.Answer, _ error) error {
	return o.p.PrintJSON(struct {
		Type string `json:"type"`
		Result
	}{"result", r})
}

// eventLine returns the -o jsonl line for an event, or nil if it has none.
func eventLine(e chat.Event) any {
	type text struct {
		Type string `json:"type"`
		Text string `json:"text"`
	}
	switch e := e.(type) {
	case chat.Started:
		return struct {
			Type    string `json:"type"`
			Model   string `json:"model"`
			Dialect string `json:"dialect"`
		}{"start", e.Origin.Model, e.Origin.Dialect}
	case chat.TextDelta:
		return text{"text", e.Text}
	case chat.ReasoningDelta:
		return text{"reasoning", e.Text}
	case chat.Notice:
		return text{"notice", e.Text}
	case chat.UsageUpdate:
		if e.Usage == nil {
			return nil
		}
		return struct {
			Type string `json:"type"`
			UsageCounts
		}{"usage", *newUsage(e.Usage)}
	case chat.PartDone:
		return partLine(e.Part)
	case chat.CallDone:
		return resultLine(e.Result)
	}
	return nil
}

func partLine(p chat.Part) any {
	switch p := p.(type) {
	case chat.ToolCall:
		return struct {
			Type string `json:"type"`
			toolCall
		}{"tool_call", toolCall{p.ID, p.Name, p.Arguments}}
	case chat.File:
		return struct {
			Type string `json:"type"`
			resultImage
		}{"image", resultImage{p.MIME, p.Data}}
	}
	return nil
}
