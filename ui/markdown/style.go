package markdown

import (
	"bytes"
	"cmp"
	"strings"

	"charm.land/glamour/v2/ansi"
)

// inherit returns child with the looks that only its parent has. Prefixes, suffixes and the format are the child's.
func inherit(parent, child ansi.StylePrimitive) ansi.StylePrimitive {
	child.Color = cmp.Or(child.Color, parent.Color)
	child.BackgroundColor = cmp.Or(child.BackgroundColor, parent.BackgroundColor)
	child.Underline = cmp.Or(child.Underline, parent.Underline)
	child.Bold = cmp.Or(child.Bold, parent.Bold)
	child.Upper = cmp.Or(child.Upper, parent.Upper)
	child.Lower = cmp.Or(child.Lower, parent.Lower)
	child.Title = cmp.Or(child.Title, parent.Title)
	child.Italic = cmp.Or(child.Italic, parent.Italic)
	child.CrossedOut = cmp.Or(child.CrossedOut, parent.CrossedOut)
	child.Faint = cmp.Or(child.Faint, parent.Faint)
	child.Conceal = cmp.Or(child.Conceal, parent.Conceal)
	child.Inverse = cmp.Or(child.Inverse, parent.Inverse)
	child.Blink = cmp.Or(child.Blink, parent.Blink)
	return child
}

// override is inherit for two styles of the same thing: the prefixes, suffixes and the format come down too.
func override(base, own ansi.StylePrimitive) ansi.StylePrimitive {
	own = inherit(base, own)
	own.Prefix = cmp.Or(own.Prefix, base.Prefix)
	own.Suffix = cmp.Or(own.Suffix, base.Suffix)
	own.Format = cmp.Or(own.Format, base.Format)
	return own
}

// bare returns the looks of st alone, without what it puts around text.
func bare(st ansi.StylePrimitive) ansi.StylePrimitive { return inherit(st, ansi.StylePrimitive{}) }

// An ink is what stands around text of one look.
type ink struct {
	before, after string
	uneven        bool // the look depends on the text
}

// inkOf has glamour write a sign to see what it puts around it, once for each look.
func (p *page) inkOf(st ansi.StylePrimitive) ink {
	if i, ok := p.r.inks[st]; ok {
		return i
	}
	i := ink{uneven: true}
	if is(st.Upper) || is(st.Lower) || is(st.Title) || is(st.Underline) || is(st.CrossedOut) { // spaces look otherwise
		p.r.inks[st] = i
		return i
	}
	if before, after, ok := strings.Cut(p.glamour(st, "x"), "x"); ok {
		i = ink{before: before, after: after}
	}
	p.r.inks[st] = i
	return i
}

func is(b *bool) bool { return b != nil && *b }

// styled returns s in the looks of st.
func (p *page) styled(st ansi.StylePrimitive, s string) string {
	if s == "" {
		return ""
	}
	st = bare(st)
	i := p.inkOf(st)
	if i.uneven {
		return p.glamour(st, s)
	}
	return i.before + s + i.after
}

// glamour has glamour write an element. It undoes backslash escapes in what it is given, which here is text that has
// none left: so they are put in.
func (p *page) glamour(st ansi.StylePrimitive, s string) string {
	var b bytes.Buffer
	e := ansi.BaseElement{Token: strings.ReplaceAll(s, `\`, `\\`), Style: st}
	if err := e.Render(&b, p.r.ctx); err != nil {
		return s // the style's format is no template
	}
	return b.String()
}

// element returns s as a thing of a style of its own, with all that the style puts around it.
func (p *page) element(parent, style ansi.StylePrimitive, s string) string {
	own := inherit(parent, style)
	body := p.styled(own, s)
	if own.Format != "" {
		format := bare(own)
		format.Format = own.Format
		body = p.glamour(format, s)
	}
	return p.before(parent, own) + body + p.after(parent, own)
}

// before and after return what the style own puts around text.
func (p *page) before(parent, own ansi.StylePrimitive) string {
	return p.styled(parent, own.BlockPrefix) + p.styled(own, own.Prefix)
}

func (p *page) after(parent, own ansi.StylePrimitive) string {
	return p.styled(own, own.Suffix) + p.styled(parent, own.BlockSuffix)
}
