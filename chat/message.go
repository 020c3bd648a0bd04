package chat

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"
)

// A Message is one turn of one side. A session's messages form a tree: each
// knows its parent, and a message that is finished never changes.
type Message struct {
	ID     string
	Parent string // "" at the root
	Role   Role
	Parts  []Part
	Timing Timing // of a question only when it was asked

	// What follows is known of answers only.
	Origin  Origin
	Usage   *Usage   // nil when the stream gave none
	Earlier []Usage  // of attempts that failed and were billed, before this one
	Cost    *float64 // USD, of all attempts, at the prices of the day; nil when it isn't known
	Stop    Stop
	Err     string   // what went wrong, when something did
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

// Reasoning joins the readable reasoning, a blank line between parts.
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

// cost is what all attempts cost together, by the price of one. It isn't known
// where that of one of them isn't.
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
	sum = math.Round(sum*1e12) / 1e12 // without what binary fractions add
	return &sum
}

// ToolCalls lists the calls that the message asks for.
func (m Message) ToolCalls() []ToolCall {
	var calls []ToolCall
	for _, p := range m.Parts {
		if c, ok := p.(ToolCall); ok {
			calls = append(calls, c)
		}
	}
	return calls
}

// Asks reports whether the message is a question, and not only the results of
// the tools that an answer called.
func (m Message) Asks() bool {
	result := func(p Part) bool { _, ok := p.(ToolResult); return ok }
	return m.Role == User && (len(m.Parts) == 0 || !slices.ContainsFunc(m.Parts, result))
}

// Timing is when a message was begun, and how long an answer took from then on.
type Timing struct {
	Started    time.Time
	FirstToken time.Duration // the first text or reasoning; zero if none came
	Total      time.Duration
}

// Speed is how many tokens a second came, from the first on; of an answer that
// came at once, from the question on. It is 0 where that can't be told.
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

// Text is what is said. Signature is Gemini's seal on it; Phase is OpenAI's
// word for what it is to the answer ("commentary", "final_answer"). Both go
// back to the origin only.
type Text struct {
	Text      string
	Signature string `json:",omitempty"`
	Phase     string `json:",omitempty"`
}

// Reasoning is what the model thought, as far as it shows it. Text may be
// empty under a Signature: the thought is hidden, the seal still goes back.
type Reasoning struct {
	Text      string
	Signature string `json:",omitempty"`
}

// A File is an image, a PDF or a text, whole in memory.
type File struct {
	Name string
	MIME string
	Data []byte
}

// A ToolCall is a model's wish to have a tool run. Arguments is the wire's text:
// a JSON object, empty for a call without arguments, and less than an object
// when the answer was cut.
type ToolCall struct {
	ID        string
	Name      string
	Arguments string
	Signature string `json:",omitempty"`
}

// A ToolResult answers the call with the same ID. It goes in the user's message
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

// Opaque is an item of the wire which only its origin understands, kept byte
// for byte. Kind is the wire's word for it.
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

// Usage counts tokens. Input is the whole prompt, cache reads and writes
// included; Output is all that was generated, reasoning included.
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
	StopUser          StopReason = "stopped" // the user ended it
)

// Failed reports whether the answer is not what the model meant to say whole.
func (r StopReason) Failed() bool {
	return slices.Contains([]StopReason{StopError, StopIncomplete, StopUser, ""}, r)
}

// A Stop is the end of an answer. Raw is the wire's word; Detail is the
// model's or the vendor's explanation, such as the text of a refusal.
type Stop struct {
	Reason StopReason
	Raw    string
	Detail string
}

// contextFull are the wire's words for that the conversation and its answer fill
// what the model can hold.
var contextFull = []string{"model_context_window_exceeded", "context_length_exceeded", "context_window_exceeded", "model_length"}

// ContextFull reports whether the answer ended since the model can hold no more,
// whatever length was asked for.
func (s Stop) ContextFull() bool { return slices.Contains(contextFull, s.Raw) }
