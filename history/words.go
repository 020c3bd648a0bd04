package history

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"modernc.org/sqlite"
)

// functions lets SQL ask the program for the words of a message and for the start
// of its text, by its parts. The schema names words_of, which stays for ever.
var functions = sync.OnceFunc(func() {
	sqlite.MustRegisterDeterministicScalarFunction("words_of", 1, onParts("\n", apart))
	sqlite.MustRegisterDeterministicScalarFunction("start_of", 1, onParts("", start))
})

// onParts does something with the texts of a message, joined.
func onParts(by string, do func(string) string) func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
	return func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		parts, _ := args[0].(string)
		texts, err := textsOf(parts)
		return do(strings.Join(texts, by)), err
	}
}

func textsOf(parts string) ([]string, error) {
	texts, err := textsAs[string](parts)
	if _, other := errors.AsType[*json.UnmarshalTypeError](err); other {
		return textsAs[exact](parts) // one isn't UTF-8; to look for that in each takes twice as long
	}
	return texts, err
}

func textsAs[T ~string](parts string) (texts []string, err error) {
	var kept struct {
		Parts []struct {
			Type string `json:"type"`
			Text T      `json:"text"`
		} `json:"parts"`
	}
	err = json.Unmarshal([]byte(parts), &kept)
	for _, p := range kept.Parts {
		if p.Type == "text" {
			texts = append(texts, string(p.Text))
		}
	}
	return texts, err
}

// between stands in the index between what it has to take for words of their
// own. No keyboard types it.
const between = "\x1f"

// apart makes each character of a language without spaces a word, and what is
// written between them in another: the index knows words by what is no letter.
// What isn't UTF-8 is none.
func apart(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if spaced(text) {
		return text
	}
	var b strings.Builder
	last := false
	for i, r := range text {
		alone := withoutSpaces(r)
		if i > 0 && (alone || last) {
			b.WriteString(between)
		}
		b.WriteRune(r)
		last = alone
	}
	return b.String()
}

// spaced reports whether nothing in a text is of a language without spaces. It
// is asked of every text that is found: a call for each character would show.
func spaced(text string) bool {
	for _, r := range text {
		if r >= firstWithoutSpaces && withoutSpaces(r) {
			return false
		}
	}
	return true
}

// firstWithoutSpaces is the first character of a language without spaces.
const firstWithoutSpaces = '\u0e00'

// withoutSpaces reports whether a character is of a language without spaces.
func withoutSpaces(r rune) bool {
	return r >= firstWithoutSpaces && (r == 'ー' || r == 'ｰ' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar))
}

// runs are the pieces of a text that are of a language without spaces.
func runs(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !withoutSpaces(r) })
}

// lastWord is how many letters the last word of a text has.
func lastWord(text string) int {
	text = strings.TrimRightFunc(text, func(r rune) bool { return !wordRune(r) })
	i := strings.LastIndexFunc(text, func(r rune) bool { return !wordRune(r) })
	return utf8.RuneCountInString(text[i+1:])
}
