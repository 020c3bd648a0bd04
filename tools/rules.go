package tools

import (
	"fmt"
	"strings"
)

// A Word is what the user has said of a tool.
type Word string

const (
	Ask   Word = "ask" // holds where nothing is said
	Allow Word = "allow"
	Deny  Word = "deny"
)

// ParseWord reads one of the words.
func ParseWord(s string) (Word, error) {
	switch w := Word(strings.ToLower(s)); w {
	case Ask, Allow, Deny:
		return w, nil
	}
	return "", fmt.Errorf("%q is none of ask, allow and deny", s)
}

// Rules are the words by the patterns of the tools that they hold for.
type Rules map[string]Word

// Of is the word for a tool, "" where no pattern fits its name. The pattern holds
// that says most about it, which has the most letters that aren't stars. Of two
// that say as much the stricter one does.
func (r Rules) Of(name string) Word {
	word, most := Word(""), -1
	for pattern, w := range r {
		if !Matches(pattern, name) {
			continue
		}
		says := 2 * (len(pattern) - strings.Count(pattern, "*"))
		if !strings.Contains(pattern, "*") {
			says++
		}
		if says > most || says == most && strictness[w] > strictness[word] {
			word, most = w, says
		}
	}
	return word
}

var strictness = map[Word]int{Allow: 1, Ask: 2, Deny: 3}
