package history

import (
	"cmp"
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
	grown    tally // by how much the session's has
}

// A tally is what a list counts of a session.
type tally struct {
	turns, unpriced int
	cost            float64
}

// count adds a message, or takes it away again with times -1.
func (t *tally) count(times int, role chat.Role, cost *float64, parts string) {
	switch {
	case role == chat.User:
		t.turns += times
	case cost != nil:
		t.cost += float64(times) * *cost
	case parts != noParts:
		t.unpriced += times
	}
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
	if there, err := w.has(session, h.Leaf); err != nil || !there {
		return errors.Join(err, orphan(there))
	}
	return w.summarise(session, h.Leaf, messages)
}

func orphan(there bool) error {
	if there {
		return nil
	}
	return chat.ErrOrphan
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
		returning n`,
		h.ID, branch, h.Title, h.Pinned, h.Leaf, h.From.Session, h.From.Message, nanos(h.Created), nanos(h.Updated),
	).Scan(&n)
	return n, err
}

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

// has reports whether the session has the message. "" is what the first follows.
func (w *saver) has(session int64, id string) (there bool, err error) {
	if id == "" {
		return true, nil
	}
	err = w.row(`select exists (select 1 from messages where session = ? and id = ?)`, session, id).Scan(&there)
	return there, err
}

func (w *saver) message(session int64, m chat.Message) error {
	if there, err := w.has(session, m.Parent); err != nil || !there {
		return errors.Join(err, orphan(there))
	}
	parts, files, err := encodeParts(m.Parts)
	if err != nil {
		return err
	}
	place, unused, err := w.old(session, m.ID)
	if err != nil {
		return err
	}
	growing := m.Role == chat.Assistant && m.Stop.Reason == ""
	row := []any{
		place, session, m.ID, m.Parent, m.Role, nanos(m.Timing.Started), m.Timing.FirstToken, m.Timing.Total,
		m.Origin.Dialect, m.Origin.Model, m.Cost, orNull(m.Usage != nil, (*keptUsage)(m.Usage)),
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
	w.grown.count(1, m.Role, m.Cost, parts)
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

// old takes a message away that is going to be replaced. Its number, nil for a
// new one, is its place in the session; its files may be unused from now on.
func (w *saver) old(session int64, id string) (place *int64, files []int64, err error) {
	var n int64
	var role chat.Role
	var cost *float64
	var parts string
	var indexed bool
	err = w.row(`select n, role, cost, parts, indexed from messages where session = ? and id = ?`, session, id).Scan(&n, &role, &cost, &parts, &indexed)
	if err != nil {
		return nil, nil, unless(sql.ErrNoRows, err)
	}
	w.grown.count(-1, role, cost, parts)
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

// summarise brings up to date what a list shows of a session. The messages that
// were just saved are often all it needs.
func (w *saver) summarise(session int64, leaf string, saved []chat.Message) error {
	var title, model, last string
	if err := w.row(`select title from sessions where n = ?`, session).Scan(&title); err != nil {
		return err
	}
	id := leaf
	for i := len(saved) - 1; i >= 0 && (model == "" || last == ""); i-- {
		if m := saved[i]; m.ID == id {
			model, last, id = cmp.Or(model, m.Origin.Model), cmp.Or(last, start(m.Text())), m.Parent
		}
	}
	if model == "" {
		if err := w.latest(session, id, `m.model`, &model); err != nil {
			return err
		}
	}
	if last == "" {
		if err := w.latest(session, id, `trim((select substr(text, 1, 4000) from said where n = m.n), ' ' || char(9, 10, 13))`, &last); err != nil {
			return err
		}
		last = start(last)
	}
	return w.exec(`update sessions set model = ?, last_words = ?, folded = ?, turns = turns + ?, cost = cost + ?, unpriced = unpriced + ? where n = ?`,
		model, last, fold(title, last, model), w.grown.turns, w.grown.cost, w.grown.unpriced, session)
}

// latest goes up from a message until one has what is asked for, and no further.
func (w *saver) latest(session int64, id, what string, found *string) error {
	err := w.row(`
		with recursive way (parent, found) as (
			select m.parent, `+what+` from messages m where m.session = ?1 and m.id = ?2
			union all
			select m.parent, `+what+` from way join messages m on m.session = ?1 and m.id = way.parent
		)
		select found from way where found <> '' limit 1`, session, id).Scan(found)
	return unless(sql.ErrNoRows, err)
}

// noParts is how a message without parts is kept.
const noParts = `{"v":1,"parts":[]}`

// startLength is how many characters of a message a list has.
const startLength = 160

func start(text string) string {
	text = text[:min(len(text), 100*startLength)] // of megabytes not all
	words := []rune(strings.Join(strings.Fields(text), " "))
	return string(words[:min(len(words), startLength)])
}

// fold makes texts comparable in any case.
func fold(texts ...string) string { return strings.ToLower(strings.Join(texts, "\n")) }

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

func (s *Store) Change(ctx context.Context, id string, c chat.Change) error {
	return s.writing(ctx, "changing a session", func(w *saver) error {
		session, err := find(ctx, w.tx, id)
		if err != nil {
			return err
		}
		if c.Title != nil {
			err = errors.Join(err, w.exec(`update sessions set title = ? where n = ?`, *c.Title, session))
		}
		if c.Pinned != nil {
			err = errors.Join(err, w.exec(`update sessions set pinned = ? where n = ?`, *c.Pinned, session))
		}
		if c.Leaf != nil {
			there, failed := w.has(session, *c.Leaf)
			if failed == nil && !there {
				return chat.ErrNoMessage
			}
			err = errors.Join(err, failed, w.exec(`update sessions set leaf = ? where n = ?`, *c.Leaf, session))
		}
		var leaf string
		err = errors.Join(err, w.row(`select leaf from sessions where n = ?`, session).Scan(&leaf))
		return errors.Join(err, w.summarise(session, leaf, nil))
	})
}

func (s *Store) Delete(ctx context.Context, id string) error {
	return s.writing(ctx, "deleting a session", func(w *saver) error {
		session, err := find(ctx, w.tx, id)
		if err != nil {
			return err
		}
		files, err := column[int64](w.ctx, w.tx, `select distinct a.file from attachments a join messages m on m.n = a.message where m.session = ?`, session)
		if err != nil {
			return err
		}
		for _, step := range []string{
			`insert into words (words, rowid, text, place) 
				select 'delete', s.n, s.text, s.place from said s join messages m on m.n = s.n where s.session = ? and m.indexed`,
			`delete from messages where session = ?`,
			`delete from sessions where n = ?`,
		} {
			if err := w.exec(step, session); err != nil {
				return err
			}
		}
		return w.sweep(files)
	})
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
