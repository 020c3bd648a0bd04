package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"time"

	"neonchat/chat"
)

// A Clock is what the client asks about time.
type Clock interface {
	Now() time.Time
	// Sleep waits for d, or until ctx ends and then gives its error.
	Sleep(ctx context.Context, d time.Duration) error
}

type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }

func (realClock) Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

const (
	retries      = 2
	longestDelay = time.Minute // a server that asks for more is not waited for
)

var retryable = []int{http.StatusRequestTimeout, 500, 502, 503, 504, 529}

// delay says whether a request that failed before any content came is worth
// sending again, and how long to wait before the n-th retry, from 1. A 429
// without Retry-After isn't: the gateway sends it for limits that waiting
// doesn't lift.
func delay(err error, n int) (time.Duration, bool) {
	backoff := min(500*time.Millisecond<<(n-1), 8*time.Second)
	backoff += rand.N(backoff / 2)
	var e *Error
	if !errors.As(err, &e) {
		return backoff, isNetwork(err)
	}
	switch {
	case e.RetryAfter != nil && (e.Status == http.StatusTooManyRequests || slices.Contains(retryable, e.Status)):
		// A little more than asked for, so that many don't come back at once.
		return *e.RetryAfter + rand.N(250*time.Millisecond), *e.RetryAfter <= longestDelay
	case slices.Contains(retryable, e.Status), e.Status == 0 && e.Code == "overloaded_error":
		return backoff, true
	}
	return 0, false
}

func isNetwork(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrIdle) {
		return false
	}
	var dns *net.DNSError
	if errors.As(err, &dns) && dns.IsNotFound {
		return false
	}
	var op net.Error
	return errors.As(err, &op) || slices.ContainsFunc(cuts, func(cut error) bool { return errors.Is(err, cut) })
}

// errNetwork marks an answer that broke off.
var errNetwork = errors.New("the connection broke")

// cuts are how a connection ends too soon: within an answer, or before one.
var cuts = []error{ErrIncomplete, errNetwork, io.EOF, io.ErrUnexpectedEOF}

// broke reports whether the answer's connection ended it, and not the answer.
func broke(err error) bool { return errors.Is(err, errNetwork) || errors.Is(err, ErrIdle) }

// retryNotice tells of a retry, and of what the attempt before it cost all the
// same.
func retryNotice(err error, counted *chat.Usage, wait time.Duration, n int) string {
	billed := ""
	if counted != nil && counted.Input > 0 {
		billed = fmt.Sprintf("; %d tokens of input are billed all the same", counted.Input)
	}
	return fmt.Sprintf("%v%s; trying again in %s (%d of %d)", err, billed, wait.Round(100*time.Millisecond), n, retries)
}
