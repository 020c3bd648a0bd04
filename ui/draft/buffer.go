package draft

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

// A Buffer is the text that is being written. It counts in characters as
// people see them, never in bytes or code points.
type Buffer struct {
	Draft
	At   int   // the cursor: a byte offset between characters
	goal int   // the column that up and down keep to; -1 is that of the cursor
	cut  Draft // what was deleted last by line or word, for yank

	layout layout // of the last rows
}

// A Draft is what a composer holds, to be put back whole. What is pasted at
// length, a file that goes along, and a character that can't be shown as it is
// stand in it as chips: one character each. Only what was typed or completed here
// does something; text that came from elsewhere is text.
type Draft struct {
	Text   string
	Chips  []Chip   // of the characters from firstChip on
	Own    Spans    // what was typed or completed here
	Missed []string // mentions that are no file's, of which the user was told
}

// Chips are code points of the planes for private use. Text that has such itself
// has them as chips.
const FirstChip = 0xF0000

// A Chip stands for more than fits into a line.
type Chip struct {
	label string
	text  string     // what it stands for, or
	Path  string     // the file to send along
	Kind  string     // of the file: image, pdf or text; of text: paste, or "" for a character
	file  *chat.File // of a question that was kept: nothing is read again
	Off   bool       // the model can't take it
}

func NewBuffer() *Buffer { return &Buffer{goal: -1} }

func (c *Buffer) Empty() bool { return strings.TrimSpace(c.Text) == "" }

// Restore puts a draft back. Its chips are copied: the files of the draft may
// still be being read.
func (c *Buffer) Restore(d Draft) {
	d.Chips = slices.Clone(d.Chips)
	c.Draft, c.At, c.goal = d, len(d.Text), -1
}

func (c *Buffer) Clear() { c.Restore(Draft{}) }

// Brought is text that came from elsewhere. It stays as it is; what must not
// reach a terminal is shown by a sign.
func Brought(text string) Draft {
	var d Draft
	known := map[rune]rune{}
	d.Text = strings.Map(func(r rune) rune {
		if r < FirstChip && !markdown.Steers(r) && !markdown.Hidden(r) {
			return r
		}
		if _, ok := known[r]; !ok {
			known[r] = rune(FirstChip + len(d.Chips))
			d.Chips = append(d.Chips, Chip{label: sign(r), text: string(r)})
		}
		return known[r]
	}, LineEnds.Replace(text))
	return d
}

// LineEnds makes those of terminals and of Windows ours.
var LineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// sign shows a character.
func sign(r rune) string {
	switch {
	case r < ' ':
		return string('␀' + r)
	case r == 0x7f:
		return "␡"
	case markdown.Steers(r) || markdown.Hidden(r):
		return fmt.Sprintf("<U+%04X>", r)
	}
	return string(r)
}

// typedHere is text that the user wrote or completed in the composer.
func typedHere(text string) Draft {
	d := Brought(text)
	d.Own = d.Own.Insert(0, len(d.Text), Spans{{0, len(d.Text)}})
	return d
}

// Part is a draft of what lies from a to b.
func (d Draft) Part(a, b int) Draft {
	return Draft{Text: d.Text[a:b], Chips: d.Chips, Own: d.Own.part(a, b, -a), Missed: d.Missed}
}

// Trimmed is a draft without the space around it.
func (d Draft) Trimmed() Draft {
	a := len(d.Text) - len(strings.TrimLeftFunc(d.Text, unicode.IsSpace))
	return d.Part(a, max(a, len(strings.TrimRightFunc(d.Text, unicode.IsSpace))))
}

// Plain writes the draft without chips: pastes as they were, files by their
// paths.
func (d Draft) Plain() string {
	return d.expand(func(k Chip) string {
		if k.Path != "" {
			return mention(k.Path)
		}
		return k.text
	})
}

