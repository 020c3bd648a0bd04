package ui

import (
	"context"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
)

// A ledger has what the program changes in the store written down in the order
// in which it was done, off the loop, and what a turn saves behind that.
type ledger struct {
	store   chat.Store // nil: nothing is kept
	last    *record
	context context.Context // ends when nothing is written any more
	end     context.CancelFunc
}

func newLedger(s chat.Store) ledger {
	ctx, end := context.WithCancel(context.Background())
	return ledger{store: s, context: ctx, end: end}
}

// A record is one change, written once by whoever needs it first.
type record struct {
	once    sync.Once
	before  *record
	do      func(context.Context, chat.Store) error
	context context.Context // the ledger's
	done    chan struct{}   // closed when err is the outcome
	err     error
}

// storePatience bounds what the program waits for its store.
const storePatience = 30 * time.Second

// write has the record written, and those before it that are not written yet,
// by a goroutine that ends with that. It waits as long as ctx lasts.
func (r *record) write(ctx context.Context, s chat.Store) error {
	if r == nil {
		return nil
	}
	go r.carryOut(s)
	select {
	case <-r.done:
		return r.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *record) carryOut(s chat.Store) {
	r.once.Do(func() {
		defer close(r.done)
		if r.before != nil {
			r.before.carryOut(s)
			r.before = nil
		}
		ctx, cancel := context.WithTimeout(r.context, storePatience)
		defer cancel()
		r.err = r.do(ctx, s)
	})
}

// later has a change written. What goes wrong is said.
func (l *ledger) later(what string, do func(context.Context, chat.Store) error) tea.Cmd {
	if l.store == nil {
		return nil
	}
	r, store := l.add(do), l.store
	return func() tea.Msg {
		if err := r.write(context.Background(), store); err != nil {
			return saidMsg{what + ": " + err.Error()}
		}
		return nil
	}
}

func (l *ledger) add(do func(context.Context, chat.Store) error) *record {
	l.last = &record{before: l.last, do: do, context: l.context, done: make(chan struct{})}
	return l.last
}

// fromStore asks the store, after all that is to be written was. It is called off
// the loop.
func fromStore[T any](l chat.Store, last *record, ask func(context.Context, chat.Store) (T, error)) (T, error) {
	last.write(context.Background(), l)
	ctx, cancel := context.WithTimeout(context.Background(), storePatience)
	defer cancel()
	return ask(ctx, l)
}

// behind is the store for a turn, which saves nothing before what is to be written
// already.
func (l *ledger) behind() chat.Store {
	if l.store == nil {
		return nil
	}
	return orderly{l.store, l.last}
}

type orderly struct {
	chat.Store
	last *record
}

func (o orderly) Save(ctx context.Context, h chat.Head, messages ...chat.Message) error {
	o.last.write(ctx, o.Store)
	return o.Store.Save(ctx, h, messages...)
}

// close has written what is not written yet, as long as ctx lasts.
func (l *ledger) close(ctx context.Context) {
	l.last.write(ctx, l.store)
	l.end()
}
