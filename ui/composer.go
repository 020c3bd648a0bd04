package ui

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"neonchat/chat"
	"neonchat/ui/markdown"
)

// A composer is the text that is being written. It counts in characters as
// people see them, never in bytes or code points. What is pasted at length, and
// a file that goes along, stand in it as chips: one character each.
type composer struct {
	text string
	at   int // the cursor: a byte offset between characters
	goal int // the column that up and down keep to; -1 is that of the cursor

	chips []chip // of the characters from firstChip on
	cut   draft  // what was deleted last by line or word, for yank

	layout layout // of the last rows
}

// Chips are code points of a plane for private use.
const firstChip = 0xF0000

// A chip stands for more than fits into a line.
type chip struct {
	label string
	text  string     // what was pasted, or
	path  string     // the file to send along
	kind  string     // of the file: image, pdf or text
	file  *chat.File // of a question that was kept: nothing is read again
	off   bool       // the model can't take it
}

func newComposer() *composer { return &composer{goal: -1} }

func (c *composer) empty() bool { return strings.TrimSpace(c.text) == "" }

// A draft is what a composer holds, to be put back whole.
type draft struct {
	text  string
	chips []chip
}

func (c *composer) draft() draft { return draft{c.text, c.chips} }

// restore puts a draft back. Its chips are copied: the files of the draft may
// still be being read.
func (c *composer) restore(d draft) {
	c.text, c.chips, c.at, c.goal = d.text, slices.Clone(d.chips), len(d.text), -1
}

func (c *composer) clear() { c.restore(draft{}) }

// plain writes the draft without chips: pastes as they were, files by their
// paths.
func (d draft) plain() string {
	return d.expand(func(k chip) string {
		if k.path != "" {
			return mention(k.path)
		}
		return k.text
	})
}

func (d draft) expand(with func(chip) string) string {
	if len(d.chips) == 0 {
		return d.text
	}
	var b strings.Builder
	for _, r := range d.text {
		if k, ok := chipAt(d.chips, r); ok {
			b.WriteString(with(k))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func mention(path string) string {
	if strings.ContainsAny(path, " \t") {
		return `@"` + path + `"`
	}
	return "@" + path
}

func chipAt(chips []chip, r rune) (chip, bool) {
	i := int(r) - firstChip
	if i < 0 || i >= len(chips) {
		return chip{}, false
	}
	return chips[i], true
}

// insert writes text at the cursor.
func (c *composer) insert(text string) {
	c.text = c.text[:c.at] + text + c.text[c.at:]
	c.at += len(text)
	c.goal = -1
}

// add puts a chip at the cursor.
func (c *composer) add(k chip) {
	c.insert(string(c.hold(k)))
}

// hold makes a chip one of the composer's, and gives its character.
func (c *composer) hold(k chip) rune {
	c.chips = append(c.chips[:len(c.chips):len(c.chips)], k)
	return rune(firstChip + len(c.chips) - 1)
}

// yank puts what was cut back at the cursor. The chips in it may be gone from
// the composer by now: it gets them anew.
func (c *composer) yank() {
	c.insert(strings.Map(func(r rune) rune {
		if k, ok := chipAt(c.cut.chips, r); ok {
			return c.hold(k)
		}
		return r
	}, c.cut.text))
}

// written makes foreign text fit for a composer: no control characters, none
// that stand for chips.
func written(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= firstChip && r <= unicode.MaxRune {
			return -1
		}
		return r
	}, markdown.Clean(text))
}

// left and right are the ends of the characters around the cursor.
func (c *composer) left() int {
	start := strings.LastIndexByte(c.text[:c.at], '\n') + 1
	if start == c.at {
		return max(0, c.at-1)
	}
	last := start
	for i := start; i < c.at; {
		last = i
		i += len(character(c.text[i:c.at]))
	}
	return last
}

func (c *composer) right() int {
	if c.at == len(c.text) {
		return c.at
	}
	return c.at + len(character(c.text[c.at:]))
}

// character is the first of s as people count; a chip is one by itself.
func character(s string) string {
	if len(s) > 0 && s[0] < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return s[:1] // nothing joins it; most text is like that
	}
	r, n := utf8.DecodeRuneInString(s)
	if r >= firstChip {
		return s[:n]
	}
	g, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	if g == "" {
		return s[:n]
	}
	if i := strings.IndexFunc(g, func(r rune) bool { return r >= firstChip }); i > 0 {
		return g[:i]
	}
	for len(g) > longestCharacter { // some scripts join any number of letters
		_, n := utf8.DecodeLastRuneInString(g)
		g = g[:len(g)-n]
	}
	return g
}

// longestCharacter is how many bytes are one at most: a family of four with
// their colours of skin has 41.
const longestCharacter = 48

// wordLeft and wordRight are the ends of the words around the cursor.
func (c *composer) wordLeft() int {
	s := strings.TrimRightFunc(c.text[:c.at], noWord)
	return len(strings.TrimRightFunc(s, func(r rune) bool { return !noWord(r) }))
}

func (c *composer) wordRight() int {
	s := strings.TrimLeftFunc(c.text[c.at:], noWord)
	s = strings.TrimLeftFunc(s, func(r rune) bool { return !noWord(r) })
	return len(c.text) - len(s)
}

func noWord(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) && r < firstChip
}

func (c *composer) lineStart() int { return strings.LastIndexByte(c.text[:c.at], '\n') + 1 }

func (c *composer) lineEnd() int {
	if i := strings.IndexByte(c.text[c.at:], '\n'); i >= 0 {
		return c.at + i
	}
	return len(c.text)
}

// remove deletes from a to b, keeping what it was for yank where keep says so.
func (c *composer) remove(a, b int, keep bool) {
	if a == b {
		return
	}
	if keep {
		c.cut = draft{c.text[a:b], c.chips}
	}
	c.text = c.text[:a] + c.text[b:]
	c.at, c.goal = a, -1
}

func (c *composer) move(to int) { c.at, c.goal = to, -1 }

// unfold puts the paste at the cursor into the text, to be read and changed.
// It reports whether there was one.
func (c *composer) unfold() bool {
	for _, a := range []int{c.left(), c.at} {
		r, n := utf8.DecodeRuneInString(c.text[a:])
		if k, ok := chipAt(c.chips, r); ok && k.path == "" {
			c.text = c.text[:a] + k.text + c.text[a+n:]
			c.move(a + len(k.text))
			return true
		}
	}
	return false
}
