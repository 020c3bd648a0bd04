package chat

import "context"

// A Toolbox is what a model may call while a question is answered.
type Toolbox interface {
	// Tools are offered with each request, in an order that stays the same.
	Tools(ctx context.Context) []Tool

	// Call runs one call until its context ends. What goes wrong is a result too,
	// with IsError set, so that the model can mend its call. Call tells progress
	// in a few words at a time; nil: nobody watches.
	Call(ctx context.Context, call ToolCall, progress func(string)) ToolResult
}
