package markdown

import (
	"image/color"
	"math"
	"reflect"
	"strings"
	"testing"

	"charm.land/glamour/v2/ansi"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	xansi "github.com/charmbracelet/x/ansi"
)

// The backgrounds of terminals that many have.
var backgrounds = map[string][]string{
	"dark":  {"#000000", "#0d1117", "#1e1e1e", "#1e1e2e", "#282a36"},
	"light": {"#ffffff", "#fafafa", "#fdf6e3", "#eff1f5"},
}

// least is the contrast that WCAG asks of text.
const least = 4.5

func TestTextHasContrast(t *testing.T) {
	for name, terminals := range backgrounds {
		s, err := readStyle(Options{Style: name})
		if err != nil {
			t.Fatal(err)
		}
		for _, profile := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256} {
			for what, p := range looks(s) {
				grounds := terminals
				if p.BackgroundColor != nil {
					grounds = []string{*p.BackgroundColor}
				}
				for _, ground := range grounds {
					bg := lipgloss.Color(ground)
					if p.BackgroundColor != nil {
						bg = profile.Convert(bg)
					}
					if c := contrast(profile.Convert(lipgloss.Color(*p.Color)), bg); c < least {
						t.Errorf("%s, %s: %s %s on %s has a contrast of %.1f", name, profile, what, *p.Color, ground, c)
					}
				}
			}
		}
	}
}

// On 16 colours no text has the colour of what it stands on.
func TestTextIsSeenInSixteenColours(t *testing.T) {
	for name := range backgrounds {
		s, err := readStyle(Options{Style: name})
		if err != nil {
			t.Fatal(err)
		}
		ground := map[string]xansi.BasicColor{"dark": xansi.Black, "light": xansi.BrightWhite}[name]
		for what, p := range looks(s) {
			bg := color.Color(ground)
			if p.BackgroundColor != nil {
				bg = colorprofile.ANSI.Convert(lipgloss.Color(*p.BackgroundColor))
			}
			fg := colorprofile.ANSI.Convert(lipgloss.Color(*p.Color))
			if c := contrast(fg, bg); c < 3 {
				t.Errorf("%s: %s is %v on %v, a contrast of %.1f", name, what, fg, bg, c)
			}
		}
	}
}

// looks returns all of a style that has a colour and is text, by what it is for.
func looks(s *ansi.StyleConfig) map[string]ansi.StylePrimitive {
	all := map[string]ansi.StylePrimitive{}
	var walk func(v reflect.Value, name string, ground *string)
	walk = func(v reflect.Value, name string, ground *string) {
		switch {
		case v.Kind() == reflect.Pointer && !v.IsNil():
			walk(v.Elem(), name, ground)
		case v.Kind() != reflect.Struct:
		default:
			if p, ok := v.Interface().(ansi.StylePrimitive); ok {
				if p.BackgroundColor == nil {
					p.BackgroundColor = ground
				}
				if p.Color != nil && name != ".HorizontalRule" {
					all[name] = p
				}
				return
			}
			for i := range v.NumField() {
				walk(v.Field(i), strings.TrimSuffix(name+"."+v.Type().Field(i).Name, ".StylePrimitive"), ground)
			}
		}
	}
	walk(reflect.ValueOf(*s), "", nil)
	walk(reflect.ValueOf(s.CodeBlock.Chroma), "chroma", s.CodeBlock.BackgroundColor)
	return all
}

// contrast is WCAG's.
func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	part := func(v uint32) float64 {
		f := float64(v) / 0xffff
		if f <= 0.03928 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}
