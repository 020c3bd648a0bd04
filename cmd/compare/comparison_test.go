package compare

import (
	"strings"
	"testing"

	"neonchat/chat"
	"neonchat/cmd/program"
)

// uploadScreen is a terminal that is read write by write.
type uploadScreen chan string

func (s uploadScreen) Write(b []byte) (int, error) {
	s <- string(b)
	return len(b), nil
}

// sees waits for a line that has the text, and gives it.
func (s uploadScreen) sees(text string) string {
	for line := range s {
		if strings.Contains(line, text) {
			return line
		}
	}
	return ""
}

func TestTheUploadsOfAComparisonAreToldTogether(t *testing.T) {
	s := make(uploadScreen)
	c := &comparison{options: &options{Program: &program.Program{Status: program.NewStatus(s, true, false)}}, uploads: make([]chat.Upload, 2)}
	c.Status.Spin("2 models")
	c.sent(0, chat.Upload{Sent: 3e6, Total: 12e6})
	c.sent(1, chat.Upload{Sent: 9e6, Total: 12e6})
	s.sees("2 models, sending 50% of 24 MB")
	go func() {
		c.Status.Quiet()
		close(s)
	}()
	for range s {
	}
}
