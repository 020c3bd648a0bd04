package ui

import (
	"reflect"
	"time"

	tea "charm.land/bubbletea/v2"
)

// A frameTicker sets how often frames are drawn. Bubble Tea checks for something
// new sixty times a second for as long as it runs. That takes one per cent of a
// core while nothing happens, and the first frame, and the first one after a rest,
// wait for the next check. So the frameTicker sets the program's ticker itself:
// slow when nothing has happened for a moment, and fast for the next frame after
// that. It does so only in Update, which runs on the goroutine that made the
// ticker. Nothing is drawn unless a message came before.
//
// Bubble Tea 2.1.1 doesn't export its ticker, so tickerOf reaches it by
// reflection. What Bubble Tea does export isn't enough:
//
//   - tea.WithFPS takes effect when the program starts to draw, and again only
//     after another program had the terminal. One frame a second would be almost
//     idle, but the first frame and every key would wait for up to a second.
//   - A writer of our own as the output isn't called by checks that find nothing
//     new. Blocking in it would hold a lock that Bubble Tea needs to query the
//     terminal, and to end when the terminal has gone.
//   - tea.WithoutRenderer doesn't stop the ticker, and leaves raw mode, size,
//     suspending, the editor and the drawing to us.
type frameTicker struct {
	program *tea.Program // nil: leave the ticker to Bubble Tea
	awake   bool
	woken   bool // something happened since the last calmMsg
}

const (
	framesPerSecond = 60
	calm            = 500 * time.Millisecond // how long without a message until it rests
	resting         = time.Minute
	haste           = time.Millisecond
	hasty           = 5 * time.Millisecond // how long it is fast; a frame is drawn by then
)

// A calmMsg checks whether anything has happened. A hastyMsg ends the fast pace.
type (
	calmMsg  struct{}
	hastyMsg struct{}
)

// wake is called when something has happened.
func (p *frameTicker) wake() tea.Cmd {
	p.woken = true
	if p.awake {
		return nil
	}
	hurried := p.hurry()
	if hurried == nil {
		return nil
	}
	p.awake = true
	return tea.Batch(hurried, p.calming())
}

// hurry has the next frame drawn at once. Call it also after another program had
// the terminal: Bubble Tea stops its ticker from a goroutine of its own then,
// which may come too late and stop the restarted ticker, after which nothing
// would be drawn.
func (p *frameTicker) hurry() tea.Cmd {
	if !p.every(haste) {
		return nil
	}
	return tea.Tick(hasty, func(time.Time) tea.Msg { return hastyMsg{} })
}

func (p *frameTicker) calming() tea.Cmd {
	p.woken = false
	return tea.Tick(calm, func(time.Time) tea.Msg { return calmMsg{} })
}

// rest slows down if nothing has happened since the last call.
func (p *frameTicker) rest() tea.Cmd {
	if p.woken {
		return p.calming()
	}
	p.awake = false
	p.every(resting)
	return nil
}

// every sets the time between two frames. It reports whether that was possible.
func (p *frameTicker) every(d time.Duration) bool {
	t := tickerOf(p.program)
	if t != nil {
		t.Reset(d)
	}
	return t != nil
}

// tickerOf returns the ticker of a running program. It is nil when Bubble Tea
// keeps it elsewhere; frames come at Bubble Tea's own pace then.
func tickerOf(p *tea.Program) *time.Ticker {
	if p == nil {
		return nil
	}
	f := reflect.ValueOf(p).Elem().FieldByName("ticker")
	if !f.IsValid() || f.Type() != reflect.TypeFor[*time.Ticker]() {
		return nil
	}
	return (*time.Ticker)(f.UnsafePointer())
}
