package history

import (
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// longText is from how many bytes on a text is marked here. FTS5 copies what it
// has marked so far at each find, which in megabytes with thousands of finds takes
// a minute.
const longText = 64 << 10

// mark puts marks around what was searched for, as FTS5 does. Words are compared
// without case and signs; where that isn't what the index does, a find stays
// without a mark.
func mark(text string, terms []term) string {
	tokens := tokensOf(text)
	var phrases []phrase
	for _, t := range terms {
		phrases = append(phrases, phraseOf(t))
	}
	var b strings.Builder
	b.Grow(len(text) + len(text)/8)
	at := 0
	for i := 0; i < len(tokens); i++ {
		n := longest(phrases, text, tokens[i:])
		if n == 0 {
			continue
		}
		first, last := tokens[i], tokens[i+n-1]
		b.WriteString(text[at:first.from])
		b.WriteString(begin + text[first.from:last.to] + end)
		at = last.to
		i += n - 1
	}
	b.WriteString(text[at:])
	return b.String()
}

// A phrase is the words of a term, folded.
type phrase struct {
	words []string
	opens bool // the last may be the start of a word
}

func phraseOf(t term) phrase {
	text := apart(t.text)
	p := phrase{opens: t.opens}
	for _, w := range tokensOf(text) {
		p.words = append(p.words, folded(text[w.from:w.to]))
	}
	return p
}

// longest is how many of the tokens the longest phrase takes that they begin with.
func longest(phrases []phrase, text string, tokens []finding) int {
	most := 0
	for _, p := range phrases {
		if len(p.words) > most && len(p.words) <= len(tokens) && p.is(text, tokens) {
			most = len(p.words)
		}
	}
	return most
}

func (p phrase) is(text string, tokens []finding) bool {
	for i, want := range p.words {
		word := text[tokens[i].from:tokens[i].to]
		if !ascii(word) {
			word = folded(word)
		}
		if p.opens && i == len(p.words)-1 {
			word = word[:min(len(want), len(word))]
		}
		if !strings.EqualFold(word, want) {
			return false
		}
	}
	return true
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// folded is a word without case and signs.
func folded(word string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.M))), word)
	if err != nil {
		plain = word
	}
	return strings.ToLower(plain)
}

// tokensOf are the words of a text, as the index has them.
func tokensOf(text string) (tokens []finding) {
	from := -1
	for i, r := range text {
		switch word := wordRune(r); {
		case word && from < 0:
			from = i
		case !word && from >= 0 && !unicode.Is(unicode.M, r):
			tokens = append(tokens, finding{from, i})
			from = -1
		}
	}
	if from >= 0 {
		tokens = append(tokens, finding{from, len(text)})
	}
	return tokens
}
