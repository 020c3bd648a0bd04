// Package chat is the language of the program: what a message is made of, what
// can happen while an answer arrives, and how a session holds both.
//
// It is the ground floor. It speaks no HTTP, no SQL and no terminal, and
// imports nothing else of the program. Start with [Turn], which takes one
// question to its answer, or with [Streamer], which is all it asks of the
// world.
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

// The dialects of the gateway: one request body and one event grammar each.
const (
	MLflow    = "mlflow"    // chat completions, for every vendor
	OpenAI    = "openai"    // Responses
	Anthropic = "anthropic" // Messages
	Gemini    = "gemini"    // generateContent
)

// Dialects lists every dialect, in the order they are shown.
var Dialects = [...]string{MLflow, OpenAI, Anthropic, Gemini}

// An Origin is where an answer came from. What a vendor sealed (signatures,
// encrypted reasoning) goes back to the same origin only.
type Origin struct {
	Dialect string `json:"dialect"`
	Model   string `json:"model"`
}

// A Model is what a request has to know of the model it goes to. A zero field
// means that nothing is known, and then nothing is assumed.
type Model struct {
	ID      string
	Dialect string
	Pinned  bool // the user chose the dialect: no fall-over to another
	Default bool // nobody chose the model: where it is refused, another may answer

	OutputLimit int      // tokens
	Inputs      []string // "text", "image", "pdf", …
	Efforts     []string // effort words that the model takes, weakest first
	BudgetMin   int      // thinking budget, tokens
	BudgetMax   int
}

// Takes reports whether the model accepts the kind of input, "image" or "pdf"
// for instance. A model of which nothing is known takes everything.
func (m Model) Takes(kind string) bool {
	return len(m.Inputs) == 0 || slices.Contains(m.Inputs, kind)
}

// A Tool is a function that a model may ask for. Schema is a JSON Schema of
// its arguments.
type Tool struct {
	Name        string
	Description string
	Schema      json.RawMessage

	// No model is told what follows.
	Source string   // who offers it: "sql", or the name of a server
	Claims []string // what its source says of it, such as "read-only": to be shown, not believed
	Alone  bool     // no other call may run beside one of it
}

// Options are what a user sets for a question. Zero fields are left to the
// model.
type Options struct {
	System      string
	Temperature *float64
	MaxTokens   int    // limit of the answer, reasoning included
	Effort      string // none, minimal, low, medium, high, xhigh or max
	Tools       []Tool // a Turn with a Toolbox offers that one's instead
}

// Efforts are the words for how hard a model should think, weakest first.
var Efforts = [...]string{"none", "minimal", "low", "medium", "high", "xhigh", "max"}

// A Request is one question with all that came before it.
type Request struct {
	Model    Model
	Messages []Message
	Options
}

// A Streamer sends a request and yields the answer as it arrives. A non-nil
// error is always the last pair. The sequence can be ranged over once;
// breaking out of the range ends the request.
type Streamer interface {
	Stream(ctx context.Context, r Request) iter.Seq2[Event, error]
}
