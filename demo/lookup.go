package demo

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// lookUp answers a question about data as a model with a database would, where
// there are tools for that: it reads the schema, queries a table that the question
// names, and says what came of it. nil: it is no such question, or that is over.
func lookUp(r *request, rounds []round) []part {
	at, _ := r.question()
	q := strings.ToLower(strings.Join(r.turns[at].texts, " "))
	schema, query := r.declared("sql_schema"), r.declared("sql_query")
	if schema == "" || query == "" || !dataQuestion().MatchString(q) {
		return nil
	}
	switch len(rounds) {
	case 0:
		return calls(r, "Let me look at the tables first.", call{name: schema, args: "{}"})
	case 1:
		res := rounds[0].results[0]
		tables := tablesIn(res.text)
		if len(tables) == 0 {
			return []part{{text: "I can't look into the database: " + strings.TrimSpace(res.text) + "\n"}}
		}
		t, ok := tableFor(q, tables)
		if !ok {
			return []part{{text: tableList(tables)}}
		}
		return calls(r, "Now the "+t.noun()+".", t.queries(query, q)...)
	case 2:
		return []part{{text: fromRows(q, rounds[1])}}
	}
	return nil
}

// dataQuestion is how somebody asks for data.
var dataQuestion = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\b(how many|how much|count|oldest|newest|latest|todos?|users|orders|tables?|database|rows)\b`)
})

// declared is a tool of this name, or one that a server offers under it.
func (r *request) declared(name string) string {
	for _, t := range r.tools {
		if t.name == name || strings.HasSuffix(t.name, "__"+name) {
			return t.name
		}
	}
	return ""
}

// dataTable is a table as a schema describes it.
type dataTable struct {
	name    string
	columns []dataColumn
}

type dataColumn struct{ name, kind string }

// tablesIn reads a schema: a line "table NAME …" for each table, its columns
// indented below as "NAME TYPE …".
func tablesIn(text string) (tables []dataTable) {
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		switch {
		case len(words) < 2:
		case words[0] == "table", words[0] == "view":
			tables = append(tables, dataTable{name: words[1]})
		case strings.HasPrefix(line, "  ") && len(tables) > 0:
			t := &tables[len(tables)-1]
			t.columns = append(t.columns, dataColumn{words[0], strings.Join(words[1:], " ")})
		}
	}
	return tables
}

// noun is the table's name without its schema.
func (t dataTable) noun() string { return t.name[strings.LastIndex(t.name, ".")+1:] }

// tableFor is the table whose name is in the question, in either number.
func tableFor(q string, tables []dataTable) (dataTable, bool) {
	for _, t := range tables {
		if one := strings.TrimSuffix(strings.ToLower(t.noun()), "s"); regexp.MustCompile(`\b` + regexp.QuoteMeta(one) + `s?\b`).MatchString(q) {
			return t, true
		}
	}
	return dataTable{}, false
}

func tableList(tables []dataTable) string {
	var b strings.Builder
	b.WriteString("The database has these tables:\n\n")
	for _, t := range tables {
		var names []string
		for _, c := range t.columns {
			names = append(names, c.name)
		}
		fmt.Fprintf(&b, "- `%s`: %s\n", t.name, strings.Join(names, ", "))
	}
	return b.String()
}

// find is the first column that fits.
func (t dataTable) find(fits func(dataColumn) bool) string {
	if i := slices.IndexFunc(t.columns, fits); i >= 0 {
		return t.columns[i].name
	}
	return ""
}

// queries are what a question about a table asks: how many, and the first by time.
func (t dataTable) queries(tool, q string) []call {
	where := t.where(q)
	ask := func(sql string) call { return call{name: tool, args: string(marshal(object{"sql": sql}))} }
	var list []call
	if regexp.MustCompile(`\b(how many|count)\b`).MatchString(q) {
		list = append(list, ask("SELECT count(*) FROM "+t.name+where))
	}
	when := t.find(func(c dataColumn) bool {
		return strings.HasPrefix(c.kind, "timestamp") || strings.HasPrefix(c.kind, "date")
	})
	order := ""
	switch {
	case when == "":
	case strings.Contains(q, "oldest"), strings.Contains(q, "first"):
		order = " ORDER BY " + when + " LIMIT 1"
	case strings.Contains(q, "newest"), strings.Contains(q, "latest"), strings.Contains(q, "last"):
		order = " ORDER BY " + when + " DESC LIMIT 1"
	}
	if order != "" || len(list) == 0 {
		if order == "" {
			order = " LIMIT 5"
		}
		list = append(list, ask("SELECT * FROM "+t.name+where+order))
	}
	return list
}

// where keeps the rows that a question is about: open ones, or done ones.
func (t dataTable) where(q string) string {
	open := regexp.MustCompile(`\b(open|unfinished|undone|to do)\b`).MatchString(q)
	closed := regexp.MustCompile(`\b(closed|done|finished|completed)\b`).MatchString(q)
	if open == closed {
		return ""
	}
	done := t.find(func(c dataColumn) bool {
		return strings.HasPrefix(c.kind, "bool") && slices.Contains([]string{"done", "is_done", "completed", "closed", "finished"}, c.name)
	})
	status := t.find(func(c dataColumn) bool { return c.name == "status" || c.name == "state" })
	switch {
	case done != "" && open:
		return " WHERE NOT " + done
	case done != "":
		return " WHERE " + done
	case status != "" && open:
		return " WHERE " + status + " = 'open'"
	case status != "":
		return " WHERE " + status + " <> 'open'"
	}
	return ""
}

// fromRows answers from the rows that the queries gave.
func fromRows(q string, made round) string {
	noun := "rows"
	var b strings.Builder
	for i, c := range made.calls {
		if i >= len(made.results) {
			break
		}
		names, rows := rowsIn(made.results[i].text)
		if m := regexp.MustCompile(`FROM (?:\w+\.)?(\w+)`).FindStringSubmatch(c.args); m != nil {
			noun = m[1]
		}
		switch {
		case names == nil:
			fmt.Fprintf(&b, "The query didn't work: %s\n", strings.TrimSpace(made.results[i].text))
		case strings.Contains(c.args, "count(*)") && len(rows) == 1:
			if strings.Contains(q, "open") {
				noun = "open " + noun
			}
			fmt.Fprintf(&b, "You have **%s** %s. ", rows[0][0], noun)
		case len(rows) == 0:
			b.WriteString("There is nothing there.\n")
		case strings.Contains(c.args, "LIMIT 1"):
			which := "oldest"
			if strings.Contains(c.args, " DESC ") {
				which = "newest"
			}
			fmt.Fprintf(&b, "The %s is %s.\n", which, described(names, rows[0]))
		default:
			b.WriteString(tableOf(names, rows))
		}
	}
	return strings.TrimRight(b.String(), " \n") + "\n"
}

// rowsIn reads a result: CSV with its columns' names first, up to a blank line, or
// an object with columns and rows. A name may have its type behind a colon or a
// space. No names: it is neither.
func rowsIn(text string) (names []string, rows [][]string) {
	var o struct {
		Columns []string `json:"columns"`
		Rows    [][]any  `json:"rows"`
	}
	body, _, _ := strings.Cut(text, "\n\n")
	if json.Unmarshal([]byte(body), &o) == nil && len(o.Columns) > 0 {
		for _, row := range o.Rows {
			var cells []string
			for _, v := range row {
				cells = append(cells, fmt.Sprint(v))
			}
			rows = append(rows, cells)
		}
		names = o.Columns
	} else if all, err := csv.NewReader(strings.NewReader(body)).ReadAll(); err == nil && len(all) > 0 && !strings.Contains(all[0][0], ". ") {
		names, rows = all[0], all[1:]
	}
	for i, n := range names {
		if at := strings.IndexAny(n, ": "); at >= 0 {
			names[i] = n[:at]
		}
	}
	return names, rows
}

// described is a row in words: its title or name, and when it is from.
func described(names, row []string) string {
	cell := func(fits func(string) bool) string {
		if i := slices.IndexFunc(names, fits); i >= 0 && i < len(row) {
			return row[i]
		}
		return ""
	}
	called := cell(func(n string) bool { return slices.Contains([]string{"title", "name", "subject", "email", "task"}, n) })
	if called == "" {
		called = row[0]
	}
	when := cell(func(n string) bool {
		return strings.HasSuffix(n, "_at") || strings.HasSuffix(n, "date") || strings.HasSuffix(n, "_on")
	})
	if when == "" {
		return "**" + called + "**"
	}
	return "**" + called + "**, from " + when
}

func tableOf(names []string, rows [][]string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(names, " | "), strings.Repeat(" --- |", len(names)))
	for _, row := range rows {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
	}
	return b.String()
}
