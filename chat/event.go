package chat

// An Event is one thing that happens while an answer arrives: [Upload],
// [Started], [TextDelta], [ReasoningDelta], [PartDone], [UsageUpdate], [Again],
// [Stopped] or [Notice].
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

func (Upload) event()         {}
func (Started) event()        {}
func (TextDelta) event()      {}
func (ReasoningDelta) event() {}
func (PartDone) event()       {}
func (UsageUpdate) event()    {}
func (Again) event()          {}
func (Stopped) event()        {}
func (Notice) event()         {}
