package mcp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"neonchat/tools"
)

// toolLimit is how many tools of one server are looked at.
const toolLimit = 500

// A link is the way to one server. It connects when it is first needed. A
// server that ends by itself is started anew, and given up when it ends again
// before it has answered a call.
type link struct {
	server  Server
	limit   time.Duration // of a start
	options *Options
	client  *sdk.Client
	open    func(page string) // lets a person sign in; nil: nobody is there

	turn   chan struct{} // held by who connects or lists
	stale  atomic.Bool   // the server says that its tools are others now
	asking atomic.Int32  // questions that a person has before him

	mu       sync.Mutex
	current  *connection
	failure  error // final
	deaths   int   // since the last answer
	hidden   scrubber
	offered  []Tool
	watchers map[string]*watcher // by the token of the call
	closed   bool
}

// A connection is one run of a server.
type connection struct {
	session *sdk.ClientSession
	process *process // nil over HTTP
	over    chan struct{}
}

func (c *connection) alive() bool {
	select {
	case <-c.over:
		return false
	default:
		return true
	}
}

func newLink(s Server, o *Options) *link {
	l := &link{server: s, limit: s.start(), options: o, turn: make(chan struct{}, 1), watchers: map[string]*watcher{}}
	l.client = sdk.NewClient(&sdk.Implementation{Name: "neonchat", Version: o.Version}, &sdk.ClientOptions{
		Logger:                      o.Log,
		Capabilities:                &sdk.ClientCapabilities{}, // no roots, no sampling
		ToolListChangedHandler:      func(context.Context, *sdk.ToolListChangedRequest) { l.stale.Store(true) },
		ProgressNotificationHandler: l.progressed,
		ElicitationHandler:          l.elicited,
	})
	return l
}

func (l *link) secrets() scrubber {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.hidden
}

// state is the connection there is, or why there will be none.
func (l *link) state() (*connection, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, errors.New("it was closed")
	}
	return l.current, l.failure
}

// connected gives a connection that lives, making one where there is none. An
// error is final unless ctx has ended.
func (l *link) connected(ctx context.Context) (*connection, error) {
	if c, err := l.state(); err != nil || c != nil && c.alive() {
		return c, err
	}
	select {
	case l.turn <- struct{}{}:
		defer func() { <-l.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return l.connect(ctx)
}

// connect is for who holds the turn.
func (l *link) connect(ctx context.Context) (*connection, error) {
	c, err := l.state()
	if err != nil || c != nil && c.alive() {
		return c, err
	}
	if c != nil {
		if err := l.died(c); err != nil {
			return nil, err
		}
	}
	start, cancel := context.WithTimeout(ctx, l.limit)
	defer cancel()
	c, err = l.begin(start)
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		l.failure = err
		return nil, err
	}
	if l.closed {
		go c.session.Close()
		return nil, errors.New("it was closed")
	}
	l.current = c
	l.stale.Store(true)
	return c, nil
}

// died counts the end of a connection. Its error says that it was one too many.
func (l *link) died(c *connection) error {
	why := l.reason(c)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.current = nil
	l.deaths++
	if l.deaths > 1 {
		l.failure = fmt.Errorf("it was started anew and ended again: %s", why)
	}
	return l.failure
}

func (l *link) reason(c *connection) string {
	if c.process == nil {
		return "it ended the session"
	}
	return l.secrets().scrub(c.process.why())
}

// begin starts the server and greets it. One that ends at the greeting of
// today's protocol is greeted as it was done before.
func (l *link) begin(ctx context.Context) (*connection, error) {
	s, secrets, err := l.server.resolve(variable(l.options.Environ))
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	l.hidden = secrets
	l.mu.Unlock()
	c, err := l.greet(ctx, s, nil)
	if err != nil && s.Command != "" && ctx.Err() == nil && errors.Is(err, errEnded) {
		c, err = l.greet(ctx, s, &sdk.ClientSessionOptions{ProtocolVersion: "2025-11-25"})
	}
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return nil, l.slow(s)
	}
	return c, err
}

func (l *link) slow(s Server) error {
	err := fmt.Errorf("it wasn't ready within %s", l.limit)
	if s.Command != "" {
		return fmt.Errorf("%w; if it has to be downloaded first, run it once by hand, or set its timeout", err)
	}
	return err
}

var errEnded = errors.New("ended")

func (l *link) greet(ctx context.Context, s Server, o *sdk.ClientSessionOptions) (*connection, error) {
	t, p, err := l.transport(s)
	if err != nil {
		return nil, err
	}
	session, err := l.client.Connect(ctx, t, o)
	if err != nil && p != nil {
		defer p.Close()
		select {
		case <-p.done:
			return nil, &endedError{l.secrets().scrub(p.why())}
		default:
		}
	}
	if err != nil {
		return nil, l.plain(err)
	}
	c := &connection{session: session, process: p, over: make(chan struct{})}
	go func() { // ends with the session
		_ = session.Wait()
		close(c.over)
	}()
	return c, nil
}

type endedError struct{ why string }

func (e *endedError) Error() string        { return e.why }
func (e *endedError) Is(target error) bool { return target == errEnded }

// plain is an error of the SDK as one line, without the secrets.
func (l *link) plain(err error) error {
	if e, ok := errors.AsType[*SignInError](err); ok {
		return e
	}
	return errors.New(l.secrets().scrub(oneLine(err.Error(), 500)))
}

// tools are those that the server has now, in the order of their names.
func (l *link) tools(ctx context.Context) ([]Tool, error) {
	for range 2 {
		c, err := l.connected(ctx)
		if err != nil {
			return nil, err
		}
		tools, err := l.list(ctx, c)
		if err == nil || ctx.Err() != nil || c.alive() {
			return tools, err
		}
	}
	_, err := l.state()
	return nil, cmp.Or(err, errors.New("it ended"))
}

func (l *link) list(ctx context.Context, c *connection) ([]Tool, error) {
	select {
	case l.turn <- struct{}{}:
		defer func() { <-l.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if !l.stale.Swap(false) {
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.offered, nil
	}
	limited, cancel := context.WithTimeout(ctx, l.limit)
	defer cancel()
	listed, err := l.ask(limited, c)
	if err != nil {
		l.stale.Store(true)
		return nil, err
	}
	tools := make([]Tool, len(listed))
	for i, t := range listed {
		tools[i] = toolOf(l.server.Name, t)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.offered = tools
	return tools, nil
}

func (l *link) ask(ctx context.Context, c *connection) ([]*sdk.Tool, error) {
	if caps := c.session.InitializeResult().Capabilities; caps == nil || caps.Tools == nil {
		return nil, nil
	}
	var listed []*sdk.Tool
	seen := map[string]bool{}
	for t, err := range c.session.Tools(ctx, nil) {
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			return nil, errors.New("it doesn't say which tools it has")
		case err != nil:
			return nil, l.plain(err)
		case t == nil || t.Name == "" || seen[t.Name]:
			continue
		}
		seen[t.Name] = true
		if p := l.server.Tools; len(p) == 0 || tools.Any(p, t.Name) {
			listed = append(listed, t)
		}
		if len(seen) >= toolLimit {
			break
		}
	}
	slices.SortFunc(listed, func(a, b *sdk.Tool) int { return cmp.Compare(a.Name, b.Name) })
	return listed, nil
}

// close ends the connection, and lets no other begin.
func (l *link) close() {
	l.mu.Lock()
	c := l.current
	l.closed, l.current = true, nil
	l.mu.Unlock()
	if c != nil {
		_ = c.session.Close()
	}
}
