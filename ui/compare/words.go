package compare

import (
	"strings"
	"unicode"

	"znkr.io/diff"

	"neonchat/ui/markdown"
)

// A word is a unit of the difference: letters, signs, or one character of a
// script without spaces between words.
type word struct {
	text   string
	gap    int  // blanks before it
	breaks int  // line breaks before those
	free   bool // a line may begin with it though there is no blank before
}

// mostDiffed is how much of an answer is compared, in bytes.
const mostDiffed = 1 << 20

// wordsOf takes a text apart.
func wordsOf(text string) []word {
	text = strings.ReplaceAll(markdown.CleanStart(text, mostDiffed), "\t", "    ")
	words := make([]word, 0, len(text)/4)
	next := word{}
	start, last := 0, blank
	end := func(i int) {
		if last != blank && start < i {
			next.text, next.free = text[start:i], last == lone
			words = append(words, next)
			next = word{}
		}
		start = i
	}
	for i, r := range text {
		k := kindOfRune(r)
		if k != last || k == lone || k == blank {
			end(i)
		}
		last = k
		switch {
		case r == '\n':
			next.breaks++
			next.gap = 0
		case k == blank:
			next.gap++
		}
	}
	end(len(text))
	return words
}

type runeKind int

const (
	blank runeKind = iota
	letters
	signs
	lone
)

func kindOfRune(r rune) runeKind {
	switch {
	case unicode.IsSpace(r):
		return blank
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return lone
	case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '_' || r == '\'' || r == '’':
		return letters
	}
	return signs
}

// A stretch is a part of two texts that is the same in both, or isn't: words from
// a up to b, of the left one first.
type stretch struct {
	same bool
	a, b [2]int
}

// thorough is up to how many words the shortest of all diffs is looked for.
const thorough = 12_000

// stretches compares two texts.
func stretches(left, right []word) []stretch {
	var o []diff.Option
	if len(left)+len(right) > thorough {
		o = append(o, diff.Fast())
	}
	var all []stretch
	at := [2]int{}
	for _, e := range diff.Edits(texts(left), texts(right), o...) {
		same := e.Op == diff.Match
		if n := len(all); n == 0 || all[n-1].same != same {
			all = append(all, stretch{same, at, at})
		}
		if e.Op != diff.Insert {
			at[0]++
		}
		if e.Op != diff.Delete {
			at[1]++
		}
		all[len(all)-1].b = at
	}
	return joinedStretches(all)
}

func texts(words []word) []string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text
	}
	return texts
}

// fewWords is how many words that are the same don't part two differences: they
// are so by chance, and would make confetti of both texts.
const fewWords = 2

func joinedStretches(all []stretch) []stretch {
	var joined []stretch
	for i, s := range all {
		n := len(joined)
		between := i > 0 && i < len(all)-1
		chance := s.same && between && s.b[0]-s.a[0] <= fewWords
		switch {
		case chance, n > 0 && !s.same && !joined[n-1].same:
			joined[n-1].b = s.b
		default:
			joined = append(joined, s)
		}
	}
	return joined
}
