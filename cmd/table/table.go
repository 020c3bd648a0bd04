package table

import (
	"cmp"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// A Column is one column of a table. The higher its rank, the sooner it is
// dropped when there is too little room.
type Column[T any] struct {
	Title string
	Rank  int
	Cell  func(T) string
}

// Text aligns the table in width columns; 0 is as wide as necessary.
func Text[T any](cols []Column[T], list []T, width int) string {
	wide, total := Widths(cols, list, 2)
	if width > 0 && total > width && len(cols) > 1 {
		least := slices.MaxFunc(cols, func(a, b Column[T]) int { return cmp.Compare(a.Rank, b.Rank) })
		return Text(slices.DeleteFunc(cols, func(c Column[T]) bool { return c.Title == least.Title }), list, width)
	}
	var b strings.Builder
	row := func(cell func(Column[T]) string) {
		var line strings.Builder
		for i, c := range cols {
			line.WriteString(padded(cell(c), wide[i]) + "  ")
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	row(func(c Column[T]) string { return c.Title })
	for _, v := range list {
		row(func(c Column[T]) string { return c.Cell(v) })
	}
	return b.String()
}

// Markdown writes the table in Markdown.
func Markdown[T any](cols []Column[T], list []T) string {
	wide, _ := Widths(cols, list, 0)
	var b strings.Builder
	row := func(cell func(Column[T]) string) {
		b.WriteString("|")
		for i, c := range cols {
			b.WriteString(" " + padded(cell(c), wide[i]) + " |")
		}
		b.WriteString("\n")
	}
	row(func(c Column[T]) string { return c.Title })
	b.WriteString("|")
	for _, w := range wide {
		b.WriteString(strings.Repeat("-", w+2) + "|")
	}
	b.WriteString("\n")
	for _, v := range list {
		row(func(c Column[T]) string { return c.Cell(v) })
	}
	return b.String()
}

// Widths returns the width of each column, and their sum with the gaps between
// them.
func Widths[T any](cols []Column[T], list []T, gap int) (wide []int, total int) {
	wide = make([]int, len(cols))
	total = -gap
	for i, c := range cols {
		wide[i] = len(c.Title)
		for _, v := range list {
			wide[i] = max(wide[i], ansi.StringWidth(dash(c.Cell(v))))
		}
		total += wide[i] + gap
	}
	return wide, total
}

func padded(s string, width int) string {
	s = dash(s)
	return s + strings.Repeat(" ", width-ansi.StringWidth(s))
}

func dash(s string) string { return cmp.Or(s, "-") }
