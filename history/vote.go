package history

import (
	"context"
	"database/sql"

	"neonchat/chat"
)

func (s *Store) Vote(ctx context.Context, v chat.Vote) error {
	return s.writing(ctx, "keeping a vote", func(w *saver) error { return w.vote(v) })
}

func (w *saver) vote(v chat.Vote) error {
	return w.exec(`
		insert or replace into votes (id, at, branch, session, question, tag, blind, targets, winner, tie, judge)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		v.ID, nanos(v.At), v.Branch, v.Session, v.Question, v.Tag, v.Blind, orNull(true, v.Targets), v.Winner, v.Tie, v.Judge)
}

func (s *Store) Votes(ctx context.Context, tag string) (all []chat.Vote, err error) {
	err = s.reading(ctx, "counting the votes", func(tx *sql.Tx) error {
		all = nil
		rows, err := tx.QueryContext(ctx, `
			select id, at, branch, session, question, tag, blind, targets, winner, tie, judge
			from votes where ?1 = '' or tag = ?1 order by at, n`, tag)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var v chat.Vote
			var at int64
			var targets *string
			err := rows.Scan(&v.ID, &at, &v.Branch, &v.Session, &v.Question, &v.Tag, &v.Blind, &targets, &v.Winner, &v.Tie, &v.Judge)
			if err != nil {
				return err
			}
			if err := fromJSON(targets, &v.Targets); err != nil {
				return err
			}
			v.At = moment(at)
			all = append(all, v)
		}
		return rows.Err()
	})
	return all, err
}
