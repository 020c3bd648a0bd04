package cmd

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

// silent is an output that shows nothing.
type silent struct{ output }

func (silent) event(chat.Event) error { return nil }

func TestALongUploadIsToldBesideTheSpinner(t *testing.T) {
	s := make(screen)
	status := newStatus(s, true, false)
	show := eventTo(status, chat.Model{ID: "gpt-5-mini"}, silent{})
	status.spin("gpt-5-mini")
	s.sees("gpt-5-mini")
	show(chat.Upload{Sent: 3e6, Total: 12e6})
	s.sees("gpt-5-mini, sending 25% of 12 MB")
	show(chat.Upload{Sent: 12e6, Total: 12e6})
	for strings.Contains(s.sees("gpt-5-mini"), "sending") {
	}
	go func() {
		status.notice("the connection broke; trying again")
		show(chat.Upload{Sent: 6e6, Total: 12e6})
	}()
	s.sees("trying again")
	s.sees("gpt-5-mini, sending 50% of 12 MB")
	go func() {
		status.quiet()
		close(s)
	}()
	for range s {
	}
}

func TestTheUploadsOfAComparisonAreToldTogether(t *testing.T) {
	s := make(screen)
	c := &contest{compareOptions: &compareOptions{program: &program{status: newStatus(s, true, false)}}, uploads: make([]chat.Upload, 2)}
	c.status.spin("2 models")
	c.sent(0, chat.Upload{Sent: 3e6, Total: 12e6})
	c.sent(1, chat.Upload{Sent: 9e6, Total: 12e6})
	s.sees("2 models, sending 50% of 24 MB")
	go func() {
		c.status.quiet()
		close(s)
	}()
	for range s {
	}
}

// Who hears the screen is told of an upload once.
func TestALongUploadIsToldInWordsOnce(t *testing.T) {
	var said strings.Builder
	s := newStatus(&said, false, false)
	s.spoken = true
	s.spin("gpt-5-mini")
	for sent := range int64(12) {
		s.sends("gpt-5-mini", chat.Upload{Sent: sent * 1e6, Total: 12e6})
	}
	s.sends("gpt-5-mini", chat.Upload{Sent: 12e6, Total: 12e6})
	if got, want := said.String(), "Asking gpt-5-mini.\nSending 12 MB.\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
