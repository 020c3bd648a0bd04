package markdown

import (
	"slices"
	"strings"

	"charm.land/glamour/v2/ansi"
	extast "github.com/yuin/goldmark/extension/ast"
)

// minColumn is the narrowest column whose cells are wrapped. A table that needs narrower ones becomes cards.
const minColumn = 8

// table is as wide as its cells, its rows wrapped where the screen is narrower, or a card for each row.
func (p *page) table(n *extast.Table, width int, st ansi.StylePrimitive) []string {
	rows, natural := p.cells(n, st)
	s := p.r.styles.Table
	column, row, center := "│", "─", "┼"
	if s.ColumnSeparator != nil && s.RowSeparator != nil && s.CenterSeparator != nil {
		column, row, center = *s.ColumnSeparator, *s.RowSeparator, *s.CenterSeparator
	}
	lines := inherit(st, ansi.StylePrimitive{Color: p.r.styles.HorizontalRule.Color})
	column, center = " "+p.styled(lines, column)+" ", row+center+row
	if p.r.linear {
		return p.cards(rows, width, "")
	}
	widths := fit(natural, width-p.r.size(column)*(len(natural)-1))
	if widths == nil {
		return p.cards(rows, width, row)
	}
	all := p.tableRow(rows[0], widths, n.Alignments, column)
	all = append(all, p.styled(lines, rule(widths, row, center)))
	for _, r := range rows[1:] {
		all = append(all, p.tableRow(r, widths, n.Alignments, column)...)
	}
	return all
}

// cells returns the cells of a table, the headings first, and how wide each column would be if it could.
func (p *page) cells(n *extast.Table, st ansi.StylePrimitive) (rows [][]string, natural []int) {
	natural = make([]int, len(n.Alignments))
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []string
		st := st
		if row.Kind() == extast.KindTableHeader {
			st.Bold = p.r.bold
		}
		for cell := row.FirstChild(); cell != nil && len(cells) < len(natural); cell = cell.NextSibling() {
			s := p.inline(cell, st)
			natural[len(cells)] = max(natural[len(cells)], p.r.widest(s))
			cells = append(cells, s)
		}
		rows = append(rows, cells)
	}
	return rows, natural
}

// fit returns the width of each column, the widest cut to what there is; nil if that is too little.
func fit(natural []int, total int) []int {
	limit := slices.Max(natural)
	for used(natural, limit) > total {
		if limit--; limit < minColumn {
			return nil
		}
	}
	widths := slices.Clone(natural)
	for i, w := range widths {
		widths[i] = min(w, limit)
	}
	return widths
}

func used(natural []int, limit int) int {
	sum := 0
	for _, w := range natural {
		sum += min(w, limit)
	}
	return sum
}

func rule(widths []int, row, center string) string {
	parts := make([]string, len(widths))
	for i, w := range widths {
		parts[i] = strings.Repeat(row, w)
	}
	return strings.Join(parts, center)
}

// tableRow returns a row as the lines that its tallest cell has.
func (p *page) tableRow(cells []string, widths []int, align []extast.Alignment, column string) []string {
	wrapped := make([][]string, len(widths))
	height := 1
	for i, cell := range cells {
		wrapped[i] = p.r.wrap(cell, max(widths[i], 1))
		height = max(height, len(wrapped[i]))
	}
	lines := make([]string, height)
	for y := range lines {
		parts := make([]string, len(widths))
		for i, w := range widths {
			if y < len(wrapped[i]) {
				parts[i] = wrapped[i][y]
			}
			parts[i] = p.r.aligned(parts[i], w, align[i])
		}
		lines[y] = strings.TrimRight(strings.Join(parts, column), " ")
	}
	return lines
}

// cards shows each row, a short rule between, as lines of "heading: cell", for screens on which the columns do not fit.
func (p *page) cards(rows [][]string, width int, rule string) []string {
	var lines []string
	for i, row := range rows[1:] {
		if i > 0 {
			lines = append(lines, strings.Repeat(rule, minColumn))
		}
		for c, cell := range row {
			s := cell
			if c < len(rows[0]) && rows[0][c] != "" {
				s = rows[0][c] + ": " + cell
			}
			lines = append(lines, p.r.wrap(strings.ReplaceAll(s, "\n", " "), width)...)
		}
	}
	if len(rows) == 1 {
		return p.r.wrap(strings.Join(rows[0], ", "), width)
	}
	return lines
}
