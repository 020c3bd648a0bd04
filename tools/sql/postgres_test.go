package sql

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"neonchat/chat"
)

// fixture is what the tests' database has.
const fixture = `
create extension dblink; create extension pgcrypto; create extension postgres_fdw; create extension file_fdw; create extension tablefunc; create extension lo;
create type mood as enum ('sad', 'ok', 'very happy');
create table users (id bigint generated always as identity primary key, name text not null unique, mood mood default 'ok', born date);
comment on table users is 'who
is here'; comment on column users.name is 'as they like it';
create table todos (id serial primary key, user_id bigint references users, title text not null, done boolean not null default false, created_at timestamptz not null default now(), tags text[], meta jsonb);
create index todos_open on todos (created_at) where not done;
create view open_todos as select * from todos where not done;
create view sleepy as select id, pg_sleep(20)::text as slept from users;
create schema "Odd Name"; create table "Odd Name"."Ta.ble" ("sel""ect" int, "ü" text);
create table "Odd Name"."bad""; drop table users; --" (a int);
insert into users (name, mood, born) values ('Ann', 'ok', '1990-02-03'), ('Bo, "the" Bear', null, null), (E'tab\there\nline', 'sad', '2001-01-01');
insert into todos (user_id, title, done, created_at, tags, meta) select 1 + i % 3, 'todo ' || i, i % 4 = 0, '2026-01-01'::timestamptz + i * interval '1 day', array['a', 'b'], '{"n": 1}' from generate_series(1, 40) i;
create table numbers as select i from generate_series(1, 30000) i;
create sequence counter;
create table log (at timestamptz default now(), what text);
create function writes() returns int language plpgsql as $$ begin insert into log (what) values ('written'); return 1; end $$;
create function writes_sql() returns bigint language sql as $$ insert into log (what) values ('written') returning 1::bigint $$;
create function writes_stable() returns int stable language plpgsql as $$ begin execute 'insert into log (what) values (''written'')'; return 1; end $$;
create function writes_immutable(int) returns int immutable language plpgsql as $$ begin execute 'insert into log (what) values (''written'')'; return 1; end $$;
create function commits() returns int language plpgsql as $$ begin commit; return 1; end $$;
create procedure procedure_writes() language plpgsql as $$ begin insert into log (what) values ('written'); commit; end $$;
create function sets() returns text language sql as $$ select set_config('default_transaction_read_only', 'off', false) $$;
create function trap() returns int language plpgsql as $$ begin loop begin perform 1 / 0; exception when others then null; end; end loop; end $$;
create function of_row(users) returns int language plpgsql as $$ begin insert into log (what) values ('row'); return 1; end $$;
create function op_writes(int, int) returns int language plpgsql as $$ begin insert into log (what) values ('op'); return 1; end $$;
create operator <~> (leftarg = int, rightarg = int, procedure = op_writes);
create rule log_rule as on delete to log do also insert into log (what) values ('rule');
select lo_from_bytea(4711, '\x01');
analyze users; analyze todos; analyze numbers;`

// A server is a real Postgres with a database of the test's own.
type server struct {
	*testing.T
	url    string // of a superuser
	owner  string // of a role that owns the tables and is none
	keeper *pgconn.PgConn
	victim *pgconn.PgConn
}

