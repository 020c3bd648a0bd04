package sql

import (
	"strings"
	"testing"

	"neonchat/chat"
)

func TestTheDemoDatabaseAnswersAsARealOneDoes(t *testing.T) {
	box := Demo()
	t.Cleanup(box.Close)
	schema := asks(t.Context(), box, schemaTool, map[string]any{})
	for _, line := range []string{"table todos (~8 rows) -- demo data\n", "  done boolean not null\n", "  user_id bigint not null references users(id)\n", "table orders", "table users"} {
		if !strings.Contains(schema.Text, line) {
			t.Errorf("there is no %q in\n%s", line, schema.Text)
		}
	}
	if r := asks(t.Context(), box, schemaTool, map[string]any{"table": "public.users"}); strings.Contains(r.Text, "todos") || r.IsError {
		t.Errorf("one table is %+v", r)
	}
	for sql, want := range map[string]string{
		"SELECT count(*) FROM todos WHERE NOT done":                                                 "count(*):bigint\n5\n\n1 row.",
		"SELECT title, done, created_at, due FROM todos WHERE NOT done ORDER BY created_at LIMIT 1": "title:text,done:boolean,created_at:timestamptz,due:date\nWater the plants,f,2026-10-04 18:20:00+00,\n\n1 row.",
		"select sum(total) as sum from orders where status = 'paid'":                                "sum:numeric\n311.4\n\n1 row.",
		"values (1, null, '')": "column1:bigint,column2:,column3:text\n1,,\"\"\n\n1 row.",
	} {
		if r := selects(t.Context(), box, sql); r.Text != want {
			t.Errorf("%s:\n got %q\nwant %q", sql, r.Text, want)
		}
	}
	r := asks(t.Context(), box, queryTool, map[string]any{"sql": "select name from users where id = $1 or name = $2 order by id", "params": []any{1, "Grace"}, "limit": 1})
	if !strings.HasPrefix(r.Text, "name:text\nAda\n\nThe first 1 row; there are 1 more.") {
		t.Errorf("with parameters: %q", r.Text)
	}
}

func TestTheDemoDatabaseIsOnlyRead(t *testing.T) {
	box := Demo()
	t.Cleanup(box.Close)
	for _, sql := range []string{
		"delete from todos", "select 1; delete from todos", "select 1 -- \n; delete from todos", "with a as (select 1) delete from todos", "pragma query_only = off",
		"attach 'x' as y", "with a as (select 1) insert into users select 9, 'x', 'x', 'x' from a", "explain delete from todos", "select load_extension('x')", "table todos", "",
	} {
		if r := selects(t.Context(), box, sql); !r.IsError {
			t.Errorf("%s gives %q", sql, r.Text)
		}
	}
	if r := selects(t.Context(), box, "select count(*) from todos"); !strings.Contains(r.Text, "\n8\n") {
		t.Errorf("then there are %q", r.Text)
	}
}

func TestToolsNeedNoConnection(t *testing.T) {
	box := New(func() (Target, error) { t.Error("it asks for the database"); return Target{}, nil })
	for _, tool := range box.Tools(t.Context()) {
		if tool.Source != Source || !strings.HasPrefix(tool.Name, "sql_") || len(tool.Claims) == 0 {
			t.Errorf("%+v", tool)
		}
	}
	box.Close()
	demo := Demo()
	demo.Close()
	if r := demo.Call(t.Context(), chat.ToolCall{Name: schemaTool}, nil); !r.IsError {
		t.Errorf("a closed one gives %+v", r)
	}
}

// What is between quotes or in a comment is no name, however it is quoted.
func TestNamesAreFoundAsPostgresFindsThem(t *testing.T) {
	for sql, want := range map[string]string{
		"select a(b), c (d)":                              "a c",
		"select A(1), \"A\"(2), \"x y\"(3)":               "a A x y",
		"select s.f(1), \"s\" . \"G\" /* x */ (2)":        "f G",
		"select 'a(1)', E'\\'b(2)', $$c(3)$$, $x$d(4)$x$": "",
		"select 'it''s', a(1)":                            "a",
		"select E'\\\\', a(1)":                            "a",
		"select \"a\"\"b\"(1)":                            `a"b`,
		"-- a(1)\n/* b(1) /* c(1) */ d(1) */ select e(1)": "e",
		"select $1, a($2)":                                "a",
		"select N'x', B'1', x'F', u&'\\0061', a(1)":       "a",
		"select 'unclosed, a(1)":                          "",
		"select $q$ unclosed, a(1)":                       "",
		"select ä(1), Ä(2)":                               "ä Ä",
		"select 1a(1)":                                    "a",
		"select $$a$$$$b(1)$$, c(1)":                      "c",
	} {
		list, err := words(sql)
		if err != nil {
			t.Errorf("%s: %v", sql, err)
		}
		if got := strings.Join(called(list), " "); got != want {
			t.Errorf("%s: %q, want %q", sql, got, want)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, h := range hostile {
		f.Add(h.sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		list, err := words(sql)
		if err == nil {
			called(list)
		}
		parse(sql)
	})
}

func TestThePoolerIsPassed(t *testing.T) {
	for raw, want := range map[string]string{
		"postgresql://u:p%40s@ep-cool-1-pooler.us-east-2.aws.neon.tech/neondb?sslmode=require": "postgresql://u:p%40s@ep-cool-1.us-east-2.aws.neon.tech/neondb?sslmode=require",
		"postgresql://u@ep-cool-1.us-east-2.aws.neon.tech:5433/neondb":                         "postgresql://u@ep-cool-1.us-east-2.aws.neon.tech:5433/neondb",
		"postgresql://u@my-pooler.example.com/x":                                               "postgresql://u@my-pooler.example.com/x",
		"host=/tmp dbname=x":                                                                   "host=/tmp dbname=x",
	} {
		if got := direct(raw); got != want {
			t.Errorf("%s becomes %s", raw, got)
		}
	}
}
