package theme

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"neonchat/ui/markdown"
)

// A Look says how text becomes lines: the width, the colours, and how the
// terminal measures a character. Text that was rendered in one look must be
// rendered again for another.
type Look struct {
	Width      int // the width of the screen in columns
	Light      bool
	Plain      bool // write no escape sequence at all
	Colourless bool // the terminal has no colours
	Style      string
	Method     ansi.Method // how the terminal measures; by code point until it reports otherwise
}

// MostColumns keeps lines of prose readable on a wide screen.
const MostColumns = 120

// Column is how wide a message's text may be. One column to its left is for the
// mark of the selected message, one stays free.
func (l Look) Column() int { return max(1, min(l.Width-2, MostColumns)) }

// Size is the width of s, which is one line.
func (l Look) Size(s string) int { return l.Method.StringWidth(s) }

// Cut shortens s, one line, to n columns.
func (l Look) Cut(s string, n int) string {
	if n <= 0 {
		return ""
	}
	if l.Size(s) <= n {
		return s
	}
	if short := l.Method.Truncate(s, n, "…"); l.Size(short) <= n {
		return short
	}
	return l.Chop(s, n)[0]
}

// Ending returns the end of s, one line without styles, in at most n columns.
func (l Look) Ending(s string, n int) string {
	if l.Size(s) <= n {
		return s
	}
	r := []rune(s)
	for len(r) > 0 && l.Size(string(r)) > n-1 {
		r = r[1:]
	}
	return "…" + string(r)
}

// Chop breaks s, one line, into pieces of at most n columns, within a word or a
// character if necessary.
func (l Look) Chop(s string, n int) []string { return markdown.Chop(l.Method, s, n) }

// Wrap breaks cleaned text into lines of at most n columns.
func (l Look) Wrap(text string, n int) []string {
	n = max(n, 1)
	text = strings.ReplaceAll(text, "\t", "    ")
	return l.Fit(strings.Split(l.Method.Wrap(text, n, ""), "\n"), n)
}

// Fit breaks lines that are wider than n. The terminal may measure characters
// differently from whoever rendered the lines.
func (l Look) Fit(lines []string, n int) []string {
	for i, line := range lines {
		if l.Size(line) <= n {
			continue
		}
		fitted := append([]string{}, lines[:i]...)
		for _, line := range lines[i:] {
			fitted = append(fitted, l.broken(line, n)...)
		}
		return fitted
	}
	return lines
}

func (l Look) broken(line string, n int) []string {
	if l.Size(line) <= n {
		return []string{line}
	}
	var lines []string
	for part := range strings.SplitSeq(l.Method.Hardwrap(line, n, true), "\n") {
		if l.Size(part) > n {
			lines = append(lines, l.Chop(part, n)...)
			continue
		}
		lines = append(lines, part)
	}
	return lines
}

// Markdown returns the renderer of Markdown for this look. The usual style
// replaces a style file that can't be read, which was reported before.
func (l Look) Markdown() *markdown.Renderer {
	o := markdown.Options{Width: max(8, l.Column()), Method: l.Method, Style: l.Style, Light: l.Light, Plain: l.Plain, Colourless: l.Colourless}
	r, err := markdown.New(o)
	if err != nil {
		o.Style = ""
		r, _ = markdown.New(o)
	}
	return r
}

// Between puts left and right at the ends of a line of n columns. Where there is
// no room for both, it drops right.
func (l Look) Between(left, right string, n int) string {
	gap := n - l.Size(left) - l.Size(right)
	if right == "" || gap < 2 {
		return l.Cut(left, n)
	}
	return left + strings.Repeat(" ", gap) + right
}

// Pad fills s up to n columns.
func (l Look) Pad(s string, n int) string {
	s = l.Cut(s, n)
	return s + strings.Repeat(" ", max(0, n-l.Size(s)))
}
