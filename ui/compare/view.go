package compare

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/page"
	"neonchat/ui/theme"
)

// Layout prepares the visible lines.
func (c *Page) Layout(width, height int) page.Intent {
	c.width, c.height = width, height
	cmds := []tea.Cmd{c.composer.Arrange(width, height)}
	c.grid.follow()
	from, n := c.shown()
	rows := max(1, height-len(c.above(from, n))-len(c.below()))
	for _, k := range c.columns[from : from+min(n, len(c.columns))] {
		k.resize(c.env.Look, c.wide(n)-1)
		cmds = append(cmds, k.arrange(rows))
	}
	if c.synced && len(c.columns) > 0 {
		cmds = append(cmds, c.align(c.columns))
	}
	if c.diff != nil {
		cmds = append(cmds, c.diff.arrange(c.env.Look, width, rows))
	}
	return tea.Batch(cmds...)
}

func (c *Page) View(width, height int) page.Frame {
	l := c.env.Look
	if small := theme.TooSmall(l, width, height); small != nil {
		return page.Frame{Lines: small}
	}
	from, n := c.shown()
	below := c.below()
	lines := c.above(from, n)
	rows := max(1, height-len(lines)-len(below))
	if c.diff != nil {
		lines = append(lines, c.diff.draw(l, width, rows)...)
	} else {
		lines = append(lines, c.beside(l, c.columns, n, rows)...)
	}
	lines = lines[:max(0, min(len(lines), height-len(below)))]
	f := page.Frame{Lines: append(lines, below...)}
	if c.writing {
		f.Cursor = c.composer.Cursor()
	}
	return f
}

// beside returns the lines of n columns side by side.
func (g *grid) beside(l theme.Look, all columns, n, rows int) []string {
	lines := make([]string, rows)
	if len(all) == 0 {
		return lines
	}
	from, _ := g.shown()
	texts := make([][]string, n)
	for i := range texts {
		texts[i] = all[from+i].lines()
	}
	for y := range lines {
		lines[y] = g.row(l, n, func(i int) string { return at(texts[i], y) })
	}
	return lines
}

// at is the i-th line, or none.
func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// above returns the lines over the columns: the names of all columns when some
// are not visible, and the heads of the visible ones.
func (c *Page) above(from, n int) []string {
	if len(c.columns) == 0 {
		return []string{" " + c.env.Look.Dim("…")}
	}
	if c.diff != nil {
		return c.diff.above(c.env.Look, c.width)
	}
	var lines []string
	if n < len(c.columns) {
		lines = append(lines, c.tabs(c.env, c.columns))
	}
	heads := make([][]string, n)
	tall := 0
	for i := range heads {
		heads[i] = c.head(from+i, c.wide(n)-3)
		tall = max(tall, len(heads[i]))
	}
	for y := range tall {
		lines = append(lines, c.row(c.env.Look, n, func(i int) string { return " " + at(heads[i], y) }))
	}
	return append(lines, c.rule(c.env.Look, n, "┼", func(int) string { return "" }))
}

// tabs lists the names of all columns and highlights the visible ones.
func (g *grid) tabs(env *page.Env, all columns) string {
	l := env.Look
	from, n := g.shown()
	each := max(4, (g.width-2)/len(all)-1)
	var parts []string
	for i, k := range all {
		mark := " "
		switch {
		case k.live():
			mark = theme.Spinner(env.Deps.Time())
		case k.failed() && k.asked > 0:
			mark = "✗"
		case k.answered():
			mark = "✓"
		}
		s := l.Cut(fmt.Sprintf("%d%s%s", i+1, mark, k.name()), each)
		switch {
		case i == g.at:
			s = l.Chosen(s)
		case i < from || i >= from+n:
			s = l.Dim(s)
		}
		parts = append(parts, s)
	}
	return " " + l.Cut(strings.Join(parts, " "), g.width-2)
}
