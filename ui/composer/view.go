package composer

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/markdown"
	"neonchat/ui/theme"
)

// size is how wide the text may be, and how high.
func (c *Composer) size() (columns, rows int) {
	return max(4, min(c.width, theme.MostColumns+2)-4), max(1, c.height/3)
}

// Lines returns the lines of the text after its mark, which is highlighted while
// the composer has the focus. An empty composer shows the prompt.
func (c *Composer) Lines(prompt string, active bool) []string {
	l := c.env.Look
	mark := l.Dim("❯ ")
	if active {
		mark = l.Accent("❯ ")
	}
	columns, rows := c.size()
	text, _, _ := c.Draw(l, columns, rows)
	lines := make([]string, len(text))
	for i, s := range text {
		if i == 0 && c.Text == "" {
			s = l.Dim(l.Cut(prompt, columns))
		}
		lines[i] = " " + mark + s
		mark = "  "
	}
	return lines
}

// Cursor places the terminal's cursor. The last line of the text must be the
// last but one of the screen.
func (c *Composer) Cursor() *tea.Cursor {
	columns, rows := c.size()
	text, x, y := c.Draw(c.env.Look, columns, rows)
	cursor := tea.NewCursor(x+3, c.height-1-len(text)+y)
	cursor.Blink = false
	return cursor
}

// Offers returns the lines of the completion.
func (c *Composer) Offers() []string {
	return c.complete.lines(c.env.Look, c.width, min(mostOptions, max(2, c.height/3)))
}

// lines returns up to n of the options, those around the chosen one.
func (k *completion) lines(l theme.Look, width, n int) []string {
	if len(k.shown) == 0 {
		return nil
	}
	n = min(len(k.shown), n)
	first := min(max(0, k.at-n/2), len(k.shown)-n)
	wide := 0
	for _, o := range k.shown[first : first+n] {
		wide = max(wide, l.Size(o.text))
	}
	wide = min(wide, width/2)
	var lines []string
	for i, o := range k.shown[first : first+n] {
		text := "   " + l.Pad(markdown.Clean(o.text), wide) + "  "
		detail := l.Cut(o.detail, max(1, width-1-l.Size(text)))
		switch {
		case first+i == k.at:
			lines = append(lines, l.Chosen(l.Pad(text+detail, width-1)))
		case o.off != "":
			lines = append(lines, l.Dim(text+detail))
		default:
			lines = append(lines, text+l.Dim(detail))
		}
	}
	return lines
}
