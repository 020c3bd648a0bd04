package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/transcript"
)

// A flood of the wheel moves the transcript at once, then once a frame, by all
// that it was turned; a key in between finds it where it should be.
func TestTheWheelScrollsOnceAFrame(t *testing.T) {
	r := rootOf(t)
	r.chat.Transcript.Entries = []*transcript.Entry{{Message: chat.Message{Role: chat.User}}, {Message: messageOf(numbered(1, 300))}}
	r.Update(tea.KeyPressMsg{Code: 'x', Text: "x"})
	place := func() int { return r.chat.Transcript.Top.Line }
	turn := func(times int, b tea.MouseButton) {
		for range times {
			r.Update(tea.MouseWheelMsg{Button: b})
		}
	}
	end := place()
	turn(1, tea.MouseWheelUp)
	if got := end - place(); got != 3 {
		t.Fatalf("the first turn scrolled %d lines", got)
	}
	turn(30, tea.MouseWheelUp)
	turn(10, tea.MouseWheelDown)
	if got := end - place(); got != 3 {
		t.Errorf("within a frame it scrolled %d lines more", got-3)
	}
	r.Update(wheelMsg{})
	if got := end - place(); got != 63 {
		t.Errorf("after a frame it stands %d lines above the end, want 63", got)
	}
	turn(5, tea.MouseWheelDown)
	r.Update(tea.KeyPressMsg{Code: 'y', Text: "y"})
	if got := end - place(); got != 48 {
		t.Errorf("at a key it stands %d lines above the end, want 48", got)
	}
	r.Update(wheelMsg{})
	turn(1, tea.MouseWheelUp)
	if got := end - place(); got != 51 {
		t.Errorf("after a rest a turn brought it to %d lines above the end, want 51", got)
	}
}
