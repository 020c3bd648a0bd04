package ui

import "testing"

// waits has an answer come, and three questions behind it.
func waits(t *testing.T) *user {
	u := sits(t, 80, 24)
	u.press("first", "enter")
	u.asked()
	u.press("second", "enter", "thrid", "enter", "fourth", "enter")
	u.sees("1 queued: second", "2 queued: thrid", "3 queued: fourth")
	return u
}

// next ends the answer under way and looks what is asked then.
func (u *user) next(want string) {
	u.t.Helper()
	u.text("yes")
	u.ends()
	r := u.asked()
	if got := r.Messages[len(r.Messages)-1].Text(); got != want {
		u.t.Errorf("asked %q, want %q", got, want)
	}
}

func TestWhatIsQueuedIsAskedInItsOrder(t *testing.T) {
	u := waits(t)
	u.press("up", "up")
	u.sees("enter edits, delete removes")
	u.press("enter")
	u.sees("❯ thrid", "editing what was queued", "2 queued: fourth")
	u.press("ctrl+u", "third", "enter")
	u.sees("2 queued: third", "3 queued: fourth")
	u.next("second")
	u.next("third")
	u.next("fourth")
	u.seesNo("queued")
}

func TestWhatIsQueuedMovesAndGoes(t *testing.T) {
	u := waits(t)
	u.press("up", "alt+up", "alt+up", "alt+up")
	u.sees("1 queued: fourth", "2 queued: second", "3 queued: thrid")
	u.press("down", "down", "delete")
	u.sees("removed; ctrl+r finds it again", "2 queued: second")
	u.seesNo("thrid")
	u.press("shift+up", "shift+down", "down", "my draft")
	u.sees("1 queued: fourth", "2 queued: second", "❯ my draft")
	u.next("fourth")
	u.next("second")
	u.press("ctrl+r", "thrid", "enter")
	u.sees("❯ thrid")
}

// While the next question is edited nothing overtakes it, and what was written
// there before is not lost.
func TestTheNextQuestionWaitsForItsWriter(t *testing.T) {
	u := waits(t)
	u.press("a draft", "up", "up", "up", "enter")
	u.sees("❯ second")
	u.text("yes")
	u.ends()
	u.sees("$0.006", "1 queued: thrid")
	u.press("!", "enter")
	if r := u.asked(); r.Messages[2].Text() != "second!" {
		t.Errorf("asked %+v", r.Messages)
	}
	u.press("up", "enter")
	u.sees("❯ fourth", "1 queued: thrid")
	u.press("up", "enter")
	u.sees("❯ thrid", "1 queued: fourth")
	u.press("enter")
	u.sees("1 queued: thrid", "2 queued: fourth")
	u.press("esc")
	u.sees("the prompt is back", "❯ second!")
	u.press("ctrl+u")
	u.sees("enter sends what is queued, up goes to it")
	u.press("ctrl+r", "a draft", "enter")
	u.sees("❯ a draft")
}
