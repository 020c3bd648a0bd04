package sql

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/dustin/go-humanize"
)

// mostSchema is how many bytes a schema may have: beyond, it has only the tables'
// names.
const mostSchema = 40 << 10

// A relation is a table or a view, and what is to be known of it.
type relation struct {
	kind, name, comment string
	rows                float64  // about how many, negative where nobody knows
	columns             []string // a line each
	details             []string // keys, checks and indexes, a line each
}

// describe writes relations and enums as a model is given them.
func describe(relations []relation, enums []string) string {
	if len(relations) == 0 {
		return "There are no tables.\n"
	}
	whole := described(relations, true)
	if len(whole) <= mostSchema {
		return whole + strings.Join(enums, "")
	}
	return "These are too many to show their columns. Ask for one table at a time.\n\n" + described(relations, false)
}

func described(relations []relation, whole bool) string {
	var b strings.Builder
	for _, r := range relations {
		b.WriteString(r.kind + " " + r.name)
		if r.rows >= 0 {
			fmt.Fprintf(&b, " (~%s rows)", humanize.Comma(int64(r.rows)))
		}
		b.WriteString(remark(r.comment) + "\n")
		if !whole {
			continue
		}
		for _, line := range append(r.columns, r.details...) {
			b.WriteString("  " + line + "\n")
		}
	}
	return b.String()
}

// remark is a comment on one line.
func remark(comment string) string {
	if comment == "" {
		return ""
	}
	return " -- " + strings.Join(strings.Fields(comment), " ")
}

const relationsQuery = `
select c.oid, case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table' else 'table' end,
	pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
	case when c.relkind in ('r', 'm', 'p') then c.reltuples else -1 end, pg_catalog.obj_description(c.oid, 'pg_class')
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
	and ($1 = '' or $1 in (c.relname, n.nspname || '.' || c.relname, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)))
order by n.nspname <> 'public', n.nspname, c.relname limit 2000`

const columnsQuery = `
select a.attrelid, pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
	|| case when a.attnotnull then ' not null' else '' end
	|| case when a.attidentity <> '' then ' identity' when a.attgenerated <> '' then ' generated'
		when d.adbin is not null then ' default ' || pg_catalog.left(pg_catalog.pg_get_expr(d.adbin, d.adrelid), 60) else '' end,
	pg_catalog.col_description(a.attrelid, a.attnum)
from pg_catalog.pg_attribute a left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = any($1::oid[]) and a.attnum > 0 and not a.attisdropped order by a.attrelid, a.attnum`

const detailsQuery = `
select conrelid, pg_catalog.pg_get_constraintdef(oid), contype <> 'p' from pg_catalog.pg_constraint
where conrelid = any($1::oid[]) and contype in ('p', 'u', 'f', 'c', 'x')
union all
select i.indrelid, 'INDEX ' || pg_catalog.regexp_replace(pg_catalog.pg_get_indexdef(i.indexrelid), '^.* USING ', '') || case when i.indisunique then ' UNIQUE' else '' end, true
from pg_catalog.pg_index i
where i.indrelid = any($1::oid[]) and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
order by 1, 3, 2`

const enumsQuery = `
select pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.typname), pg_catalog.string_agg(e.enumlabel, ', ' order by e.enumsortorder)
from pg_catalog.pg_enum e join pg_catalog.pg_type t on t.oid = e.enumtypid join pg_catalog.pg_namespace n on n.oid = t.typnamespace
group by 1 order by 1 limit 200`

func (p *postgres) schema(ctx context.Context, table string, progress func(string)) (text string, err error) {
	err = p.reading(ctx, progress, func(ctx context.Context, c *conn) (err error) {
		text, err = c.schema(ctx, table)
		if err != nil {
			return failure(err, "", 0)
		}
		return nil
	})
	return text, err
}

func (c *conn) schema(ctx context.Context, table string) (string, error) {
	found, err := c.ask(ctx, relationsQuery, strings.TrimSpace(table))
	if err != nil {
		return "", err
	}
	if len(found) == 0 && table != "" {
		return "", fmt.Errorf("there is no table or view %s here: sql_schema without a table shows all", table)
	}
	relations, places, ids := make([]relation, len(found)), map[string]int{}, make([]string, len(found))
	for i, row := range found {
		relations[i] = relation{kind: row[1], name: row[2], comment: row[4], rows: -1}
		fmt.Sscan(row[3], &relations[i].rows)
		places[row[0]], ids[i] = i, row[0]
	}
	all := "{" + strings.Join(ids, ",") + "}"
	columns, err := c.ask(ctx, columnsQuery, all)
	if err != nil {
		return "", err
	}
	for _, row := range columns {
		r := &relations[places[row[0]]]
		r.columns = append(r.columns, row[1]+remark(row[2]))
	}
	details, err := c.ask(ctx, detailsQuery, all)
	if err != nil {
		return "", err
	}
	for _, row := range details {
		r := &relations[places[row[0]]]
		r.details = append(r.details, row[1])
	}
	enums, err := c.ask(ctx, enumsQuery)
	var lines []string
	for _, row := range enums {
		lines = append(lines, "enum "+row[0]+": "+row[1]+"\n")
	}
	return describe(relations, lines), err
}

// A Health is what is known of a database from outside.
type Health struct {
	Version  string // of the server
	Role     string
	CanWrite bool // the role may change something
}

// Examine connects and looks at the database.
func Examine(ctx context.Context, t Target) (h Health, err error) {
	p := &postgres{target: func() (Target, error) { return t, nil }, patience: mostTime}
	defer p.close()
	err = p.reading(ctx, func(string) {}, func(ctx context.Context, c *conn) error {
		row, err := c.ask(ctx, `
			select pg_catalog.current_setting('server_version'), current_user,
				rolsuper or rolcreaterole or pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') or exists (
					select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
					where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
						and pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))
			from pg_catalog.pg_roles where rolname = current_user`)
		if err != nil || len(row) == 0 {
			return cmp.Or(err, errNoRole)
		}
		version, _, _ := strings.Cut(row[0][0], " ")
		h = Health{version, row[0][1], row[0][2] == "t"}
		return nil
	})
	return h, err
}

var errNoRole = fmt.Errorf("the role isn't in the server's list")
