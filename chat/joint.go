package chat

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// goOn asks for the rest of an answer that was cut.
const goOn = "Your answer was cut off. Go on exactly where it stopped, in the middle of a word if need be. Repeat nothing of it and say nothing about this."

// A joint takes out of the rest of an answer what it repeats of the end of what
// was said before: models like to begin a line anew.
type joint struct {
	said   string
	held   string // the start of the rest, while it may be a repetition
	joined bool
}

// repeated is how much of the end may be said again, and sure from how much on
// that is no coincidence. In bytes.
const repeated, sure = 400, 12

// pass gives the events that stand for e; nil is the end of the rest.
func (j *joint) pass(e Event) []Event {
	delta, isText := e.(TextDelta)
	switch _, isNotice := e.(Notice); {
	case j.joined && e == nil:
		return nil
	case j.joined, isNotice:
		return []Event{e}
	case isText:
		j.held += delta.Text
		if strings.Contains(j.end(), j.held) {
			return nil
		}
		j.joined = true
		return j.rest()
	}
	switch e.(type) {
	case PartDone, Stopped, nil:
		j.joined = true
		events := j.rest()
		if e != nil {
			events = append(events, e)
		}
		return events
	}
	return []Event{e}
}

// end is the part of what was said that may be repeated.
func (j *joint) end() string {
	cut := max(0, len(j.said)-repeated)
	for cut < len(j.said) && !utf8.RuneStart(j.said[cut]) {
		cut++
	}
	return j.said[cut:]
}

// rest is what was held without what it repeats.
func (j *joint) rest() []Event {
	if rest := j.held[j.overlap():]; rest != "" {
		return []Event{TextDelta{rest}}
	}
	return nil
}

// overlap is how many bytes of what is held were said before.
func (j *joint) overlap() int {
	for n := min(len(j.held), len(j.end())); n >= sure; n-- {
		if strings.HasSuffix(j.said, j.held[:n]) {
			return n
		}
	}
	// A word that broke off, written again from its start.
	word := j.said[strings.LastIndexFunc(j.said, func(r rune) bool { return !unicode.IsLetter(r) })+1:]
	next, _ := utf8.DecodeRuneInString(j.held[min(len(word), len(j.held)):])
	if len(word) > 1 && strings.HasPrefix(j.held, word) && unicode.IsLetter(next) {
		return len(word)
	}
	return 0
}
