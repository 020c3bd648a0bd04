package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"neonchat/ui/markdown"
)

// A look is how text becomes lines: how wide, in which colours, and how the
// terminal measures a character. Text that was set in one look is set anew in
// another.
type look struct {
	width  int // columns of the screen
	light  bool
	plain  bool // no escape sequence at all
	style  string
	method ansi.Method // the terminal's, until it tells: by code point
}

// mostColumns keeps lines of prose readable on a wide screen.
const mostColumns = 120

// column is how wide a message's text may be. One column is left of it for the
// mark of the chosen message, one is spare.
func (l look) column() int { return max(1, min(l.width-2, mostColumns)) }

// size measures s, which is one line.
func (l look) size(s string) int { return l.method.StringWidth(s) }

// cut shortens s, one line, to n columns.
func (l look) cut(s string, n int) string {
	if n <= 0 {
		return ""
	}
	if l.size(s) <= n {
		return s
	}
	if short := l.method.Truncate(s, n, "…"); l.size(short) <= n {
		return short
	}
	return l.chop(s, n)[0]
}

// ending is the end of s, one line without styles, in n columns at most.
func (l look) ending(s string, n int) string {
	if l.size(s) <= n {
		return s
	}
	r := []rune(s)
	for len(r) > 0 && l.size(string(r)) > n-1 {
		r = r[1:]
	}
	return "…" + string(r)
}

// chop breaks s, one line, wherever it must to keep to n columns: within a
// character too, since some scripts join any number of letters into one.
func (l look) chop(s string, n int) []string {
	var lines []string
	var b strings.Builder
	width, styled := 0, false
	flush := func() {
		if styled {
			b.WriteString(ansi.ResetStyle)
		}
		lines = append(lines, b.String())
		b.Reset()
		width = 0
	}
	for state := byte(0); s != ""; {
		seq, _, size, next := l.method.DecodeSequenceInString(s, state, nil)
		s, state = s[size:], next
		if seq[0] == ansi.ESC {
			styled = true
			b.WriteString(seq)
			continue
		}
		for _, r := range seq {
			w := l.size(string(r))
			if width+w > n && width > 0 {
				flush()
			}
			b.WriteRune(r)
			width += w
		}
	}
	flush()
	return lines
}

// wrap breaks text, which is cleaned, into lines of at most n columns.
func (l look) wrap(text string, n int) []string {
	n = max(n, 1)
	text = strings.ReplaceAll(text, "\t", "    ")
	return l.fit(strings.Split(l.method.Wrap(text, n, ""), "\n"), n)
}

// fit breaks those lines that are wider than n after all: the terminal may
// measure characters otherwise than whoever set them.
func (l look) fit(lines []string, n int) []string {
	for i, line := range lines {
		if l.size(line) <= n {
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

func (l look) broken(line string, n int) []string {
	if l.size(line) <= n {
		return []string{line}
	}
	var lines []string
	for part := range strings.SplitSeq(l.method.Hardwrap(line, n, true), "\n") {
		if l.size(part) > n {
			lines = append(lines, l.chop(part, n)...)
			continue
		}
		lines = append(lines, part)
	}
	return lines
}

// stream starts a text of Markdown. A style file that can't be read was told of
// before; the usual style stands in.
func (l look) stream() *markdown.Stream {
	o := markdown.Options{Width: max(8, l.column()), Style: l.style, Light: l.light, Plain: l.plain}
	r, err := markdown.New(o)
	if err != nil {
		o.Style = ""
		r, _ = markdown.New(o)
	}
	return r.Stream()
}

// between puts left and right at the ends of a line of n columns. Where there
// is no room for both, right goes.
func (l look) between(left, right string, n int) string {
	gap := n - l.size(left) - l.size(right)
	if right == "" || gap < 2 {
		return l.cut(left, n)
	}
	return left + strings.Repeat(" ", gap) + right
}

// pad fills s up to n columns.
func (l look) pad(s string, n int) string {
	s = l.cut(s, n)
	return s + strings.Repeat(" ", max(0, n-l.size(s)))
}
