package history

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"neonchat/chat"
)

// A search looks at the latest messages that have the words, at most so many:
// of a word that is in half a million messages nobody wants the best, and to
// weigh them all takes the longer the more there are.
const candidates = 400

// hitLimit is how many hits a search gives where the scope doesn't say.
const hitLimit = 100

func (s *Store) Search(ctx context.Context, scope chat.Scope, words string) (hits []chat.Hit, err error) {
	terms := parse(words)
	if len(terms) == 0 {
		return nil, nil
	}
	if err := s.catchUp(ctx); err != nil {
		return nil, err
	}
	err = s.reading(ctx, "searching", func(tx *sql.Tx) error {
		place, err := places(ctx, tx, scope)
		if err != nil || place == "" {
			hits = nil
			return err
		}
		found, err := look(ctx, tx, scope, terms, place)
		if err != nil {
			return err
		}
		slices.SortStableFunc(found, func(a, b passage) int { return cmp.Compare(score(b.marked), score(a.marked)) })
		found = found[:min(len(found), cmp.Or(scope.Limit, hitLimit))]
		hits, err = hitsOf(ctx, tx, found)
		return err
	})
	return hits, err
}

// catchUp puts into the index what isn't in it yet: answers that grow, and those
// whose program was killed meanwhile.
func (s *Store) catchUp(ctx context.Context) error {
	const missing = `select n from messages where not indexed`
	var messages []int64
	err := s.reading(ctx, "searching", func(tx *sql.Tx) (err error) {
		messages, err = column[int64](ctx, tx, missing)
		return err
	})
	if err != nil || len(messages) == 0 {
		return err
	}
	// Where nothing can be written, or another writes, a search finds what it can.
	ctx, cancel := context.WithTimeout(ctx, brief)
	defer cancel()
	s.writing(ctx, "searching", func(w *saver) error {
		messages, err := column[int64](ctx, w.tx, missing)
		if err != nil {
			return err
		}
		for _, n := range messages {
			if err := errors.Join(w.index(n), w.exec(`update messages set indexed = 1 where n = ?`, n)); err != nil {
				return err
			}
		}
		return nil
	})
	return nil
}

// A passage is a message that was found, its text marked where the words are.
type passage struct {
	n      int64
	marked string
}

// begin and end mark what was found. No keyboard types them.
const begin, end = "\x02", "\x03"

// look finds the latest messages that have all terms.
func look(ctx context.Context, tx *sql.Tx, s chat.Scope, terms []term, place string) ([]passage, error) {
	c := &condition{}
	c.and(`words match ?`, "("+match(terms)+") "+place)
	for _, t := range terms {
		for _, run := range runs(t.text) { // the index has neither signs nor what stands between
			c.and(`instr(words.text, ?) > 0`, apart(run))
		}
	}
	from := `words`
	if s.Match != "" || !s.Before.IsZero() {
		from = `words join messages m on m.n = words.rowid join sessions s on s.n = m.session`
		c.within(s)
	}
	found, err := passages(ctx, tx, `
		select words.rowid, iif((select octet_length(parts) from messages where n = words.rowid) < ?, highlight(words, 0, '`+begin+`', '`+end+`'), null)
		from `+from+c.where()+` order by words.rowid desc limit ?`, slices.Concat([]any{longText}, c.args, []any{candidates})...)
	for i := range found {
		if err == nil && found[i].marked == "" {
			err = found[i].mark(ctx, tx, terms)
		}
	}
	return found, err
}

// mark marks a long text.
func (p *passage) mark(ctx context.Context, tx *sql.Tx, terms []term) error {
	var text string
	err := tx.QueryRowContext(ctx, `select words_of(parts) from messages where n = ?`, p.n).Scan(&text)
	p.marked = strings.ReplaceAll(mark(text, terms), between, "")
	return err
}

func passages(ctx context.Context, tx *sql.Tx, query string, args ...any) (found []passage, err error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p passage
		var marked *string // NULL where the text is long
		if err := rows.Scan(&p.n, &marked); err != nil {
			return nil, err
		}
		if marked != nil {
			p.marked = strings.ReplaceAll(*marked, between, "")
		}
		found = append(found, p)
	}
	return found, rows.Err()
}

// score weighs how much of a text is what was searched for, as BM25 does: more
// of it counts, but less and less, and in a short text for more than in a long
// one.
func score(marked string) float64 {
	const saturation, slope, usual = 1.2, 0.75, 800
	n := float64(strings.Count(marked, begin))
	length := float64(len(marked)) / usual
	return n * (saturation + 1) / (n + saturation*(1-slope+slope*length))
}

// hitsOf reads what else there is to say of the messages found.
func hitsOf(ctx context.Context, tx *sql.Tx, found []passage) ([]chat.Hit, error) {
	known, err := readHeads(ctx, tx)
	if err != nil {
		return nil, err
	}
	read, err := tx.PrepareContext(ctx, `
		select `+heads+`, m.id, m.role, m.started from messages m join sessions s on s.n = m.session where m.n = ?`)
	if err != nil {
		return nil, err
	}
	defer read.Close()
	var hits []chat.Hit
	for _, p := range found {
		h := chat.Hit{Excerpt: excerpt(p.marked)}
		var at int64
		if err := known.scan(read.QueryRowContext(ctx, p.n).Scan, &h.Session, &h.Message, &h.Role, &at); err != nil {
			return nil, err
		}
		h.At = moment(at)
		hits = append(hits, h)
	}
	return hits, nil
}
