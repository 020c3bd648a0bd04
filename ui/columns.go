package ui

import (
	"slices"
	"strings"

	"neonchat/catalog"
	"neonchat/ui/markdown"

	"neonchat/ui/theme"
)

// A column is one of a list's. The higher its rank, the sooner it goes where there
// is no room.
type column[T any] struct {
	title string
	rank  int
	wide  int
	right bool // of numbers, so that they can be compared
	cell  func(T) string
}

type modelColumn = column[catalog.Model]

// columns are those that fit: all of them from 100 columns up. The id takes what
// the others leave.
func (p *picker) columns(width int) []modelColumn {
	cols := fitting(p.allColumns(), width)
	cols[1].wide += min(20, max(0, width-total(cols)))
	return cols
}

// beside tells of a model what there is no column for.
func (p *picker) beside(m catalog.Model, width int) string {
	shown := p.columns(width)
	var facts []string
	for _, c := range p.allColumns() {
		there := slices.ContainsFunc(shown, func(s modelColumn) bool { return s.title == c.title })
		if is := c.cell(m); !there && is != "" && is != theme.Unknown {
			facts = append(facts, strings.ToLower(c.title)+" "+markdown.Clean(is))
		}
	}
	return strings.Join(facts, ", ")
}

func (p *picker) allColumns() []modelColumn {
	m := p.desk.Memory
	return []modelColumn{
		{"", 0, 1, false, func(c catalog.Model) string {
			switch {
			case p.isMarked(c.ID):
				return "✓"
			case slices.Contains(m.Favourites, c.ID):
				return "★"
			case slices.Contains(m.Recent, c.ID):
				return "·"
			}
			return ""
		}},
		{"MODEL", 0, 22, false, func(c catalog.Model) string { return c.ID }},
		{"DIALECT", 2, 9, false, func(c catalog.Model) string { return c.Dialect }},
		{"CTX", 3, 5, true, func(c catalog.Model) string { return known(c.Context) }},
		{"$ IN", 1, 7, true, func(c catalog.Model) string { return price(c.Cost.Input) }},
		{"$ OUT", 1, 7, true, func(c catalog.Model) string { return price(c.Cost.Output) }},
		{"TAKES", 6, 19, false, func(c catalog.Model) string { return kinds(c.Input) }},
		{"THINKS", 5, 6, false, func(c catalog.Model) string { return c.Reasoning.String() }},
		{"SERVED", 4, 6, false, func(c catalog.Model) string { return c.Served.String() }},
	}
}

// fitting are the columns that there is room for; the first two stay.
func fitting[T any](cols []column[T], width int) []column[T] {
	for total(cols) > width && len(cols) > 2 {
		worst := slices.MaxFunc(cols, func(a, b column[T]) int { return a.rank - b.rank })
		cols = slices.DeleteFunc(cols, func(c column[T]) bool { return c.title == worst.title })
	}
	return cols
}

func total[T any](cols []column[T]) int {
	n := 0
	for _, c := range cols {
		n += c.wide + 2
	}
	return n
}

// cellsOf writes one cell of each column.
func cellsOf[T any](l theme.Look, cols []column[T], cell func(column[T]) string) string {
	var b strings.Builder
	for _, c := range cols {
		s := l.Cut(cell(c), c.wide)
		gap := strings.Repeat(" ", c.wide-l.Size(s))
		if c.right {
			s, gap = gap+s, ""
		}
		b.WriteString(s + gap + "  ")
	}
	return strings.TrimRight(b.String(), " ")
}

func known(n int) string {
	if n == 0 {
		return theme.Unknown
	}
	return theme.Count(int64(n))
}

func price(r catalog.Rate) string {
	if !r.Known {
		return theme.Unknown
	}
	return r.String()
}

// kinds writes short what a model takes, always in the same order.
func kinds(input []string) string {
	var short []string
	for _, k := range []struct{ kind, short string }{
		{"text", "txt"}, {"image", "img"}, {"pdf", "pdf"}, {"audio", "aud"}, {"video", "vid"},
	} {
		if slices.Contains(input, k.kind) {
			short = append(short, k.short)
		}
	}
	return strings.Join(short, " ")
}
