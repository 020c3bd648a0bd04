package client

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"
)

// An idle ends a request of which no byte moves for too long, in whichever
// direction. Its time runs only while the network is waited for: a reader who is
// slow himself is not idle.
type idle struct {
	after time.Duration
	timer *time.Timer

	mu      sync.Mutex
	waiting bool
}

func newIdle(after time.Duration, cancel context.CancelCauseFunc) *idle {
	t := time.AfterFunc(after, func() { cancel(fmt.Errorf("%w for %s", ErrIdle, after)) })
	t.Stop()
	return &idle{after: after, timer: t}
}

func (i *idle) start() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.waiting = true
	i.timer.Reset(i.after)
}

func (i *idle) stop() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.waiting = false
	i.timer.Stop()
}

// progress begins the time anew, if it runs. Any goroutine may call it.
func (i *idle) progress() {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.waiting {
		i.timer.Reset(i.after)
	}
}

func (i *idle) reader(r io.Reader) io.Reader { return idleReader{i, r} }

type idleReader struct {
	idle *idle
	r    io.Reader
}

func (r idleReader) Read(p []byte) (int, error) {
	r.idle.start()
	n, err := r.r.Read(p)
	r.idle.stop()
	return n, err
}
