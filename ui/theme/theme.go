package theme

import (
	"image/color"

	"github.com/charmbracelet/x/ansi"
)

// The colours of the program, on a dark and on a light background. They differ
// even for somebody who can't tell red from green, and have near equivalents on a
// terminal of 16 colours, where a grey with a touch of blue would become blue.
var (
	Green  = shade{color.RGBA{0x00, 0xe5, 0x99, 0xff}, color.RGBA{0x00, 0x6b, 0x48, 0xff}}
	grey   = shade{color.RGBA{0x94, 0x94, 0x94, 0xff}, color.RGBA{0x5c, 0x5c, 0x5c, 0xff}}
	red    = shade{color.RGBA{0xff, 0x7b, 0x72, 0xff}, color.RGBA{0xb3, 0x1d, 0x28, 0xff}}
	yellow = shade{color.RGBA{0xe8, 0xd9, 0x7a, 0xff}, color.RGBA{0x70, 0x60, 0x00, 0xff}}
	faint  = shade{color.RGBA{0x4e, 0x4e, 0x4e, 0xff}, color.RGBA{0xb2, 0xb2, 0xb2, 0xff}}
	ground = shade{color.RGBA{0x30, 0x30, 0x30, 0xff}, color.RGBA{0xe8, 0xe8, 0xe8, 0xff}}
	ink    = shade{color.RGBA{0xff, 0xff, 0xff, 0xff}, color.RGBA{0x00, 0x00, 0x00, 0xff}} // text on the background of Grounded
)

type shade struct{ Dark, Light color.RGBA }

func (l Look) of(c shade) color.Color {
	if l.Light {
		return c.Light
	}
	return c.Dark
}

func (l Look) paint(c shade, s string) string {
	if l.Plain || s == "" {
		return s
	}
	return ansi.NewStyle().ForegroundColor(l.of(c)).Styled(s)
}

// Grounded returns a line of n columns on a faint background: a mark in the
// accent colour, and s, which has no styles. Without colours s is bold.
func (l Look) Grounded(mark, s string, n int) string {
	if l.Plain || l.Colourless {
		return l.Accent(mark) + l.Bold(s)
	}
	style := ansi.NewStyle().BackgroundColor(l.of(ground))
	rest := l.Pad(s, n-l.Size(mark))
	return style.ForegroundColor(l.of(Green)).Styled(mark) + style.ForegroundColor(l.of(ink)).Styled(rest)
}

func (l Look) Accent(s string) string  { return l.paint(Green, s) }
func (l Look) Dim(s string) string     { return l.paint(grey, s) }
func (l Look) Problem(s string) string { return l.paint(red, s) }
func (l Look) Warn(s string) string    { return l.paint(yellow, s) }
func (l Look) Rule(s string) string    { return l.paint(faint, s) }

func (l Look) Bold(s string) string {
	if l.Plain || s == "" {
		return s
	}
	return ansi.NewStyle().Bold().Styled(s)
}

// Chosen highlights the line under the cursor of a list.
func (l Look) Chosen(s string) string {
	if l.Plain || s == "" {
		return s
	}
	return ansi.NewStyle().Reverse(true).Styled(ansi.Strip(s))
}