func (d Draft) expand(with func(Chip) string) string {
	if len(d.Chips) == 0 {
		return d.Text
	}
	var b strings.Builder
	for _, r := range d.Text {
		if k, ok := chipAt(d.Chips, r); ok {
			b.WriteString(with(k))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func chipAt(chips []Chip, r rune) (Chip, bool) {
	i := int(r) - FirstChip
	if i < 0 || i >= len(chips) {
		return Chip{}, false
	}
	return chips[i], true
}

// Insert writes text that came from elsewhere at the cursor, and write what was
// typed or completed here.
func (c *Buffer) Insert(text string) { c.Put(Brought(text)) }
func (c *Buffer) Write(text string)  { c.Put(typedHere(text)) }

// Add puts a chip at the cursor.
func (c *Buffer) Add(k Chip) {
	c.Put(Draft{Text: string(rune(FirstChip)), Chips: []Chip{k}})
}

// Put puts a draft at the cursor. Its chips become the composer's.
func (c *Buffer) Put(d Draft) {
	text := d.Text
	if len(d.Chips) > 0 {
		text = strings.Map(func(r rune) rune {
			if k, ok := chipAt(d.Chips, r); ok {
				return c.hold(k)
			}
			return r
		}, text)
	}
	c.Own = c.Own.Insert(c.At, len(text), d.Own)
	c.Text = c.Text[:c.At] + text + c.Text[c.At:]
	c.At += len(text)
	c.goal = -1
}

// hold makes a chip one of the composer's, and gives its character. All that
// stand for the same character are one.
func (c *Buffer) hold(k Chip) rune {
	i := -1
	if k.Kind == "" {
		i = slices.IndexFunc(c.Chips, func(o Chip) bool { return o.Kind == "" && o.text == k.text })
	}
	if i < 0 {
		i = len(c.Chips)
		c.Chips = append(c.Chips[:i:i], k)
	}
	return rune(FirstChip + i)
}

// Replace puts a chip in the place of the text from a to b. The cursor stays where
// it was in the text.
func (c *Buffer) Replace(a, b int, k Chip) {
	at := c.At
	c.Remove(a, b, false)
	c.Add(k)
	switch {
	case at >= b:
		c.Move(c.At + at - b)
	case at <= a:
		c.Move(at)
	}
}

// Stands reports whether a text still is where it was.
func (c *Buffer) Stands(at Span, text string) bool {
	return at.B <= len(c.Text) && c.Part(at.A, at.B).Plain() == LineEnds.Replace(text)
}

// Told reports whether the user was told that a mention is no file's, and miss
// notes it.
func (d Draft) Told(mention string) bool { return slices.Contains(d.Missed, mention) }

func (c *Buffer) Miss(mention string) {
	if !c.Told(mention) {
		c.Missed = append(slices.Clip(c.Missed), mention)
	}
}

// left and right are the ends of the characters around the cursor.
func (c *Buffer) left() int {
	start := strings.LastIndexByte(c.Text[:c.At], '\n') + 1
	if start == c.At {
		return max(0, c.At-1)
	}
	last := start
	for i := start; i < c.At; {
		last = i
		i += len(character(c.Text[i:c.At]))
	}
	return last
}

func (c *Buffer) right() int {
	if c.At == len(c.Text) {
		return c.At
	}
	return c.At + len(character(c.Text[c.At:]))
}

// character is the first of s as people count; a chip is one by itself.
func character(s string) string {
	if len(s) > 0 && s[0] < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return s[:1] // nothing joins it; most text is like that
	}
	r, n := utf8.DecodeRuneInString(s)
	if r >= FirstChip {
		return s[:n]
	}
	g, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	if g == "" {
		return s[:n]
	}
	if i := strings.IndexFunc(g, func(r rune) bool { return r >= FirstChip }); i > 0 {
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
func (c *Buffer) wordLeft() int {
	s := strings.TrimRightFunc(c.Text[:c.At], noWord)
	return len(strings.TrimRightFunc(s, func(r rune) bool { return !noWord(r) }))
}

func (c *Buffer) wordRight() int {
	s := strings.TrimLeftFunc(c.Text[c.At:], noWord)
	s = strings.TrimLeftFunc(s, func(r rune) bool { return !noWord(r) })
	return len(c.Text) - len(s)
}

func noWord(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) && r < FirstChip
}

func (c *Buffer) lineStart() int { return strings.LastIndexByte(c.Text[:c.At], '\n') + 1 }

func (c *Buffer) lineEnd() int {
	if i := strings.IndexByte(c.Text[c.At:], '\n'); i >= 0 {
		return c.At + i
	}
	return len(c.Text)
}

// Remove deletes from a to b, keeping what it was for yank where keep says so.
func (c *Buffer) Remove(a, b int, keep bool) {
	if a == b {
		return
	}
	if keep {
		c.cut = c.Part(a, b)
	}
	c.Own = c.Own.Remove(a, b)
	c.Text = c.Text[:a] + c.Text[b:]
	c.At, c.goal = a, -1
}

func (c *Buffer) Move(to int) { c.At, c.goal = to, -1 }

// Unfold puts the paste at the cursor into the text, to be read and changed.
// It reports whether there was one.
func (c *Buffer) Unfold() bool {
	for _, a := range []int{c.left(), c.At} {
		r, n := utf8.DecodeRuneInString(c.Text[a:])
		if k, ok := chipAt(c.Chips, r); ok && k.Kind == "paste" {
			c.Remove(a, a+n, false)
			c.Insert(k.text)
			return true
		}
	}
	return false
}

// Slashed reports whether a draft begins with a slash and a word, or a part of
// one, that were typed here.
func (d Draft) Slashed() bool {
	return strings.HasPrefix(d.Text, "/") && d.Own.Has(0, len(d.FirstWord()))
}

func (d Draft) FirstWord() string {
	if i := strings.IndexFunc(d.Text, unicode.IsSpace); i >= 0 {
		return d.Text[:i]
	}
	return d.Text
}
