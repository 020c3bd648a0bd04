package history

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"neonchat/chat"
)

// An Error is a history that can't be used: which file, what is wrong with it
// and what to do about it.
type Error struct {
	Path    string
	Problem string
	hint    string
	err     error
}

func (e *Error) Error() string { return "the history " + e.Path + " " + e.Problem }
func (e *Error) Unwrap() error { return e.err }

// Hint says what to do.
func (e *Error) Hint() string { return e.hint }

// errNewer says that the database has a version that this program doesn't know.
var errNewer = errors.New("newer database")

// explain says what err, which came of doing something, means to a user.
func (s *Store) explain(doing string, err error) error {
	var own *Error
	switch {
	case err == nil, errors.As(err, &own), !busy(err) && ended(err),
		errors.Is(err, chat.ErrNoSession), errors.Is(err, chat.ErrOrphan), errors.Is(err, chat.ErrNoMessage):
		return err
	}
	var ambiguous *chat.AmbiguousError
	if errors.As(err, &ambiguous) {
		return err
	}
	e := &Error{Path: s.path, err: err}
	e.Problem, e.hint = problem(doing, err)
	return e
}

// ended reports whether it was the context that ended.
func ended(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

func problem(doing string, err error) (problem, hint string) {
	switch {
	case errors.Is(err, errNewer):
		return "was written by a newer neonchat", "update neonchat"
	case errors.Is(err, errNewerPart):
		return "holds a message of a newer neonchat", "update neonchat"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "can't grow: the disk is full", "make room"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return "can't be written: " + reason(err), "give yourself the right to write there"
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.EISDIR), errors.Is(err, fs.ErrNotExist):
		return "can't be made: " + reason(err), "make way for its folder"
	}
	switch code(err) {
	case sqlite3.SQLITE_FULL:
		return "can't grow: the disk is full", "make room"
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return "can't be written: it is read-only", "give yourself the right to write there"
	case sqlite3.SQLITE_CANTOPEN:
		return "can't be opened", "see whether its folder can be written"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return "is held by another program", "see which neonchat, or other program, is using it"
	case sqlite3.SQLITE_IOERR:
		return "can't be read or written: the disk fails", "see whether the disk is full or broken"
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return "is corrupt", "see whether the disk is well"
	}
	return "failed at " + doing + ": " + err.Error(), ""
}

// reason is the system's word for what went wrong, without the path.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// code is SQLite's for what went wrong, 0 when it wasn't SQLite that said so.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff // the rest is about where
	}
	return 0
}

func busy(err error) bool {
	c := code(err)
	return c == sqlite3.SQLITE_BUSY || c == sqlite3.SQLITE_LOCKED
}

// corruptIndex reports whether it is the index of words that is corrupt, which
// can be made anew.
func corruptIndex(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code() == sqlite3.SQLITE_CORRUPT_VTAB
}

func corrupt(err error) bool {
	c := code(err)
	return c == sqlite3.SQLITE_CORRUPT || c == sqlite3.SQLITE_NOTADB
}
