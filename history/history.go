// Package history keeps sessions in an SQLite database: a [chat.Store] that is
// a [chat.Ballot] and a [chat.Aside] too. Begin with [Open].
//
// It knows nothing of models, terminals or where the file should be. The words
// of the database (tables, pages, locks) end here: its errors name the file and
// say what to do.
package history

import (
	"context"
	"database/sql"
	"errors"
	"os"

	"golang.org/x/sync/semaphore"

	"neonchat/chat"
)

// A Store is a history in a file. Its methods may be called from several
// goroutines, and any number of programs may have the same file open.
type Store struct {
	// Notice is told what happened to the file that the user should know, a
	// sentence at a time. It is called by the methods that find out; nil tells
	// nobody. It is set before the first of them.
	Notice func(string)

	path string

	// turn is had by whoever touches what is below; to wait for it ends with a
	// context.
	turn   *semaphore.Weighted
	now    *handle   // the one in use; nil before the first use
	past   []*handle // of files that have gone from the path
	closed bool
}

var (
	_ chat.Store  = (*Store)(nil)
	_ chat.Ballot = (*Store)(nil)
	_ chat.Aside  = (*Store)(nil)
)

// Open is the history in the file at path. It returns at once: the file is
// opened, and made with its folder when it isn't there, by the first method
// that needs it.
func Open(path string) *Store { return &Store{path: path, turn: semaphore.NewWeighted(1)} }

// Path is where the history is.
func (s *Store) Path() string { return s.path }

// Close closes the file. No method works from then on.
func (s *Store) Close() error {
	s.turn.Acquire(context.Background(), 1)
	defer s.turn.Release(1)
	var errs []error
	for _, h := range append(s.past, s.now) {
		if h != nil {
			errs = append(errs, h.close())
		}
	}
	s.now, s.past, s.closed = nil, nil, true
	return errors.Join(errs...)
}

// A handle is the open file: one connection that writes, since SQLite has one
// writer at a time, and others that read beside it.
type handle struct {
	file     os.FileInfo
	write    *sql.DB
	compiled statements // of write
	read     *sql.DB
}

func (h *handle) close() error { return errors.Join(h.read.Close(), h.write.Close()) }

// handle gives the file that is at the path, opened. It opens it again when
// another one has taken its place, since what was written to the old one then
// would be lost.
func (s *Store) handle(ctx context.Context) (*handle, error) {
	if err := s.turn.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer s.turn.Release(1)
	if s.closed {
		return nil, &Error{Path: s.path, Problem: "is closed"}
	}
	if s.now != nil {
		if there, err := os.Stat(s.path); err == nil && os.SameFile(there, s.now.file) {
			return s.now, nil
		}
		s.past, s.now = append(s.past, s.now), nil
	}
	h, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	s.now = h
	return h, nil
}

// writing runs f in a transaction that has the file for itself.
func (s *Store) writing(ctx context.Context, doing string, f func(*saver) error) error {
	return s.trying(ctx, doing, func(h *handle) error {
		if err := h.compiled.compile(ctx, h.write); err != nil {
			return err
		}
		return inTransaction(ctx, h.write, func(tx *sql.Tx) error { return f(&saver{ctx: ctx, tx: tx, compiled: &h.compiled}) })
	})
}

// reading runs f in a transaction that sees the file as it is now.
func (s *Store) reading(ctx context.Context, doing string, f func(*sql.Tx) error) error {
	return s.trying(ctx, doing, func(h *handle) error { return inTransaction(ctx, h.read, f) })
}

// trying runs f. When the file turns out to be corrupt it runs it once more, on
// the one that takes its place; when only the index of words is, with a new
// index.
func (s *Store) trying(ctx context.Context, doing string, f func(*handle) error) error {
	h, err := s.handle(ctx)
	if err != nil {
		return err
	}
	err = patient(ctx, func() error { return f(h) })
	if corruptIndex(err) && rebuild(ctx, h.write) == nil {
		err = patient(ctx, func() error { return f(h) })
	}
	if corrupt(err) {
		if err := s.replace(ctx, h); err != nil {
			return err
		}
		if h, err = s.handle(ctx); err != nil {
			return err
		}
		err = patient(ctx, func() error { return f(h) })
	}
	return s.explain(doing, err)
}

func inTransaction(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}
