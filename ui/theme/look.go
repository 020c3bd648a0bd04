package theme

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"neonchat/ui/markdown"
)

// A Look is how text becomes lines: how wide, in which colours, and how the
// terminal measures a character. Text that was set in one look is set anew in
// another.
type Look struct {
	Width      int // columns of the screen
	Light      bool
	Plain      bool // no escape sequence at all
	Colourless bool // the terminal has no colours
	Style      string
	Method     ansi.Method // the terminal's, until it tells: by code point
}

// MostColumns keeps lines of prose readable on a wide screen.
const MostColumns = 120

// Column is how wide a message's text may be. One column is left of it for the
// mark of the chosen message, one is spare.
func (l Look) Column() int { return max(1, min(l.Width-2, MostColumns)) }

// Size measures s, which is one line.
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

// Ending is the end of s, one line without styles, in n columns at most.
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

// Chop breaks s, one line, wherever it must to keep to n columns: within a
// character too.
func (l Look) Chop(s string, n int) []string { return markdown.Chop(l.Method, s, n) }

// Wrap breaks text, which is cleaned, into lines of at most n columns.
func (l Look) Wrap(text string, n int) []string {
	n = max(n, 1)
	text = strings.ReplaceAll(text, "\t", "    ")
	return l.Fit(strings.Split(l.Method.Wrap(text, n, ""), "\n"), n)
}

// Fit breaks those lines that are wider than n after all: the terminal may
// measure characters otherwise than whoever set them.
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

// Markdown is how Markdown is set. A style file that can't be read was told of
// before; the usual style stands in.
func (l Look) Markdown() *markdown.Renderer {
	o := markdown.Options{Width: max(8, l.Column()), Method: l.Method, Style: l.Style, Light: l.Light, Plain: l.Plain, Colourless: l.Colourless}
	r, err := markdown.New(o)
	if err != nil {
		o.Style = ""
		r, _ = markdown.New(o)
	}
	return r
}

// Between puts left and right at the ends of a line of n columns. Where there
// is no room for both, right goes.
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
