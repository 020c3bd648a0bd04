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

// A Buffer is the text that is being written, with a cursor. It moves by
// characters as people see them, never by bytes or code points.
type Buffer struct {
	Draft
	At   int   // the cursor: a byte offset between characters
	goal int   // the column that up and down keep to; -1 is the cursor's own
	cut  Draft // what was last deleted by line or word, for yank

	layout layout // of the last call of rows
}

// A Draft is what a composer holds. Long pastes, attached files and characters
// that can't be shown are chips in it: one character each. Only text that was
// typed or completed here acts as a mention or a command; text from elsewhere is
// plain text.
type Draft struct {
	Text   string
	Chips  []Chip   // by character: that of the n-th chip is FirstChip+n
	Own    Spans    // the parts that were typed or completed here
	Missed []string // mentions of no file, which the user was told about
}

// FirstChip is the character of a draft's first chip, at the start of the planes
// for private use. Such characters in the text itself become chips as well.
const FirstChip = 0xF0000

// A Chip stands for more than fits into a line.
type Chip struct {
	label string
	text  string     // the text that it stands for, or
	Path  string     // the file to attach
	Kind  string     // for a file: image, pdf or text; for text: paste, or "" for a character
	file  *chat.File // the content, from a stored question; nil when Path must be read
	Off   bool       // the model doesn't accept it
}

// NewBuffer makes an empty buffer.
func NewBuffer() *Buffer { return &Buffer{goal: -1} }

// Empty reports whether the buffer holds nothing but space.
func (c *Buffer) Empty() bool { return strings.TrimSpace(c.Text) == "" }

// Restore replaces the text by a draft and moves to its end. It copies the
// chips, since the files of the draft may still be being read.
func (c *Buffer) Restore(d Draft) {
	d.Chips = slices.Clone(d.Chips)
	c.Draft, c.At, c.goal = d, len(d.Text), -1
}

// Clear empties the buffer.
func (c *Buffer) Clear() { c.Restore(Draft{}) }

// External makes a draft of text from elsewhere. The text keeps its meaning;
// characters that must not reach a terminal become chips.
func External(text string) Draft {
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

// LineEnds replaces the line ends of terminals and of Windows by \n.
var LineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// sign returns the sign that is shown for a character.
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

// typedHere makes a draft of text that the user typed or completed here.
func typedHere(text string) Draft {
	d := External(text)
	d.Own = d.Own.Insert(0, len(d.Text), Spans{{0, len(d.Text)}})
	return d
}

// Part returns the draft of the text from a to b.
func (d Draft) Part(a, b int) Draft {
	return Draft{Text: d.Text[a:b], Chips: d.Chips, Own: d.Own.part(a, b, -a), Missed: d.Missed}
}

// Trimmed returns the draft without the space around it.
func (d Draft) Trimmed() Draft {
	a := len(d.Text) - len(strings.TrimLeftFunc(d.Text, unicode.IsSpace))
	return d.Part(a, max(a, len(strings.TrimRightFunc(d.Text, unicode.IsSpace))))
}

// Plain returns the text without chips: pastes in full, files as mentions.
func (d Draft) Plain() string {
	return d.expand(func(k Chip) string {
		if k.Path != "" {
			return mention(k.Path)
		}
		return k.text
	})
}

// expand returns the text with each chip replaced.
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

// chipAt returns the chip of a character, if it has one.
func chipAt(chips []Chip, r rune) (Chip, bool) {
	i := int(r) - FirstChip
	if i < 0 || i >= len(chips) {
		return Chip{}, false
	}
	return chips[i], true
}

// Insert puts text from elsewhere at the cursor.
func (c *Buffer) Insert(text string) { c.Put(External(text)) }

// Write puts text that was typed or completed here at the cursor.
func (c *Buffer) Write(text string) { c.Put(typedHere(text)) }

// Add puts a chip at the cursor.
func (c *Buffer) Add(k Chip) {
	c.Put(Draft{Text: string(rune(FirstChip)), Chips: []Chip{k}})
}

// Put puts a draft at the cursor. The buffer takes over its chips.
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

// hold takes over a chip and returns its character. Equal characters that can't
// be shown share one chip.
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

// Replace replaces the text from a to b by a chip. The cursor stays at its place
// in the text.
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

// StillAt reports whether a text still is where it was.
func (c *Buffer) StillAt(at Span, text string) bool {
	return at.B <= len(c.Text) && c.Part(at.A, at.B).Plain() == LineEnds.Replace(text)
}

// Told reports whether the user was told that a mention names no file.
func (d Draft) Told(mention string) bool { return slices.Contains(d.Missed, mention) }

// Miss records that the user was told that a mention names no file.
func (c *Buffer) Miss(mention string) {
	if !c.Told(mention) {
		c.Missed = append(slices.Clip(c.Missed), mention)
	}
}

// left is the start of the character before the cursor.
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

// right is the end of the character after the cursor.
func (c *Buffer) right() int {
	if c.At == len(c.Text) {
		return c.At
	}
	return c.At + len(character(c.Text[c.At:]))
}

// character returns the first character of s as people count them; a chip is one
// by itself.
func character(s string) string {
	if len(s) > 0 && s[0] < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return s[:1] // nothing joins it, as in most text
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

// longestCharacter is the most bytes that one character may have. A family of
// four with skin colours has 41.
const longestCharacter = 48

// wordLeft is the start of the word before the cursor.
func (c *Buffer) wordLeft() int {
	s := strings.TrimRightFunc(c.Text[:c.At], noWord)
	return len(strings.TrimRightFunc(s, func(r rune) bool { return !noWord(r) }))
}

// wordRight is the end of the word after the cursor.
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

// Remove deletes the text from a to b. With keep it can be yanked.
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

// Move moves the cursor to a byte offset between characters.
func (c *Buffer) Move(to int) { c.At, c.goal = to, -1 }

// Unfold replaces the paste at the cursor by its text, to be read and changed.
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

// Slashed reports whether a draft begins with a slash and at least a part of a
// word, both typed here.
func (d Draft) Slashed() bool {
	return strings.HasPrefix(d.Text, "/") && d.Own.Has(0, len(d.FirstWord()))
}

// FirstWord returns the first word of the text.
func (d Draft) FirstWord() string {
	if i := strings.IndexFunc(d.Text, unicode.IsSpace); i >= 0 {
		return d.Text[:i]
	}
	return d.Text
}

// Claim makes the first n bytes of the text count as typed here.
func (c *Buffer) Claim(n int) {
	c.Own = c.Own.Remove(0, n).Insert(0, n, Spans{{0, n}})
}
