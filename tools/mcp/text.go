package mcp

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// oneLine makes text a line of at most n bytes without anything that can't be
// seen.
func oneLine(text string, n int) string {
	return shorten(strings.Join(strings.Fields(visible(text)), " "), n)
}

// visible is text without escape sequences, control characters and characters
// that can't be seen, in which instructions for a model can hide. Lines and tabs
// stay.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t', r == '\u200c', r == '\u200d': // joiners are part of words and emoji
			return r
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, text)
}

// A scrubber takes secrets out of what is told or logged.
type scrubber []string

func (s scrubber) scrub(text string) string {
	for _, secret := range s {
		text = strings.ReplaceAll(text, secret, "…")
	}
	return text
}

// shorten cuts text to n bytes, between characters.
func shorten(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n] + "…"
}

// isMadeOf reports whether text has letters and digits of ASCII and these signs only.
func isMadeOf(text, signs string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune(signs, r))
	})
}
