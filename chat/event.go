package chat

// An Event is one thing that happens while an answer arrives: [Upload],
// [Started], [TextDelta], [ReasoningDelta], [PartDone], [UsageUpdate], [Again],
// [Stopped] or [Notice]; and in a turn with tools [CallStarted], [CallProgress],
// [CallDone] or [StepDone].
type Event interface{ event() }

// Upload reports how many bytes of a large request have been sent. It is repeated
// before the answer starts, and sent once more when the upload is complete.
type Upload struct{ Sent, Total int64 }

// Percent returns the share of the upload that has been sent, from 0 to 100.
func (u Upload) Percent() int64 { return 100 * u.Sent / max(u.Total, 1) }

// Started is sent once the vendor begins the answer. Model is the model's name on the
// wire and ID is the response's; either may be empty. Origin is where the request was
// finally sent, after any fallback.
type Started struct {
	Origin Origin
	Model  string
	ID     string
}

// TextDelta carries more of the answer's text.
type TextDelta struct{ Text string }

// ReasoningDelta carries more of the visible reasoning.
type ReasoningDelta struct{ Text string }

// PartDone closes the current part. It carries a ToolCall, File or Opaque complete.
// For Text and Reasoning, the deltas carried the text; PartDone adds only the
// signature or the phase.
type PartDone struct{ Part Part }

// UsageUpdate carries the token counts so far and replaces any earlier one. A nil
// Usage means that the counts are unknown: the server's numbers can't be read.
type UsageUpdate struct{ Usage *Usage }

// Again reports that the request failed and is being retried. Tokens counted before
// it are still billed; tokens counted after it belong to the next attempt.
type Again struct{}

// Stopped tells why the answer ended. It is sent at most once, after all content.
type Stopped struct{ Stop Stop }

// A Notice tells the user something about the request that is not part of the answer:
// a dropped parameter, a retry or a fallback.
type Notice struct{ Text string }

// CallStarted reports that a permitted call has started. Several may run at once.
type CallStarted struct{ Call ToolCall }

// CallProgress describes the progress of a running call in a few words.
type CallProgress struct{ ID, Text string }

// CallDone carries the result of a call, whether it ran or not. Results arrive as
// they are ready; the message in StepDone has them in the order of the calls.
type CallDone struct {
	Call   ToolCall
	Result ToolResult
}

// StepDone closes one message of a turn with tools: an answer, or the results of its
// calls. The message is saved. Later events belong to the next message.
type StepDone struct{ Message Message }

func (Upload) event()         {}
func (Started) event()        {}
func (TextDelta) event()      {}
func (ReasoningDelta) event() {}
func (PartDone) event()       {}
func (UsageUpdate) event()    {}
func (Again) event()          {}
func (Stopped) event()        {}
func (Notice) event()         {}
func (CallStarted) event()    {}
func (CallProgress) event()   {}
func (CallDone) event()       {}
func (StepDone) event()       {}
