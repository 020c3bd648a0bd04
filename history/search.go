package history

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"neonchat/chat"
)

// A search looks at the latest messages that have the words, at most so many:
// of a word that is in half a million messages nobody wants the best, and to
// weigh them all would take seconds.
const candidates = 400

// hitLimit is how many hits a search gives where the scope doesn't say.
const hitLimit = 100

func (s *Store) Search(ctx context.Context, scope chat.Scope, words string) (hits []chat.Hit, err error) {
	query := match(words)
	if query == "" {
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
		found, err := look(ctx, tx, scope, "("+query+") "+place)
		if err != nil {
			return err
		}
		slices.SortStableFunc(found, func(a, b passage) int { return cmp.Compare(b.score, a.score) })
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
	// Where nothing can be written a search finds what it can.
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

// match makes an FTS5 query of what a user typed; "" finds nothing. Whatever is
// in it is a word to look for and never an operator.
func match(words string) string {
	var terms []string
	for i, piece := range strings.Split(words, `"`) {
		quoted := i%2 == 1
		fields := strings.Fields(piece)
		if quoted {
			fields = []string{piece}
		}
		for _, f := range fields {
			if strings.ContainsFunc(f, wordRune) {
				terms = append(terms, `"`+f+`"`)
			}
		}
	}
	if len(terms) == 0 {
		return ""
	}
	if last := &terms[len(terms)-1]; opens(words, strings.Trim(*last, `"`)) {
		*last += " *"
	}
	return "text : (" + strings.Join(terms, " AND ") + ")"
}

// opens reports whether what was typed ends in a word that may be the start of
// one: it isn't closed by a quote, nor so short that it would begin them all.
func opens(words, last string) bool {
	long := utf8.RuneCountInString(last) > 1 || strings.ContainsFunc(last, unicode.IsLetter) && len(last) > 2 // 漢
	return long && strings.HasSuffix(strings.TrimRightFunc(words, unicode.IsSpace), last)
}

// wordRune reports whether a character can be a part of a word, as the index
// has it.
func wordRune(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.Co) }

// places is what a scope's branches are in an FTS5 query; "" when it has none.
func places(ctx context.Context, tx *sql.Tx, s chat.Scope) (string, error) {
	var demo sql.NullInt64
	if err := tx.QueryRowContext(ctx, `select max(n) from branches where id = ?`, chat.DemoBranch).Scan(&demo); err != nil {
		return "", err
	}
	if s.Branch == "" && s.Project == "" {
		if demo.Valid {
			return fmt.Sprintf("NOT place : b%d", demo.Int64), nil
		}
		return " ", nil
	}
	c := &condition{}
	if s.Branch != "" {
		c.and("id = ?", s.Branch)
	} else {
		c.and("id <> ?", chat.DemoBranch)
	}
	if s.Project != "" {
		c.and("project = ?", s.Project)
	}
	branches, err := column[int64](ctx, tx, `select n from branches`+c.where(), c.args...)
	if err != nil || len(branches) == 0 {
		return "", err
	}
	names := make([]string, len(branches))
	for i, n := range branches {
		names[i] = fmt.Sprintf("b%d", n)
	}
	return "AND place : (" + strings.Join(names, " OR ") + ")", nil
}

// A passage is a message that was found, its text marked where the words are.
type passage struct {
	n      int64
	marked string
	score  float64
}

// begin and end mark what was found. No keyboard types them.
const begin, end = "\x02", "\x03"

func look(ctx context.Context, tx *sql.Tx, s chat.Scope, query string) (found []passage, err error) {
	c := &condition{}
	c.and(`words match ?`, query)
	from := `words`
	if s.Match != "" || !s.Before.IsZero() {
		from = `words join messages m on m.n = words.rowid join sessions s on s.n = m.session`
		rest := within(chat.Scope{Branch: s.Branch, Match: s.Match, Before: s.Before})
		c.sql, c.args = append(c.sql, rest.sql...), append(c.args, rest.args...)
	}
	rows, err := tx.QueryContext(ctx, `
		select words.rowid, highlight(words, 0, '`+begin+`', '`+end+`') from `+from+c.where()+`
		order by words.rowid desc limit ?`, append(c.args, candidates)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p passage
		if err := rows.Scan(&p.n, &p.marked); err != nil {
			return nil, err
		}
		p.score = score(p.marked)
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
