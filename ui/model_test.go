package ui

import (
	"context"
	"io"
	"iter"
	"sync"

	"neonchat/chat"
)

// A model answers what the test gives it to say.
type model struct {
	mu       sync.Mutex
	requests []chat.Request
	asked    chan struct{}
	say      chan said
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
		select {
		case m.asked <- struct{}{}:
		default: // nobody counts
		}
		for {
			select {
			case <-ctx.Done():
				yield(nil, ctx.Err())
				return
			case s, more := <-m.say:
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
	kept Kept
}

func (k *keeper) Load() (Kept, error) {
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

func (k *keeper) Models(favourites, recent []string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept.Favourites, k.kept.Recent = favourites, recent
	return nil
}

// A slowKeeper takes its time to remember.
type slowKeeper struct {
	keeper
	read chan struct{}
}

func (k *slowKeeper) Load() (Kept, error) {
	<-k.read
	return k.keeper.Load()
}

// A queue is a pipe that never blocks its writer.
type queue struct {
	mu     sync.Mutex
	change sync.Cond
	buf    []byte
	closed bool
}

func newQueue() *queue {
	q := &queue{}
	q.change.L = &q.mu
	return q
}

func (q *queue) Write(b []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.buf = append(q.buf, b...)
	q.change.Broadcast()
	return len(b), nil
}

func (q *queue) Read(b []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.buf) == 0 && !q.closed {
		q.change.Wait()
	}
	if len(q.buf) == 0 {
		return 0, io.EOF
	}
	n := copy(b, q.buf)
	q.buf = q.buf[n:]
	return n, nil
}

func (q *queue) close() {
	q.mu.Lock()
	q.closed = true
	q.change.Broadcast()
	q.mu.Unlock()
}
