package chat

import "context"

// A Toolbox runs the tools that a model may call. Its methods may be called from
// several goroutines.
type Toolbox interface {
	// Tools returns the tools to offer with each request, always in the same order.
	Tools(ctx context.Context) []Tool

	// Call runs one call until its context ends. A failure is a result with IsError
	// set, so that the model can correct its call. Call reports progress in a few
	// words at a time, unless progress is nil.
	Call(ctx context.Context, call ToolCall, progress func(string)) ToolResult
}

// A Warner is a Toolbox that can warn about a single call before it is permitted, for
// example that a function may have side effects. "" means no warning.
type Warner interface {
	Warn(ctx context.Context, call ToolCall) string
}

// A Permit decides which calls may run.
type Permit interface {
	// Permit returns a verdict on each wish, in order. The wishes are the calls of one
	// answer. It may wait for a person until ctx ends, and several turns may call it at
	// once. An error ends the turn, and none of the calls runs.
	Permit(ctx context.Context, wishes []Wish) ([]Verdict, error)
}

// A Wish is a call that needs permission to run. Everything in it except the tool's
// Source is untrusted text.
type Wish struct {
	Call ToolCall
	Tool Tool

	// Warn asks the toolbox for a warning, which may take a moment. "" means none.
	Warn func(context.Context) string
}

// A Verdict says whether a call may run. Words are for the model: why the call was
// denied, or what to know about the result.
type Verdict struct {
	Allowed bool
	Words   string
}
