package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"neonchat/ui/theme"
)

// A row is one line of the composer's window: the text from a to b.
type row struct{ a, b int }

// A layout is the rows of a text, and what they were made of.
type layout struct {
	text   string
	chips  int
	width  int
	method ansi.Method
	rows   []row
}

// rows breaks the text into rows of at most n columns, between words where it
// can. The cursor behind the last character always has a cell.
func (c *composer) rows(l theme.Look, n int) []row {
	n = max(n, 2)
	made := layout{text: c.text, chips: len(c.chips), width: n, method: l.Method}
	if old := c.layout; old.rows != nil && old.text == made.text && old.chips == made.chips && old.width == n && old.method == made.method {
		return old.rows
	}
	start := 0
	for line := range strings.SplitSeq(c.text, "\n") {
		made.rows = c.broken(made.rows, l, start, start+len(line), n)
		start += len(line) + 1
	}
	c.layout = made
	return made.rows
}

// broken adds the rows of one line.
func (c *composer) broken(rows []row, l theme.Look, start, end, n int) []row {
	a, width, space := start, 0, -1
	for i := start; i < end; {
		s := character(c.text[i:end])
		w := 1
		if len(s) > 1 || s == "\t" {
			w = l.Size(c.seen(s))
		}
		if width+w > n-1 && i > a {
			b := i
			if space > a {
				b = space
			}
			rows = append(rows, row{a, b})
			a, space = b, -1
			width = l.Size(c.seen(c.text[a:i]))
		}
		width += w
		i += len(s)
		if s == " " {
			space = i
		}
	}
	return append(rows, row{a, end})
}

// seen is text as it is shown, chips by their labels.
func (c *composer) seen(text string) string {
	return strings.ReplaceAll(draft{text: text, chips: c.chips}.seen(), "\t", "    ")
}

func (d draft) seen() string { return d.expand(func(k chip) string { return k.label }) }

// where gives the row and the column of the cursor.
func (c *composer) where(l theme.Look, rows []row) (y, x int) {
	for i, r := range rows {
		last := i == len(rows)-1 || rows[i+1].a > c.at
		if c.at >= r.a && last {
			return i, l.Size(c.seen(c.text[r.a:c.at]))
		}
	}
	return 0, 0
}

// vertical moves the cursor by rows and reports whether there was one to go to.
func (c *composer) vertical(l theme.Look, n, by int) bool {
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
		s := character(c.text[at:r.b])
		if l.Size(c.seen(c.text[r.a:at+len(s)])) > goal {
			break
		}
		before = at
		at += len(s)
	}
	if at == r.b && y+by < len(rows)-1 && rows[y+by+1].a == r.b {
		at = before // behind the last character of a broken row is the next row
	}
	c.at, c.goal = at, goal
	return true
}

// draw gives the window of height rows at most, and the cursor in it.
func (c *composer) draw(l theme.Look, n, height int) (lines []string, x, y int) {
	rows := c.rows(l, n)
	y, x = c.where(l, rows)
	top := max(0, y-height+1)
	for _, r := range rows[top:min(len(rows), top+height)] {
		lines = append(lines, l.Cut(c.painted(l, c.text[r.a:r.b]), n))
	}
	return lines, x, y - top
}

// painted is text as it is shown, chips in colour.
func (c *composer) painted(l theme.Look, text string) string {
	text = strings.ReplaceAll(text, "\t", "    ")
	return draft{text: text, chips: c.chips}.expand(func(k chip) string {
		switch {
		case k.label == k.text:
			return k.label
		case k.off || k.kind == "":
			return l.Dim(k.label)
		}
		return l.Accent(k.label)
	})
}
