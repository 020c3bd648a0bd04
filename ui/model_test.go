package ui

import (
	"context"
	"io"
	"iter"
	"sync"
	"time"

	"neonchat/chat"
	"neonchat/ui/page"
)

// A model answers what the test gives it to say.
type model struct {
	mu       sync.Mutex
	requests []chat.Request
	asked    chan struct{}
	say      chan said
	voices   []*voice // those that speak for themselves
}

type said struct {
	event chat.Event
	err   error
	end   bool
}

func newModel() *model { return &model{asked: make(chan struct{}, 100), say: make(chan said)} }

func (m *model) Stream(ctx context.Context, r chat.Request) iter.Seq2[chat.Event, error] {
	return func(yield func(chat.Event, error) bool) {
		m.mu.Lock()
		m.requests = append(m.requests, r)
		m.mu.Unlock()
		say := m.say
		if v := m.voice(r); v != nil {
			say = v.say
			v.asked <- r
		}
		select {
		case m.asked <- struct{}{}:
		default: // nobody counts
		}
		for {
			select {
			case <-ctx.Done():
				yield(nil, ctx.Err())
				return
			case s, more := <-say:
				if s.end || !more {
					return
				}
				if !yield(s.event, s.err) || s.err != nil {
					return
				}
			}
		}
	}
}

// A keeper remembers in memory.
type keeper struct {
	mu   sync.Mutex
	kept page.Kept
}

func (k *keeper) Load() (page.Kept, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.kept, nil
}

func (k *keeper) Asked(prompt string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept.Asked = append(k.kept.Asked, prompt)
	return nil
}

func (k *keeper) Draft(text string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept.Draft = text
	return nil
}

func (k *keeper) Models(change func(favourites, recent []string) ([]string, []string)) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept.Favourites, k.kept.Recent = change(k.kept.Favourites, k.kept.Recent)
	return nil
}

// A slowKeeper takes its time to remember.
type slowKeeper struct {
	keeper
	read chan struct{}
}

func (k *slowKeeper) Load() (page.Kept, error) {
	<-k.read
	return k.keeper.Load()
}

// A clock is turned by hand.
type clock struct {
	mu   sync.Mutex
	past time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC).Add(c.past)
}

func (c *clock) turn(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.past += by
}

// A pipe never blocks its writer.
type pipe struct {
	mu     sync.Mutex
	change sync.Cond
	buf    []byte
	closed bool
}

func newPipe() *pipe {
	p := &pipe{}
	p.change.L = &p.mu
	return p
}

func (p *pipe) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.buf = append(p.buf, b...)
	p.change.Broadcast()
	return len(b), nil
}

func (p *pipe) Read(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.buf) == 0 && !p.closed {
		p.change.Wait()
	}
	if len(p.buf) == 0 {
		return 0, io.EOF
	}
	n := copy(b, p.buf)
	p.buf = p.buf[n:]
	return n, nil
}

func (p *pipe) close() {
	p.mu.Lock()
	p.closed = true
	p.change.Broadcast()
	p.mu.Unlock()
}
