package ui

import "testing"

// A command that there isn't costs nothing: it stands there to be mended.
func TestAMistypedCommandIsNotSent(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("/modle gpt-5", "enter")
	u.sees("there is no /modle; / lists the commands", "❯ /modle gpt-5")
	u.press("ctrl+u", "/usr/bin is what?", "enter")
	if got := u.asked().Messages[0].Text(); got != "/usr/bin is what?" {
		t.Errorf("asked %q", got)
	}
	u.text("a folder")
	u.ends()
	u.sees("Ask something")
	u.press(" /modle is what?", "enter")
	if got := u.asked().Messages[2].Text(); got != " /modle is what?" {
		t.Errorf("asked %q", got)
	}
	if n := len(u.model.asked); n != 0 {
		t.Errorf("the model was asked %d times more", n)
	}
}

// A command's argument may begin on the next line.
func TestACommandEndsWithItsLine(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("/system", "ctrl+j", "Be brief.", "enter")
	u.sees("Ask something")
	u.press("hello", "enter")
	if got := u.asked().System; got != "Be brief." {
		t.Errorf("the system prompt is %q", got)
	}
}
