package config

import "strings"

// The reader of .env files is our own, because a library would have to know
// three things that godotenv does not: the line a value stands on, that a $
// in a secret is a $, and that one broken line must not hide the others.
//
// The rules are those of the dotenv that Neon's CLI and JavaScript share:
//
//	KEY=value            white space around both is dropped
//	export KEY=value     the same
//	KEY=value # remark   a # after white space begins a remark
//	KEY="value"          \" \\ \n \r are escapes, any other \ is itself
//	KEY='value'          nothing is an escape
//
// A quoted value may run over lines. The last of several lines for one key
// wins. Lines end in \n, \r\n or \r; a BOM at the start is ignored.

// An assignment is one line of a .env file.
type assignment struct {
	value string
	line  int // where it begins, from 1
}

// A brokenLine is one that can't be read. It holds nothing of the line's
// value, which may be a secret.
type brokenLine struct {
	line    int
	row     string // for seeing what it is about; never to be shown
	problem string
}

// blanks is white space within a line. Neon's CLI quotes all values that have
// any, so only these are ever trimmed.
const blanks = " \t\v\f"

// parseDotenv reads the text of a .env file.
func parseDotenv(text string) (map[string]assignment, []brokenLine) {
	text = strings.TrimPrefix(text, "\ufeff")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	vars := make(map[string]assignment)
	var broken []brokenLine
	for line := 1; text != ""; {
		row, rest, _ := strings.Cut(text, "\n")
		if content := strings.Trim(row, blanks); content != "" && content[0] != '#' {
			key, value, after, problem := cutAssignment(text)
			if problem != "" {
				broken = append(broken, brokenLine{line, row, problem})
			} else {
				vars[key] = assignment{value, line}
				rest = after
			}
		}
		line += strings.Count(text[:len(text)-len(rest)], "\n")
		text = rest
	}
	return vars, broken
}

// cutAssignment reads the assignment that text begins with and returns what
// comes after its last line. A problem that is not empty says that the first
// line is not an assignment.
func cutAssignment(text string) (key, value, rest, problem string) {
	row, rest, _ := strings.Cut(text, "\n")
	left, right, found := strings.Cut(row, "=")
	key = strings.Trim(left, blanks)
	if name, ok := strings.CutPrefix(key, "export"); ok && strings.TrimLeft(name, blanks) != name {
		key = strings.TrimLeft(name, blanks)
	}
	if !found || !isKey(key) {
		return "", "", "", "this line is not KEY=value"
	}
	quoted := strings.TrimLeft(right, blanks)
	if quoted == "" || quoted[0] != '"' && quoted[0] != '\'' {
		return key, unquoted(right), rest, ""
	}
	value, rest, ok := cutQuoted(text[len(row)-len(quoted):])
	if !ok {
		return "", "", "", "the quote is not closed at a line's end"
	}
	return key, value, rest, ""
}

// unquoted drops a remark and the white space around a value.
func unquoted(s string) string {
	for i := 1; i < len(s); i++ {
		if s[i] == '#' && strings.IndexByte(blanks, s[i-1]) >= 0 {
			s = s[:i]
		}
	}
	return strings.Trim(s, blanks)
}

// cutQuoted reads the quoted value that s begins with, and returns what comes
// after the line on which the quote is closed. Only a remark may follow there.
func cutQuoted(s string) (value, rest string, ok bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == s[0]:
			tail, rest, _ := strings.Cut(s[i+1:], "\n")
			tail = strings.TrimLeft(tail, blanks)
			return b.String(), rest, tail == "" || tail[0] == '#'
		case c == '\\' && s[0] == '"' && i+1 < len(s):
			i++
			b.WriteString(unescape(s[i]))
		default:
			b.WriteByte(c)
		}
	}
	return "", "", false
}

// unescape returns what a backslash and c stand for within double quotes.
func unescape(c byte) string {
	switch c {
	case '"', '\\':
		return string(c)
	case 'n':
		return "\n"
	case 'r':
		return "\r"
	}
	return `\` + string([]byte{c})
}

func isKey(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isWord(c) && c != '.' && c != '-' {
			return false
		}
	}
	return s != ""
}
