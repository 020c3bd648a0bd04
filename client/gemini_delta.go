package client

import (
	"strings"

	"neonchat/chat"
)

// geminiDelta reads the common chunk, a piece of text, without a JSON decoder.
// Unlike the other dialects' deltas a chunk tells the tokens so far, and so
// chunks are the same but for their text and for the digits behind it.
type geminiDelta struct {
	template
	tail   string // the end of the suffix, from usageMetadata on
	counts string // the last chunk whose counts nobody has read yet
}

const geminiUsageKey = `"usageMetadata"`

func (g *geminiDelta) learn(data string, events []chat.Event) {
	if len(events) == 2 {
		if _, ok := events[1].(chat.UsageUpdate); ok {
			events = events[:1]
		}
	}
	key := `"text": "`
	if !strings.Contains(data, key) {
		key = `"text":"`
	}
	var t template
	t.learn(data, key, events)
	if t.suffix == "" {
		return
	}
	tail := ""
	if i := strings.Index(t.suffix, geminiUsageKey); i >= 0 {
		t.suffix, tail = t.suffix[:i], t.suffix[i:]
	}
	// a digit there must be a count and nothing that says whose text it is
	if strings.Contains(tail, `"index"`) || strings.Contains(tail, `\`) {
		return
	}
	g.template, g.tail = t, tail
}

func (g *geminiDelta) text(data string) (string, bool) {
	i := len(data)
	if g.tail != "" {
		i = strings.Index(data, geminiUsageKey)
	}
	if i < 0 || !sameButDigits(data[i:], g.tail) {
		return "", false
	}
	s, ok := g.template.text(data[:i])
	if ok && g.tail != "" {
		g.counts = data
	}
	return s, ok
}

// sameButDigits reports whether two texts differ at most in their numbers. A
// number with a zero in front, which JSON doesn't take, is left to the decoder.
func sameButDigits(a, b string) bool {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		if n := digits(a[i:]); n > 0 {
			if n > 1 && a[i] == '0' || digits(b[j:]) == 0 {
				return false
			}
			i += n
			j += digits(b[j:])
			continue
		}
		if a[i] != b[j] {
			return false
		}
		i++
		j++
	}
	return i == len(a) && j == len(b)
}

// digits counts the digits that s begins with.
func digits(s string) (n int) {
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}
