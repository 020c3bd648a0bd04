package ui

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"neonchat/chat"
	"neonchat/ui/markdown"
)

// A composer is the text that is being written. It counts in characters as
// people see them, never in bytes or code points.
type composer struct {
	draft
	at   int   // the cursor: a byte offset between characters
	goal int   // the column that up and down keep to; -1 is that of the cursor
	cut  draft // what was deleted last by line or word, for yank

	layout layout // of the last rows
}

// A draft is what a composer holds, to be put back whole. What is pasted at
// length, a file that goes along, and a character that can't be shown as it is
// stand in it as chips: one character each. Only what was typed or completed here
// does something; text that came from elsewhere is text.
type draft struct {
	text   string
	chips  []chip   // of the characters from firstChip on
	own    spans    // what was typed or completed here
	missed []string // mentions that are no file's, of which the user was told
}

// Chips are code points of the planes for private use. Text that has such itself
// has them as chips.
const firstChip = 0xF0000

// A chip stands for more than fits into a line.
type chip struct {
	label string
	text  string     // what it stands for, or
	path  string     // the file to send along
	kind  string     // of the file: image, pdf or text; of text: paste, or "" for a character
	file  *chat.File // of a question that was kept: nothing is read again
	off   bool       // the model can't take it
}

func newComposer() *composer { return &composer{goal: -1} }

func (c *composer) empty() bool { return strings.TrimSpace(c.text) == "" }

// restore puts a draft back. Its chips are copied: the files of the draft may
// still be being read.
func (c *composer) restore(d draft) {
	d.chips = slices.Clone(d.chips)
	c.draft, c.at, c.goal = d, len(d.text), -1
}

func (c *composer) clear() { c.restore(draft{}) }

// brought is text that came from elsewhere. It stays as it is; what must not
// reach a terminal is shown by a sign.
func brought(text string) draft {
	var d draft
	known := map[rune]rune{}
	d.text = strings.Map(func(r rune) rune {
		if r < firstChip && !markdown.Steers(r) {
			return r
		}
		if _, ok := known[r]; !ok {
			known[r] = rune(firstChip + len(d.chips))
			d.chips = append(d.chips, chip{label: sign(r), text: string(r)})
		}
		return known[r]
	}, lineEnds.Replace(text))
	return d
}

// lineEnds makes those of terminals and of Windows ours.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// sign shows a character.
func sign(r rune) string {
	switch {
	case r < ' ':
		return string('␀' + r)
	case r == 0x7f:
		return "␡"
	case markdown.Steers(r):
		return fmt.Sprintf("<U+%04X>", r)
	}
	return string(r)
}

// typedHere is text that the user wrote or completed in the composer.
func typedHere(text string) draft {
	d := brought(text)
	d.own = d.own.insert(0, len(d.text), spans{{0, len(d.text)}})
	return d
}

// part is a draft of what lies from a to b.
func (d draft) part(a, b int) draft {
	return draft{text: d.text[a:b], chips: d.chips, own: d.own.part(a, b, -a), missed: d.missed}
}

// trimmed is a draft without the space around it.
func (d draft) trimmed() draft {
	a := len(d.text) - len(strings.TrimLeftFunc(d.text, unicode.IsSpace))
	return d.part(a, max(a, len(strings.TrimRightFunc(d.text, unicode.IsSpace))))
}

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

func chipAt(chips []chip, r rune) (chip, bool) {
	i := int(r) - firstChip
	if i < 0 || i >= len(chips) {
		return chip{}, false
	}
	return chips[i], true
}

// insert writes text that came from elsewhere at the cursor, and write what was
// typed or completed here.
func (c *composer) insert(text string) { c.put(brought(text)) }
func (c *composer) write(text string)  { c.put(typedHere(text)) }

// add puts a chip at the cursor.
func (c *composer) add(k chip) {
	c.put(draft{text: string(rune(firstChip)), chips: []chip{k}})
}

// put puts a draft at the cursor. Its chips become the composer's.
func (c *composer) put(d draft) {
	text := d.text
	if len(d.chips) > 0 {
		text = strings.Map(func(r rune) rune {
			if k, ok := chipAt(d.chips, r); ok {
				return c.hold(k)
			}
			return r
		}, text)
	}
	c.own = c.own.insert(c.at, len(text), d.own)
	c.text = c.text[:c.at] + text + c.text[c.at:]
	c.at += len(text)
	c.goal = -1
}

// hold makes a chip one of the composer's, and gives its character. All that
// stand for the same character are one.
func (c *composer) hold(k chip) rune {
	i := -1
	if k.kind == "" {
		i = slices.IndexFunc(c.chips, func(o chip) bool { return o.kind == "" && o.text == k.text })
	}
	if i < 0 {
		i = len(c.chips)
		c.chips = append(c.chips[:i:i], k)
	}
	return rune(firstChip + i)
}

// replace puts a chip in the place of the text from a to b. The cursor stays where
// it was in the text.
func (c *composer) replace(a, b int, k chip) {
	at := c.at
	c.remove(a, b, false)
	c.add(k)
	switch {
	case at >= b:
		c.move(c.at + at - b)
	case at <= a:
		c.move(at)
	}
}

// stands reports whether a text still is where it was.
func (c *composer) stands(at span, text string) bool {
	return at.b <= len(c.text) && c.part(at.a, at.b).plain() == lineEnds.Replace(text)
}

// told reports whether the user was told that a mention is no file's, and miss
// notes it.
func (d draft) told(mention string) bool { return slices.Contains(d.missed, mention) }

func (c *composer) miss(mention string) {
	if !c.told(mention) {
		c.missed = append(slices.Clip(c.missed), mention)
	}
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
		c.cut = c.part(a, b)
	}
	c.own = c.own.remove(a, b)
	c.text = c.text[:a] + c.text[b:]
	c.at, c.goal = a, -1
}

func (c *composer) move(to int) { c.at, c.goal = to, -1 }

// unfold puts the paste at the cursor into the text, to be read and changed.
// It reports whether there was one.
func (c *composer) unfold() bool {
	for _, a := range []int{c.left(), c.at} {
		r, n := utf8.DecodeRuneInString(c.text[a:])
		if k, ok := chipAt(c.chips, r); ok && k.kind == "paste" {
			c.remove(a, a+n, false)
			c.insert(k.text)
			return true
		}
	}
	return false
}
