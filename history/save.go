package history

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"neonchat/chat"
)

func (s *Store) Save(ctx context.Context, h chat.Head, messages ...chat.Message) error {
	return s.writing(ctx, "saving", func(w *saver) error { return w.save(h, messages) })
}

// A saver is one transaction that writes to one session.
type saver struct {
	ctx      context.Context
	tx       *sql.Tx
	compiled *statements
	forked   int64 // when the session was; 0: it is no fork
	grown    tally // by how much the session's has
}

func (w *saver) save(h chat.Head, messages []chat.Message) error {
	session, err := w.session(h)
	if err != nil {
		return err
	}
	for _, m := range messages {
		if err := w.message(session, m); err != nil {
			return err
		}
	}
	if err := w.needs(session, h.Leaf); err != nil {
		return err
	}
	return w.summarise(session, h.Leaf, messages)
}

func (w *saver) exec(query string, args ...any) error {
	if statement := w.compiled.get(w.ctx, w.tx, query); statement != nil {
		_, err := statement.ExecContext(w.ctx, args...)
		return err
	}
	_, err := w.tx.ExecContext(w.ctx, query, args...)
	return err
}

// row reads one row.
func (w *saver) row(query string, args ...any) *sql.Row {
	if statement := w.compiled.get(w.ctx, w.tx, query); statement != nil {
		return statement.QueryRowContext(w.ctx, args...)
	}
	return w.tx.QueryRowContext(w.ctx, query, args...)
}

// session makes the session, or changes what saving changes of it.
func (w *saver) session(h chat.Head) (n int64, err error) {
	branch, err := w.branch(h.Branch, h.Updated)
	if err != nil {
		return 0, err
	}
	err = w.row(`
		insert into sessions (id, branch, title, pinned, leaf, from_session, from_message, created, updated)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (id) do update set
			title = iif(title = '', excluded.title, title),
			leaf = excluded.leaf, updated = max(updated, excluded.updated)
		returning n, `+forked,
		h.ID, branch, h.Title, h.Pinned, h.Leaf, h.From.Session, h.From.Message, nanos(h.Created), nanos(h.Updated),
	).Scan(&n, &w.forked)
	return n, err
}

// forked is when a session was, 0 for one that is no fork.
const forked = `iif(from_session = '', 0, created)`

// copied reports whether the session was forked after a message was begun.
func (w *saver) copied(begun int64) bool { return begun > 0 && begun < w.forked }

func (w *saver) branch(b chat.Branch, at time.Time) (n int64, err error) {
	err = w.row(`
		insert into branches (id, name, project, host, updated) values (?, ?, ?, ?, ?)
		on conflict (id) do update set
			name = iif(excluded.name <> '' and excluded.updated >= updated, excluded.name, name),
			project = iif(excluded.project <> '' and excluded.updated >= updated, excluded.project, project),
			host = iif(excluded.host <> '' and excluded.updated >= updated, excluded.host, host),
			updated = max(updated, excluded.updated)
		returning n`,
		b.ID, b.Name, b.Project, b.Host, nanos(at),
	).Scan(&n)
	return n, err
}

// needs sees to it that a session has a message that something follows.
func (w *saver) needs(session int64, id string) error {
	there, err := w.has(session, id)
	if err == nil && !there {
		err = chat.ErrOrphan
	}
	return err
}

// has reports whether the session has the message. "" is what the first follows.
func (w *saver) has(session int64, id string) (there bool, err error) {
	if id == "" {
		return true, nil
	}
	err = w.row(`select exists (select 1 from messages where session = ? and id = ?)`, session, id).Scan(&there)
	return there, err
}

func (w *saver) message(session int64, m chat.Message) error {
	if err := w.needs(session, m.Parent); err != nil {
		return err
	}
	parts, files, err := encodeParts(m.Parts)
	if err != nil {
		return err
	}
	place, unused, err := w.old(session, m.ID)
	if err != nil {
		return err
	}
	counts, some := countsOf(m)
	growing := m.Role == chat.Assistant && m.Stop.Reason == ""
	row := []any{
		place, session, m.ID, m.Parent, m.Role, nanos(m.Timing.Started), m.Timing.FirstToken, m.Timing.Total,
		m.Origin.Dialect, m.Origin.Model, m.Cost, orNull(some, counts),
		m.Stop.Reason, m.Stop.Raw, m.Stop.Detail, m.Err, orNull(len(m.Notices) > 0, m.Notices), parts, !growing,
	}
	places := "?" + strings.Repeat(", ?", len(row)-1)
	var n int64
	err = w.row(`
		insert into messages (n, session, id, parent, role, started, first_token, total, dialect, model, cost, usage, stop, stop_raw, stop_detail, error, notices, parts, indexed)
		values (`+places+`) returning n`, row...).Scan(&n)
	if err != nil {
		return err
	}
	w.grown.count(1, m.Role, m.Cost, parts, some, w.copied(nanos(m.Timing.Started)))
	if err := w.attach(n, files); err != nil {
		return err
	}
	if err := w.sweep(unused); err != nil || growing {
		return err // the words of what grows would soon be others
	}
	return w.index(n)
}

// index puts the words of a message into the index.
func (w *saver) index(message int64) error {
	return w.exec(`insert into words (rowid, text, place) select n, text, place from said where n = ?`, message)
}

// old takes a message away that is there, to be replaced for instance. Its
// number, nil for a new one, is its place in the session; its files may be unused
// from now on.
func (w *saver) old(session int64, id string) (place *int64, files []int64, err error) {
	var n, started int64
	var role chat.Role
	var cost *float64
	var parts string
	var counted, indexed bool
	err = w.row(`select n, role, started, cost, usage is not null, parts, indexed from messages where session = ? and id = ?`, session, id).
		Scan(&n, &role, &started, &cost, &counted, &parts, &indexed)
	if err != nil {
		return nil, nil, unless(sql.ErrNoRows, err)
	}
	w.grown.count(-1, role, cost, parts, counted, w.copied(started))
	if files, err = column[int64](w.ctx, w.tx, `select file from attachments where message = ?`, n); err != nil {
		return nil, nil, err
	}
	if indexed {
		if err := w.exec(`insert into words (words, rowid, text, place) select 'delete', n, text, place from said where n = ?`, n); err != nil {
			return nil, nil, err
		}
	}
	return &n, files, w.exec(`delete from messages where n = ?`, n)
}

func unless(expected, err error) error {
	if errors.Is(err, expected) {
		return nil
	}
	return err
}

func (w *saver) attach(message int64, files attached) error {
	for hash, data := range files {
		if data == nil {
			data = []byte{} // nil would be NULL
		}
		if err := w.exec(`insert into files (hash, data) values (?, ?) on conflict do nothing`, hash[:], data); err != nil {
			return err
		}
		err := w.exec(`insert into attachments (message, file) select ?, n from files where hash = ?`, message, hash[:])
		if err != nil {
			return err
		}
	}
	return nil
}

// sweep removes those of the files that no message has any more.
func (w *saver) sweep(files []int64) error {
	for _, f := range files {
		if err := w.exec(`delete from files where n = ?1 and not exists (select 1 from attachments where file = ?1)`, f); err != nil {
			return err
		}
	}
	return nil
}

// nanos is a moment in the database.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

func moment(nanos int64) time.Time {
	if nanos == 0 {
		return time.Time{}
	}
	return time.Unix(0, nanos)
}

// orNull is a value as JSON, or NULL.
func orNull(known bool, v any) any {
	if !known {
		return nil
	}
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // counts and strings can be marshalled
	}
	return string(data)
}
