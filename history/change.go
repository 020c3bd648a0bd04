package history

import (
	"context"

	"neonchat/chat"
)

func (s *Store) Change(ctx context.Context, id string, c chat.Change) error {
	return s.writing(ctx, "changing a session", func(w *saver) error { return w.change(id, c) })
}

func (w *saver) change(id string, c chat.Change) error {
	session, err := find(w.ctx, w.tx, id)
	if err != nil {
		return err
	}
	if err := w.row(`select `+forked+` from sessions where n = ?`, session).Scan(&w.forked); err != nil {
		return err
	}
	for _, id := range c.Remove {
		if err := w.remove(session, id); err != nil {
			return err
		}
	}
	var leaf string
	err = w.row(`
		update sessions set title = coalesce(?, title), pinned = coalesce(?, pinned), leaf = coalesce(?, leaf)
		where n = ? returning leaf`, c.Title, c.Pinned, c.Leaf, session).Scan(&leaf)
	if err != nil {
		return err
	}
	there, err := w.has(session, leaf)
	if err == nil && !there {
		err = chat.ErrNoMessage
	}
	if err != nil {
		return err
	}
	return w.summarise(session, leaf, nil)
}

// remove takes a message out of a session, with all that follows it.
func (w *saver) remove(session int64, id string) error {
	gone, err := column[string](w.ctx, w.tx, `
		with recursive gone (id) as (
			select id from messages where session = ?1 and id = ?2
			union all
			select m.id from gone join messages m on m.session = ?1 and m.parent = gone.id
		)
		select id from gone`, session, id)
	if err != nil {
		return err
	}
	for _, id := range gone {
		_, unused, err := w.old(session, id)
		if err == nil {
			err = w.sweep(unused)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) Delete(ctx context.Context, id string) error {
	return s.writing(ctx, "deleting a session", func(w *saver) error {
		session, err := find(ctx, w.tx, id)
		if err != nil {
			return err
		}
		files, err := column[int64](w.ctx, w.tx, `select distinct a.file from attachments a join messages m on m.n = a.message where m.session = ?`, session)
		if err != nil {
			return err
		}
		for _, step := range []string{
			`insert into words (words, rowid, text, place) 
				select 'delete', s.n, s.text, s.place from said s join messages m on m.n = s.n where s.session = ? and m.indexed`,
			`delete from messages where session = ?`,
			`delete from sessions where n = ?`,
		} {
			if err := w.exec(step, session); err != nil {
				return err
			}
		}
		return w.sweep(files)
	})
}
