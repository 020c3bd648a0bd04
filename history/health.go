package history

import (
	"context"
	"database/sql"
	"os"
)

// Health is what there is to say of the file.
type Health struct {
	Sessions int
	Messages int
	Size     int64  // bytes, the log included
	Trouble  string // what SQLite has against it, or ""
}

// Examine reads the file to its last page.
func (s *Store) Examine(ctx context.Context) (h Health, err error) {
	err = s.reading(ctx, "examining it", func(tx *sql.Tx) (err error) {
		err = tx.QueryRowContext(ctx, `select (select count(*) from sessions), (select count(*) from messages)`).Scan(&h.Sessions, &h.Messages)
		if err == nil {
			h.Trouble, err = trouble(ctx, tx)
		}
		return err
	})
	for _, suffix := range []string{"", "-wal"} {
		if info, err := os.Stat(s.path + suffix); err == nil {
			h.Size += info.Size()
		}
	}
	return h, err
}

// trouble is what SQLite has against the file, or "". It looks at each table for
// itself: asked about all of them at once it would also go through the index of
// words, word by word, which takes twenty times as long.
func trouble(ctx context.Context, tx *sql.Tx) (string, error) {
	tables, err := column[string](ctx, tx, `select name from sqlite_schema where type = 'table' and sql not like 'create virtual%'`)
	if err != nil {
		return "", err
	}
	for _, t := range tables {
		var verdict string
		if err := tx.QueryRowContext(ctx, `pragma quick_check(`+t+`)`).Scan(&verdict); err != nil || verdict != "ok" {
			return verdict, err
		}
	}
	return "", nil
}
