package compare

import (
	"strings"

	"neonchat/ui/theme"
)

// A pane holds the rows of one text of a difference.
type pane struct {
	units   []unit
	rows    []paneRow
	anchors []int // the rows in which what both have begins, in order
}

// A unit is a word with its marks as it is shown.
type unit struct {
	word
	side  int // whose it is: both, or one of the two
	width int
}

const shared = -1

// A paneRow is the units from a to b, set in.
type paneRow struct{ a, b, indent int }

// marked puts the signs of a side around its words, which stand there without
// colours too.
func marked(side int, text string) string {
	if side == 0 {
		return "[-" + text + "-]"
	}
	return "{+" + text + "+}"
}

// panes sets what was found in rows.
func (f *found) panes(l theme.Look, width int) []pane {
	if width < 2*narrowest {
		return []pane{f.pane(l, width-2, 0, 1)}
	}
	return []pane{f.pane(l, width/2-3, 0), f.pane(l, width-width/2-2, 1)}
}

// pane sets one side, or both in one.
func (f *found) pane(l theme.Look, n int, sides ...int) pane {
	all := 0
	for _, side := range sides {
		all += len(f.words[side])
	}
	p := pane{units: make([]unit, 0, all)}
	for _, s := range f.stretches {
		if s.same {
			side := sides[len(sides)-1]
			p.anchors = append(p.anchors, len(p.units)) // a unit until the rows are known
			p.add(l, f.words[side][s.a[side]:s.b[side]], shared)
			continue
		}
		for _, side := range sides {
			p.add(l, f.words[side][s.a[side]:s.b[side]], side)
		}
	}
	p.fill(l, max(2, n))
	return p
}

// add puts words behind those that are there.
func (p *pane) add(l theme.Look, words []word, side int) {
	open, end := "", ""
	if side != shared {
		open, end, _ = strings.Cut(marked(side, " "), " ")
	}
	for i, w := range words {
		if i == 0 {
			w.text = open + w.text
		}
		if i == len(words)-1 {
			w.text += end
		}
		p.units = append(p.units, unit{w, side, l.Size(w.text)})
	}
}

// fill breaks the units into rows of n columns: between words, or within one
// that is too wide by itself.
func (p *pane) fill(l theme.Look, n int) {
	units, next := p.units, 0
	p.units, p.rows = make([]unit, 0, len(units)), []paneRow{{}}
	x := 0
	for i, u := range units {
		switch {
		case u.breaks > 0 && len(p.units) > 0:
			if u.breaks > 1 {
				p.row(0)
			}
			x = p.row(min(u.gap, n/2))
			u.gap = 0
		case (u.gap > 0 || u.free) && x+u.gap+together(units[i:], n) > n && p.begun():
			x = p.row(0)
			u.gap = 0
		}
		if next < len(p.anchors) && p.anchors[next] == i {
			p.anchors[next] = len(p.rows) - 1
			next++
		}
		if u.width <= n {
			x = p.put(u, x, n)
			continue
		}
		for _, text := range l.Chop(u.text, n) {
			u.text, u.width = text, l.Size(text)
			x = p.put(u, x, n)
			u.gap = 0
		}
	}
	p.rows[len(p.rows)-1].b = len(p.units)
}

// row begins one, set in, and gives the column that it begins at.
func (p *pane) row(indent int) int {
	p.rows[len(p.rows)-1].b = len(p.units)
	p.rows = append(p.rows, paneRow{a: len(p.units), indent: indent})
	return indent
}

// begun reports whether the last row has anything on it.
func (p *pane) begun() bool { return p.rows[len(p.rows)-1].a < len(p.units) }

// put sets a unit at column x, or on a row of its own where it doesn't fit, and
// gives the column behind it.
func (p *pane) put(u unit, x, n int) int {
	switch fits := x+u.gap+u.width <= n; {
	case fits:
	case p.begun():
		x, u.gap = p.row(0), 0
	default:
		p.rows[len(p.rows)-1].indent, x, u.gap = 0, 0, 0
	}
	p.units = append(p.units, u)
	return x + u.gap + u.width
}

// together is how wide the first of the units is with those that stand to it
// without a blank, up to n.
func together(units []unit, n int) int {
	width := units[0].width
	for _, u := range units[1:] {
		if u.gap > 0 || u.breaks > 0 || u.free || width > n {
			break
		}
		width += u.width
	}
	return width
}

// line paints the i-th row.
func (p pane) line(l theme.Look, i int) string {
	if i >= len(p.rows) {
		return ""
	}
	r := p.rows[i]
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", r.indent))
	for j, u := range p.units[r.a:r.b] {
		if j > 0 || r.indent == 0 {
			b.WriteString(strings.Repeat(" ", u.gap))
		}
		switch u.side {
		case 0:
			b.WriteString(l.Problem(u.text))
		case 1:
			b.WriteString(l.Accent(u.text))
		default:
			b.WriteString(u.text)
		}
	}
	return b.String()
}
