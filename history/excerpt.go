package history

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"neonchat/chat"
)

// excerptLength is about how many bytes of a text an excerpt has, and lead how
// many of them stand before the first find.
const excerptLength, lead = 240, 60

// excerpt cuts out of a marked text the window with the most finds, on one line,
// with an ellipsis where it was cut.
func excerpt(marked string) []chat.Span {
	text, finds := unmark(marked)
	from, to := window(text, finds)
	var spans []chat.Span
	add := func(piece string, found bool) {
		if piece != "" {
			spans = append(spans, chat.Span{Text: piece, Found: found})
		}
	}
	at := from
	if from > 0 {
		add("…", false)
	}
	for _, f := range finds {
		if f.from >= at && f.to <= to {
			add(text[at:f.from], false)
			add(text[f.from:f.to], true)
			at = f.to
		}
	}
	add(text[at:to], false)
	if to < len(text) {
		add("…", false)
	}
	return spans
}

// A finding is where in a text something was found.
type finding struct{ from, to int }

// unmark folds the spaces of a marked text and takes the marks out of it.
func unmark(marked string) (text string, finds []finding) {
	var b strings.Builder
	open, space := -1, false
	for _, r := range marked {
		switch {
		case string(r) == begin:
			if space {
				b.WriteByte(' ')
				space = false
			}
			open = b.Len()
		case string(r) == end:
			if open >= 0 && b.Len() > open {
				finds = append(finds, finding{open, b.Len()})
			}
			open = -1
		case unicode.IsSpace(r):
			space = b.Len() > 0
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			at := b.Len()
			b.WriteRune(r)
			if n := len(finds); n > 0 && finds[n-1].to == at && open < 0 && unicode.Is(unicode.M, r) {
				finds[n-1].to = b.Len() // a letter has its signs with it
			}
		}
	}
	return b.String(), finds
}

// window is the piece of a text to show: around the find with the most others
// close behind it.
func window(text string, finds []finding) (from, to int) {
	best, most := 0, 0
	for i, f := range finds {
		n := 0
		for _, other := range finds[i:] {
			if other.to > f.from-lead+excerptLength {
				break
			}
			n++
		}
		if n > most {
			best, most = f.from, n
		}
	}
	from = wordStart(text, best-lead)
	return from, wordEnd(text, from+excerptLength)
}

// wordStart is where a word begins at i or soon after it.
func wordStart(text string, i int) int {
	if i <= 0 {
		return 0
	}
	if space := strings.IndexByte(text[i:min(len(text), i+lead/2)], ' '); space >= 0 {
		return i + space + 1
	}
	for !utf8.RuneStart(text[i]) {
		i++
	}
	return i
}

// wordEnd is where a word ends at i or not long before it.
func wordEnd(text string, i int) int {
	if i >= len(text) {
		return len(text)
	}
	if space := strings.LastIndexByte(text[i-lead/2:i], ' '); space >= 0 {
		return i - lead/2 + space
	}
	for !utf8.RuneStart(text[i]) {
		i--
	}
	return i
}
