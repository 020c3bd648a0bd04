package markdown

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxSequence is the longest escape sequence, in characters, that is removed as a whole: one that never ends must not
// take the rest of an answer with it.
const maxSequence = 4096

// A Cleaner removes from a stream of text all that could steer a terminal: control characters other than line feed
// and tab, and escape sequences as wholes (CSI, OSC, DCS, APC, PM and SOS, in their 7-bit and 8-bit forms). It makes
// visible what would deceive a reader, as <U+202E>: characters that override the direction of writing, and tags, which
// no terminal shows but in the flags of England, Scotland and Wales. CR and CRLF become LF, invalid UTF-8 U+FFFD.
//
// Text may be cut anywhere between calls: sequences and characters are followed across them. The zero Cleaner is
// ready to use.
type Cleaner struct {
	state   state
	length  int    // characters in the present sequence
	partial string // the beginning of a character
	cr      bool   // the last character was CR
	flag    []rune // a black flag with the tags that follow it
}

type state int

const (
	ground     state = iota
	escape           // after ESC
	control          // inside CSI
	payload          // inside OSC, DCS, APC, PM or SOS
	payloadEnd       // after ESC inside these
)

// Clean returns the whole text s cleaned.
func Clean(s string) string {
	var c Cleaner
	return c.Clean(s) + c.Close()
}

// CleanStart returns the start of s cleaned, of which it reads n bytes. Of a
// character that these end within nothing is left.
func CleanStart(s string, n int) string {
	if len(s) <= n {
		return Clean(s)
	}
	var c Cleaner
	return c.Clean(s[:n])
}

// Clean returns what can be said of the text so far that previous calls have not returned.
func (c *Cleaner) Clean(s string) string {
	if c.partial != "" {
		s, c.partial = c.partial+s, ""
	}
	if c.state == ground && !c.cr && c.flag == nil && harmless(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for s != "" {
		if !utf8.FullRuneInString(s) {
			c.partial = s
			break
		}
		r, n := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && n == 1 && s[0] < 0xa0 {
			r = rune(s[0]) // a stray byte that an 8-bit terminal takes for a control character
		}
		c.next(&b, r)
		s = s[n:]
	}
	return b.String()
}

// Close ends the text and returns what is left of it: U+FFFD if it stopped inside a character.
func (c *Cleaner) Close() string {
	var b strings.Builder
	c.lower(&b)
	if c.state == ground {
		b.WriteString(strings.Repeat("\uFFFD", len(c.partial)))
	}
	*c = Cleaner{}
	return b.String()
}

// harmless tells whether s can pass as it is, without looking at where it might be cut.
func harmless(s string) bool {
	for _, r := range s {
		if r == utf8.RuneError || Steers(r) || Hidden(r) || r == blackFlag {
			return false
		}
	}
	return true
}

// visible is what stands for a character that would not be seen.
func visible(r rune) string { return fmt.Sprintf("<U+%04X>", r) }

// Hidden tells whether r is a tag: text that no terminal shows.
func Hidden(r rune) bool { return r >= 0xe0000 && r <= 0xe007f }

const blackFlag = '\U0001f3f4'

// flags are those that are written with tags, without the black flag before them.
var flags = [...]string{"gbeng", "gbsct", "gbwls"}

// raise takes a character outside every sequence that may belong to a flag, and tells whether it does.
func (c *Cleaner) raise(b *strings.Builder, r rune) bool {
	if Hidden(r) && len(c.flag) > 0 && len(c.flag) <= len(flags[0])+1 {
		c.flag = append(c.flag, r)
		return true
	}
	c.lower(b)
	if r == blackFlag {
		c.flag = append(c.flag, r)
	}
	return r == blackFlag
}

// lower writes the flag and its tags, which are visible unless they make one of the flags.
func (c *Cleaner) lower(b *strings.Builder) {
	var name strings.Builder
	for _, r := range c.flag {
		name.WriteRune(r & 0x7f)
	}
	whole := len(c.flag) > 1 && slices.Contains(flags[:], strings.TrimSuffix(name.String(), "\x7f")[1:]) && c.flag[len(c.flag)-1] == 0xe007f
	for _, r := range c.flag {
		if Hidden(r) && !whole {
			b.WriteString(visible(r))
			continue
		}
		b.WriteRune(r)
	}
	c.flag = nil
}

// Steers tells whether r could steer a terminal and must not reach it.
func Steers(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return true
	}
	return turns(r)
}

// turns tells whether r overrides the direction of writing.
func turns(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }

// next takes one character, following ECMA-48.
func (c *Cleaner) next(b *strings.Builder, r rune) {
	if c.state != ground && c.length >= maxSequence {
		c.state = ground
	}
	c.length++
	switch c.state {
	case escape:
		c.escaped(b, r)
	case control:
		switch {
		case r >= 0x40 && r <= 0x7e:
			c.state = ground
		case r < 0x20 || r > 0x7e:
			c.plain(b, r)
		}
	case payloadEnd:
		if r == '\\' {
			c.state = ground
			return
		}
		c.enter(escape)
		c.escaped(b, r)
	case payload:
		switch r {
		case '\a', 0x9c, 0x18, 0x1a:
			c.state = ground
		case 0x1b:
			c.state = payloadEnd
		case '\n', '\r':
			c.plain(b, r) // no title or link has lines: this one was never ended
		}
	default:
		c.plain(b, r)
	}
}

// escaped takes the character after ESC.
func (c *Cleaner) escaped(b *strings.Builder, r rune) {
	switch {
	case r == '[':
		c.enter(control)
	case strings.ContainsRune("]PX^_", r):
		c.enter(payload)
	case r >= 0x20 && r <= 0x2f: // an intermediate; the final one follows
	case r >= 0x30 && r <= 0x7e:
		c.state = ground
	default:
		c.plain(b, r)
	}
}

// plain takes a character outside every sequence.
func (c *Cleaner) plain(b *strings.Builder, r rune) {
	c.state = ground
	cr := c.cr
	c.cr = r == '\r'
	if c.raise(b, r) {
		return
	}
	switch {
	case turns(r) || Hidden(r):
		b.WriteString(visible(r))
	case r == '\r', r == '\n' && !cr:
		b.WriteByte('\n')
	case r == '\n':
	case r == 0x1b:
		c.enter(escape)
	case r == 0x9b:
		c.enter(control)
	case r == 0x90 || r == 0x98 || r >= 0x9d && r <= 0x9f:
		c.enter(payload)
	case !Steers(r):
		b.WriteRune(r)
	}
}

func (c *Cleaner) enter(s state) { c.state, c.length = s, 0 }
