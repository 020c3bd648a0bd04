package chat

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// goOn asks the model for the rest of an answer that was cut off.
const goOn = "Your answer was cut off. Go on exactly where it stopped, in the middle of a word if need be. Repeat nothing of it and say nothing about this."

// A joint removes from the rest of an answer what it repeats of the end before
// it: models like to begin a word or a line again. It removes only what can't be
// meant: rows of zeros, refrains and the like may well come twice.
type joint struct {
	said   string
	held   string // the start of the continuation, while it may be a repetition
	joined bool
}

// repeated is the longest repetition looked for, and sure the length from which it can't
// be a coincidence. Both are in bytes.
const repeated, sure = 400, 12

// pass returns the events to use in place of e. After the last event, end
// returns those that are still held.
func (j *joint) pass(e Event) []Event {
	if j.joined {
		return []Event{e}
	}
	switch e := e.(type) {
	case TextDelta:
		j.held += e.Text
		if strings.Contains(j.tail(), j.held) {
			return nil
		}
		return j.end()
	case Upload, Started, UsageUpdate, Again, Notice:
		return []Event{e}
	}
	if j.held == "" {
		return []Event{e} // reasoning comes before the text
	}
	return append(j.end(), e)
}

// end returns what was held, without the repetition.
func (j *joint) end() []Event {
	rest := j.held[j.overlap():]
	j.joined, j.held = true, ""
	if rest == "" {
		return nil
	}
	return []Event{TextDelta{rest}}
}

// tail is the part of the earlier text that may be repeated.
func (j *joint) tail() string {
	cut := max(0, len(j.said)-repeated)
	for cut < len(j.said) && !utf8.RuneStart(j.said[cut]) {
		cut++
	}
	return j.said[cut:]
}

// overlap is how many bytes of the held text repeat the earlier text.
func (j *joint) overlap() int {
	for n := min(len(j.held), len(j.tail())); n >= sure; n-- {
		if strings.HasSuffix(j.said, j.held[:n]) && j.again(n) {
			return n
		}
	}
	// A word was cut off and starts again from its beginning.
	word := j.said[len(strings.TrimRightFunc(j.said, unicode.IsLetter)):]
	rest, again := strings.CutPrefix(j.held, word)
	if again && len(word) > 1 && unicode.IsLetter(first(rest)) && !recurs(word, rest) {
		return len(word)
	}
	return 0
}

// again reports whether the first n held bytes are an unintended repetition of the end
// of the earlier text. That end must be several words that occur only once and must
// break off with a letter. Also, keeping the repetition would either run two words
// together or complete the word that was cut off.
func (j *joint) again(n int) bool {
	end, rest := j.held[:n], j.held[n:]
	earlier := strings.Contains(j.said[:len(j.said)-1], end)
	broke := unicode.IsLetter(last(end)) && strings.ContainsFunc(end, unicode.IsSpace)
	if earlier || !broke || recurs(end, rest) {
		return false
	}
	before := j.said[:len(j.said)-n]
	glued := unicode.IsLetter(first(end)) && (before == "" || unicode.IsSpace(last(before)))
	return glued || unicode.IsLetter(first(rest))
}

// recurs reports whether s repeats itself, or seems to come once more in the
// rest.
func recurs(s, rest string) bool {
	for n := 1; n <= len(s)/2; n++ {
		if s[n:] == s[:len(s)-n] {
			return true
		}
	}
	return rest != "" && first(rest) == first(s)
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func last(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
