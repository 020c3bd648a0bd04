package picker

import (
	"slices"
	"strings"

	"neonchat/catalog"
	"neonchat/ui/list"
	"neonchat/ui/markdown"
	"neonchat/ui/theme"
)

type modelColumn = list.Column[catalog.Model]

// Columns returns the columns that fit: all of them from 100 columns up. The id
// takes the width that the others leave.
func (p *Picker) Columns(width int) []modelColumn {
	cols := list.Fit(p.allColumns(), width)
	cols[1].Wide += min(20, max(0, width-list.Total(cols)))
	return cols
}

// beside describes a model by what has no column.
func (p *Picker) beside(m catalog.Model, width int) string {
	shown := p.Columns(width)
	var facts []string
	for _, c := range p.allColumns() {
		there := slices.ContainsFunc(shown, func(s modelColumn) bool { return s.Title == c.Title })
		if is := c.Cell(m); !there && is != "" && is != theme.Unknown {
			facts = append(facts, strings.ToLower(c.Title)+" "+markdown.Clean(is))
		}
	}
	return strings.Join(facts, ", ")
}

func (p *Picker) allColumns() []modelColumn {
	m := p.env.Memory
	return []modelColumn{
		{Title: "", Wide: 1, Cell: func(c catalog.Model) string {
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
		{Title: "MODEL", Wide: 22, Cell: func(c catalog.Model) string { return c.ID }},
		{Title: "DIALECT", Rank: 2, Wide: 9, Cell: func(c catalog.Model) string { return c.Dialect }},
		{Title: "CTX", Rank: 3, Wide: 5, Right: true, Cell: func(c catalog.Model) string { return known(c.Context) }},
		{Title: "$ IN", Rank: 1, Wide: 7, Right: true, Cell: func(c catalog.Model) string { return price(c.Cost.Input) }},
		{Title: "$ OUT", Rank: 1, Wide: 7, Right: true, Cell: func(c catalog.Model) string { return price(c.Cost.Output) }},
		{Title: "TAKES", Rank: 6, Wide: 19, Cell: func(c catalog.Model) string { return kinds(c.Input) }},
		{Title: "THINKS", Rank: 5, Wide: 6, Cell: func(c catalog.Model) string { return c.Reasoning.String() }},
		{Title: "SERVED", Rank: 4, Wide: 6, Cell: func(c catalog.Model) string { return c.Served.String() }},
	}
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

// kinds abbreviates the inputs that a model accepts, always in the same order.
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
