// Package chat defines the program's core types: what a message consists of, what can
// happen while an answer arrives, and how a session holds both.
//
// It is the lowest layer. It uses no HTTP, SQL or terminal, and imports no other
// package of the program. Start with [Turn], which runs one question through to its
// answer, or with [Streamer], the interface to the gateway.
package chat

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
)

// A Role says who speaks.
type Role string

const (
	User      Role = "user"
	Assistant Role = "assistant"
)

// The dialects of the gateway. Each has its own request body and event grammar.
const (
	MLflow    = "mlflow"    // chat completions, for every vendor
	OpenAI    = "openai"    // Responses
	Anthropic = "anthropic" // Messages
	Gemini    = "gemini"    // generateContent
)

// Dialects lists every dialect, in the order they are shown.
var Dialects = [...]string{MLflow, OpenAI, Anthropic, Gemini}

// An Origin is where an answer came from. Data that a vendor signed or encrypted, such
// as reasoning, is sent back to the same origin only.
type Origin struct {
	Dialect string `json:"dialect"`
	Model   string `json:"model"`
}

// A Model holds what a request needs to know about its model. A zero field means
// unknown; nothing is assumed then.
type Model struct {
	ID      string
	Dialect string
	Pinned  bool // the user chose the dialect: never fall back to another
	Default bool // nobody chose the model: if it is refused, another may answer

	OutputLimit int      // tokens
	Inputs      []string // "text", "image", "pdf", …
	Efforts     []string // effort levels that the model accepts, weakest first
	BudgetMin   int      // thinking budget, tokens
	BudgetMax   int
}

// Takes reports whether the model accepts a kind of input, such as "image" or "pdf". A
// model with unknown inputs accepts everything.
func (m Model) Takes(kind string) bool {
	return len(m.Inputs) == 0 || slices.Contains(m.Inputs, kind)
}

// A Tool is a function that a model may call. Schema is the JSON Schema of its
// arguments.
type Tool struct {
	Name        string
	Description string
	Schema      json.RawMessage

	// The fields below are never sent to a model.
	Source string   // who offers it: "sql", or the name of a server
	Claims []string // what its source says about it, such as "read-only"; shown but not trusted
	Alone  bool     // must not run alongside any other call
}

// Options are the user's settings for a question. A zero field leaves the choice to the
// model.
type Options struct {
	System      string
	Temperature *float64
	MaxTokens   int    // limit of the answer, reasoning included
	Effort      string // none, minimal, low, medium, high, xhigh or max
	Tools       []Tool // ignored by a Turn with a Toolbox, which offers the Toolbox's tools
}

// Efforts lists the levels of reasoning effort, weakest first.
var Efforts = [...]string{"none", "minimal", "low", "medium", "high", "xhigh", "max"}

// A Request is a question together with the conversation before it.
type Request struct {
	Model    Model
	Messages []Message
	Options
}

// A Streamer sends a request and yields the answer as it arrives. A non-nil error is
// always the last pair. The sequence can be ranged over once; breaking out of the range
// ends the request.
type Streamer interface {
	Stream(ctx context.Context, r Request) iter.Seq2[Event, error]
}
