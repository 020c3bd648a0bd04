package draft

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"neonchat/ui/theme"
)

// A row is one line of the composer's window: the text from a to b.
type row struct{ a, b int }

// A layout is the rows of a text and what they depend on.
type layout struct {
	text   string
	chips  int
	width  int
	method ansi.Method
	rows   []row
}

// rows breaks the text into rows of at most n columns, between words if
// possible. The cursor after the last character always has a cell.
func (c *Buffer) rows(l theme.Look, n int) []row {
	n = max(n, 2)
	made := layout{text: c.Text, chips: len(c.Chips), width: n, method: l.Method}
	if old := c.layout; old.rows != nil && old.text == made.text && old.chips == made.chips && old.width == n && old.method == made.method {
		return old.rows
	}
	start := 0
	for line := range strings.SplitSeq(c.Text, "\n") {
		made.rows = c.broken(made.rows, l, start, start+len(line), n)
		start += len(line) + 1
	}
	c.layout = made
	return made.rows
}

// broken adds the rows of one line.
func (c *Buffer) broken(rows []row, l theme.Look, start, end, n int) []row {
	a, width, space := start, 0, -1
	for i := start; i < end; {
		s := character(c.Text[i:end])
		w := 1
		if len(s) > 1 || s == "\t" {
			w = l.Size(c.Seen(s))
		}
		if width+w > n-1 && i > a {
			b := i
			if space > a {
				b = space
			}
			rows = append(rows, row{a, b})
			a, space = b, -1
			width = l.Size(c.Seen(c.Text[a:i]))
		}
		width += w
		i += len(s)
		if s == " " {
			space = i
		}
	}
	return append(rows, row{a, end})
}

// Seen returns text as it is shown, with the labels of chips.
func (c *Buffer) Seen(text string) string {
	return strings.ReplaceAll(Draft{Text: text, Chips: c.Chips}.Seen(), "\t", "    ")
}

// Seen returns the draft as it is shown, with the labels of chips.
func (d Draft) Seen() string { return d.expand(func(k Chip) string { return k.label }) }

// where returns the row and the column of the cursor.
func (c *Buffer) where(l theme.Look, rows []row) (y, x int) {
	for i, r := range rows {
		last := i == len(rows)-1 || rows[i+1].a > c.At
		if c.At >= r.a && last {
			return i, l.Size(c.Seen(c.Text[r.a:c.At]))
		}
	}
	return 0, 0
}

// Vertical moves the cursor by rows, in a window of n columns. It reports
// whether there was a row to go to.
func (c *Buffer) Vertical(l theme.Look, n, by int) bool {
	rows := c.rows(l, n)
	y, x := c.where(l, rows)
	if y+by < 0 || y+by >= len(rows) {
		return false
	}
	if c.goal < 0 {
		c.goal = x
	}
	goal := c.goal
	r := rows[y+by]
	at, before := r.a, r.a
	for at < r.b {
		s := character(c.Text[at:r.b])
		if l.Size(c.Seen(c.Text[r.a:at+len(s)])) > goal {
			break
		}
		before = at
		at += len(s)
	}
	if at == r.b && y+by < len(rows)-1 && rows[y+by+1].a == r.b {
		at = before // after the last character of a broken row comes the next row
	}
	c.At, c.goal = at, goal
	return true
}

// Draw returns the window, n columns wide and at most height rows high, and the
// cursor's place in it.
func (c *Buffer) Draw(l theme.Look, n, height int) (lines []string, x, y int) {
	rows := c.rows(l, n)
	y, x = c.where(l, rows)
	top := max(0, y-height+1)
	for _, r := range rows[top:min(len(rows), top+height)] {
		lines = append(lines, l.Cut(c.painted(l, c.Text[r.a:r.b]), n))
	}
	return lines, x, y - top
}

// painted returns text as it is shown, with chips in colour.
func (c *Buffer) painted(l theme.Look, text string) string {
	text = strings.ReplaceAll(text, "\t", "    ")
	return Draft{Text: text, Chips: c.Chips}.expand(func(k Chip) string {
		switch {
		case k.label == k.text:
			return k.label
		case k.Off || k.Kind == "":
			return l.Dim(k.label)
		}
		return l.Accent(k.label)
	})
}
