package sql

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// How many rows are counted behind those that are given, and how many bytes of them
// are read for that.
const mostCounted, mostRead = 10_000, 8 << 20

// rows runs a statement by the extended protocol and reads its rows, those that are
// given and as many more as are counted. Then the server is told to end it.
func (c *conn) rows(ctx context.Context, sql string, values [][]byte, limit int) (*rows, error) {
	result := c.ExecParams(ctx, sql, values, nil, nil, nil)
	r, read := &rows{}, 0
	var kinds []uint32
	for more := result.NextRow(); ; more = result.NextRow() {
		if r.columns == nil {
			for _, f := range result.FieldDescriptions() {
				r.columns = append(r.columns, column{name: f.Name})
				kinds = append(kinds, f.DataTypeOID)
			}
		}
		if !more {
			break
		}
		if r.more == 0 && !r.full(limit) {
			r.add(texts(result.Values()))
			continue
		}
		for _, v := range result.Values() {
			read += len(v)
		}
		if r.more++; r.more >= mostCounted || read > mostRead {
			r.uncount = true
			break
		}
	}
	if err := c.finish(ctx, result, r); err != nil {
		return nil, failure(err, sql, 0)
	}
	c.nameKinds(ctx, r, kinds)
	return r, nil
}

// finish ends a result. What goes wrong once there are rows enough takes none of
// them away.
func (c *conn) finish(ctx context.Context, result *pgconn.ResultReader, r *rows) error {
	if r.uncount {
		ctx, cancel := context.WithTimeout(ctx, mostWaiting)
		defer cancel()
		c.CancelRequest(ctx)
	}
	_, err := result.Close()
	if err == nil || r.more == 0 {
		return err
	}
	r.uncount = true
	if !c.IsClosed() {
		c.Exec(ctx, "ROLLBACK").ReadAll()
	}
	return nil
}

// texts are the values as texts of their own: the connection uses the bytes again.
func texts(values [][]byte) []*string {
	row := make([]*string, len(values))
	for i, v := range values {
		if v != nil {
			s := string(v)
			row[i] = &s
		}
	}
	return row
}

// The types that most columns have.
var usualKinds = map[uint32]string{
	16: "boolean", 17: "bytea", 19: "name", 20: "bigint", 21: "smallint", 23: "integer", 25: "text", 26: "oid", 114: "json",
	700: "real", 701: "double precision", 1042: "char", 1043: "varchar", 1082: "date", 1083: "time", 1114: "timestamp",
	1184: "timestamptz", 1186: "interval", 1700: "numeric", 2950: "uuid", 3802: "jsonb",
}

// nameKinds names the columns' types, as the server does where they are its own.
func (c *conn) nameKinds(ctx context.Context, r *rows, kinds []uint32) {
	var unknown []string
	for _, k := range kinds {
		if usualKinds[k] == "" && c.kinds[k] == "" {
			unknown = append(unknown, strconv.Itoa(int(k)))
		}
	}
	if unknown != nil && !c.IsClosed() {
		list, err := c.ask(ctx, `select oid, pg_catalog.format_type(oid, null) from pg_catalog.pg_type where oid = any($1::oid[])`, "{"+strings.Join(unknown, ",")+"}")
		if err == nil {
			for _, row := range list {
				n, _ := strconv.ParseUint(row[0], 10, 32)
				c.kinds[uint32(n)] = row[1]
			}
		}
	}
	for i, k := range kinds {
		switch {
		case usualKinds[k] != "":
			r.columns[i].kind = usualKinds[k]
		case c.kinds[k] != "":
			r.columns[i].kind = c.kinds[k]
		default:
			r.columns[i].kind = fmt.Sprint("type ", k)
		}
	}
}

// ask runs a statement of ours and gives its rows, with "" for NULL.
func (c *conn) ask(ctx context.Context, sql string, params ...string) (list [][]string, err error) {
	values := make([][]byte, len(params))
	for i, p := range params {
		values[i] = []byte(p)
	}
	result := c.ExecParams(ctx, sql, values, nil, nil, nil).Read()
	for _, row := range result.Rows {
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = string(v)
		}
		list = append(list, cells)
	}
	return list, result.Err
}
