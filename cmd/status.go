package cmd

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

// A status is standard error: sentences, reasoning, and on a terminal a spinner
// until something comes. Its methods may be called from several goroutines.
type status struct {
	w        io.Writer
	terminal bool // the cursor can be moved
	colour   bool
	spoken   bool // what the eye would tell apart, and see waiting, is told in words

	mu       sync.Mutex
	spinning chan struct{} // closed to end the spinner; nil when there is none
	stopped  chan struct{}
	upload   string // how an upload gets on, told beside the spinner
	midLine  bool   // reasoning is being written
	thoughts markdown.Cleaner
}

func newStatus(w io.Writer, terminal, colour bool) *status {
	return &status{w: w, terminal: terminal, colour: colour && terminal}
}

// say writes a sentence of the program's.
func (s *status) say(sentence string) { s.line("neonchat: " + sentence) }

// notice writes a sentence that is good to know and no more.
func (s *status) notice(sentence string) {
	s.line(s.dim("neonchat: " + markdown.Clean(sentence)))
}

func (s *status) line(text string) {
	s.quiet()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endLine()
	io.WriteString(s.w, text+"\n")
}

// reason writes more of what the model thinks.
func (s *status) reason(delta string) {
	s.quiet()
	s.mu.Lock()
	defer s.mu.Unlock()
	text := s.thoughts.Clean(delta)
	if text == "" {
		return
	}
	if !s.midLine && s.spoken {
		io.WriteString(s.w, "Thinking: ")
	}
	if !s.midLine && s.colour {
		io.WriteString(s.w, "\x1b[2m")
	}
	s.midLine = true
	io.WriteString(s.w, text)
}

// answering comes before more of the answer.
func (s *status) answering() {
	s.quiet()
	s.mu.Lock()
	defer s.mu.Unlock()
	thought := s.midLine
	s.endLine()
	if thought && s.spoken {
		io.WriteString(s.w, "Answer:\n\n")
	}
}

// endReasoning leaves a blank line between the reasoning and what follows.
func (s *status) endReasoning() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endLine()
}

func (s *status) endLine() {
	if !s.midLine {
		return
	}
	s.midLine = false
	if s.colour {
		io.WriteString(s.w, "\x1b[0m")
	}
	io.WriteString(s.w, "\n\n")
}

func (s *status) dim(text string) string {
	if !s.colour {
		return text
	}
	return "\x1b[2m" + text + "\x1b[0m"
}

// spin shows that something is being waited for, until anything is written.
func (s *status) spin(label string) {
	if s.spoken {
		s.line("Asking " + label + ".")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.upload = ""
	s.begin(label)
}

// begin starts the spinner, where there is one and it doesn't turn yet.
func (s *status) begin(label string) {
	if !s.terminal || s.spinning != nil {
		return
	}
	s.spinning, s.stopped = make(chan struct{}), make(chan struct{})
	go s.turn(label, s.spinning, s.stopped)
}

// sends tells how a request gets on that takes long to send. A spinner that a
// sentence has ended turns again, under this label.
func (s *status) sends(label string, u chat.Upload) {
	s.sent(u)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begin(label)
}

// sent is sends where something else may be written meanwhile.
func (s *status) sent(u chat.Upload) {
	s.mu.Lock()
	first := s.upload == ""
	s.upload = ""
	if u.Sent < u.Total {
		s.upload = fmt.Sprintf("sending %d%% of %s", u.Percent(), humanize.Bytes(uint64(u.Total)))
	}
	s.mu.Unlock()
	if s.spoken && first && u.Sent < u.Total {
		s.line("Sending " + humanize.Bytes(uint64(u.Total)) + ".")
	}
}

// turn draws the spinner. It ends, and its line is gone, when done is closed.
func (s *status) turn(label string, done, stopped chan struct{}) {
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
			io.WriteString(s.w, "\r"+s.dim(text)+"\x1b[K")
		}
	}
}

// quiet ends the spinner, if there is one.
func (s *status) quiet() {
	s.mu.Lock()
	spinning, stopped := s.spinning, s.stopped
	s.spinning = nil
	s.mu.Unlock()
	if spinning != nil {
		close(spinning)
		<-stopped
	}
}
