package program

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// How long the program goes on once it was left or interrupted, whatever hangs.
// The last moment of that is for putting aside what couldn't be saved until then.
const (
	afterTheEnd      = 10 * time.Second
	afterAnInterrupt = time.Second
	lastMoment       = 500 * time.Millisecond
)

// An exit bounds what is still waited for at the end.
type exit struct {
	saving context.Context // in which is saved what has to be, whatever was interrupted
	stop   context.CancelFunc
	over   chan struct{} // closed when nothing is waited for any more
	close  func()
}

func newExit() *exit {
	e := &exit{over: make(chan struct{})}
	e.saving, e.stop = context.WithCancel(context.Background())
	e.close = sync.OnceFunc(func() { close(e.over) })
	return e
}

// begin gives the end so long, where it has no less already.
func (e *exit) begin(d time.Duration) {
	time.AfterFunc(d-lastMoment, e.stop)
	time.AfterFunc(d, e.close)
}

// Leaving begins the end, and gives the context of what is saved then.
func (p *Program) Leaving() context.Context {
	p.exit.begin(afterTheEnd)
	return p.exit.saving
}

// Run has run do its work, and gives its exit code. The first interrupt ends
// its context and, soon after, the program, whatever run waits for then; the
// second ends the program at once.
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

// Saving is the context for saving what has to be, whatever was interrupted.
func (p *Program) Saving() context.Context { return p.exit.saving }

// OnInterrupt has the next ctrl+c call stop instead of ending the program; nil
// has it end the program again.
func (p *Program) OnInterrupt(stop context.CancelFunc) {
	if stop == nil {
		p.interrupt.Store(nil)
		return
	}
	p.interrupt.Store(&stop)
}
