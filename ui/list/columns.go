package list

import (
	"slices"
	"strings"

	"neonchat/ui/theme"
)

// A Column is one column of a list. The higher its Rank, the sooner it is
// dropped where there is no room.
type Column[T any] struct {
	Title string
	Rank  int
	Wide  int
	Right bool // align right, as numbers are
	Cell  func(T) string
}

// Fit returns the columns that there is room for; the first two always stay.
func Fit[T any](cols []Column[T], width int) []Column[T] {
	for Total(cols) > width && len(cols) > 2 {
		worst := slices.MaxFunc(cols, func(a, b Column[T]) int { return a.Rank - b.Rank })
		cols = slices.DeleteFunc(cols, func(c Column[T]) bool { return c.Title == worst.Title })
	}
	return cols
}

// Total is the width of the columns.
func Total[T any](cols []Column[T]) int {
	n := 0
	for _, c := range cols {
		n += c.Wide + 2
	}
	return n
}

// Cells writes a row: one cell of each column.
func Cells[T any](l theme.Look, cols []Column[T], cell func(Column[T]) string) string {
	var b strings.Builder
	for _, c := range cols {
		s := l.Cut(cell(c), c.Wide)
		gap := strings.Repeat(" ", c.Wide-l.Size(s))
		if c.Right {
			s, gap = gap+s, ""
		}
		b.WriteString(s + gap + "  ")
	}
	return strings.TrimRight(b.String(), " ")
}
