package ui

import (
	"image/color"

	"github.com/charmbracelet/x/ansi"
)

// The colours of the program, on a dark and on a light background. They are
// chosen to be told apart without telling red from green.
var (
	green  = shade{color.RGBA{0x00, 0xe5, 0x99, 0xff}, color.RGBA{0x00, 0x6b, 0x48, 0xff}}
	grey   = shade{color.RGBA{0x8b, 0x93, 0x9e, 0xff}, color.RGBA{0x5c, 0x64, 0x6f, 0xff}}
	red    = shade{color.RGBA{0xff, 0x7b, 0x72, 0xff}, color.RGBA{0xb3, 0x1d, 0x28, 0xff}}
	yellow = shade{color.RGBA{0xf2, 0xcc, 0x60, 0xff}, color.RGBA{0x80, 0x5a, 0x00, 0xff}}
	faint  = shade{color.RGBA{0x4a, 0x50, 0x58, 0xff}, color.RGBA{0xc4, 0xc9, 0xd0, 0xff}}
)

type shade struct{ dark, light color.RGBA }

func (l look) paint(c shade, s string) string {
	if l.plain || s == "" {
		return s
	}
	fg := c.dark
	if l.light {
		fg = c.light
	}
	return ansi.NewStyle().ForegroundColor(fg).Styled(s)
}

func (l look) accent(s string) string  { return l.paint(green, s) }
func (l look) dim(s string) string     { return l.paint(grey, s) }
func (l look) problem(s string) string { return l.paint(red, s) }
func (l look) warn(s string) string    { return l.paint(yellow, s) }
func (l look) rule(s string) string    { return l.paint(faint, s) }

func (l look) bold(s string) string {
	if l.plain || s == "" {
		return s
	}
	return ansi.NewStyle().Bold().Styled(s)
}

// chosen marks the line under the cursor of a list.
func (l look) chosen(s string) string {
	if l.plain || s == "" {
		return s
	}
	return ansi.NewStyle().Reverse(true).Styled(ansi.Strip(s))
}
