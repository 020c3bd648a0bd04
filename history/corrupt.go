package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// rebuild makes the index of words anew, of the messages.
func rebuild(ctx context.Context, db *sql.DB) error {
	return inTransaction(ctx, db, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			insert into words (words) values ('rebuild');
			update messages set indexed = 1 where not indexed`)
		return err
	})
}

// replace sets the corrupt file of a handle aside, unless another one is in its
// place already, and has the next method open what is there.
func (s *Store) replace(ctx context.Context, h *handle) error {
	if err := s.turn.Acquire(ctx, 1); err != nil {
		return err
	}
	defer s.turn.Release(1)
	if s.now != h {
		return nil // another goroutine has
	}
	s.past, s.now = append(s.past, h), nil
	if there, err := os.Stat(s.path); err != nil || !os.SameFile(there, h.file) {
		return nil // another program has
	}
	return s.setAside(ctx)
}

// setAside moves a corrupt file out of the way, under a name that says when. Of
// several programs that find it corrupt at once one does it, and the others
// find the file that it then began.
func (s *Store) setAside(ctx context.Context) error {
	unlock, err := lock(ctx, s.path+".lock")
	if err != nil {
		return s.explain("setting it aside", err)
	}
	defer unlock()
	if sound(ctx, s.path) {
		return nil
	}
	aside, err := free(s.path + ".corrupt-" + time.Now().Format("20060102-150405"))
	if err != nil {
		return s.explain("setting it aside", err)
	}
	// The file itself goes last: until then nobody begins a new one, which
	// would take the old one's log for its own.
	for _, suffix := range []string{"-wal", "-shm", ""} {
		if err := os.Rename(s.path+suffix, aside+suffix); unless(fs.ErrNotExist, err) != nil {
			return s.explain("setting it aside", err)
		}
	}
	h, err := s.begin(ctx) // what was put aside follows what is salvaged
	if err != nil {
		return s.explain("opening", err)
	}
	defer h.close()
	done, err := h.salvage(ctx, aside)
	if s.Notice != nil {
		s.Notice(salvageNotice(aside, done, err))
	}
	if ended(err) {
		return err
	}
	return nil
}

// salvageNotice says what became of a history that was corrupt.
func salvageNotice(aside string, done Salvage, err error) string {
	says := "the history was corrupt: " + done.String()
	if done.Sessions == 0 {
		says = "the history was corrupt, and nothing could be salvaged"
	}
	says += "; the old file is kept as " + aside
	if err != nil && !errors.Is(err, ErrNothing) {
		says += "; 'neonchat sessions recover' with its name goes on, after " + err.Error()
	}
	return says
}

// free is a name like this one that no file has.
func free(name string) (string, error) {
	for i := 1; ; i++ {
		try := name
		if i > 1 {
			try = fmt.Sprintf("%s-%d", name, i)
		}
		if _, err := os.Lstat(try); errors.Is(err, fs.ErrNotExist) {
			return try, nil
		} else if err != nil {
			return "", err
		}
	}
}

// sound reports whether SQLite has nothing to say against a file, to its last
// page.
func sound(ctx context.Context, path string) bool {
	if _, err := os.Stat(path); err != nil {
		return true // nothing is there to be set aside
	}
	db := connect(path, reader)
	defer db.Close()
	var found string
	err := patient(ctx, func() error {
		return inTransaction(ctx, db, func(tx *sql.Tx) (err error) {
			found, err = trouble(ctx, tx)
			return err
		})
	})
	if err != nil {
		return !corrupt(err)
	}
	return found == ""
}

// lock waits until this program alone has a name. The lock is SQLite's own, on
// an empty database: it works on every system, and ends with the program.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	f.Close()
	db := connect(path, "_txlock=exclusive")
	var tx *sql.Tx
	err = patient(ctx, func() (err error) {
		tx, err = db.BeginTx(ctx, nil)
		return err
	})
	if err != nil {
		db.Close()
		return nil, err
	}
	return func() { tx.Rollback(); db.Close() }, nil
}
