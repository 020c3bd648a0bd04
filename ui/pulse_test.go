package ui

import (
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
