package main

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"image/color"
	"regexp"
	"strings"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"

	"neonchat/bench/terminal"
)

// The size of a cell and of the margin, in units of the picture, and the colours
// where the program leaves them to the terminal.
const (
	wide, high = 8.43, 18.0
	size       = 14.0 // of the font, whose characters are as wide as the cells
	base       = 13.2 // where the characters stand in the cell
	margin     = 14.0
	paper, ink = "#0d1117", "#d8dee6"
	fonts      = "'DejaVu Sans Mono',Menlo,Consolas,'Noto Sans Mono CJK SC','Noto Color Emoji','Apple Color Emoji',monospace"
)

// A paint is all that can be told apart about a cell beside its text.
type paint struct {
	fg, bg                             string // bg is "" for the terminal's own
	bold, italic, faint, under, strike bool
}

func paintOf(s uv.Style) paint {
	p := paint{
		fg: cmp.Or(hex(s.Fg), ink), bg: hex(s.Bg), bold: s.Attrs&uv.AttrBold != 0, italic: s.Attrs&uv.AttrItalic != 0,
		faint: s.Attrs&uv.AttrFaint != 0, under: s.Underline != uv.UnderlineNone, strike: s.Attrs&uv.AttrStrikethrough != 0,
	}
	if s.Attrs&uv.AttrReverse != 0 {
		p.fg, p.bg = cmp.Or(p.bg, paper), p.fg
	}
	return p
}

func hex(c color.Color) string {
	if c == nil {
		return ""
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// draw writes the screen as SVG. The same screen is the same picture.
func draw(s terminal.Screen) []byte {
	cols, rows := s.Size()
	var b bytes.Buffer
	w, h := float64(cols)*wide+2*margin, float64(rows)*high+2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g" viewBox="0 0 %[1]g %[2]g">`+"\n", w, h)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", paper)
	fmt.Fprintf(&b, `<g transform="translate(%g %[1]g)" font-family="%s" font-size="%g" xml:space="preserve">`+"\n", margin, fonts, size)
	for y := range rows {
		for x := 0; x < cols; {
			r := runAt(s, x, y)
			r.draw(&b, x, y)
			x += r.cells
		}
	}
	if x, y, shown := s.Cursor(); shown {
		fmt.Fprintf(&b, `<rect x="%g" y="%g" width="%g" height="%g" fill="%s" opacity="0.7"/>`+"\n", float64(x)*wide, float64(y)*high, wide, high, ink)
	}
	b.WriteString("</g>\n</svg>\n")
	return b.Bytes()
}

// A run is cells side by side that are drawn as one.
type run struct {
	paint paint
	text  string
	cells int
	kind  kind
}

type kind int

const (
	plain kind = iota // in any font of fixed width
	lines             // drawn as lines, so that they meet
	odd               // from a font whose characters may be wider: one at a time
)

func kindOf(text string) kind {
	r, n := utf8.DecodeRuneInString(text)
	switch {
	case n < len(text):
		return odd
	case r >= 0x2500 && r < 0x2580:
		if _, known := arms[r]; known {
			return lines
		}
		return odd
	case r < 0x250 || strings.ContainsRune("–—‘’“”•…·", r):
		return plain
	}
	return odd
}

func runAt(s terminal.Screen, x, y int) run {
	var r run
	cols, _ := s.Size()
	for x < cols {
		c := s.Cell(x, y)
		if c == nil {
			c = &uv.EmptyCell
		}
		p, k := paintOf(c.Style), kindOf(c.Content)
		if r.cells > 0 && (p != r.paint || k != r.kind || k == odd) {
			return r
		}
		r.paint, r.kind = p, k
		r.text += c.Content
		r.cells += c.Width
		x += c.Width
	}
	return r
}

func (r run) draw(b *bytes.Buffer, x, y int) {
	left, top, width := float64(x)*wide, float64(y)*high, float64(r.cells)*wide
	if r.paint.bg != "" {
		fmt.Fprintf(b, `<rect x="%.5g" y="%g" width="%.5g" height="%g" fill="%s" shape-rendering="crispEdges"/>`+"\n", left, top, width, high, r.paint.bg)
	}
	if r.kind == lines {
		r.rule(b, left, top)
		return
	}
	text := steady(r.text)
	// Blanks before and behind say nothing, unless there is a line under them.
	if !r.paint.under && !r.paint.strike {
		left += float64(len(text)-len(strings.TrimLeft(text, " "))) * wide
		text = strings.Trim(text, " ")
	}
	if r.kind == plain {
		width = float64(utf8.RuneCountInString(text)) * wide
	}
	if text == "" {
		return
	}
	fmt.Fprintf(b, `<text x="%.5g" y="%.5g" textLength="%.5g" lengthAdjust="spacingAndGlyphs"%s>`, left, top+base, width, r.paint.attributes())
	xml.EscapeText(b, []byte(steady(text)))
	b.WriteString("</text>\n")
}

// clocked are the figures of an answer that differ from run to run.
var clocked = regexp.MustCompile(`[^ ]+ to first token · [^ ]+( · [^ ]+ tok/s)?`)

// steady puts the figures of one run in the place of this one's.
func steady(text string) string {
	return clocked.ReplaceAllString(text, "0.5s to first token · 7.3s")
}

func (p paint) attributes() string {
	var s strings.Builder
	s.WriteString(` fill="` + p.fg + `"`)
	for _, a := range []struct {
		on   bool
		text string
	}{
		{p.bold, ` font-weight="bold"`}, {p.italic, ` font-style="italic"`}, {p.faint, ` opacity="0.6"`},
		{p.under, ` text-decoration="underline"`}, {p.strike, ` text-decoration="line-through"`},
	} {
		if a.on {
			s.WriteString(a.text)
		}
	}
	return s.String()
}

const (
	toLeft = 1 << iota
	toRight
	up
	down
)

// arms are the directions in which a character's lines leave its middle.
var arms = map[rune]int{
	'─': toLeft | toRight, '│': up | down, '┌': toRight | down, '┐': toLeft | down, '└': toRight | up, '┘': toLeft | up,
	'├': up | down | toRight, '┤': up | down | toLeft, '┬': toLeft | toRight | down, '┴': toLeft | toRight | up,
	'┼': toLeft | toRight | up | down, '╭': toRight | down, '╮': toLeft | down, '╰': toRight | up, '╯': toLeft | up,
}

func (r run) rule(b *bytes.Buffer, left, top float64) {
	fmt.Fprintf(b, `<path stroke="%s" d="`, r.paint.fg)
	if strings.Trim(r.text, "─") == "" {
		fmt.Fprintf(b, "M%.5g %.5gh%.5g", left, top+high/2, float64(r.cells)*wide)
	} else {
		for i, c := range []rune(r.text) {
			x, y := left+(float64(i)+0.5)*wide, top+high/2
			for _, a := range []struct {
				arm  int
				line string
			}{{toLeft, "h-4.22"}, {toRight, "h4.22"}, {up, "v-9"}, {down, "v9"}} {
				if arms[c]&a.arm != 0 {
					fmt.Fprintf(b, "M%.5g %.5g%s", x, y, a.line)
				}
			}
		}
	}
	b.WriteString("\"/>\n")
}
