package program

import (
	"fmt"
	"io"
	"sync"
	"time"

	"charm.land/bubbles/v2/spinner"
	"github.com/dustin/go-humanize"

	"neonchat/chat"
	"neonchat/ui/markdown"
)

// A Status is standard error: sentences, reasoning, and on a terminal a spinner
// until something comes. Its methods may be called from several goroutines.
type Status struct {
	w        io.Writer
	terminal bool // the cursor can be moved
	colour   bool
	Spoken   bool // say in words what colours and the spinner show, for screen readers

	mu       sync.Mutex
	spinning chan struct{} // closed to end the spinner; nil when there is none
	stopped  chan struct{}
	upload   string // how an upload gets on, told beside the spinner
	midLine  bool   // reasoning is being written
	thoughts markdown.Cleaner
}

// NewStatus writes to w. terminal says that its cursor can be moved.
func NewStatus(w io.Writer, terminal, colour bool) *Status {
	return &Status{w: w, terminal: terminal, colour: colour && terminal}
}

// Say writes a sentence of the program's.
func (s *Status) Say(sentence string) { s.Line("neonchat: " + sentence) }

// Notice writes a sentence that is good to know and no more.
func (s *Status) Notice(sentence string) {
	s.Line(s.Dim("neonchat: " + markdown.Clean(sentence)))
}

// Line writes a line as it is.
func (s *Status) Line(text string) {
	s.Quiet()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endLine()
	io.WriteString(s.w, text+"\n")
}

// Reason writes more of what the model thinks.
func (s *Status) Reason(delta string) {
	s.Quiet()
	s.mu.Lock()
	defer s.mu.Unlock()
	text := s.thoughts.Clean(delta)
	if text == "" {
		return
	}
	if !s.midLine && s.Spoken {
		io.WriteString(s.w, "Thinking: ")
	}
	if !s.midLine && s.colour {
		io.WriteString(s.w, "\x1b[2m")
	}
	s.midLine = true
	io.WriteString(s.w, text)
}

// Answering comes before more of the answer.
func (s *Status) Answering() {
	s.Quiet()
	s.mu.Lock()
	defer s.mu.Unlock()
	thought := s.midLine
	s.endLine()
	if thought && s.Spoken {
		io.WriteString(s.w, "Answer:\n\n")
	}
}

// EndReasoning leaves a blank line between the reasoning and what follows.
func (s *Status) EndReasoning() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endLine()
}

func (s *Status) endLine() {
	if !s.midLine {
		return
	}
	s.midLine = false
	if s.colour {
		io.WriteString(s.w, "\x1b[0m")
	}
	io.WriteString(s.w, "\n\n")
}

// Dim is a text in a faint colour, where there are colours.
func (s *Status) Dim(text string) string {
	if !s.colour {
		return text
	}
	return "\x1b[2m" + text + "\x1b[0m"
}

// Spin shows that something is being waited for, until anything is written.
func (s *Status) Spin(label string) {
	if s.Spoken {
		s.Line("Asking " + label + ".")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.upload = ""
	s.begin(label)
}

// begin starts the spinner, where there is one and it doesn't turn yet.
func (s *Status) begin(label string) {
	if !s.terminal || s.spinning != nil {
		return
	}
	s.spinning, s.stopped = make(chan struct{}), make(chan struct{})
	go s.turn(label, s.spinning, s.stopped)
}

// Sends tells how a request gets on that takes long to send. A spinner that a
// sentence has ended turns again, under this label.
func (s *Status) Sends(label string, u chat.Upload) {
	s.Sent(u)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begin(label)
}

// Sent is sends where something else may be written meanwhile.
func (s *Status) Sent(u chat.Upload) {
	s.mu.Lock()
	first := s.upload == ""
	s.upload = ""
	if u.Sent < u.Total {
		s.upload = fmt.Sprintf("sending %d%% of %s", u.Percent(), humanize.Bytes(uint64(u.Total)))
	}
	s.mu.Unlock()
	if s.Spoken && first && u.Sent < u.Total {
		s.Line("Sending " + humanize.Bytes(uint64(u.Total)) + ".")
	}
}

// turn draws the spinner. It ends, and its line is gone, when done is closed.
func (s *Status) turn(label string, done, stopped chan struct{}) {
	defer close(stopped)
	start := time.Now()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for i := 0; ; i++ {
		select {
		case <-done:
			if i > 0 {
				io.WriteString(s.w, "\r\x1b[K")
			}
			return
		case now := <-tick.C:
			frames := spinner.MiniDot.Frames
			text := frames[i%len(frames)] + " " + label
			if d := now.Sub(start).Truncate(time.Second); d >= 2*time.Second {
				text += " " + d.String()
			}
			s.mu.Lock()
			if s.upload != "" {
				text += ", " + s.upload
			}
			s.mu.Unlock()
			io.WriteString(s.w, "\r"+s.Dim(text)+"\x1b[K")
		}
	}
}

// Quiet ends the spinner, if there is one.
func (s *Status) Quiet() {
	s.mu.Lock()
	spinning, stopped := s.spinning, s.stopped
	s.spinning = nil
	s.mu.Unlock()
	if spinning != nil {
		close(spinning)
		<-stopped
	}
}
