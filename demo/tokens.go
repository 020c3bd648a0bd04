package demo

import (
	"iter"
	"unicode"
	"unicode/utf8"
)

// Tokens are counted in quarters: about four ASCII bytes to a token, two
// letters of other alphabets, and one CJK character or emoji.
const tokenQuarters = 4

func quarters(r rune) int {
	switch {
	case r < utf8.RuneSelf:
		return 1
	case r < 0x2e80:
		return 2
	}
	return tokenQuarters
}

// weigh is the weight of s in quarters of a token, which can be added up.
func weigh(s string) int {
	n := 0
	for _, r := range s {
		n += quarters(r)
	}
	return n
}

func tokensOf(quarters int) int { return (quarters + tokenQuarters - 1) / tokenQuarters }

// count is how many tokens s would plausibly cost.
func count(s string) int { return tokensOf(weigh(s)) }

// head is as much of s as fits in n tokens.
func head(s string, n int) string {
	left := n * tokenQuarters
	for i, r := range s {
		if left -= quarters(r); left < 0 {
			return s[:i]
		}
	}
	return s
}

// bites cuts s into deltas of n tokens. A token is a word with the space
// before it, or a piece of a long word; a cut may fall inside a grapheme
// but never inside a code point. With n 0 every code point is a bite.
func bites(s string, n int) iter.Seq[string] {
	return func(yield func(string) bool) {
		start, tokens, weight := 0, 0, 0
		var last rune
		for i, r := range s {
			wordEnds := unicode.IsSpace(r) && !unicode.IsSpace(last)
			if i > start && (n == 0 || wordEnds || weight >= 2*tokenQuarters) {
				tokens, weight = tokens+1, 0
				if tokens >= n {
					if !yield(s[start:i]) {
						return
					}
					start, tokens = i, 0
				}
			}
			weight, last = weight+quarters(r), r
		}
		if start < len(s) {
			yield(s[start:])
		}
	}
}
