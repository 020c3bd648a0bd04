package ui

import (
	"errors"
	"testing"
)

// A chat before which nobody sits draws nothing, and the next key is seen as
// soon as ever. The frames of a version of Bubble Tea that keeps its ticker
// elsewhere come as often as it likes: tickerOf is to be mended then.
func TestTheChatRestsAndWakes(t *testing.T) {
	u := sits(t, 80, 24)
	for _, text := range []string{"one", "two"} {
		u.press(text)
		u.sees(text)
		u.until("came to rest", func(string) bool { return u.rested })
		u.mu.Lock()
		u.rested = false
		u.mu.Unlock()
	}
	u.press("enter")
	u.asked()
	u.sees("waiting for")
	if tickerOf(u.p) == nil {
		t.Error("the program's ticker isn't where it was")
	}
}

// Bubble Tea may stop its ticker after it started it again, when an editor that
// had the terminal ended at once.
func TestTheChatIsSeenAgainAfterAnEditorThatFailed(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("a draft")
	u.sees("a draft")
	u.until("hurried", func(string) bool { return u.hurried })
	u.p.Send(nil) // the haste is over once this is taken
	tickerOf(u.p).Stop()
	u.p.Send(editedMsg{err: errors.New("it isn't there")})
	u.sees("the editor: it isn't there", "a draft")
}
