package client

import (
	"strings"
	"unicode/utf8"

	"neonchat/chat"
)

// A template reads the common delta without a JSON decoder. In a long answer
// nearly every frame is its predecessor with other text; once the decoder has
// read one frame to be nothing but a text delta, a frame that starts and ends
// as that one did can differ in the text alone.
//
// The zero value has learnt nothing and matches nothing.
type template struct {
	prefix, suffix string
}

// learn remembers the frame whose data the decoder has just read as events. It
// learns only from a frame that was one text delta and no more, whose text
// stands behind the one occurrence of the key: `"content":"` for instance.
func (t *template) learn(data, key string, events []chat.Event) {
	if len(events) != 1 {
		return
	}
	d, ok := events[0].(chat.TextDelta)
	if !ok {
		return
	}
	i := strings.Index(data, key)
	if i < 0 || strings.LastIndex(data, key) != i {
		return
	}
	i += len(key)
	rest, ok := strings.CutPrefix(data[i:], d.Text)
	if !ok || !strings.HasPrefix(rest, `"`) || strings.ContainsAny(d.Text, `"\`) {
		return
	}
	t.prefix, t.suffix = data[:i], rest
}

// text reads a frame that fits the template.
func (t *template) text(data string) (string, bool) {
	n := len(data) - len(t.prefix) - len(t.suffix)
	if t.suffix == "" || n <= 0 || !strings.HasPrefix(data, t.prefix) || !strings.HasSuffix(data, t.suffix) {
		return "", false
	}
	return unquote(data[len(t.prefix) : len(t.prefix)+n])
}

// unquote reads the inside of a JSON string. It leaves what is rare, \u and
// malformed text, to the decoder.
func unquote(s string) (string, bool) {
	escaped := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			escaped = true
			i++
			if i == len(s) || unescaped[s[i]] == 0 {
				return "", false
			}
		case c == '"' || c < ' ':
			return "", false
		}
	}
	if !utf8.ValidString(s) {
		return "", false
	}
	if !escaped {
		return s, true
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			i++
			b = append(b, unescaped[s[i]])
			continue
		}
		b = append(b, s[i])
	}
	return string(b), true
}

// unescaped gives what the letter behind a backslash stands for, 0 for those
// that unquote doesn't read.
var unescaped = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}
