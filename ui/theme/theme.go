package theme

import (
	"image/color"

	"github.com/charmbracelet/x/ansi"
)

// The colours of the program, on a dark and on a light background. They are
// chosen to be told apart without telling red from green.
var (
	Green  = shade{color.RGBA{0x00, 0xe5, 0x99, 0xff}, color.RGBA{0x00, 0x6b, 0x48, 0xff}}
	grey   = shade{color.RGBA{0x8b, 0x93, 0x9e, 0xff}, color.RGBA{0x5c, 0x64, 0x6f, 0xff}}
	red    = shade{color.RGBA{0xff, 0x7b, 0x72, 0xff}, color.RGBA{0xb3, 0x1d, 0x28, 0xff}}
	yellow = shade{color.RGBA{0xf2, 0xcc, 0x60, 0xff}, color.RGBA{0x80, 0x5a, 0x00, 0xff}}
	faint  = shade{color.RGBA{0x4a, 0x50, 0x58, 0xff}, color.RGBA{0xc4, 0xc9, 0xd0, 0xff}}
)

type shade struct{ Dark, Light color.RGBA }

func (l Look) paint(c shade, s string) string {
	if l.Plain || s == "" {
		return s
	}
	fg := c.Dark
	if l.Light {
		fg = c.Light
	}
	return ansi.NewStyle().ForegroundColor(fg).Styled(s)
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

// Chosen marks the line under the cursor of a list.
func (l Look) Chosen(s string) string {
	if l.Plain || s == "" {
		return s
	}
	return ansi.NewStyle().Reverse(true).Styled(ansi.Strip(s))
}
