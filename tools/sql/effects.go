package sql

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// harmless are functions that the server calls volatile and that have no effects:
// they give another value each time, or look at what is there.
var harmless = []string{
	"clock_timestamp", "currval", "gen_random_bytes", "gen_random_uuid", "gen_salt", "lastval", "pg_blocking_pids", "pg_current_wal_insert_lsn",
	"pg_current_wal_lsn", "pg_database_size", "pg_indexes_size", "pg_is_in_recovery", "pg_is_wal_replay_paused", "pg_last_wal_receive_lsn",
	"pg_last_wal_replay_lsn", "pg_last_xact_replay_timestamp", "pg_lock_status", "pg_partition_ancestors", "pg_partition_root", "pg_partition_tree",
	"pg_relation_size", "pg_sequence_last_value", "pg_stat_statements", "pg_stat_statements_info", "pg_table_size", "pg_tablespace_size",
	"pg_total_relation_size", "random", "random_normal", "timeofday", "uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4", "uuidv4", "uuidv7",
}

// runners are functions that run SQL which they are given as text, though the
// server doesn't call them volatile. What their text calls can't be seen.
var runners = []string{"connectby", "crosstab", "crosstab2", "crosstab3", "crosstab4", "crosstabn", "xpath_table"}

// explains is what has the server say how it would run a statement.
const explains = "EXPLAIN (VERBOSE, COSTS OFF) "

// harmless refuses a statement that calls what a read-only transaction doesn't hold
// back. It looks at the names that the statement has, and at those that are in the
// server's plan for it, a view's for instance.
func (c *conn) harmless(ctx context.Context, s statement, values [][]byte) error {
	if _, err := c.judge(ctx, called(s.words)); err != nil {
		return err
	}
	if s.verb == "explain" || s.verb == "show" {
		return nil
	}
	result := c.ExecParams(ctx, explains+s.text, values, nil, nil, nil).Read()
	if result.Err != nil {
		return failure(result.Err, s.text, len(explains))
	}
	var plan strings.Builder
	for _, row := range result.Rows {
		plan.Write(row[0])
		plan.WriteByte('\n')
	}
	list, err := words(plan.String())
	if err != nil {
		return err
	}
	_, err = c.judge(ctx, called(list))
	return err
}

// judge refuses names of functions that have effects, and gives those of the
// database's own of which that can't be told.
func (c *conn) judge(ctx context.Context, names []string) (unknown []string, err error) {
	names = slices.DeleteFunc(names, func(n string) bool { return slices.Contains(harmless, n) })
	if len(names) == 0 {
		return nil, nil
	}
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(n) + `"`
	}
	list, err := c.ask(ctx, `
		select distinct p.proname, n.nspname = 'pg_catalog' or l.lanname in ('c', 'internal') or exists (
			select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = p.oid and d.deptype = 'e')
		from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace join pg_catalog.pg_language l on l.oid = p.prolang
		where (p.provolatile = 'v' and p.prokind <> 'a' or p.proname = any($2::pg_catalog.text[])) and p.proname = any($1::pg_catalog.text[]) order by 1`,
		"{"+strings.Join(quoted, ",")+"}", "{"+strings.Join(runners, ",")+"}")
	if err != nil {
		return nil, err
	}
	for _, row := range list {
		if row[1] == "t" {
			return nil, fmt.Errorf("%s is not called here: it may have effects that a read-only transaction doesn't hold back", row[0])
		}
		unknown = append(unknown, row[0])
	}
	return unknown, nil
}

func (p *postgres) warn(ctx context.Context, sql string) (warning string) {
	s, err := parse(sql)
	if err != nil || len(called(s.words)) == 0 {
		return ""
	}
	p.reading(ctx, func(string) {}, func(ctx context.Context, c *conn) error {
		unknown, err := c.judge(ctx, called(s.words))
		if len(unknown) > 0 {
			warning = "calls functions of the database's own that may have effects: " + strings.Join(unknown, ", ")
		}
		return err
	})
	return warning
}
