package sql

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// The statements that are sent. Any other is refused by the server too, or has no
// use in a transaction that is rolled back.
var sent = []string{"select", "with", "values", "table", "explain", "show"}

// A word of a statement: a name, a keyword or a sign. Texts and comments are none.
type word struct {
	text   string // a name in lower case, unless it was quoted
	quoted bool
}

func (w word) isName() bool {
	return w.quoted || w.text != "" && (isLetter(rune(w.text[0])) || w.text[0] >= utf8.RuneSelf)
}

var errUnicodeName = errors.New(`names written as U&"…" are not sent: write the letters themselves`)

// words takes a statement apart as Postgres' own lexer does.
func words(s string) (list []word, err error) {
	for s != "" {
		switch rest := skipped(s); {
		case rest != s:
			s = rest
			continue
		case hasFold(s, `u&"`):
			return nil, errUnicodeName
		}
		text, rest := text(s)
		switch {
		case text:
			s = rest
		case s[0] == '"':
			name, rest := quoted(s[1:], '"')
			list = append(list, word{name, true})
			s = rest
		case isLetter(rune(s[0])) || s[0] >= utf8.RuneSelf:
			n := len(s) - len(strings.TrimLeftFunc(s, isInName))
			list = append(list, word{strings.Map(lower, s[:n]), false})
			s = s[n:]
		case s[0] >= '0' && s[0] <= '9':
			s = strings.TrimLeft(s, "0123456789.")
		default:
			list = append(list, word{s[:1], false})
			s = s[1:]
		}
	}
	return list, nil
}

func isLetter(r rune) bool { return r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

func isInName(r rune) bool {
	return isLetter(r) || '0' <= r && r <= '9' || r == '$' || r >= utf8.RuneSelf
}

// lower folds a letter as Postgres does: only ASCII.
func lower(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

// hasFold reports whether s begins with lower, in any case.
func hasFold(s, lower string) bool {
	return len(s) >= len(lower) && strings.EqualFold(s[:len(lower)], lower)
}

// skipped is s without the spaces or the comment that it begins with.
func skipped(s string) string {
	switch {
	case strings.HasPrefix(s, "--"):
		if end := strings.IndexAny(s, "\r\n"); end >= 0 {
			return s[end:]
		}
		return ""
	case strings.HasPrefix(s, "/*"):
		return comment(s)
	}
	return strings.TrimLeft(s, " \t\r\n\f\v")
}

// comment is what follows a comment, which may hold others. One that doesn't end
// takes all.
func comment(s string) string {
	depth := 0
	for s != "" {
		switch {
		case strings.HasPrefix(s, "/*"):
			depth++
			s = s[2:]
		case strings.HasPrefix(s, "*/"):
			depth--
			s = s[2:]
			if depth == 0 {
				return s
			}
		default:
			s = s[1:]
		}
	}
	return ""
}

// text reports whether s begins with a text in quotes of any kind, and gives what
// follows it.
func text(s string) (is bool, rest string) {
	switch {
	case s[0] == '\'':
		_, rest = quoted(s[1:], '\'')
		return true, rest
	case hasFold(s, "e'"):
		return true, escaped(s[2:])
	case hasFold(s, "b'"), hasFold(s, "x'"), hasFold(s, "n'"):
		_, rest = quoted(s[2:], '\'')
		return true, rest
	case hasFold(s, "u&'"):
		_, rest = quoted(s[3:], '\'')
		return true, rest
	case s[0] == '$':
		tag, ok := dollarTag(s)
		if !ok {
			return false, s
		}
		_, rest, _ = strings.Cut(s[len(tag):], tag)
		return true, rest
	}
	return false, s
}

// dollarTag is the $tag$ that a text begins with.
func dollarTag(s string) (string, bool) {
	inside, _, closed := strings.Cut(s[1:], "$")
	ok := closed && !strings.ContainsFunc(inside, func(r rune) bool { return !isInName(r) }) && (inside == "" || inside[0] < '0' || inside[0] > '9')
	return "$" + inside + "$", ok
}

// quoted is what stands before the closing quote, which doubled is none, and what
// follows it.
func quoted(s string, quote byte) (inside, rest string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != quote {
			b.WriteByte(s[i])
			continue
		}
		if i+1 == len(s) || s[i+1] != quote {
			return b.String(), s[i+1:]
		}
		b.WriteByte(quote)
		i++
	}
	return b.String(), ""
}

// escaped is what follows a text in which a backslash takes the next letter.
func escaped(s string) string {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] != '\'':
		case i+1 < len(s) && s[i+1] == '\'':
			i++
		default:
			return s[i+1:]
		}
	}
	return ""
}

// A statement is one whose first word is among those that are sent.
type statement struct {
	text  string
	verb  string
	words []word
}

func parse(sql string) (s statement, err error) {
	if strings.Contains(sql, "\x00") {
		return s, errors.New("a statement can't hold the character 0x00")
	}
	list, err := words(sql)
	if err != nil {
		return s, err
	}
	for len(list) > 0 && list[0].text == "(" && !list[0].quoted {
		list = list[1:]
	}
	if len(list) == 0 {
		return s, errors.New("there is no statement")
	}
	s = statement{sql, list[0].text, list}
	if err := mayBe(list[0]); err != nil || s.verb != "explain" {
		return s, err
	}
	// The server would make a table that it is asked to explain, and roll it back.
	if list = explained(list[1:]); len(list) == 0 {
		return s, nil
	}
	if err := mayBe(list[0]); err != nil || !slices.Contains(list, word{text: "into"}) {
		return s, err
	}
	return s, mayBe(word{text: "select into"})
}

func mayBe(verb word) error {
	if verb.quoted || !slices.Contains(sent, verb.text) {
		return fmt.Errorf("%s is not sent: this database is only read, by %s", strings.ToUpper(verb.text), strings.ToUpper(strings.Join(sent, ", ")))
	}
	return nil
}

// explained is the statement behind EXPLAIN and its options.
func explained(list []word) []word {
	for len(list) > 0 && slices.Contains([]string{"analyze", "analyse", "verbose"}, list[0].text) {
		list = list[1:]
	}
	if len(list) > 1 && list[0].text == "(" && slices.Contains(explainOptions, list[1].text) {
		for len(list) > 0 && list[0].text != ")" {
			list = list[1:]
		}
		list = list[min(1, len(list)):]
	}
	for len(list) > 0 && list[0].text == "(" {
		list = list[1:]
	}
	return list
}

var explainOptions = []string{"analyze", "analyse", "verbose", "costs", "settings", "generic_plan", "buffers", "serialize", "wal", "timing", "summary", "memory", "format"}

// called are the names that stand before a parenthesis, each once.
func called(list []word) (names []string) {
	for i, w := range list[:max(len(list)-1, 0)] {
		if next := list[i+1]; w.isName() && next.text == "(" && !next.quoted && !slices.Contains(names, w.text) {
			names = append(names, w.text)
		}
	}
	return names
}

// single refuses a second statement. Postgres does that by itself.
func (s statement) single() error {
	for i, w := range s.words {
		if w.text == ";" && !w.quoted && i+1 < len(s.words) {
			return errors.New("cannot insert multiple commands into a prepared statement (SQLSTATE 42601)")
		}
	}
	return nil
}
