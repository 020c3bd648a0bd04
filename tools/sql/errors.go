package sql

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// failure is what the server says is wrong, whole, so that a statement can be
// mended. The positions that it tells are those in a text with so many characters
// before the statement.
func failure(err error, sql string, before int) error {
	var large *pgproto3.ExceededMaxBodyLenErr
	if errors.As(err, &large) {
		return fmt.Errorf("a row of the result is larger than %d MB: ask for less of it", mostMessage>>20)
	}
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return err
	}
	lines := []string{fmt.Sprintf("%s (SQLSTATE %s)", e.Message, e.Code)}
	if at := int(e.Position) - before; e.Position > 0 && at > 0 && sql != "" {
		lines = append(lines, fmt.Sprintf("position %d: %s", at, around(sql, at)))
	}
	for _, said := range []struct{ what, text string }{
		{"detail", e.Detail}, {"hint", e.Hint}, {"within", e.InternalQuery}, {"where", e.Where},
		{"table", strings.TrimPrefix(e.SchemaName+"."+e.TableName, ".")}, {"column", e.ColumnName}, {"constraint", e.ConstraintName}, {"hint", hints[e.Code]},
	} {
		if text := strings.Trim(said.text, "."); text != "" {
			lines = append(lines, said.what+": "+said.text)
		}
	}
	return errors.New(strings.Join(lines, "\n"))
}

// hints are ours, for what is a rule here.
var hints = map[string]string{
	"25006": "This database is only read here.",
	"57014": "A statement may take 15 seconds: filter more, sum less, or look at the plan with EXPLAIN.",
	"55P03": "Somebody else holds a lock on it: try again later.",
}

// around is the statement from a position on, on one line.
func around(sql string, at int) string {
	for range at - 1 {
		if sql == "" {
			return "the end"
		}
		_, n := utf8.DecodeRuneInString(sql)
		sql = sql[n:]
	}
	line := strings.Join(strings.Fields(sql), " ")
	if line == "" {
		return "the end"
	}
	if r := []rune(line); len(r) > 60 {
		line = string(r[:60]) + "…"
	}
	return line
}

// plain says in words what a context's end means.
func plain(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(ctx.Err(), context.Canceled):
		return context.Canceled
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return errors.New("the database has not answered in time")
	}
	return err
}
