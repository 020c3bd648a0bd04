package history

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"neonchat/chat"
)

// held has another program hold the lock that who writes needs.
func (d *desk) held() (free func()) {
	d.Helper()
	db := connect(d.Path(), writer)
	tx, err := db.Begin()
	if err != nil {
		d.Fatal(err)
	}
	free = sync.OnceFunc(func() { tx.Rollback(); db.Close() })
	d.Cleanup(free)
	return free
}

func TestWhoWaitsForAnotherProgramStopsWithItsContext(t *testing.T) {
	kept := chat.Head{ID: "kept", Branch: chat.Branch{ID: "br"}}
	title := "renamed"
	for name, write := range map[string]func(context.Context, *Store) error{
		"saving":   func(ctx context.Context, s *Store) error { return s.Save(ctx, kept) },
		"changing": func(ctx context.Context, s *Store) error { return s.Change(ctx, "kept", chat.Change{Title: &title}) },
		"deleting": func(ctx context.Context, s *Store) error { return s.Delete(ctx, "kept") },
		"voting":   func(ctx context.Context, s *Store) error { return s.Vote(ctx, chat.Vote{ID: "1"}) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := sits(t)
				if err := d.Save(t.Context(), kept); err != nil {
					t.Fatal(err)
				}
				d.held()
				ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
				defer cancel()
				began := time.Now()
				err := write(ctx, d.Store)
				if took := time.Since(began); took != 300*time.Millisecond || !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("after %s: %v", took, err)
				}
				hinted(t, err, d.Path(), "is held by another program", "see which neonchat, or other program, is using it")
			})
		})
	}
}

// While one goroutine waits for the file to be opened, others don't wait longer
// than they want to.
func TestWhoWaitsForTheFileToBeOpenedStopsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := sits(t)
		d.mustSay("there")
		d.now.write.Exec("pragma user_version = 1") // as if it had to be brought up to date
		d.held()
		d.open(d.Path())
		slow, stop := context.WithCancel(t.Context())
		opened := make(chan error)
		go func() {
			_, err := d.List(slow, chat.Scope{})
			opened <- err
		}()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		began := time.Now()
		_, err := d.Load(ctx, "there")
		if took := time.Since(began); took != 300*time.Millisecond || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after %s: %v", took, err)
		}
		stop()
		if err := <-opened; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

func TestASearchDoesNotWaitForWhoWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := sits(t)
		d.mustSay("a needle")
		list, err := d.List(t.Context(), chat.Scope{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := d.Load(t.Context(), list[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		a := s.Add(chat.Message{Role: chat.Assistant, Parts: []chat.Part{chat.Text{Text: "unfinished"}}})
		if err := d.Save(t.Context(), s.Head, a); err != nil {
			t.Fatal(err)
		}
		d.held()
		began := time.Now()
		hits, err := d.Search(t.Context(), chat.Scope{}, "needle")
		if took := time.Since(began); took > brief || err != nil || len(hits) != 1 {
			t.Errorf("after %s: %v, %d hits", took, err, len(hits))
		}
	})
}

// SQLite has two words for that somebody else is at work: of the file, and of a
// table. Both are waited for.
func TestBothWordsForBusyAreWaitedFor(t *testing.T) {
	d := sits(t)
	d.mustSay("one")
	d.held()
	_, err := d.now.write.Begin()
	if !busy(err) || code(err) != sqlite3.SQLITE_BUSY {
		t.Errorf("the file is held: %v", err)
	}
	db := connect(d.Path(), reader)
	defer db.Close()
	one, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer one.Close()
	if _, err := one.ExecContext(t.Context(), "pragma query_only = 0; create temp table t (n); insert into t values (1), (2)"); err != nil {
		t.Fatal(err)
	}
	rows, err := one.QueryContext(t.Context(), "select n from t")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	if rows.Next(); rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	if _, err := one.ExecContext(t.Context(), "drop table t"); !busy(err) || code(err) != sqlite3.SQLITE_LOCKED {
		t.Errorf("the table is read: %v", err)
	}
}
