package mcp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

var errSilent = errors.New("no sign of life")

// tokens number the calls of this program, so that progress finds its call.
var tokens atomic.Int64

// call runs a tool of the server. An error is a sentence for the model. A server
// that has forgotten the session hasn't run the call, so it is sent once more.
func (l *link) call(ctx context.Context, tool string, arguments json.RawMessage, progress func(string)) (*sdk.CallToolResult, error) {
	r, err := l.callOnce(ctx, tool, arguments, progress)
	if errors.Is(err, sdk.ErrSessionMissing) {
		r, err = l.callOnce(ctx, tool, arguments, progress)
	}
	return r, err
}

func (l *link) callOnce(ctx context.Context, tool string, arguments json.RawMessage, progress func(string)) (*sdk.CallToolResult, error) {
	c, err := l.connected(ctx)
	if err != nil {
		return nil, fmt.Errorf("the server %s can't be used: %w", l.server.Name, err)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	alive := l.watch(ctx, cancel)
	params := &sdk.CallToolParams{Name: tool, Arguments: arguments}
	token := "call-" + strconv.FormatInt(tokens.Add(1), 10)
	params.SetProgressToken(token)
	w := &watcher{alive: alive, tell: progress}
	l.follow(token, w)
	defer l.unfollow(token, w)

	r, err := c.session.CallTool(ctx, params)
	if err == nil {
		l.mu.Lock()
		l.deaths = 0
		l.mu.Unlock()
		return r, nil
	}
	return nil, l.failed(ctx, c, err)
}

// watch cancels a call that gives no sign of life for too long, which is no
// fault of the server while a person is asked something. Its goroutine ends with
// ctx.
func (l *link) watch(ctx context.Context, cancel context.CancelCauseFunc) (alive func()) {
	beats := make(chan struct{}, 1)
	go func() {
		limit := l.server.silence()
		t := time.NewTimer(limit)
		defer t.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-beats:
				t.Reset(limit)
			case <-t.C:
				if l.asking.Load() == 0 {
					cancel(errSilent)
					return
				}
				t.Reset(limit)
			}
		}
	}()
	return func() {
		select {
		case beats <- struct{}{}:
		default:
		}
	}
}

// failed says why a call failed.
func (l *link) failed(ctx context.Context, c *connection, err error) error {
	var wire *jsonrpc.Error
	switch {
	case errors.Is(context.Cause(ctx), errSilent):
		return fmt.Errorf("%s gave no sign of life for %s, so the call was cancelled; whether it had an effect isn't known", l.server.Name, l.server.silence())
	case ctx.Err() != nil:
		return errors.New("cancelled")
	case errors.As(err, &wire):
		return l.plain(fmt.Errorf("%s refused the call: %s", l.server.Name, wire.Message))
	case errors.Is(err, sdk.ErrSessionMissing):
		_ = c.session.Close()
		<-c.over
		return fmt.Errorf("%s: %w", l.server.Name, sdk.ErrSessionMissing)
	case errors.Is(err, errTooLong):
		_ = c.session.Close()
		<-c.over
		return fmt.Errorf("%s: %w, and was ended", l.server.Name, errTooLong)
	case errors.Is(err, sdk.ErrConnectionClosed), errors.Is(err, io.EOF), !c.alive():
		_ = c.session.Close()
		<-c.over
		return fmt.Errorf("%s ended during the call, whether it had an effect isn't known: %s", l.server.Name, l.reason(c))
	}
	return l.plain(fmt.Errorf("%s: %w", l.server.Name, err))
}

// A watcher is told of a call's progress, and of nothing once the call is over.
type watcher struct {
	mu    sync.Mutex
	alive func()
	tell  func(string) // nil: nobody watches, or it's over
}

func (w *watcher) progress(p *sdk.ProgressNotificationParams) {
	w.alive()
	w.mu.Lock()
	defer w.mu.Unlock()
	if text := progressText(p); text != "" && w.tell != nil {
		w.tell(text)
	}
}

func (l *link) follow(token string, w *watcher) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.watchers[token] = w
}

func (l *link) unfollow(token string, w *watcher) {
	l.mu.Lock()
	delete(l.watchers, token)
	l.mu.Unlock()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tell = nil
}

func (l *link) progressed(_ context.Context, r *sdk.ProgressNotificationClientRequest) {
	token, _ := r.Params.ProgressToken.(string)
	l.mu.Lock()
	w := l.watchers[token]
	l.mu.Unlock()
	if w != nil {
		w.progress(r.Params)
	}
}

// progressText says in a few words how far a call is.
func progressText(p *sdk.ProgressNotificationParams) string {
	text := oneLine(p.Message, 80)
	if p.Total <= 0 || p.Progress < 0 || p.Progress > p.Total {
		return text
	}
	share := fmt.Sprintf("%.0f %%", 100*p.Progress/p.Total)
	if text == "" {
		return share
	}
	return share + " " + text
}
