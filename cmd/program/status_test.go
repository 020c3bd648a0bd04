package program

import (
	"strings"
	"testing"

	"neonchat/chat"
)

// A screen is a terminal's, as its lines are written.
type screen chan string

func (s screen) Write(b []byte) (int, error) {
	s <- string(b)
	return len(b), nil
}

// sees waits for a line that has the text, and gives it.
func (s screen) sees(text string) string {
	for line := range s {
		if strings.Contains(line, text) {
			return line
		}
	}
	return ""
}

func TestALongUploadIsToldBesideTheSpinner(t *testing.T) {
	s := make(screen)
	status := NewStatus(s, true, false)
	show := func(u chat.Upload) { status.Sends("gpt-5-mini", u) }
	status.Spin("gpt-5-mini")
	s.sees("gpt-5-mini")
	show(chat.Upload{Sent: 3e6, Total: 12e6})
	s.sees("gpt-5-mini, sending 25% of 12 MB")
	show(chat.Upload{Sent: 12e6, Total: 12e6})
	for strings.Contains(s.sees("gpt-5-mini"), "sending") {
	}
	go func() {
		status.Notice("the connection broke; trying again")
		show(chat.Upload{Sent: 6e6, Total: 12e6})
	}()
	s.sees("trying again")
	s.sees("gpt-5-mini, sending 50% of 12 MB")
	go func() {
		status.Quiet()
		close(s)
	}()
	for range s {
	}
}

// Who hears the screen is told of an upload once.
func TestALongUploadIsToldInWordsOnce(t *testing.T) {
	var said strings.Builder
	s := NewStatus(&said, false, false)
	s.Spoken = true
	s.Spin("gpt-5-mini")
	for sent := range int64(12) {
		s.Sends("gpt-5-mini", chat.Upload{Sent: sent * 1e6, Total: 12e6})
	}
	s.Sends("gpt-5-mini", chat.Upload{Sent: 12e6, Total: 12e6})
	if got, want := said.String(), "Asking gpt-5-mini.\nSending 12 MB.\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
