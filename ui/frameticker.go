package ui

import (
	"reflect"
	"time"

	tea "charm.land/bubbletea/v2"
)

// A frameTicker sets how often frames are drawn. Bubble Tea looks for something new
// sixty times a second for as long as it runs. That takes a per cent of a core
// while nothing happens, and the first frame, and the first one after a rest,
// wait for the next look. So the pulse sets the program's ticker itself: slow
// when nothing has happened for a moment, and fast for the frame after that. It
// does so only in Update, which runs on the goroutine that made the ticker.
// Nothing is drawn that no message came before.
//
// Bubble Tea 2.1.1 keeps its ticker to itself, so tickerOf reaches it by
// reflection. What Bubble Tea has in public doesn't do:
//
//   - tea.WithFPS counts when the program starts to draw, and not again until
//     another program had the terminal. One frame a second would nearly rest, but
//     the first frame and every key would wait for up to a second.
//   - A writer of our own as the output hears nothing of the looks that find
//     nothing new. If it blocked to hold them up, it would do so under a lock that
//     Bubble Tea needs to ask the terminal for anything, and to end when the
//     terminal has gone.
//   - tea.WithoutRenderer doesn't stop the ticker, and leaves raw mode, size,
//     suspending and the editor's turn on the terminal to us, with the drawing.
type frameTicker struct {
	program *tea.Program // nil: as Bubble Tea does
	awake   bool
	heard   bool // something happened since it was last looked for
}

const (
	framesPerSecond = 60
	calm            = 500 * time.Millisecond // without a message, until it rests
	resting         = time.Minute
	haste           = time.Millisecond
	hasty           = 5 * time.Millisecond // for how long; a frame is drawn by then
)

// A calmMsg asks whether anything has happened, and a hastyMsg ends the haste.
type (
	calmMsg  struct{}
	hastyMsg struct{}
)

// wake is called when something has happened.
func (p *frameTicker) wake() tea.Cmd {
	p.heard = true
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

// hurry has the next frame drawn at once. It is also for when another program
// had the terminal: Bubble Tea stops its ticker from a goroutine of its own,
// which may come too late and stop it after it was started again. Then nothing
// would be drawn any more.
func (p *frameTicker) hurry() tea.Cmd {
	if !p.every(haste) {
		return nil
	}
	return tea.Tick(hasty, func(time.Time) tea.Msg { return hastyMsg{} })
}

func (p *frameTicker) calming() tea.Cmd {
	p.heard = false
	return tea.Tick(calm, func(time.Time) tea.Msg { return calmMsg{} })
}

// rest is called when a while has passed.
func (p *frameTicker) rest() tea.Cmd {
	if p.heard {
		return p.calming()
	}
	p.awake = false
	p.every(resting)
	return nil
}

// every sets the time between two frames. It reports whether it could.
func (p *frameTicker) every(d time.Duration) bool {
	t := tickerOf(p.program)
	if t != nil {
		t.Reset(d)
	}
	return t != nil
}

// tickerOf is what a running program draws its frames by. It is nil when it isn't
// where it used to be: the frames come as often as Bubble Tea likes then.
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
