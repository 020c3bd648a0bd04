package client

import (
	"context"
	"fmt"
	"io"
	"time"
)

// An idle ends a request of which no byte comes for too long. Its time runs only
// while the network is waited for: a reader who is slow himself is not idle.
type idle struct {
	after time.Duration
	timer *time.Timer
}

func newIdle(after time.Duration, cancel context.CancelCauseFunc) *idle {
	t := time.AfterFunc(after, func() { cancel(fmt.Errorf("%w for %s", ErrIdle, after)) })
	t.Stop()
	return &idle{after: after, timer: t}
}

func (i *idle) start() { i.timer.Reset(i.after) }
func (i *idle) stop()  { i.timer.Stop() }

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
