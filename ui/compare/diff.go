package compare

import (
	"fmt"
	"sort"
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/theme"
)

// A difference shows two answers word by word instead of the columns: side by
// side, or merged where there is no room for that.
type difference struct {
	columns [2]int
	names   [2]string
	source  [2]string
	found   *found     // nil until it was found out
	look    theme.Look // that the panes were asked for in
	width   int
	panes   []pane // one or two; nil until they are set
	rows    int
	top     int // of the longer pane
}

// found is the result of comparing two texts. It is immutable.
type found struct {
	words     [2][]word
	stretches []stretch
}

// A diffMsg brings the panes of a difference.
type diffMsg struct {
	diff  *difference
	found *found
	look  theme.Look
	width int
	panes []pane
}

// differ compares the answer of the focused column with the next one, or closes
// the difference.
func (c *Page) differ() page.Intent {
	if c.diff != nil {
		c.diff = nil
		return nil
	}
	for i := 1; i < len(c.columns); i++ {
		if next := (c.at + i) % len(c.columns); c.columns[next].answered() {
			return c.against(next)
		}
	}
	return page.Notice{Text: "there is no other answer to compare with"}
}

// against compares the answer of the focused column with that of another column.
func (c *Page) against(i int) page.Intent {
	k, o := c.current(), c.columns[i]
	if k == o || !k.answered() || !o.answered() {
		return page.Notice{Text: "there are no two answers to compare"}
	}
	c.diff = &difference{columns: [2]int{c.at, i}, source: [2]string{k.last().Text(), o.last().Text()}}
	for side, i := range c.diff.columns {
		c.diff.names[side] = fmt.Sprintf("%d %s", i+1, c.columns[i].name())
	}
	return nil
}

// arrange renders the panes again when the look has changed.
func (d *difference) arrange(l theme.Look, width, rows int) tea.Cmd {
	d.rows = rows
	d.scroll(0)
	if d.look == l && d.width == width {
		return nil
	}
	d.look, d.width = l, width
	old, source := d.found, d.source
	return func() tea.Msg {
		f := old
		if f == nil {
			f = &found{words: [2][]word{wordsOf(source[0]), wordsOf(source[1])}}
			f.stretches = stretches(f.words[0], f.words[1])
		}
		return diffMsg{d, f, l, width, f.panes(l, width)}
	}
}

// receive takes rendered panes.
func (d *difference) receive(msg diffMsg) {
	d.found = msg.found
	if d.look == msg.look && d.width == msg.width {
		d.panes = msg.panes
		d.scroll(0)
	}
}

func (d *difference) press(a keymap.Action) {
	page := max(1, d.rows-2)
	switch a {
	case keymap.RowUp:
		d.scroll(-1)
	case keymap.RowDown:
		d.scroll(1)
	case keymap.PageUp:
		d.scroll(-page)
	case keymap.PageDown:
		d.scroll(page)
	case keymap.First, keymap.Top:
		d.top = 0
	case keymap.Last, keymap.Bottom:
		d.scroll(1 << 30)
	}
}

func (d *difference) scroll(lines int) {
	most := 0
	for _, p := range d.panes {
		most = max(most, len(p.rows)-d.rows)
	}
	d.top = max(0, min(d.top+lines, most))
}

// longer is the index of the longer pane, in whose rows scrolling counts.
func (d *difference) longer() int {
	if len(d.panes) == 2 && len(d.panes[1].rows) > len(d.panes[0].rows) {
		return 1
	}
	return 0
}

// first is the first visible row of a pane. In the shorter pane it is the row
// that corresponds to the first one of the longer pane.
func (d *difference) first(pane int) int {
	lead := d.longer()
	if pane == lead {
		return d.top
	}
	mine, its := d.panes[pane], d.panes[lead]
	end := len(mine.rows) - d.rows
	if end <= 0 || d.top >= len(its.rows)-d.rows {
		return max(0, end)
	}
	i := sort.SearchInts(its.anchors, d.top+1) - 1
	if i < 0 {
		return 0
	}
	row := mine.anchors[i]
	if i+1 < len(its.anchors) {
		share := float64(d.top-its.anchors[i]) / float64(max(1, its.anchors[i+1]-its.anchors[i]))
		row += int(share * float64(mine.anchors[i+1]-row))
	}
	return min(row, end)
}

// above says whose answers these are, and how differences are marked.
func (d *difference) above(l theme.Look, width int) []string {
	only := [2]string{}
	for side := range only {
		n := 0
		if d.found != nil {
			n = d.found.only(side)
		}
		only[side] = marked(side, fmt.Sprintf("%d words only here", n))
		if n == 1 {
			only[side] = marked(side, "1 word only here")
		}
	}
	left := " " + l.Bold(d.names[0]) + "  " + l.Problem(only[0])
	right := " " + l.Bold(d.names[1]) + "  " + l.Accent(only[1])
	if width < 2*narrowest {
		return []string{l.Cut(left, width), l.Cut(right, width), l.Rule(strings.Repeat("─", width))}
	}
	half := width / 2
	return []string{
		l.Pad(left, half-1) + l.Rule("│") + l.Cut(right, width-half),
		l.Rule(strings.Repeat("─", half-1) + "┼" + strings.Repeat("─", width-half)),
	}
}

func (d *difference) draw(l theme.Look, width, rows int) []string {
	lines := make([]string, rows)
	if d.panes == nil {
		lines[0] = " " + l.Dim("comparing…")
		return lines
	}
	for y := range lines {
		lines[y] = " " + d.panes[0].line(l, d.first(0)+y)
		if len(d.panes) == 2 {
			half := width / 2
			lines[y] = l.Pad(lines[y], half-1) + l.Rule("│") + " " + d.panes[1].line(l, d.first(1)+y)
		}
	}
	return lines
}

// only counts the words that are on one side only.
func (f *found) only(side int) int {
	n := 0
	for _, s := range f.stretches {
		if !s.same {
			n += s.b[side] - s.a[side]
		}
	}
	return n
}