// postgresURL is where the tests' server is: .ci/run starts one.
func postgresURL(t *testing.T) *url.URL {
	raw := os.Getenv("NEONCHAT_TEST_POSTGRES")
	if raw == "" {
		t.Skip("NEONCHAT_TEST_POSTGRES is the URL of a Postgres to test with, as a superuser")
	}
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func newServer(t *testing.T) *server {
	t.Helper()
	u := postgresURL(t)
	name := fmt.Sprintf("neonchat_%d_%d", os.Getpid(), time.Now().UnixNano())
	s := &server{T: t}
	admin := s.open(u.String())
	s.do(admin, "create database "+name)
	s.do(admin, "create role "+name+" login password 'secret-of-"+name+"'")
	u.Path = "/" + name
	s.url = u.String()
	s.keeper = s.open(s.url)
	s.do(s.keeper, fixture)
	s.do(s.keeper, "grant all on all tables in schema public to "+name+"; grant all on all sequences in schema public to "+name+"; grant create on schema public to "+name)
	u.User = url.UserPassword(name, "secret-of-"+name)
	s.owner = u.String()
	s.victim = s.open(s.url)
	t.Cleanup(func() {
		s.keeper.Close(context.Background())
		s.victim.Close(context.Background())
		s.do(admin, "drop database "+name+" with (force)")
		s.do(admin, "drop role "+name)
	})
	return s
}

func (s *server) open(raw string) *pgconn.PgConn {
	s.Helper()
	c, err := pgconn.Connect(context.Background(), raw)
	if err != nil {
		s.Fatal(err)
	}
	return c
}

func (s *server) do(c *pgconn.PgConn, sql string) (list []string) {
	s.Helper()
	results, err := c.Exec(context.Background(), sql).ReadAll()
	if err != nil {
		s.Fatalf("%s: %v", sql, err)
	}
	for _, r := range results {
		for _, row := range r.Rows {
			var cells []string
			for _, v := range row {
				cells = append(cells, string(v))
			}
			list = append(list, strings.Join(cells, " "))
		}
	}
	return list
}

// use is a toolbox for a URL.
func (s *server) use(raw string) *Toolbox {
	box := New(func() (Target, error) { return Target{raw, "the test's database"}, nil })
	box.database.(*postgres).patience = time.Second
	s.Cleanup(box.Close)
	return box
}

// asks calls a tool.
func asks(ctx context.Context, t *Toolbox, tool string, arguments any) chat.ToolResult {
	args, err := json.Marshal(arguments)
	if err != nil {
		panic(err)
	}
	return t.Call(ctx, chat.ToolCall{Name: tool, Arguments: string(args)}, nil)
}

func selects(ctx context.Context, t *Toolbox, sql string) chat.ToolResult {
	return asks(ctx, t, queryTool, map[string]any{"sql": sql})
}

// state is all that a statement might have changed.
func (s *server) state() string {
	var b strings.Builder
	for _, table := range s.do(s.keeper, `select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables where schemaname in ('public', 'Odd Name') order by 1`) {
		fmt.Fprintln(&b, table, s.do(s.keeper, "select count(*), md5(string_agg(t::text, '' order by t::text)) from "+table+" t"))
	}
	for _, sql := range []string{
		"select last_value, is_called from counter", "select last_value, is_called from todos_id_seq",
		"select loid, md5(data) from pg_largeobject",
		"select rolname, rolsuper, rolcanlogin, rolpassword from pg_authid order by 1",
		"select setdatabase, setrole, setconfig from pg_db_role_setting order by 1, 2",
		"select name, setting from pg_settings where source = 'configuration file' order by 1",
		"select relname, relkind from pg_class where relnamespace not in (select oid from pg_namespace where nspname ~ '^pg_toast|^pg_temp') order by 1, 2",
		"select proname from pg_proc where oid > 16000 order by 1", "select datname from pg_database order by 1",
		"select extname from pg_extension order by 1", "select slot_name from pg_replication_slots",
		"select count(*) from pg_prepared_xacts", "select name from pg_ls_dir('.') name where name !~ '^(postmaster|pg_stat|pg_internal|log)' order by 1",
		"select name from pg_ls_tmpdir() order by 1", "select count(*) from pg_locks where locktype = 'advisory'",
		"select pg_postmaster_start_time(), pg_conf_load_time()",
	} {
		fmt.Fprintln(&b, sql, s.do(s.keeper, sql))
	}
	return b.String()
}

// quiet returns when the server does nothing for a toolbox any more.
func (s *server) quiet() {
	for s.do(s.keeper, "select count(*) from pg_stat_activity where application_name = 'neonchat' and state <> 'idle'")[0] != "0" {
	}
}

// hostile are statements and scripts that would do harm, or much work, and what has
// to be said of each; "" is nothing in particular: it may well be answered.
var hostile = []struct{ sql, says string }{
	// several statements
	{"select 1; drop table users", "multiple commands"},
	{"select 1; commit; drop schema public cascade", "multiple commands"},
	{"commit; drop schema public cascade", "COMMIT is not sent"},
	{"rollback; delete from todos", "ROLLBACK is not sent"},
	{"end; delete from todos", "END is not sent"},
	{"begin; delete from todos; commit", "BEGIN is not sent"},
	{"select 1;;delete from todos", "multiple commands"},
	{"select 1 /* ; */ ; delete from todos --", "multiple commands"},
	{"select 1 -- \n; delete from todos", "multiple commands"},
	{"; delete from todos", "; is not sent"},
	{"select $$;$$; delete from todos", "multiple commands"},
	{"select E'\\'; delete from todos; --'", ""},
	{"select 'a\\'; delete from todos; --'", "multiple commands"},
	// statements that write
	{"insert into log (what) values ('x')", "INSERT is not sent"},
	{"update users set name = 'x'", "UPDATE is not sent"},
	{"delete from todos", "DELETE is not sent"},
	{"merge into log using users on false when not matched then insert (what) values ('x')", "MERGE is not sent"},
	{"truncate users cascade", "TRUNCATE is not sent"},
	{"create table x (a int)", "CREATE is not sent"},
	{"alter role postgres password 'x'", "ALTER is not sent"},
	{"grant all on users to public", "GRANT is not sent"},
	{"vacuum full", "VACUUM is not sent"},
	{"do $$ begin delete from todos; end $$", "DO is not sent"},
	{"call procedure_writes()", "CALL is not sent"},
	{"copy users to program 'touch /tmp/neonchat-owned'", "COPY is not sent"},
	{"copy users from '/etc/passwd'", "COPY is not sent"},
	{"copy (select 1) to '/tmp/neonchat-owned'", "COPY is not sent"},
	{"prepare p as delete from todos", "PREPARE is not sent"},
	{"execute p", "EXECUTE is not sent"},
	{"listen x", "LISTEN is not sent"},
	{"notify x", "NOTIFY is not sent"},
	{"set default_transaction_read_only = off", "SET is not sent"},
	{"set transaction read write", "SET is not sent"},
	{"reset all", "RESET is not sent"},
	{"load 'plpgsql'", "LOAD is not sent"},
	{"lock table users", "LOCK is not sent"},
	{"declare c cursor with hold for select 1", "DECLARE is not sent"},
	{"checkpoint", "CHECKPOINT is not sent"},
	{"\"select\" 1", "is not sent"},
	{"(((delete from todos)))", "DELETE is not sent"},
	{"/* select */ delete from todos", "DELETE is not sent"},
	{"/* /* select */ select 1 */ delete from todos", "DELETE is not sent"},
	{"-- select\ndelete from todos", "DELETE is not sent"},
	{"\u00a0delete from todos", "is not sent"},
	{"", "has to hold a statement"},
	// statements that write, though their first word reads
	{"select * into stolen from users", "read-only transaction"},
	{"with gone as (delete from todos returning *) select * from gone", "read-only transaction"},
	{"with new as (insert into log (what) values ('x') returning *) select * from new", "read-only transaction"},
	{"with a as (select 1) insert into log (what) select 'x' from a", "read-only transaction"},
	{"with a as (select 1) update users set name = 'x' from a", "read-only transaction"},
	{"with a as (select 1) delete from log", "rewritten by rules"},
	{"with a as (select 1) delete from todos", "read-only transaction"},
	{"explain analyze delete from todos", "DELETE is not sent"},
	{"explain (analyze, verbose on) ((delete from todos))", "DELETE is not sent"},
	{"explain verbose analyze delete from todos", "is not sent"},
	{"explain (analyze, verbose) with gone as (delete from todos returning *) select * from gone", "read-only transaction"},
	{"explain analyze create table stolen as select * from users", "CREATE is not sent"},
	{"explain analyze insert into log (what) values ('x')", "INSERT is not sent"},
	{"explain analyze select * into stolen from users", "SELECT INTO is not sent"},
	{"explain analyze execute p", "EXECUTE is not sent"},
	{"explain (analyze) create materialized view stolen as select 1", "CREATE is not sent"},
	{"explain declare c cursor for select 1", "DECLARE is not sent"},
	{"select * from users for update", "read-only transaction"},
	{"select * from users for share", "read-only transaction"},
	{"table users; table log", "multiple commands"},
	{"select nextval('counter')", "nextval is not called here"},
	{"select setval('counter', 99)", "setval is not called here"},
	{"select writes()", "read-only transaction"},
	{"select writes_sql()", "read-only transaction"},
	{"select writes_stable()", "not allowed in a non-volatile function"},
	{"select writes_immutable(1)", "not allowed in a non-volatile function"},
	{"select 1 <~> 2", "read-only transaction"},
	{"select u.of_row from users u", "read-only transaction"},
	{"select (u).of_row from users u", "read-only transaction"},
	{"select commits()", "invalid transaction termination"},
	{"select procedure_writes()", "procedure_writes"},
	{"select sets(), set_config('x.y', 'z', false)", "set_config is not called here"},
	// functions with effects
	{"select set_config('transaction_read_only', 'off', false)", "set_config is not called here"},
	{"select set_config('default_transaction_read_only', 'off', false)", "set_config is not called here"},
	{"select pg_catalog.set_config('search_path', 'x', false)", "set_config is not called here"},
	{"select PG_CATALOG . /* here */ \"set_config\" /* and */ ('role', 'postgres', false)", "set_config is not called here"},
	{"select pg_terminate_backend(pid) from pg_stat_activity", "pg_terminate_backend is not called here"},
	{"select pg_cancel_backend(pid) from pg_stat_activity", "pg_cancel_backend is not called here"},
	{"select 1 limit pg_terminate_backend(1)::int", "pg_terminate_backend is not called here"},
	{"values (1, pg_terminate_backend(1)), (2, true)", "pg_terminate_backend is not called here"},
	{"select sum(1) over (order by 1 rows between pg_reload_conf()::int preceding and current row)", "pg_reload_conf is not called here"},
	{"select * from users where case when pg_reload_conf() then true end", "pg_reload_conf is not called here"},
	{"explain analyze select pg_reload_conf()", "pg_reload_conf is not called here"},
	{"select pg_rotate_logfile()", "pg_rotate_logfile is not called here"},
	{"select pg_switch_wal()", "pg_switch_wal is not called here"},
	{"select pg_create_restore_point('x')", "pg_create_restore_point is not called here"},
	{"select pg_create_physical_replication_slot('x')", "pg_create_physical_replication_slot is not called here"},
	{"select pg_create_logical_replication_slot('x', 'test_decoding')", "is not called here"},
	{"select pg_stat_reset()", "pg_stat_reset is not called here"},
	{"select pg_advisory_lock(1)", "pg_advisory_lock is not called here"},
	{"select pg_try_advisory_lock(1), pg_advisory_lock_shared(2)", "is not called here"},
	{"select pg_notify('x', 'y')", "pg_notify is not called here"},
	{"select pg_logical_emit_message(false, 'a', 'b')", "is not called here"},
	{"select pg_export_snapshot()", "pg_export_snapshot is not called here"},
	{"select lo_import('/etc/passwd')", "lo_import is not called here"},
	{"select lo_export(4711, '/tmp/neonchat-owned')", "lo_export is not called here"},
	{"select lo_unlink(4711)", "lo_unlink is not called here"},
	{"select lo_put(4711, 0, 'x')", "lo_put is not called here"},
	{"select lo_create(0), lo_creat(-1)", "is not called here"},
	{"select pg_read_file('/etc/passwd')", "pg_read_file is not called here"},
	{"select pg_read_binary_file('PG_VERSION')", "pg_read_binary_file is not called here"},
	{"select * from pg_ls_dir('/')", "pg_ls_dir is not called here"},
	{"select dblink_connect('a', 'dbname=postgres')", "dblink_connect is not called here"},
	{"select * from dblink('dbname=postgres', 'select 1') as t(a int)", "dblink is not called here"},
	{"select dblink_exec('dbname=postgres', 'create table x (a int)')", "dblink_exec is not called here"},
	{"select query_to_xml('select pg_terminate_backend(1)', true, true, '')", "query_to_xml is not called here"},
	{"select * from crosstab('select 1, 2, pg_sleep(1)') as t(a int, b int)", "crosstab is not called here"},
	{"select * from ts_stat('select to_tsvector(pg_sleep(1)::text)')", "ts_stat is not called here"},
	{"select ts_rewrite('a'::tsquery, 'select ''a''::tsquery, (''b'' || pg_sleep(1))::tsquery')", "ts_rewrite is not called here"},
	{"select cursor_to_xml('c', 1, true, true, '')", "cursor_to_xml is not called here"},
	{"select postgres_fdw_disconnect_all()", "postgres_fdw_disconnect_all is not called here"},
	{"select txid_current(), pg_current_xact_id()", ""},
	// sleeping, in every dress
	{"select pg_sleep(60)", "pg_sleep is not called here"},
	{"select PG_SLEEP (60)", "pg_sleep is not called here"},
	{"select \"pg_sleep\"(60)", "pg_sleep is not called here"},
	{"select U&\"pg\\005fsleep\"(60)", `U&"…"`},
	{"select u&\"pg!005fsleep\" uescape '!' (60)", `U&"…"`},
	{"select pg_sleep/**/(60)", "pg_sleep is not called here"},
	{"select pg_sleep--\n(60)", "pg_sleep is not called here"},
	{"select '1$$', pg_sleep(60), '$$'", "pg_sleep is not called here"},
	{"select $a$ $b$ $a$, pg_sleep(60), $b$", "pg_sleep is not called here"},
	{"select E'\\\\', pg_sleep(60), E'\\''", "pg_sleep is not called here"},
	{"select '\\', pg_sleep(60) --'", "pg_sleep is not called here"},
	{"select 1 /* /* */ */, pg_sleep(60)", "pg_sleep is not called here"},
	{"select 1.e'x', pg_sleep(60)", ""},
	{"select pg_sleep_for('1 minute'), pg_sleep_until(now() + '1 minute')", "is not called here"},
	{"select * from sleepy", "pg_sleep is not called here"},
	{"select \uff50g_sleep(60)", "does not exist"},
	// much work
	{"with recursive bomb as (select 1 as n union all select n + 1 from bomb) select count(*) from bomb", "statement timeout"},
	{"with recursive bomb as (select 1 as n union all select n + 1 from bomb) select * from bomb", "more than"},
	{"select * from generate_series(1, 1000000000000)", "statement timeout"},
	{"select generate_series(1, 1000000000000)", "more than"},
	{"select count(*) from numbers a, numbers b, numbers c", "statement timeout"},
	{"select repeat('x', 30000000)", "larger than 16 MB"},
	{"select repeat('x', 10000000) from generate_series(1, 100)", "more than"},
	{"select i, md5(i::text) from generate_series(1, 1e8) i order by 2", "statement timeout"},
	{"select trap()", "statement timeout"},
	{"select repeat('(', 100000) || 1", ""},
	{strings.Repeat("(", 20000) + "select 1", "(SQLSTATE"},
	{"select " + strings.Repeat("1+", 20000) + "1", ""},
	{"select '\x1b]52;c;b3duZWQ=\x07'", ""},
	{"select 'a\x00b'", "0x00"},
	{"select '\xff'", ""},
}

func TestNothingThatAModelAsksChangesAnything(t *testing.T) {
	s := newServer(t)
	s.do(s.victim, "listen x")
	before := s.state()
	backend := s.do(s.victim, "select pg_backend_pid()")
	for role, raw := range map[string]string{"a superuser": s.url, "an owner": s.owner} {
		box := s.use(raw)
		for _, h := range hostile {
			began := time.Now()
			r := selects(t.Context(), box, h.sql)
			if took := time.Since(began); took > mostTime {
				t.Errorf("%s, %.100s: it took %s", role, h.sql, took)
			}
			s.quiet()
			if len(r.Text) > mostBytes+2*mostCell {
				t.Errorf("%s, %.100s: %d bytes came", role, h.sql, len(r.Text))
			}
			if !strings.Contains(r.Text, h.says) && role == "a superuser" {
				t.Errorf("%s, %.100s: it says %.300q, want %q", role, h.sql, r.Text, h.says)
			}
			if after := s.state(); after != before {
				t.Fatalf("%s, %.100s: it has changed something:\n%s", role, h.sql, differences(before, after))
			}
			if now := s.do(s.victim, "select pg_backend_pid()"); !slices.Equal(now, backend) {
				t.Fatalf("%s, %.100s: another session has ended", role, h.sql)
			}
		}
		// And the connection is as it was.
		for sql, want := range map[string]string{
			"show default_transaction_read_only": "on", "show transaction_read_only": "on", "select current_setting('search_path')": "$user",
			"select count(*) from pg_prepared_statements where name <> ''": "\n0\n", "select count(*) from pg_cursors where name <> ''": "\n0\n",
		} {
			if r := selects(t.Context(), box, sql); !strings.Contains(r.Text, want) {
				t.Errorf("%s: %s then gives %q", role, sql, r.Text)
			}
		}
	}
	if len(hostile) < 60 {
		t.Errorf("there are %d statements", len(hostile))
	}
	for _, file := range []string{"/tmp/neonchat-owned"} {
		if _, err := os.Stat(file); err == nil {
			t.Errorf("there is %s", file)
		}
	}
}

func differences(before, after string) string {
	old := strings.Split(before, "\n")
	var b strings.Builder
	for i, line := range strings.Split(after, "\n") {
		if i >= len(old) || line != old[i] {
			fmt.Fprintf(&b, "was %.400s\nis  %.400s\n", old[min(i, len(old)-1)], line)
		}
	}
	return b.String()
}

func TestASchemaShowsWhatThereIs(t *testing.T) {
	s := newServer(t)
	box := s.use(s.owner)
	all := asks(t.Context(), box, schemaTool, map[string]any{})
	for _, line := range []string{
		"table public.todos (~40 rows)\n",
		"table public.users (~3 rows) -- who is here\n",
		"  id bigint not null identity\n", "  name text not null -- as they like it\n", "  mood mood default 'ok'::mood\n",
		"  created_at timestamp with time zone not null default now()\n", "  tags text[]\n",
		"  PRIMARY KEY (id)\n", "  UNIQUE (name)\n", "  FOREIGN KEY (user_id) REFERENCES users(id)\n", "  INDEX btree (created_at) WHERE (NOT done)\n",
		"view public.open_todos\n", `table "Odd Name"."Ta.ble"`, `  "sel""ect" integer` + "\n", "enum public.mood: sad, ok, very happy\n",
	} {
		if !strings.Contains(all.Text, line) {
			t.Errorf("there is no %q in\n%s", line, all.Text)
		}
	}
	for _, name := range []string{"users", "public.users", "Odd Name.Ta.ble", `"Odd Name"."Ta.ble"`, "open_todos"} {
		r := asks(t.Context(), box, schemaTool, map[string]any{"table": name})
		if r.IsError || strings.Count(r.Text, "\ntable ")+strings.Count(r.Text, "\nview ") > 0 {
			t.Errorf("%s alone is %+v", name, r)
		}
	}
	for _, name := range []string{"user", "'; drop table users; --", "public.", "users\x00"} {
		if r := asks(t.Context(), box, schemaTool, map[string]any{"table": name}); !r.IsError {
			t.Errorf("%q is %s", name, r.Text)
		}
	}
	s.do(s.keeper, "do $$ begin for i in 1..900 loop execute format('create table many_%s (a_column_with_a_long_name int, another_one text)', i); end loop; end $$")
	all = asks(t.Context(), box, schemaTool, map[string]any{})
	if !strings.Contains(all.Text, "table public.many_900\n") || strings.Contains(all.Text, "another_one") || len(all.Text) > 64<<10 {
		t.Errorf("of 900 tables %d bytes come: %.500s", len(all.Text), all.Text)
	}
}

func TestRowsComeWithTheirTypes(t *testing.T) {
	s := newServer(t)
	box := s.use(s.owner)
	for _, c := range []struct {
		arguments map[string]any
		want      string
	}{
		{map[string]any{"sql": "select name, born, mood from users order by id"}, "name:text,born:date,mood:mood\nAnn,1990-02-03,ok\n\"Bo, \"\"the\"\" Bear\",,\n\"tab\there\nline\",2001-01-01,sad\n\n3 rows.\n"},
		{map[string]any{"sql": "select '' as empty, null as none, ' ' as blank"}, "empty:text,none:text,blank:text\n\"\",,\" \"\n\n1 row.\n"},
		{map[string]any{"sql": "select count(*) from todos where not done;"}, "count:bigint\n30\n\n1 row.\n"},
		{map[string]any{"sql": "select id from todos order by id", "limit": 2}, "id:integer\n1\n2\n\nThe first 2 rows; there are 38 more. Ask for less: filter, sum, or name the columns.\n"},
		{map[string]any{"sql": "select i from numbers order by i", "limit": 1}, "i:integer\n1\n\nThe first 1 row; there are more than 10,000 more. Ask for less: filter, sum, or name the columns.\n"},
		{map[string]any{"sql": "select $1::int + 1 as n, $2::text as t, $3 as b, $4::text as x", "params": []any{41, "it's", true, nil}}, "n:integer,t:text,b:text,x:text\n42,it's,true,\n\n1 row.\n"},
		{map[string]any{"sql": "select 1 where false"}, "?column?:integer\n\n0 rows.\n"},
		{map[string]any{"sql": "table log"}, "at:timestamptz,what:text\n\n0 rows.\n"},
		{map[string]any{"sql": "show statement_timeout"}, "statement_timeout:text\n1s\n\n1 row.\n"},
		{map[string]any{"sql": "select array['a', 'b'] as tags, 1.50 as price, 'NaN'::float8 as n"}, "tags:text[],price:numeric,n:double precision\n\"{a,b}\",1.50,NaN\n\n1 row.\n"},
		{map[string]any{"sql": "select now() is not null as ok, random() < 1 as r"}, "ok:boolean,r:boolean\nt,t\n\n1 row.\n"},
	} {
		r := asks(t.Context(), box, queryTool, c.arguments)
		if got := strings.TrimRight(r.Text, "\n") + "\n"; r.IsError || got != c.want {
			t.Errorf("%v:\n got %q\nwant %q", c.arguments, got, c.want)
		}
	}
	object := selects(t.Context(), box, "select 7 as n, true as b, jsonb_object_agg(i, 'v') as j from generate_series(1, 20) i").Text
	if !strings.HasPrefix(object, `{"columns":["n integer","b boolean","j jsonb"],"rows":[[7,true,{"1": "v", `) || !strings.HasSuffix(object, "}]]}\n\n1 row.") {
		t.Errorf("what is shorter as JSON comes as %q", object)
	}
	long := selects(t.Context(), box, "select repeat('ä', 9000) as long, generate_series(1, 100)").Text
	if !strings.Contains(long, "… (18,000 bytes in all)") || !strings.Contains(long, "rows; there are ") || len(long) > 64<<10 {
		t.Errorf("long cells come as %d bytes: …%s", len(long), long[len(long)-200:])
	}
}

func TestErrorsComeWhole(t *testing.T) {
	s := newServer(t)
	box := s.use(s.owner)
	for _, c := range []struct {
		arguments map[string]any
		want      []string
	}{
		{map[string]any{"sql": "select nam from users"}, []string{`column "nam" does not exist (SQLSTATE 42703)`, "position 8: nam from users", `hint: Perhaps you meant to reference the column "users.name".`}},
		{map[string]any{"sql": "selct 1"}, []string{"SELCT is not sent"}},
		{map[string]any{"sql": "select * from user_s"}, []string{`relation "user_s" does not exist (SQLSTATE 42P01)`, "position 15: user_s"}},
		{map[string]any{"sql": "select 'ü', from users"}, []string{"syntax error", "position 13: from users"}},
		{map[string]any{"sql": "select 1 +"}, []string{"syntax error at end of input", "position 11: the end"}},
		{map[string]any{"sql": "explain selec 1"}, []string{"SELEC is not sent"}},
		{map[string]any{"sql": "select 1 / (id - 1) from users"}, []string{"division by zero (SQLSTATE 22012)"}},
		{map[string]any{"sql": "select $1::int", "params": []any{"x"}}, []string{`invalid input syntax for type integer: "x" (SQLSTATE 22P02)`}},
		{map[string]any{"sql": "select $2", "params": []any{"x"}}, []string{"SQLSTATE"}},
		{map[string]any{"sql": "select * from pg_authid"}, []string{"permission denied for table pg_authid (SQLSTATE 42501)"}},
		{map[string]any{"sql": "select trap()"}, []string{"statement timeout (SQLSTATE 57014)", "hint: A statement may take 15 seconds"}},
		{map[string]any{"sql": "select writes()"}, []string{"cannot execute INSERT in a read-only transaction (SQLSTATE 25006)", "where: SQL statement", "hint: This database is only read here."}},
		{map[string]any{"limit": 1}, []string{`"sql" has to hold a statement`}},
		{map[string]any{"sql": "select 1", "limit": 0}, []string{`"limit" has to be a whole number from 1 to 500`}},
		{map[string]any{"sql": "select 1", "limit": 1.5}, []string{`"limit" has to be`}},
		{map[string]any{"query": "select 1"}, []string{`unknown field "query"`}},
		{map[string]any{"sql": 1}, []string{"the arguments are wrong"}},
	} {
		r := asks(t.Context(), box, queryTool, c.arguments)
		for _, want := range c.want {
			if !r.IsError || !strings.Contains(r.Text, want) {
				t.Errorf("%v: got %q, want %q", c.arguments, r.Text, want)
			}
		}
	}
}

func TestItSaysWhichOfItsOwnFunctionsMayHaveEffects(t *testing.T) {
	s := newServer(t)
	box := s.use(s.owner)
	for sql, want := range map[string]string{
		"select writes(), commits(), lower('x')": "calls functions of the database's own that may have effects: commits, writes",
		"select lower('x'), count(*) from users": "", "select 1": "", "delete from users": "", "select pg_sleep(1)": "",
	} {
		args, _ := json.Marshal(map[string]any{"sql": sql})
		if got := box.Warn(t.Context(), chat.ToolCall{Name: queryTool, Arguments: string(args)}); got != want {
			t.Errorf("%s: %q, want %q", sql, got, want)
		}
	}
}

func TestCallsSideBySideAndAfterASwitch(t *testing.T) {
	one, other := newServer(t), newServer(t)
	other.do(other.keeper, "delete from log; delete from todos")
	now := one.owner
	box := New(func() (Target, error) { return Target{now, "x"}, nil })
	t.Cleanup(box.Close)
	done := make(chan chat.ToolResult, 8)
	for range 8 {
		go func() { done <- selects(t.Context(), box, "select count(*) from todos") }()
	}
	for range 8 {
		if r := <-done; !strings.Contains(r.Text, "\n40\n") {
			t.Errorf("got %q", r.Text)
		}
	}
	now = other.owner
	if r := selects(t.Context(), box, "select count(*) from todos"); !strings.Contains(r.Text, "\n0\n") {
		t.Errorf("after the switch: %q", r.Text)
	}
	// A connection that the server has ended meanwhile is made anew.
	other.do(other.keeper, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'neonchat' and datname = current_database()")
	if r := selects(t.Context(), box, "select count(*) from todos"); r.IsError {
		t.Errorf("after the compute slept: %q", r.Text)
	}
}

func TestAStoppedCallEndsAtTheServerToo(t *testing.T) {
	s := newServer(t)
	box := s.use(s.owner)
	box.database.(*postgres).patience = time.Minute
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan chat.ToolResult)
	go func() { done <- selects(ctx, box, "select trap()") }()
	for s.do(s.keeper, "select count(*) from pg_stat_activity where query like 'select trap%' and state = 'active'")[0] == "0" {
	}
	cancel()
	if r := <-done; !r.IsError {
		t.Errorf("it gives %+v", r)
	}
	for s.do(s.keeper, "select count(*) from pg_stat_activity where query like 'select trap%' and state = 'active'")[0] != "0" {
	}
}

func TestADatabaseIsExamined(t *testing.T) {
	s := newServer(t)
	u, _ := url.Parse(s.owner)
	reader := u.User.Username() + "_reader"
	s.do(s.keeper, "create role "+reader+" login password 'x'; grant pg_read_all_data to "+reader)
	defer s.do(s.keeper, "drop role "+reader)
	for raw, writes := range map[string]bool{s.url: true, s.owner: true, strings.Replace(s.owner, u.User.String(), reader+":x", 1): false} {
		h, err := Examine(t.Context(), Target{raw, "x"})
		if err != nil || h.CanWrite != writes || !strings.HasPrefix(h.Version, "1") || h.Role == "" {
			t.Errorf("%+v, %v, want it to write: %t", h, err, writes)
		}
	}
}

// What the URL sets holds, but for what would have it write.
func TestTheURLsSettingsHold(t *testing.T) {
	s := newServer(t)
	for parameters, want := range map[string]string{
		"search_path=%22Odd%20Name%22":                               "Odd Name",
		"options=-c%20search_path%3Dpg_catalog":                      "pg_catalog",
		"default_transaction_read_only=off":                          "read-only transaction",
		"options=-c%20default_transaction_read_only%3Doff":           "read-only transaction",
		"options=-c%20statement_timeout%3D0%20-c%20lock_timeout%3D0": "1s",
	} {
		box := s.use(s.owner + "&" + parameters)
		got := selects(t.Context(), box, "select current_setting('search_path'), current_setting('statement_timeout')").Text + selects(t.Context(), box, "select writes()").Text
		if !strings.Contains(got, want) {
			t.Errorf("%s: %q", parameters, got)
		}
	}
}

func TestNoPasswordIsTold(t *testing.T) {
	u := postgresURL(t)
	u.User = url.UserPassword("nobody_here", "very-secret")
	for _, raw := range []string{u.String(), "postgresql://a:very-secret@127.0.0.1:1/x", "postgresql://a:very-secret@127.0.0.1:port/x", "very-secret", "postgres://a:very-secret@/x?sslmode=very-secret"} {
		box := New(func() (Target, error) { return Target{raw, "postgresql://a:…@host/x"}, nil })
		r := selects(t.Context(), box, "select 1")
		if !r.IsError || strings.Contains(r.Text, "very-secret") {
			t.Errorf("it tells %q", r.Text)
		}
		box.Close()
	}
}
