package page

import (
	"context"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
)

// A Saver writes changes to the store in commands, in the order in which they
// were made. What a turn saves comes after the changes made before it.
type Saver struct {
	Store   chat.Store      // nil: nothing is kept
	Last    *record         // the latest change
	context context.Context // ends when no more is written
	end     context.CancelFunc
}

func newSaver(s chat.Store) Saver {
	ctx, end := context.WithCancel(context.Background())
	return Saver{Store: s, context: ctx, end: end}
}

// A record is one change, written once by whoever needs it first.
type record struct {
	once    sync.Once
	before  *record
	do      func(context.Context, chat.Store) error
	context context.Context // the saver's
	done    chan struct{}   // closed when err is the outcome
	err     error
}

// storePatience is how long the program waits for its store.
const storePatience = 30 * time.Second

// Write writes the record after all records before it, in a goroutine that ends
// with that. It waits for the outcome as long as ctx lasts.
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

// Later writes a change in a command. An error is shown as a notice that begins
// with what.
func (l *Saver) Later(what string, do func(context.Context, chat.Store) error) tea.Cmd {
	if l.Store == nil {
		return nil
	}
	r, store := l.Add(do), l.Store
	return func() tea.Msg {
		if err := r.Write(context.Background(), store); err != nil {
			return NoticeMsg{Text: what + ": " + err.Error()}
		}
		return nil
	}
}

// Add queues a change. Nothing is written before Write is called on it or on a
// later one.
func (l *Saver) Add(do func(context.Context, chat.Store) error) *record {
	l.Last = &record{before: l.Last, do: do, context: l.context, done: make(chan struct{})}
	return l.Last
}

// FromStore reads from the store after every change up to last was written. Call
// it in a command.
func FromStore[T any](l chat.Store, last *record, ask func(context.Context, chat.Store) (T, error)) (T, error) {
	last.Write(context.Background(), l)
	ctx, cancel := context.WithTimeout(context.Background(), storePatience)
	defer cancel()
	return ask(ctx, l)
}

// Ordered returns the store for a turn: it saves nothing before the changes that
// were made up to now.
func (l *Saver) Ordered() chat.Store {
	if l.Store == nil {
		return nil
	}
	return orderedStore{l.Store, l.Last}
}

type orderedStore struct {
	chat.Store
	last *record
}

func (o orderedStore) Save(ctx context.Context, h chat.Head, messages ...chat.Message) error {
	o.last.Write(ctx, o.Store)
	return o.Store.Save(ctx, h, messages...)
}

// Rename writes a session's new title.
func (l *Saver) Rename(id, title string) tea.Cmd {
	return l.Later("renaming", func(ctx context.Context, store chat.Store) error {
		return store.Change(ctx, id, chat.Change{Title: &title})
	})
}

// Close writes the changes that remain, as long as ctx lasts.
func (l *Saver) Close(ctx context.Context) {
	l.Last.Write(ctx, l.Store)
	l.end()
}
