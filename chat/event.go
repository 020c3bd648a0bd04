package chat

// An Event is one thing that happens while an answer arrives: [Upload],
// [Started], [TextDelta], [ReasoningDelta], [PartDone], [UsageUpdate], [Again],
// [Stopped] or [Notice]; and in a turn with tools [CallStarted], [CallProgress],
// [CallDone] or [StepDone].
type Event interface{ event() }

// Upload tells how many bytes of a request are sent that takes long to send. It
// comes before the answer, again and again, and once more when all are sent.
type Upload struct{ Sent, Total int64 }

// Percent is how much of it is sent.
func (u Upload) Percent() int64 { return 100 * u.Sent / max(u.Total, 1) }

// Started is sent once the vendor has begun the answer. Model is the wire's
// name for it and ID the response's; either may be empty. Origin is where the
// request was really sent, after any fall-over.
type Started struct {
	Origin Origin
	Model  string
	ID     string
}

// TextDelta is more of the answer.
type TextDelta struct{ Text string }

// ReasoningDelta is more of the visible reasoning.
type ReasoningDelta struct{ Text string }

// PartDone closes the part under way. A ToolCall, File or Opaque is whole. A
// Text or Reasoning brings no text of its own: what the deltas brought is the
// text, and PartDone adds the signature or the phase.
type PartDone struct{ Part Part }

// UsageUpdate brings the token counts known so far; the last one counts. Without
// a Usage nothing is known any more: what the server counts can't be read.
type UsageUpdate struct{ Usage *Usage }

// Again says that the request failed and is made once more. What was counted of
// it before is paid for all the same; what is counted from now on is of another
// attempt.
type Again struct{}

// Stopped says why the answer ended. It is sent once at most, and never before
// content.
type Stopped struct{ Stop Stop }

// A Notice tells the user something about the request that is no part of the
// answer: a parameter that was dropped, a retry, a fall-over.
type Notice struct{ Text string }

// CallStarted says that a call was permitted and runs. Several may run at once.
type CallStarted struct{ Call ToolCall }

// CallProgress tells in a few words how a call gets on that runs.
type CallProgress struct{ ID, Text string }

// CallDone brings the result of a call, whether it ran or not. Results come as
// they are ready; in the message that StepDone brings they are in the calls'
// order.
type CallDone struct {
	Call   ToolCall
	Result ToolResult
}

// StepDone closes a message of a turn with tools: an answer, or what its calls
// resulted in. The message is kept. What comes next is of another one.
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
