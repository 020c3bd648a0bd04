package markdown

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"
	xansi "github.com/charmbracelet/x/ansi"
	extast "github.com/yuin/goldmark/extension/ast"
)

// A measure breaks text into lines by the width that a terminal gives its characters.
type measure struct{ method xansi.Method }

func (m measure) size(s string) int { return m.method.StringWidth(s) }

// wrap breaks styled text between words, fold anywhere. Styles and links end with each line and begin anew in the next.
func (m measure) wrap(s string, width int) []string {
	return m.fold(m.method.Wrap(s, width, ""), width)
}

func (m measure) fold(s string, width int) []string {
	lines := split(s)
	if m.fits(lines, width) {
		return lines
	}
	lines = split(m.method.Hardwrap(s, width, true))
	if m.fits(lines, width) {
		return lines
	}
	var chopped []string
	for _, l := range lines {
		chopped = append(chopped, Chop(m.method, l, width)...)
	}
	return chopped
}

func (m measure) fits(lines []string, width int) bool {
	for _, l := range lines {
		if m.size(l) > width {
			return false
		}
	}
	return true
}

// Chop breaks s, one line, wherever it must to keep to width: within a character too, since some scripts join any
// number of letters into one.
func Chop(m xansi.Method, s string, width int) []string {
	var lines []string
	var b strings.Builder
	column, styled := 0, false
	flush := func() {
		if styled {
			b.WriteString(xansi.ResetStyle)
		}
		lines = append(lines, b.String())
		b.Reset()
		column = 0
	}
	for state := byte(0); s != ""; {
		seq, _, size, next := m.DecodeSequenceInString(s, state, nil)
		s, state = s[size:], next
		if seq[0] == xansi.ESC {
			styled = true
			b.WriteString(seq)
			continue
		}
		for _, r := range seq {
			w := m.StringWidth(string(r))
			if column+w > width && column > 0 {
				flush()
			}
			b.WriteRune(r)
			column += w
		}
	}
	flush()
	return lines
}

// split returns the lines of styled text without the blanks at their ends.
func split(s string) []string {
	if strings.ContainsRune(s, '\x1b') && strings.ContainsRune(s, '\n') {
		var b strings.Builder
		w := lipgloss.NewWrapWriter(&b)
		fmt.Fprint(w, s)
		w.Close()
		s = b.String()
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return lines
}

// expand replaces tabs by spaces up to the next multiple of tabWidth columns.
func (m measure) expand(s string) string {
	if !strings.ContainsRune(s, '\t') {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		var b strings.Builder
		column := 0
		for part := range strings.SplitAfterSeq(l, "\t") {
			text, tab := strings.CutSuffix(part, "\t")
			b.WriteString(text)
			column += m.size(text)
			if tab {
				n := tabWidth - column%tabWidth
				b.WriteString(strings.Repeat(" ", n))
				column += n
			}
		}
		lines[i] = b.String()
	}
	return strings.Join(lines, "\n")
}

// aligned fills s up to width.
func (m measure) aligned(s string, width int, a extast.Alignment) string {
	gap := max(0, width-m.size(s))
	left := 0
	switch a {
	case extast.AlignRight:
		left = gap
	case extast.AlignCenter:
		left = gap / 2
	}
	return strings.Repeat(" ", left) + s + strings.Repeat(" ", gap-left)
}

// widest is the width of the widest line.
func (m measure) widest(s string) int {
	w := 0
	for l := range strings.SplitSeq(s, "\n") {
		w = max(w, m.size(l))
	}
	return w
}
