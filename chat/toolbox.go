package chat

import "context"

// A Toolbox is what a model may call while a question is answered. Its methods
// may be called from several goroutines.
type Toolbox interface {
	// Tools are offered with each request, in an order that stays the same.
	Tools(ctx context.Context) []Tool

	// Call runs one call until its context ends. What goes wrong is a result too,
	// with IsError set, so that the model can mend its call. Call tells progress
	// in a few words at a time; nil: nobody watches.
	Call(ctx context.Context, call ToolCall, progress func(string)) ToolResult
}

// A Warner is a Toolbox that knows of single calls what whoever permits them
// should be told, such as that a function may have effects. "" is nothing.
type Warner interface {
	Warn(ctx context.Context, call ToolCall) string
}

// A Permit decides which calls may run.
type Permit interface {
	// Permit gives a verdict on each wish: the calls of one answer, in their
	// order. It may wait for a person, until ctx ends, and may be called by several
	// turns at once. An error ends the turn, and none of the calls runs.
	Permit(ctx context.Context, wishes []Wish) ([]Verdict, error)
}

// A Wish is a call that may run if it is permitted. All of it but the tool's
// Source is foreign text.
type Wish struct {
	Call ToolCall
	Tool Tool

	// Warn asks the toolbox what it warns of, which may take a moment. "" is nothing.
	Warn func(context.Context) string
}

// A Verdict says whether a call may run. Words are for the model: why it
// mustn't, or what it should know beside the result.
type Verdict struct {
	Allowed bool
	Words   string
}
