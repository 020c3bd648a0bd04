package page

import (
	"context"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
)

// A Saver has what the program changes in the store written down in the order
// in which it was done, off the loop, and what a turn saves behind that.
type Saver struct {
	Store   chat.Store // nil: nothing is kept
	Last    *record
	context context.Context // ends when nothing is written any more
	end     context.CancelFunc
}

func newLedger(s chat.Store) Saver {
	ctx, end := context.WithCancel(context.Background())
	return Saver{Store: s, context: ctx, end: end}
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

// Write has the record written, and those before it that are not written yet,
// by a goroutine that ends with that. It waits as long as ctx lasts.
func (r *record) Write(ctx context.Context, s chat.Store) error {
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

// Later has a change written. What goes wrong is said.
func (l *Saver) Later(what string, do func(context.Context, chat.Store) error) tea.Cmd {
	if l.Store == nil {
		return nil
	}
	r, store := l.Add(do), l.Store
	return func() tea.Msg {
		if err := r.Write(context.Background(), store); err != nil {
			return NoticeMsg{what + ": " + err.Error()}
		}
		return nil
	}
}

func (l *Saver) Add(do func(context.Context, chat.Store) error) *record {
	l.Last = &record{before: l.Last, do: do, context: l.context, done: make(chan struct{})}
	return l.Last
}

// FromStore asks the store, after all that is to be written was. It is called off
// the loop.
func FromStore[T any](l chat.Store, last *record, ask func(context.Context, chat.Store) (T, error)) (T, error) {
	last.Write(context.Background(), l)
	ctx, cancel := context.WithTimeout(context.Background(), storePatience)
	defer cancel()
	return ask(ctx, l)
}

// Behind is the store for a turn, which saves nothing before what is to be written
// already.
func (l *Saver) Behind() chat.Store {
	if l.Store == nil {
		return nil
	}
	return orderly{l.Store, l.Last}
}

type orderly struct {
	chat.Store
	last *record
}

func (o orderly) Save(ctx context.Context, h chat.Head, messages ...chat.Message) error {
	o.last.Write(ctx, o.Store)
	return o.Store.Save(ctx, h, messages...)
}

// Rename has a session's new title written.
func (l *Saver) Rename(id, title string) tea.Cmd {
	return l.Later("renaming", func(ctx context.Context, store chat.Store) error {
		return store.Change(ctx, id, chat.Change{Title: &title})
	})
}

// Close has written what is not written yet, as long as ctx lasts.
func (l *Saver) Close(ctx context.Context) {
	l.Last.Write(ctx, l.Store)
	l.end()
}
