package history

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"unicode"

	"neonchat/chat"
)

// A term is what a user looks for: a word, or words that stand together.
type term struct {
	text  string
	opens bool // it may be the start of a word
}

// parse takes apart what a user typed. Whatever is in it is a word to look for
// and never an operator.
func parse(words string) (terms []term) {
	for i, piece := range strings.Split(words, `"`) {
		quoted := i%2 == 1
		fields := strings.Fields(piece)
		if quoted {
			fields = []string{piece}
		}
		for _, f := range fields {
			if strings.ContainsFunc(f, wordRune) {
				terms = append(terms, term{text: f})
			}
		}
	}
	if len(terms) > 0 {
		last := &terms[len(terms)-1]
		// A single letter would begin too many.
		last.opens = lastWord(apart(last.text)) > 1 && strings.HasSuffix(strings.TrimRightFunc(words, unicode.IsSpace), last.text)
	}
	return terms
}

// wordRune reports whether a character can be a part of a word, as the index
// has it.
func wordRune(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.Co) }

// match is an FTS5 query for messages that have all terms.
func match(terms []term) string {
	var all []string
	for _, t := range terms {
		s := `"` + apart(t.text) + `"`
		if t.opens {
			s += " *"
		}
		all = append(all, s)
	}
	return "text : (" + strings.Join(all, " AND ") + ")"
}

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
