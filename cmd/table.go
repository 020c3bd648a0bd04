package cmd

import (
	"cmp"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// A column is one of a table's. The higher its rank, the sooner it goes when
// there is too little room.
type column[T any] struct {
	title string
	rank  int
	cell  func(T) string
}

// columns aligns the table; width 0 is as wide as it takes.
func columns[T any](cols []column[T], list []T, width int) string {
	wide, total := widths(cols, list, 2)
	if width > 0 && total > width && len(cols) > 1 {
		least := slices.MaxFunc(cols, func(a, b column[T]) int { return cmp.Compare(a.rank, b.rank) })
		return columns(slices.DeleteFunc(cols, func(c column[T]) bool { return c.title == least.title }), list, width)
	}
	var b strings.Builder
	row := func(cell func(column[T]) string) {
		var line strings.Builder
		for i, c := range cols {
			line.WriteString(padded(cell(c), wide[i]) + "  ")
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	row(func(c column[T]) string { return c.title })
	for _, v := range list {
		row(func(c column[T]) string { return c.cell(v) })
	}
	return b.String()
}

// grid is the table in Markdown.
func grid[T any](cols []column[T], list []T) string {
	wide, _ := widths(cols, list, 0)
	var b strings.Builder
	row := func(cell func(column[T]) string) {
		b.WriteString("|")
		for i, c := range cols {
			b.WriteString(" " + padded(cell(c), wide[i]) + " |")
		}
		b.WriteString("\n")
	}
	row(func(c column[T]) string { return c.title })
	b.WriteString("|")
	for _, w := range wide {
		b.WriteString(strings.Repeat("-", w+2) + "|")
	}
	b.WriteString("\n")
	for _, v := range list {
		row(func(c column[T]) string { return c.cell(v) })
	}
	return b.String()
}

// widths are those of the columns, and their sum with the gaps in between.
func widths[T any](cols []column[T], list []T, gap int) (wide []int, total int) {
	wide = make([]int, len(cols))
	total = -gap
	for i, c := range cols {
		wide[i] = len(c.title)
		for _, v := range list {
			wide[i] = max(wide[i], ansi.StringWidth(dash(c.cell(v))))
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
