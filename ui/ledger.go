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
	store chat.Store // nil: nothing is kept
	last  *record
}

// A record is one change, written once by whoever needs it first.
type record struct {
	once   sync.Once
	before *record
	do     func(context.Context, chat.Store) error
	err    error
}

// storePatience bounds what the program waits for its store.
const storePatience = 30 * time.Second

// write writes the record, and those before it that are not written yet.
func (r *record) write(s chat.Store) error {
	if r == nil {
		return nil
	}
	r.once.Do(func() {
		r.before.write(s)
		r.before = nil
		ctx, cancel := context.WithTimeout(context.Background(), storePatience)
		defer cancel()
		r.err = r.do(ctx, s)
	})
	return r.err
}

// later has a change written. What goes wrong is said.
func (l *ledger) later(what string, do func(context.Context, chat.Store) error) tea.Cmd {
	if l.store == nil {
		return nil
	}
	r := l.add(do)
	return func() tea.Msg {
		if err := r.write(l.store); err != nil {
			return saidMsg{what + ": " + err.Error()}
		}
		return nil
	}
}

func (l *ledger) add(do func(context.Context, chat.Store) error) *record {
	l.last = &record{before: l.last, do: do}
	return l.last
}

// fromStore asks the store, after all that is to be written was. It is called off
// the loop.
func fromStore[T any](l chat.Store, last *record, ask func(context.Context, chat.Store) (T, error)) (T, error) {
	last.write(l)
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
	o.last.write(o.Store)
	return o.Store.Save(ctx, h, messages...)
}

// close writes what is not written yet.
func (l *ledger) close() { l.last.write(l.store) }
