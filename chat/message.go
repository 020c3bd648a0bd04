package chat

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"
)

// A Message is what one side says in one turn. A session's messages form a tree:
// each one knows its parent. A finished message never changes.
type Message struct {
	ID     string
	Parent string // "" at the root
	Role   Role
	Parts  []Part
	Timing Timing // for a question, only the time it was asked

	// The fields below are set for answers only.
	Origin  Origin
	Usage   *Usage   // nil if the stream gave none
	Earlier []Usage  // of earlier attempts that failed and were billed
	Cost    *float64 // USD for all attempts, at the prices of the day; nil if unknown
	Stop    Stop
	Err     string   // what went wrong, if anything
	Notices []string // what the user was told about the request
}

// Text joins the text parts.
func (m Message) Text() string {
	var b strings.Builder
	for _, p := range m.Parts {
		if t, ok := p.(Text); ok {
			b.WriteString(t.Text)
		}
	}
	return b.String()
}

// Reasoning joins the readable reasoning, with a blank line between parts.
func (m Message) Reasoning() string {
	var texts []string
	for _, p := range m.Parts {
		if r, ok := p.(Reasoning); ok && r.Text != "" {
			texts = append(texts, r.Text)
		}
	}
	return strings.Join(texts, "\n\n")
}

// Billed sums the usage of all attempts at an answer and counts them. sum is nil
// when no usage is known.
func (m Message) Billed() (sum *Usage, attempts int) {
	counted := slices.Clip(m.Earlier)
	if m.Usage != nil {
		counted = append(counted, *m.Usage)
	}
	if len(counted) == 0 {
		return nil, 1
	}
	sum = new(Usage)
	for _, u := range counted {
		sum.Input += u.Input
		sum.CachedInput += u.CachedInput
		sum.CacheWrite += u.CacheWrite
		sum.Output += u.Output
		sum.Reasoning += u.Reasoning
	}
	return sum, len(m.Earlier) + 1
}

// cost sums the cost of all attempts, using price for each. It returns nil if the
// price of any attempt is unknown.
func (m Message) cost(price func(model string, u Usage) (usd float64, known bool)) *float64 {
	if m.Usage == nil || price == nil {
		return nil
	}
	sum := 0.0
	for _, u := range append(slices.Clip(m.Earlier), *m.Usage) {
		usd, known := price(m.Origin.Model, u)
		if !known {
			return nil
		}
		sum += usd
	}
	sum = math.Round(sum*1e12) / 1e12 // drops binary rounding errors
	return &sum
}

// ToolCalls lists the tool calls in the message.
func (m Message) ToolCalls() []ToolCall {
	var calls []ToolCall
	for _, p := range m.Parts {
		if c, ok := p.(ToolCall); ok {
			calls = append(calls, c)
		}
	}
	return calls
}

// Asks reports whether the message is a question, rather than only the results of
// tool calls.
func (m Message) Asks() bool {
	result := func(p Part) bool { _, ok := p.(ToolResult); return ok }
	return m.Role == User && (len(m.Parts) == 0 || !slices.ContainsFunc(m.Parts, result))
}

// Timing records when a message began and, for an answer, how long it took.
type Timing struct {
	Started    time.Time
	FirstToken time.Duration // time to the first text or reasoning; zero if none came
	Total      time.Duration
}

// Speed returns the tokens per second since the first token, or since the question
// if the answer came all at once. It returns 0 if the speed is unknown.
func (t Timing) Speed(tokens int64) float64 {
	d := t.Total - t.FirstToken
	if d < 100*time.Millisecond {
		d = t.Total
	}
	if tokens == 0 || t.FirstToken == 0 || d < time.Millisecond {
		return 0
	}
	return float64(tokens) / d.Seconds()
}

// A Part is one piece of a message: [Text], [Reasoning], [File], [ToolCall],
// [ToolResult] or [Opaque].
type Part interface{ part() }

// Text is what a side says. Signature is Gemini's signature of it. Phase is OpenAI's
// name for its role in the answer ("commentary", "final_answer"). Both are sent back
// to the same origin only.
type Text struct {
	Text      string
	Signature string `json:",omitempty"`
	Phase     string `json:",omitempty"`
}

// Reasoning is the model's thinking, as far as the model shows it. Text may be empty
// when there is a Signature: the thinking is hidden, but the signature is still sent
// back.
type Reasoning struct {
	Text      string
	Signature string `json:",omitempty"`
}

// A File is an image, a PDF or a text, held in memory as a whole.
type File struct {
	Name string
	MIME string
	Data []byte
}

// A ToolCall is a model's request to run a tool. Arguments is the text from the wire:
// a JSON object, empty for a call without arguments, and possibly incomplete when the
// answer was cut off.
type ToolCall struct {
	ID        string
	Name      string
	Arguments string
	Signature string `json:",omitempty"`
}

// A ToolResult answers the call with the same ID. It belongs in the user message
// that follows the call.
type ToolResult struct {
	ID      string
	Name    string
	Text    string
	Files   []File        `json:",omitempty"`
	IsError bool          `json:",omitempty"`
	Unrun   bool          `json:",omitempty"` // the call never ran: it was denied, or the turn ended first
	Took    time.Duration `json:",omitempty"`
}

// Opaque is a wire item that only its origin understands, kept byte for byte. Kind is
// the item's type on the wire.
type Opaque struct {
	Kind string
	Data json.RawMessage
}

func (Text) part()       {}
func (Reasoning) part()  {}
func (File) part()       {}
func (ToolCall) part()   {}
func (ToolResult) part() {}
func (Opaque) part()     {}

// Usage counts tokens. Input is the whole prompt, including cache reads and writes.
// Output is everything generated, including reasoning.
type Usage struct {
	Input       int64
	CachedInput int64
	CacheWrite  int64
	Output      int64
	Reasoning   int64
}

// A StopReason says why an answer ended.
type StopReason string

const (
	StopEnd           StopReason = "stop"
	StopLength        StopReason = "length"
	StopToolCalls     StopReason = "tool_calls"
	StopRefusal       StopReason = "refusal"
	StopContentFilter StopReason = "content_filter"
	StopPause         StopReason = "pause"
	StopError         StopReason = "error"
	StopIncomplete    StopReason = "incomplete" // the stream ended without saying so
	StopOther         StopReason = "other"
	StopUser          StopReason = "stopped" // the user stopped it
)

// Failed reports whether the answer is not the complete answer of the model.
func (r StopReason) Failed() bool {
	return slices.Contains([]StopReason{StopError, StopIncomplete, StopUser, ""}, r)
}

// A Stop tells how an answer ended. Raw is the wire's stop reason. Detail is an
// explanation from the model or vendor, such as the text of a refusal.
type Stop struct {
	Reason StopReason
	Raw    string
	Detail string
}

// contextFull lists the wire's stop reasons for a full context window.
var contextFull = []string{"model_context_window_exceeded", "context_length_exceeded", "context_window_exceeded", "model_length"}

// ContextFull reports whether the answer ended because the model's context window is
// full, rather than at the requested length.
func (s Stop) ContextFull() bool { return slices.Contains(contextFull, s.Raw) }
