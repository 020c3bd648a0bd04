package snippet

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// A language is how values are written in the source of a program.
type language struct {
	indent       string
	object, list [2]string                 // what opens and closes them
	room         string                    // within the braces of an object on one line
	last         string                    // behind the last of several lines
	comment      string                    // begins one
	key          func(string) string       // with what is between it and its value
	text         func(string) string       // a string literal
	join         func(parts joined) string // strings and codes, one behind the other
	words        [3]string                 // true, false, null
	shorthand    bool                      // {name} is {name: name}
}

// lineWidth is how wide a value may be on a line of its own.
const lineWidth = 100

// write writes a value that stands at a depth of indentation: on one line where
// it fits, else a line for each of its parts.
func (l language) write(v value, depth int) string {
	if s, ok := l.short(v); ok && utf8.RuneCountInString(s)+depth*len(l.indent) <= lineWidth {
		return s
	}
	switch v := v.(type) {
	case list:
		var lines []string
		for _, e := range v {
			lines = append(lines, l.write(e, depth+1))
		}
		return l.block(l.list, lines, depth)
	case object:
		var lines []string
		for _, f := range v {
			lines = append(lines, l.noted(f, depth+1)+l.pair(f, depth+1))
		}
		return l.block(l.object, lines, depth)
	}
	s, _ := l.scalar(v)
	return s
}

// fields writes the fields of an object without its braces, a line for each.
func (l language) fields(o object, depth int, between string) string {
	var b strings.Builder
	pad := strings.Repeat(l.indent, depth)
	for _, f := range o {
		b.WriteString(pad + l.noted(f, depth) + l.pair(f, depth) + between)
	}
	return b.String()
}

func (l language) pair(f field, depth int) string {
	if c, ok := f.value.(code); ok && l.shorthand && string(c) == f.key {
		return f.key
	}
	return l.key(f.key) + l.write(f.value, depth)
}

func (l language) noted(f field, depth int) string {
	if f.note == "" {
		return ""
	}
	return l.comment + f.note + "\n" + strings.Repeat(l.indent, depth)
}

func (l language) block(braces [2]string, lines []string, depth int) string {
	pad := strings.Repeat(l.indent, depth)
	inner := "\n" + pad + l.indent
	return braces[0] + inner + strings.Join(lines, ","+inner) + l.last + "\n" + pad + braces[1]
}

// short is the value on one line, if it can be.
func (l language) short(v value) (s string, ok bool) {
	switch v := v.(type) {
	case list:
		var parts []string
		for _, e := range v {
			s, ok := l.short(e)
			if !ok {
				return "", false
			}
			parts = append(parts, s)
		}
		return l.list[0] + strings.Join(parts, ", ") + l.list[1], true
	case object:
		var parts []string
		for _, f := range v {
			s, ok := l.short(f.value)
			if !ok || f.note != "" {
				return "", false
			}
			parts = append(parts, l.key(f.key)+s)
		}
		if parts == nil {
			return l.object[0] + l.object[1], true
		}
		return l.object[0] + l.room + strings.Join(parts, ", ") + l.room + l.object[1], true
	}
	s, ok = l.scalar(v)
	return s, ok && !strings.Contains(s, "\n")
}

func (l language) scalar(v value) (string, bool) {
	switch v := v.(type) {
	case nil:
		return l.words[2], true
	case bool:
		if v {
			return l.words[0], true
		}
		return l.words[1], true
	case json.Number:
		return v.String(), true
	case string:
		return l.text(v), true
	case code:
		return string(v), true
	case joined:
		return l.join(v), true
	}
	return "", false
}

// isName reports whether a key can stand without quotes: it is a name in ASCII, in
// which JavaScript takes a dollar too.
func isName(key string, dollar bool) bool {
	for i, r := range key {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_' || r == '$' && dollar
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return key != ""
}

var javascript = language{
	indent: "  ", object: [2]string{"{", "}"}, list: [2]string{"[", "]"}, room: " ", last: ",", comment: "// ",
	key: func(k string) string {
		switch {
		case k == "__proto__": // else it would set the prototype
			return "['__proto__']: "
		case isName(k, true):
			return k + ": "
		}
		return jsText(k) + ": "
	},
	text: jsText, join: jsJoin, words: [3]string{"true", "false", "null"}, shorthand: true,
}

var python = language{
	indent: "    ", object: [2]string{"{", "}"}, list: [2]string{"[", "]"}, last: ",", comment: "# ",
	key:  func(k string) string { return pyText(k) + ": " },
	text: pyText, join: plus(pyText), words: [3]string{"True", "False", "None"},
}

var golang = language{
	indent: "\t", object: [2]string{"map[string]any{", "}"}, list: [2]string{"[]any{", "}"}, last: ",", comment: "// ",
	key:  func(k string) string { return goText(k) + ": " },
	text: goText, join: plus(goText), words: [3]string{"true", "false", "nil"},
}

// document is JSON.
var document = language{
	indent: "  ", object: [2]string{"{", "}"}, list: [2]string{"[", "]"}, room: "",
	key:  func(k string) string { return jsonText(k) + ": " },
	text: jsonText, words: [3]string{"true", "false", "null"},
}

// heredoc is JSON as it is written where a shell expands what it reads.
var heredoc = language{
	indent: "  ", object: [2]string{"{", "}"}, list: [2]string{"[", "]"},
	key:  func(k string) string { return shellExpanded(jsonText(k)) + ": " },
	text: func(s string) string { return shellExpanded(jsonText(s)) },
	join: func(parts joined) string {
		var b strings.Builder
		for _, p := range parts {
			switch p := p.(type) {
			case string:
				s := jsonText(p)
				b.WriteString(shellExpanded(s[1 : len(s)-1]))
			case code:
				b.WriteString(string(p))
			}
		}
		return `"` + b.String() + `"`
	},
	words: [3]string{"true", "false", "null"},
}

// plus joins strings and codes with plus signs.
func plus(text func(string) string) func(joined) string {
	return func(parts joined) string {
		var terms []string
		for _, p := range parts {
			switch p := p.(type) {
			case string:
				terms = append(terms, text(p))
			case code:
				terms = append(terms, string(p))
			}
		}
		return strings.Join(terms, " + ")
	}
}

// arguments writes an object as the named arguments of a Python call.
func arguments(o object, depth int) string {
	l := python
	l.key = func(k string) string { return k + "=" }
	inner := python
	var b strings.Builder
	pad := strings.Repeat(l.indent, depth)
	var rest object
	for _, f := range o {
		if !isName(f.key, false) {
			rest = append(rest, f)
			continue
		}
		b.WriteString(pad + l.key(f.key) + inner.write(f.value, depth) + ",\n")
	}
	if rest != nil {
		b.WriteString(pad + "**" + inner.write(rest, depth) + ",\n")
	}
	return b.String()
}
