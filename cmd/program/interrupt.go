package program

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// How long the program may still run after its end or an interrupt, whatever hangs.
// In the last moment of it, the history puts aside what couldn't be saved.
const (
	afterTheEnd      = 10 * time.Second
	afterAnInterrupt = time.Second
	lastMoment       = 500 * time.Millisecond
)

// An exit limits how long the end of the program takes.
type exit struct {
	saving context.Context // for saving; it outlives an interrupt
	stop   context.CancelFunc
	over   chan struct{} // closed when the time is up
	close  func()
}

func newExit() *exit {
	e := &exit{over: make(chan struct{})}
	e.saving, e.stop = context.WithCancel(context.Background())
	e.close = sync.OnceFunc(func() { close(e.over) })
	return e
}

// begin starts the time; a shorter one that runs already stays.
func (e *exit) begin(d time.Duration) {
	time.AfterFunc(d-lastMoment, e.stop)
	time.AfterFunc(d, e.close)
}

// Leaving starts the end of the program, and returns the context for saving.
func (p *Program) Leaving() context.Context {
	p.exit.begin(afterTheEnd)
	return p.exit.saving
}

// Run calls run and returns its exit code. The first interrupt cancels its context,
// and soon after ends the program even if run hangs; the second interrupt ends it at
// once.
func (p *Program) Run(run func(context.Context) int) int {
	ctx, end := context.WithCancel(context.Background())
	defer end()
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	ended := make(chan int, 1)
	go func() { ended <- run(ctx) }() // ends with the process, if it hangs
	for {
		select {
		case code := <-ended:
			return code
		case s := <-signals:
			if stop := p.interrupt.Swap(nil); s == os.Interrupt && stop != nil {
				(*stop)()
				continue
			}
			if ctx.Err() != nil {
				return p.abandon(ctx)
			}
			end()
			p.exit.begin(afterAnInterrupt)
		case <-p.exit.over:
			return p.abandon(ctx)
		}
	}
}

// abandon says that what is under way is left there, and gives the exit code. What
// hangs may be the status: it is not used.
func (p *Program) abandon(ctx context.Context) int {
	NewStatus(p.Err, false, false).Say("ended before all was done: what came last may not be kept")
	if ctx.Err() != nil {
		return ExitInterrupted
	}
	return ExitFailed
}

// Saving is the context for saving; it outlives an interrupt.
func (p *Program) Saving() context.Context { return p.exit.saving }

// OnInterrupt makes the next ctrl+c call stop instead of ending the program. A nil
// stop undoes that.
func (p *Program) OnInterrupt(stop context.CancelFunc) {
	if stop == nil {
		p.interrupt.Store(nil)
		return
	}
	p.interrupt.Store(&stop)
}
