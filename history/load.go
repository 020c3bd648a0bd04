package history

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"neonchat/chat"
)

// find gives the number of the session whose id begins with a prefix that no
// other has, or is it.
func find(ctx context.Context, tx *sql.Tx, id string) (int64, error) {
	if id == "" {
		return 0, chat.ErrNoSession
	}
	var n int64
	err := tx.QueryRowContext(ctx, `select n from sessions where id = ?`, id).Scan(&n)
	if !errors.Is(err, sql.ErrNoRows) {
		return n, err
	}
	found, err := column[int64](ctx, tx, `select n from sessions where id > ?1 and substr(id, 1, length(?1)) = ?1 order by id limit 2`, id)
	switch {
	case err != nil:
		return 0, err
	case len(found) == 0:
		return 0, chat.ErrNoSession
	case len(found) > 1:
		return 0, &chat.AmbiguousError{Prefix: id}
	}
	return found[0], nil
}

// A headReader reads the heads of sessions: it knows the branches.
type headReader map[int64]chat.Branch

func readHeads(ctx context.Context, tx *sql.Tx) (headReader, error) {
	rows, err := tx.QueryContext(ctx, `select n, id, name, project, host from branches`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := headReader{}
	for rows.Next() {
		var n int64
		var b chat.Branch
		if err := rows.Scan(&n, &b.ID, &b.Name, &b.Project, &b.Host); err != nil {
			return nil, err
		}
		known[n] = b
	}
	return known, rows.Err()
}

// heads are the columns of sessions s that scan reads.
const heads = `s.id, s.branch, s.title, s.pinned, s.leaf, s.from_session, s.from_message, s.created, s.updated`

// scan reads heads, and what more is asked for behind them.
func (r headReader) scan(scan func(...any) error, h *chat.Head, more ...any) error {
	var branch, created, updated int64
	err := scan(append([]any{
		&h.ID, &branch, &h.Title, &h.Pinned, &h.Leaf, &h.From.Session, &h.From.Message, &created, &updated,
	}, more...)...)
	h.Branch, h.Created, h.Updated = r[branch], moment(created), moment(updated)
	return err
}

func (s *Store) Load(ctx context.Context, id string) (*chat.Session, error) {
	loaded := &chat.Session{}
	err := s.reading(ctx, "loading a session", func(tx *sql.Tx) error {
		*loaded = chat.Session{}
		n, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		known, err := readHeads(ctx, tx)
		if err != nil {
			return err
		}
		row := tx.QueryRowContext(ctx, `select `+heads+` from sessions s where s.n = ?`, n)
		if err := known.scan(row.Scan, &loaded.Head); err != nil {
			return err
		}
		files, err := loadFiles(ctx, tx, n)
		if err != nil {
			return err
		}
		loaded.Messages, err = loadMessages(ctx, tx, n, files)
		return err
	})
	if err != nil {
		return nil, err
	}
	return loaded, nil
}

func loadFiles(ctx context.Context, tx *sql.Tx, session int64) (attached, error) {
	rows, err := tx.QueryContext(ctx, `
		select hash, data from files where n in (
			select a.file from messages m join attachments a on a.message = m.n where m.session = ?)`, session)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	files := attached{}
	for rows.Next() {
		var key, data []byte
		if err := rows.Scan(&key, &data); err != nil {
			return nil, err
		}
		files[hash(key)] = append([]byte{}, data...) // an empty file has data too
	}
	return files, rows.Err()
}

func loadMessages(ctx context.Context, tx *sql.Tx, session int64, files attached) ([]chat.Message, error) {
	rows, err := tx.QueryContext(ctx, `
		select id, parent, role, started, first_token, total, dialect, model, cost, usage,
			stop, stop_raw, stop_detail, error, notices, parts
		from messages where session = ? order by n`, session)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []chat.Message
	for rows.Next() {
		var m chat.Message
		var started, first, total int64
		var usage, notices *string
		var parts string
		err := rows.Scan(&m.ID, &m.Parent, &m.Role, &started, &first, &total, &m.Origin.Dialect, &m.Origin.Model, &m.Cost, &usage,
			&m.Stop.Reason, &m.Stop.Raw, &m.Stop.Detail, &m.Err, &notices, &parts)
		if err != nil {
			return nil, err
		}
		m.Timing = chat.Timing{Started: moment(started), FirstToken: time.Duration(first), Total: time.Duration(total)}
		var counted *keptCounts
		m.Parts, err = decodeParts(parts, files)
		if err = errors.Join(err, fromJSON(usage, &counted), fromJSON(notices, &m.Notices)); err != nil {
			return nil, err
		}
		counted.give(&m)
		all = append(all, m)
	}
	return all, rows.Err()
}

func fromJSON(text *string, to any) error {
	if text == nil {
		return nil
	}
	return json.Unmarshal([]byte(*text), to)
}

// column reads a query's only column.
func column[T any](ctx context.Context, tx *sql.Tx, query string, args ...any) (all []T, err error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v T
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}
