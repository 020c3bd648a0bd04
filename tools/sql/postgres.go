package sql

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
)

// What a statement may take.
const (
	mostTime    = 15 * time.Second
	mostWaiting = 3 * time.Second
	mostMessage = 16 << 20 // bytes of a row
)

// A Target is a database to ask.
type Target struct {
	URL   string // a secret
	Shown string // the same without its password
}

// New has the tools of a Postgres database. The target is asked for at each call,
// so that a call after a switch of the branch goes to the new one; a call under
// way ends where it began.
func New(target func() (Target, error)) *Toolbox {
	return &Toolbox{&postgres{target: target, patience: mostTime}}
}

type postgres struct {
	target   func() (Target, error)
	patience time.Duration // how long a statement may take

	mu   sync.Mutex
	idle []*conn
}

// A conn is a connection that runs one statement at a time.
type conn struct {
	*pgconn.PgConn
	target Target
	since  time.Time         // when it became idle
	kinds  map[uint32]string // types by their numbers
}

// mostIdle is how long a connection is kept, and manyIdle how many are.
const mostIdle, manyIdle = time.Minute, 4

func (p *postgres) name() string { return "the Postgres database of this Neon branch" }

func (p *postgres) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.idle {
		c.end()
	}
	p.idle = nil
}

// end closes the connection, without waiting for long.
func (c *conn) end() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	c.Close(ctx)
}

// connection gives an idle connection to the target, or a new one.
func (p *postgres) connection(ctx context.Context, progress func(string)) (*conn, error) {
	t, err := p.target()
	if err != nil {
		return nil, err
	}
	if c := p.reused(t); c != nil {
		return c, nil
	}
	progress("connecting to " + t.Shown + "; a suspended compute takes a moment to wake")
	return connect(ctx, t)
}

func (p *postgres) reused(t Target) *conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found *conn
	p.idle = slices.DeleteFunc(p.idle, func(c *conn) bool {
		switch {
		case c.target != t, time.Since(c.since) > mostIdle, c.IsClosed():
			go c.end()
			return true
		case found == nil:
			found = c
			return true
		}
		return false
	})
	return found
}

func (p *postgres) keep(c *conn) {
	c.since = time.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.idle) < manyIdle {
		p.idle = append(p.idle, c)
		return
	}
	go c.end()
}

func connect(ctx context.Context, t Target) (*conn, error) {
	config, err := configOf(t)
	if err != nil {
		return nil, err
	}
	pg, err := pgconn.ConnectConfig(ctx, config)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == "08P01" { // a pooler that takes no settings
		maps.DeleteFunc(config.RuntimeParams, func(name, _ string) bool { return ours[name] != "" })
		pg, err = pgconn.ConnectConfig(ctx, config)
	}
	if err != nil {
		return nil, unconnected(ctx, t, config, err)
	}
	return &conn{PgConn: pg, target: t, kinds: map[uint32]string{}}, nil
}

// configOf reads the URL. Neon's pooler keeps no session, so the database is asked
// itself.
func configOf(t Target) (*pgconn.Config, error) {
	config, err := pgconn.ParseConfig(direct(t.URL))
	if err != nil {
		return nil, fmt.Errorf("the URL of the database can't be read: it should look like %s", "postgresql://user:password@host/database")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = mostTime
	}
	config.MaxProtocolMessageBodyLen = mostMessage
	config.BuildContextWatcherHandler = func(pg *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: pg, CancelRequestDelay: 0, DeadlineDelay: time.Second}
	}
	maps.Copy(config.RuntimeParams, ours) // a search_path of the URL's stays
	return config, nil
}

// ours are the settings that each session has. A pooler may take none.
var ours = map[string]string{
	"application_name": "neonchat", "client_encoding": "UTF8", "default_transaction_read_only": "on",
}

// direct is the URL past Neon's pooler, whose host has "-pooler" in its first label.
func direct(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || !strings.HasSuffix(u.Hostname(), ".neon.tech") {
		return raw
	}
	label, rest, _ := strings.Cut(u.Host, ".")
	u.Host = strings.TrimSuffix(label, "-pooler") + "." + rest
	return u.String()
}

// unconnected says why there is no connection, without the password.
func unconnected(ctx context.Context, t Target, config *pgconn.Config, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return fmt.Errorf("connecting to %s: %w", t.Shown, failure(refused, "", 0))
	}
	why := err.Error()
	if config.Password != "" {
		why = strings.ReplaceAll(why, config.Password, "…")
	}
	return fmt.Errorf("connecting to %s: %s", t.Shown, why)
}

// begin opens the transaction that everything runs in. The settings hold in it
// alone, whatever the connection, the role or the database has.
func (p *postgres) begin() string {
	return fmt.Sprintf(beginning, p.patience.Milliseconds())
}

const beginning = `BEGIN READ ONLY;
SET LOCAL statement_timeout = %d;
SET LOCAL lock_timeout = '3s';
SET LOCAL idle_in_transaction_session_timeout = '30s';
SET LOCAL standard_conforming_strings = on;
SET LOCAL backslash_quote = safe_encoding;
SET LOCAL DateStyle = 'ISO';
SET LOCAL bytea_output = 'hex';
SELECT pg_catalog.set_config('temp_file_limit', '1GB', true) WHERE pg_catalog.current_setting('is_superuser') OPERATOR(pg_catalog.=) 'on'`

// reading runs f in a read-only transaction, which it rolls back. A connection that
// has been asked anything by a model is reset before it is used again.
func (p *postgres) reading(ctx context.Context, progress func(string), f func(ctx context.Context, c *conn) error) error {
	ctx, cancel := context.WithTimeout(ctx, mostTime+p.patience)
	defer cancel()
	c, err := p.connection(ctx, progress)
	if err != nil {
		return err
	}
	if _, err = c.Exec(ctx, p.begin()).ReadAll(); err != nil && c.IsClosed() && ctx.Err() == nil {
		// It broke while nobody used it: the compute was suspended, say.
		if c, err = connect(ctx, c.target); err != nil {
			return err
		}
		_, err = c.Exec(ctx, p.begin()).ReadAll()
	}
	if err == nil {
		err = f(ctx, c)
	}
	p.reset(ctx, c)
	return plain(ctx, err)
}

// reset takes back all that may have been done to the connection, or closes it.
func (p *postgres) reset(ctx context.Context, c *conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), mostWaiting)
	defer cancel()
	for _, undo := range []string{"ROLLBACK", "DISCARD ALL"} {
		if c.IsClosed() {
			return
		}
		if _, err := c.Exec(ctx, undo).ReadAll(); err != nil {
			c.end()
			return
		}
	}
	if !c.IsClosed() {
		p.keep(c)
	}
}

func (p *postgres) query(ctx context.Context, sql string, params []*string, limit int, progress func(string)) (*rows, error) {
	s, err := parse(sql)
	if err != nil {
		return nil, err
	}
	var r *rows
	err = p.reading(ctx, progress, func(ctx context.Context, c *conn) error {
		values := bytesOf(params)
		if err := c.harmless(ctx, s, values); err != nil {
			return err
		}
		r, err = c.rows(ctx, s.text, values, limit)
		return err
	})
	return r, err
}

func bytesOf(params []*string) [][]byte {
	values := make([][]byte, len(params))
	for i, p := range params {
		if p != nil {
			values[i] = []byte(*p)
		}
	}
	return values
}
