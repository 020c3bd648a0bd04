package sql

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"neonchat/chat"
)

// Source is what the tools' source is called.
const Source = "sql"

const (
	schemaTool = "sql_schema"
	queryTool  = "sql_query"
)

// The most rows that a query gives, and how many where nobody says.
const mostRows, usualRows = 500, 100

// A database is what the tools ask.
type database interface {
	// name is what the user calls it, without secrets.
	name() string
	schema(ctx context.Context, table string, progress func(string)) (string, error)
	query(ctx context.Context, statement string, params []*string, limit int, progress func(string)) (*rows, error)
	// warn is what should be known of a statement before it runs, or "".
	warn(ctx context.Context, statement string) string
	close()
}

// A Toolbox has the tools sql_schema and sql_query of one database.
type Toolbox struct{ database database }

// Close gives back the connections.
func (t *Toolbox) Close() { t.database.close() }

// Tools are the same always; they need no connection.
func (t *Toolbox) Tools(context.Context) []chat.Tool {
	const readOnly = "read-only"
	return []chat.Tool{
		{
			Name: schemaTool, Source: Source, Claims: []string{readOnly},
			Description: "Shows what is in " + t.database.name() + ": tables and views with their columns, types, keys, indexes and comments, about how many rows they have, and enums. Call it before you write a query.",
			Schema:      json.RawMessage(`{"type":"object","properties":{"table":{"type":"string","description":"one table, as name or schema.name; without it all are shown"}}}`),
		},
		{
			Name: queryTool, Source: Source, Claims: []string{readOnly},
			Description: "Runs one SQL statement in " + t.database.name() + " and gives its rows: CSV with name:type of each column first, an empty field for NULL and \"\" for an empty text; or JSON where that is shorter. Reading only: SELECT, WITH, VALUES, TABLE, EXPLAIN and SHOW. It ends after 15 seconds. Let the database count, filter and sum.",
			Schema: json.RawMessage(`{"type":"object","properties":{` +
				`"sql":{"type":"string","description":"one statement"},` +
				`"params":{"type":"array","items":{"type":["string","number","boolean","null"]},"description":"the values of $1, $2 and so on"},` +
				`"limit":{"type":"integer","minimum":1,"maximum":500,"description":"how many rows to give, 100 unless said"}},"required":["sql"]}`),
		},
	}
}

// arguments are those of both tools.
type arguments struct {
	Table  string            `json:"table"`
	SQL    string            `json:"sql"`
	Params []json.RawMessage `json:"params"`
	Limit  json.Number       `json:"limit"`
}

func (t *Toolbox) Call(ctx context.Context, c chat.ToolCall, progress func(string)) chat.ToolResult {
	if progress == nil {
		progress = func(string) {}
	}
	text, err := t.run(ctx, c, progress)
	if err != nil {
		return chat.ToolResult{Text: err.Error(), IsError: true}
	}
	return chat.ToolResult{Text: text}
}

func (t *Toolbox) run(ctx context.Context, c chat.ToolCall, progress func(string)) (string, error) {
	a, err := argumentsOf(c)
	if err != nil {
		return "", err
	}
	if c.Name == schemaTool {
		return t.database.schema(ctx, a.Table, progress)
	}
	limit, err := a.limit()
	if err != nil {
		return "", err
	}
	params, err := a.params()
	if err != nil {
		return "", err
	}
	r, err := t.database.query(ctx, a.SQL, params, limit, progress)
	if err != nil {
		return "", err
	}
	return r.text(), nil
}

// Warn says what is known of a query's functions that can't be judged from outside.
func (t *Toolbox) Warn(ctx context.Context, c chat.ToolCall) string {
	a, err := argumentsOf(c)
	if c.Name != queryTool || err != nil {
		return ""
	}
	return t.database.warn(ctx, a.SQL)
}

func argumentsOf(c chat.ToolCall) (a arguments, err error) {
	d := json.NewDecoder(strings.NewReader(cmp.Or(strings.TrimSpace(c.Arguments), "{}")))
	d.DisallowUnknownFields()
	if err := d.Decode(&a); err != nil {
		return a, fmt.Errorf("the arguments are wrong: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if c.Name == queryTool && strings.TrimSpace(a.SQL) == "" {
		return a, errors.New(`the arguments are wrong: "sql" has to hold a statement`)
	}
	return a, nil
}

func (a arguments) limit() (int, error) {
	if a.Limit == "" {
		return usualRows, nil
	}
	n, err := a.Limit.Int64()
	if err != nil || n < 1 {
		return 0, fmt.Errorf(`the arguments are wrong: "limit" has to be a whole number from 1 to %d`, mostRows)
	}
	return int(min(n, mostRows)), nil
}

// params are the values as texts, which is how Postgres reads values of any type.
func (a arguments) params() ([]*string, error) {
	var list []*string
	for _, p := range a.Params {
		var s string
		switch {
		case bytes.Equal(p, []byte("null")):
			list = append(list, nil)
			continue
		case p[0] != '"':
			s = string(p)
		default:
			if err := json.Unmarshal(p, &s); err != nil {
				return nil, err
			}
		}
		list = append(list, &s)
	}
	return list, nil
}
