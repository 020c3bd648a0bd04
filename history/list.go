package history

import (
	"context"
	"database/sql"
	"strings"

	"neonchat/chat"
)

// A condition is the where clause of a scope, with its arguments.
type condition struct {
	sql  []string
	args []any
}

func (c *condition) and(sql string, args ...any) {
	c.sql = append(c.sql, sql)
	c.args = append(c.args, args...)
}

func (c *condition) where() string {
	if len(c.sql) == 0 {
		return ""
	}
	return " where " + strings.Join(c.sql, " and ")
}

// within is what a scope asks of sessions s.
func (c *condition) within(s chat.Scope) {
	if s.Branch != "" {
		c.and(`s.branch = (select n from branches where id = ?)`, s.Branch)
	} else {
		c.and(`s.branch is not (select n from branches where id = ?)`, chat.DemoBranch)
	}
	if s.Project != "" {
		c.and(`s.branch in (select n from branches where project = ?)`, s.Project)
	}
	for word := range strings.FieldsSeq(s.Match) {
		c.and(`instr(s.folded, ?) > 0`, fold(word))
	}
	if !s.Before.IsZero() {
		c.and(`s.updated < ?`, nanos(s.Before))
	}
}

// limit is a scope's as SQLite has it.
func limit(s chat.Scope) int {
	if s.Limit > 0 {
		return s.Limit
	}
	return -1
}

func (s *Store) List(ctx context.Context, scope chat.Scope) (list []chat.Summary, err error) {
	c := &condition{}
	c.within(scope)
	query := `select ` + heads + `, s.model, s.last_words, s.turns, s.cost, s.unpriced
		from sessions s` + c.where() + ` order by s.pinned desc, s.updated desc limit ?`
	err = s.reading(ctx, "listing the sessions", func(tx *sql.Tx) error {
		list = nil
		known, err := readHeads(ctx, tx)
		if err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, query, append(c.args, limit(scope))...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var one chat.Summary
			if err := known.scan(rows.Scan, &one.Head, &one.Model, &one.LastWords, &one.Turns, &one.Cost, &one.Unpriced); err != nil {
				return err
			}
			list = append(list, one)
		}
		return rows.Err()
	})
	return list, err
}

func (s *Store) Branches(ctx context.Context) (all []chat.Branch, err error) {
	err = s.reading(ctx, "listing the branches", func(tx *sql.Tx) error {
		all = nil
		rows, err := tx.QueryContext(ctx, `
			select id, name, project, host from (
				select b.*, (select max(updated) from sessions s where s.branch = b.n) as latest from branches b
			) where latest is not null and id <> ? order by latest desc`, chat.DemoBranch)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var b chat.Branch
			if err := rows.Scan(&b.ID, &b.Name, &b.Project, &b.Host); err != nil {
				return err
			}
			all = append(all, b)
		}
		return rows.Err()
	})
	return all, err
}
