package sql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // the driver of the demo's database
)

// Demo has the tools of a small database in memory: todos, users and orders of a
// shop that there isn't. It is made at the first call.
func Demo() *Toolbox { return &Toolbox{&sqlite{}} }

// sqlite is a database in memory behind the interface of a real one. It keeps to
// the same rules as far as they can be told from a statement.
type sqlite struct {
	once sync.Once
	db   *sql.DB
	err  error
}

func (s *sqlite) name() string { return "the demo database, in which nothing is real" }

func (s *sqlite) open() (*sql.DB, error) {
	s.once.Do(func() {
		if s.db, s.err = sql.Open("sqlite", ":memory:"); s.err != nil {
			return
		}
		s.db.SetMaxOpenConns(1) // each connection would have a database of its own
		if _, s.err = s.db.Exec(demoData); s.err == nil {
			_, s.err = s.db.Exec("pragma query_only = on")
		}
	})
	return s.db, s.err
}

func (s *sqlite) close() {
	s.once.Do(func() { s.err = errors.New("the demo database is closed") })
	if s.db != nil {
		s.db.Close()
	}
}

func (s *sqlite) warn(context.Context, string) string { return "" }

func (s *sqlite) query(ctx context.Context, text string, params []*string, limit int, _ func(string)) (*rows, error) {
	st, err := parse(text)
	if err == nil {
		err = st.single()
	}
	if err != nil {
		return nil, err
	}
	if st.verb == "table" || st.verb == "show" {
		return nil, fmt.Errorf("the demo database is SQLite's, which has no %s: use SELECT", strings.ToUpper(st.verb))
	}
	db, err := s.open()
	if err != nil {
		return nil, err
	}
	values := make([]any, len(params))
	for i, p := range params {
		if p != nil {
			values[i] = *p
		}
	}
	ctx, cancel := context.WithTimeout(ctx, mostTime)
	defer cancel()
	found, err := db.QueryContext(ctx, text, values...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	return gathered(found, limit)
}

// gathered reads the rows of a result.
func gathered(found *sql.Rows, limit int) (*rows, error) {
	kinds, err := found.ColumnTypes()
	if err != nil {
		return nil, err
	}
	r := &rows{}
	for _, k := range kinds {
		r.columns = append(r.columns, column{k.Name(), strings.ToLower(k.DatabaseTypeName())})
	}
	for found.Next() {
		if r.more > 0 || r.full(limit) {
			if r.more++; r.more == mostCounted {
				r.uncount = true
				break
			}
			continue
		}
		values, places := make([]any, len(kinds)), make([]any, len(kinds))
		for i := range values {
			places[i] = &values[i]
		}
		if err := found.Scan(places...); err != nil {
			return nil, err
		}
		row := make([]*string, len(values))
		for i, v := range values {
			row[i] = shown(v, &r.columns[i])
		}
		r.add(row)
	}
	return r, found.Err()
}

// shown is a value as Postgres writes it. A column of an expression has the type of
// its values.
func shown(v any, c *column) *string {
	s, kind := "", "text"
	switch v := v.(type) {
	case nil:
		return nil
	case int64:
		kind = "bigint"
		if s = fmt.Sprint(v); c.kind == "boolean" {
			s = map[int64]string{0: "f"}[v]
			if s == "" {
				s = "t"
			}
		}
	case bool:
		s, kind = fmt.Sprint(v)[:1], "boolean"
	case float64:
		s, kind = fmt.Sprint(v), "numeric"
	case []byte:
		s = string(v)
	default:
		s = fmt.Sprint(v)
	}
	if c.kind == "" {
		c.kind = kind
	}
	return &s
}

func (s *sqlite) schema(ctx context.Context, table string, _ func(string)) (string, error) {
	db, err := s.open()
	if err != nil {
		return "", err
	}
	table = strings.TrimPrefix(table, "public.")
	found, err := db.QueryContext(ctx, `select name from sqlite_master where type = 'table' and ($1 = '' or name = $1) order by name`, table)
	if err != nil {
		return "", err
	}
	var relations []relation
	for found.Next() {
		r := relation{kind: "table", comment: "demo data"}
		if err := found.Scan(&r.name); err != nil {
			found.Close()
			return "", err
		}
		relations = append(relations, r)
	}
	found.Close()
	if len(relations) == 0 {
		return "", fmt.Errorf("there is no table or view %s here: sql_schema without a table shows all", table)
	}
	for i := range relations {
		if err := describeTable(ctx, db, &relations[i]); err != nil {
			return "", err
		}
	}
	return describe(relations, nil), nil
}

func describeTable(ctx context.Context, db *sql.DB, r *relation) error {
	if err := db.QueryRowContext(ctx, "select count(*) from "+r.name).Scan(&r.rows); err != nil {
		return err
	}
	found, err := db.QueryContext(ctx, `
		select t.name || ' ' || lower(t.type) || iif(t."notnull", ' not null', '') || iif(t.pk, ' primary key', '') || coalesce(' references ' || k."table" || '(' || k."to" || ')', '')
		from pragma_table_info($1) t left join pragma_foreign_key_list($1) k on k."from" = t.name order by t.cid`, r.name)
	if err != nil {
		return err
	}
	defer found.Close()
	for found.Next() {
		var line string
		if err := found.Scan(&line); err != nil {
			return err
		}
		r.columns = append(r.columns, line)
	}
	return found.Err()
}

const demoData = `
create table users (id bigint primary key, name text not null, email text not null, created_at timestamptz not null);
insert into users values
	(1, 'Ada', 'ada@example.com', '2026-03-02 08:15:00+00'), (2, 'Grace', 'grace@example.com', '2026-04-18 12:40:00+00'),
	(3, 'Linus', 'linus@example.com', '2026-05-09 17:05:00+00'), (4, 'Margaret', 'margaret@example.com', '2026-08-21 09:30:00+00');
create table todos (id bigint primary key, user_id bigint not null references users (id), title text not null, done boolean not null, created_at timestamptz not null, due date);
insert into todos values
	(1, 1, 'Write the release notes', 1, '2026-10-01 09:00:00+00', '2026-10-05'), (2, 1, 'Water the plants', 0, '2026-10-04 18:20:00+00', null),
	(3, 2, 'Try the migration on a branch', 0, '2026-10-12 11:45:00+00', '2026-11-30'), (4, 2, 'Answer Linus', 1, '2026-10-13 10:10:00+00', '2026-10-14'),
	(5, 3, 'Delete old preview branches', 0, '2026-10-28 14:00:00+00', '2026-12-01'), (6, 4, 'Book the train to Florence', 0, '2026-11-03 07:55:00+00', '2026-12-10'),
	(7, 1, 'Renew the certificate', 1, '2026-11-08 16:30:00+00', '2026-11-20'), (8, 3, 'Index orders by day', 0, '2026-11-15 13:25:00+00', null);
create table orders (id bigint primary key, user_id bigint not null references users (id), status text not null, total numeric not null, ordered_at timestamptz not null);
insert into orders values
	(1, 1, 'paid', 42.5, '2026-09-02 10:00:00+00'), (2, 2, 'paid', 18.9, '2026-09-14 15:30:00+00'), (3, 1, 'refunded', 99.0, '2026-10-01 08:45:00+00'),
	(4, 4, 'paid', 250.0, '2026-10-20 19:10:00+00'), (5, 3, 'open', 12.75, '2026-11-18 12:00:00+00'), (6, 2, 'open', 64.2, '2026-11-25 09:20:00+00');`
