package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// A wheel sums the turns of the mouse's wheel, which come by the hundred, so
// that the screen moves once a frame and keys don't wait behind them.
type wheel struct {
	lines int  // how many lines are not yet scrolled
	again bool // scroll again only at the next wheelMsg
}

// A wheelMsg says that a frame has passed since the last scrolling.
type wheelMsg struct{}

// add adds lines for the next wheelMsg. It reports whether that must be started.
func (w *wheel) add(lines int) bool {
	if w.again {
		w.lines += lines
	}
	return w.again
}

func (w *wheel) start() tea.Cmd {
	w.again = true
	return tea.Tick(16*time.Millisecond, func(time.Time) tea.Msg { return wheelMsg{} })
}

// scrollNext scrolls the lines that were added, and goes on as long as the wheel
// turns.
func (r *root) scrollNext() tea.Cmd {
	if r.wheel.lines == 0 {
		r.wheel.again = false
		return nil
	}
	return tea.Batch(r.scroll(), r.wheel.start())
}

// scroll scrolls the lines that were added. Call it before a key as well, which
// may change what there is to scroll.
func (r *root) scroll() tea.Cmd {
	lines := r.wheel.lines
	if lines == 0 {
		return nil
	}
	r.wheel.lines = 0
	return r.obey(r.front().Wheel(lines))
}

func wheelLines(msg tea.MouseWheelMsg) int {
	switch msg.Button {
	case tea.MouseWheelUp:
		return -3
	case tea.MouseWheelDown:
		return 3
	}
	return 0
}
