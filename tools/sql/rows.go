package sql

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/dustin/go-humanize"
)

// The most bytes that a cell and all rows of a result have. A model is given no
// more than 64 KB.
const mostCell, mostBytes = 8_000, 48 << 10

type column struct{ name, kind string }

// rows are what a statement gave.
type rows struct {
	columns []column
	cells   [][]*string // nil for NULL
	bytes   int
	more    int  // rows behind those
	uncount bool // there are more still, and nobody counted them
}

// full reports whether there is room for no other row.
func (r *rows) full(limit int) bool { return len(r.cells) == limit || r.bytes > mostBytes }

// add takes a row, with what is too long in it cut.
func (r *rows) add(row []*string) {
	for i, cell := range row {
		if cell == nil {
			continue
		}
		if n := len(*cell); n > mostCell {
			cut := strings.ToValidUTF8((*cell)[:mostCell], "") + fmt.Sprintf("… (%s bytes in all)", humanize.Comma(int64(n)))
			row[i] = &cut
		}
		r.bytes += len(*row[i])
	}
	r.cells = append(r.cells, row)
}

// text is the result as a model is given it: the rows, and how many there are.
func (r *rows) text() string {
	table := r.csv()
	if object := r.json(); len(object) < len(table) {
		table = object
	}
	return table + "\n" + r.count()
}

func (r *rows) count() string {
	n := len(r.cells)
	if r.more == 0 {
		return counted(n) + "."
	}
	there := humanize.Comma(int64(r.more))
	if r.uncount {
		there = "more than " + there
	}
	return fmt.Sprintf("The first %s; there are %s more. Ask for less: filter, sum, or name the columns.", counted(n), there)
}

func counted(n int) string {
	if n == 1 {
		return "1 row"
	}
	return humanize.Comma(int64(n)) + " rows"
}

// csv is the rows with a line of name:type first. A field is quoted where it has
// to be; an empty one is NULL.
func (r *rows) csv() string {
	var b strings.Builder
	for i, c := range r.columns {
		b.WriteString(comma(i) + field(c.name+":"+c.kind))
	}
	b.WriteByte('\n')
	for _, row := range r.cells {
		for i, cell := range row {
			b.WriteString(comma(i))
			if cell != nil {
				b.WriteString(field(*cell))
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func comma(i int) string {
	if i == 0 {
		return ""
	}
	return ","
}

func field(s string) string {
	if s != "" && !strings.ContainsAny(s, ",\"\r\n") && strings.TrimSpace(s) == s {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

// json is the rows as {"columns":["name type"],"rows":[[…]]}, each value in the
// form that its type has.
func (r *rows) json() string {
	var b strings.Builder
	b.WriteString(`{"columns":[`)
	for i, c := range r.columns {
		b.WriteString(comma(i) + quote(c.name+" "+c.kind))
	}
	b.WriteString(`],"rows":[`)
	for n, row := range r.cells {
		b.WriteString(comma(n) + "[")
		for i, cell := range row {
			b.WriteString(comma(i) + value(cell, r.columns[i].kind))
		}
		b.WriteByte(']')
	}
	b.WriteString("]}\n")
	return b.String()
}

var number = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$`) })

var numbers = []string{"smallint", "integer", "bigint", "numeric", "real", "double precision", "oid"}

func value(cell *string, kind string) string {
	switch {
	case cell == nil:
		return "null"
	case slices.Contains(numbers, kind) && number().MatchString(*cell):
		return *cell
	case (kind == "json" || kind == "jsonb") && json.Valid([]byte(*cell)):
		return *cell
	case kind == "boolean" && (*cell == "t" || *cell == "true"):
		return "true"
	case kind == "boolean" && (*cell == "f" || *cell == "false"):
		return "false"
	}
	return quote(*cell)
}

func quote(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(s) != nil {
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}
