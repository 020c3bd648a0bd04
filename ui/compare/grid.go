package compare

import (
	"strings"

	"neonchat/ui/theme"
)

// A grid says which columns are visible side by side, and how wide they are.
type grid struct {
	count  int // of all columns
	at     int // the focused column
	from   int // the first visible column
	zoomed bool
	width  int
	height int
}

// narrowest is how narrow a column may be.
const narrowest = 40

// shown returns which columns are visible: as many as fit, around the focused
// one.
func (g *grid) shown() (from, n int) {
	if g.zoomed {
		return g.at, 1
	}
	n = max(1, min(g.count, g.width/narrowest))
	return max(0, min(g.from, g.at, g.count-n)), n
}

// under is the column at x, or else the focused one.
func (g *grid) under(x int) int {
	from, n := g.shown()
	if x < 0 || g.count == 0 {
		return g.at
	}
	return from + min(x/max(1, g.wide(n)), n-1)
}

// wide is the width of a column when n are visible.
func (g *grid) wide(n int) int { return g.width / n }

// focus focuses a column.
func (g *grid) setFocus(i int) { g.at = max(0, min(i, g.count-1)) }

// follow makes the focused column visible.
func (g *grid) follow() {
	from, n := g.shown()
	if g.at >= from+n {
		from = g.at - n + 1
	}
	if !g.zoomed {
		g.from = from
	}
}

// row puts one line of each of n columns side by side.
func (g *grid) row(l theme.Look, n int, cell func(i int) string) string {
	wide := g.wide(n)
	var b strings.Builder
	for i := range n - 1 {
		b.WriteString(l.Pad(cell(i), wide-1))
		b.WriteString(l.Rule("│"))
	}
	b.WriteString(l.Cut(cell(n-1), g.width-(n-1)*wide))
	return b.String()
}

// rule is a line under n columns, with a word in each.
func (g *grid) rule(l theme.Look, n int, joint string, word func(i int) string) string {
	wide := g.wide(n)
	var b strings.Builder
	for i := range n {
		width := wide - 1
		if i == n-1 {
			width = g.width - (n-1)*wide
			joint = ""
		}
		s := l.Cut(word(i), max(0, width-4))
		b.WriteString(l.Rule("─") + l.Accent(s) + l.Rule(strings.Repeat("─", max(0, width-1-l.Size(s)))+joint))
	}
	return b.String()
}
