package history

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	_ "modernc.org/sqlite" // the driver
)

// patience is how long a method waits for other programs that write.
const patience = 30 * time.Second

// brief is how long it waits for what can be done later as well.
const brief = 100 * time.Millisecond

// open opens the file at the path, for its user alone, and brings it up to
// date. A corrupt one is set aside first.
func (s *Store) open(ctx context.Context) (*handle, error) {
	for range 3 { // another program may put a corrupt file there again
		h, err := s.openFile(ctx)
		if !corrupt(err) {
			return h, s.explain("opening", err)
		}
		if err := s.setAside(ctx); err != nil {
			return nil, err
		}
	}
	return nil, &Error{Path: s.path, Problem: "is corrupt again and again", hint: "see whether the disk is well"}
}

func (s *Store) openFile(ctx context.Context) (*handle, error) {
	h, err := s.begin(ctx)
	if err == nil {
		s.takeIn(ctx, h)
	}
	return h, err
}

// begin opens the file without looking at what was put aside.
func (s *Store) begin(ctx context.Context) (*handle, error) {
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return nil, err
	}
	info, err := private(s.path)
	if err != nil {
		return nil, err
	}
	h := &handle{file: info, write: connect(s.path, writer), read: connect(s.path, reader)}
	h.write.SetMaxOpenConns(1)
	if err := patient(ctx, func() error { return migrate(ctx, h.write) }); err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

// private sees to it that there is a file, and that only its user can read it.
// SQLite gives the files beside it the same mode. A file that is there is not
// opened: to close it again would take away the locks that this program may
// have on it.
func private(path string) (os.FileInfo, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		f.Close()
	} else if !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, &fs.PathError{Op: "open", Path: path, Err: syscall.EISDIR}
	case info.Mode().Perm() != 0o600:
		os.Chmod(path, 0o600) // if it can't be helped, it can be used all the same
	}
	return info, nil
}

// The settings of a connection. Full synchronisation means that what was saved
// is there after a power cut too. SQLite itself doesn't wait for other programs:
// no context ends that.
const (
	reader = "_pragma=query_only(1)"
	writer = "_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=foreign_keys(1)&_txlock=immediate"
)

// connect opens nothing yet: the first use of what it gives does.
func connect(path, settings string) *sql.DB {
	abs, err := filepath.Abs(path)
	if err != nil {
		abs = path
	}
	abs = filepath.ToSlash(abs)
	if !strings.HasPrefix(abs, "/") {
		abs = "/" + abs // C:/…
	}
	u := url.URL{Scheme: "file", Path: abs, RawQuery: settings}
	functions()
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		panic(err) // there is a driver of that name: it is imported above
	}
	return db
}

// patient repeats f while another program has the file for itself.
func patient(ctx context.Context, f func() error) error {
	for end := time.Now().Add(patience); ; {
		err := f()
		if !busy(err) || time.Now().After(end) {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(1+rand.IntN(20)) * time.Millisecond):
		}
		if ctx.Err() != nil {
			return errors.Join(ctx.Err(), err)
		}
	}
}
