package markdown

import (
	"bytes"
	"hash/fnv"
	"strconv"
	"strings"

	"charm.land/glamour/v2/ansi"
	xansi "github.com/charmbracelet/x/ansi"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// A line writes styled text, runs of one style as one.
type line struct {
	*page
	out     strings.Builder
	pending strings.Builder
	style   ansi.StylePrimitive
}

// inline returns the styled text inside n: spaces where its lines break softly, newlines where they break hard.
func (p *page) inline(n ast.Node, st ansi.StylePrimitive) string {
	l := &line{page: p}
	l.children(n, inherit(st, bare(p.r.styles.Text)))
	l.flush()
	return strings.TrimSpace(l.out.String())
}

// put writes text.
func (l *line) put(st ansi.StylePrimitive, s string) {
	if st = bare(st); st != l.style {
		l.flush()
		l.style = st
	}
	l.pending.WriteString(s)
}

// raw writes what is styled already.
func (l *line) raw(s string) {
	l.flush()
	l.out.WriteString(s)
}

func (l *line) flush() {
	for i, s := range strings.Split(l.pending.String(), "\n") {
		if i > 0 {
			l.out.WriteByte('\n')
		}
		l.out.WriteString(l.styled(l.style, s))
	}
	l.pending.Reset()
}

func (l *line) children(n ast.Node, st ansi.StylePrimitive) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		l.node(c, st)
	}
}

func (l *line) node(n ast.Node, st ansi.StylePrimitive) {
	styles := l.r.styles
	switch n := n.(type) {
	case *ast.Text:
		l.text(n, st)
	case *ast.String:
		l.put(st, printable(string(n.Value)))
	case *ast.CodeSpan:
		l.raw(l.codeSpan(st, l.plain(n)))
	case *ast.Emphasis:
		if n.Level > 1 {
			l.span(n, st, styles.Strong)
		} else {
			l.span(n, st, styles.Emph)
		}
	case *extast.Strikethrough:
		l.span(n, st, styles.Strikethrough)
	case *ast.Link:
		l.link(n, st)
	case *footnoteMark:
		l.put(inherit(st, ansi.StylePrimitive{Color: styles.LinkText.Color}), l.raised(n.label))
	case *formula:
		l.put(st, l.written(n))
	case *ast.AutoLink:
		l.raw(hyperlink(autoURL(n, l.src), l.element(st, styles.Link, printable(string(n.Label(l.src))))))
	case *ast.Image:
		l.raw(l.element(st, styles.ImageText, l.plain(n)) + " " + l.target(st, styles.Image, unescape(n.Destination)))
	case *ast.RawHTML:
		l.put(st, textOfHTML(string(n.Segments.Value(l.src))))
	case *extast.TaskCheckBox: // the item's marker
	default:
		l.children(n, st)
	}
}

// codeSpan writes code in a line: without colours in backticks, unless the style puts something else around it.
func (l *line) codeSpan(st ansi.StylePrimitive, s string) string {
	code := l.r.styles.Code.StylePrimitive
	around := code.BlockPrefix + code.Prefix + code.Suffix + code.BlockSuffix
	if !l.r.colourless || strings.Trim(around, "` ") != "" {
		return l.element(st, code, s)
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	return l.styled(st, fence+s+fence)
}

func (l *line) text(n *ast.Text, st ansi.StylePrimitive) {
	s := n.Segment.Value(l.src)
	if n.IsRaw() {
		l.put(st, printable(string(s)))
	} else {
		l.put(st, unescape(s))
	}
	switch {
	case n.HardLineBreak():
		l.put(st, "\n")
	case n.SoftLineBreak():
		l.put(st, " ")
	}
}

func (l *line) span(n ast.Node, st, style ansi.StylePrimitive) {
	own := inherit(st, style)
	l.raw(l.before(st, own))
	l.children(n, own)
	l.raw(l.after(st, own))
}

// link writes a link's text and its address, or the address alone if that is the text. The address is always seen: a
// text can lie about it.
func (l *line) link(n *ast.Link, st ansi.StylePrimitive) {
	url := unescape(n.Destination)
	text := l.plain(n)
	if text == "" && url == "" {
		l.put(st, "[]") // nothing at all would be a block without lines
		return
	}
	if text == "" || text == url || "mailto:"+text == url || strings.HasSuffix(url, "://"+text) {
		l.raw(l.target(st, l.r.styles.Link, url))
		return
	}
	inner := &line{page: l.page}
	inner.children(n, inherit(st, l.r.styles.LinkText))
	inner.flush()
	l.raw(hyperlink(url, inner.out.String()))
	if url != "" && !strings.HasPrefix(url, "#") {
		l.raw(" " + l.target(st, l.r.styles.Link, url))
	}
}

// target returns an address, as a link to itself.
func (p *page) target(st, style ansi.StylePrimitive, url string) string {
	return hyperlink(url, p.element(st, style, url))
}

// hyperlink makes styled text a link to an address of the web. The id keeps the pieces of a wrapped one together.
func hyperlink(url, s string) string {
	if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "mailto:") {
		return s
	}
	h := fnv.New32a()
	h.Write([]byte(url))
	url = string(util.URLEscape([]byte(url), false))
	return xansi.SetHyperlink(url, "id="+strconv.Itoa(int(h.Sum32()))) + s + xansi.ResetHyperlink()
}

func autoURL(n *ast.AutoLink, src []byte) string {
	url := printable(string(n.URL(src)))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(url, "mailto:") {
		return "mailto:" + url
	}
	return url
}

// plain returns the text inside n without any style.
func (p *page) plain(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		switch c := c.(type) {
		case *footnoteMark:
			b.WriteString(p.raised(c.label))
		case *formula:
			b.WriteString(p.written(c))
		}
		switch {
		case !ok:
			b.WriteString(p.plain(c))
		case n.Kind() == ast.KindCodeSpan || t.IsRaw():
			b.WriteString(printable(string(t.Segment.Value(p.src))))
		default:
			b.WriteString(unescape(t.Segment.Value(p.src)))
		}
		if ok && t.SoftLineBreak() {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// unescape undoes Markdown's backslash escapes and HTML's entities. It leaves \( and \), which are mathematics far
// more often than brackets that someone thought to escape.
func unescape(s []byte) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]):
			if s[i+1] == '(' || s[i+1] == ')' {
				b.WriteByte('\\')
			}
			i++
			b.WriteByte(s[i])
		case s[i] == '&':
			text, n := entity(s[i:])
			b.WriteString(text)
			i += n - 1
		default:
			b.WriteByte(s[i])
		}
	}
	return printable(b.String())
}

// decode undoes HTML's entities alone.
func decode(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '&' {
			b.WriteByte(s[i])
			continue
		}
		text, n := entity([]byte(s[i:min(i+longestEntity, len(s))]))
		b.WriteString(text)
		i += n - 1
	}
	return b.String()
}

// entity returns the character that s begins with the name or the number of, and how long that is written. What is
// neither stays: a name without semicolon, a number that is none.
func entity(s []byte) (text string, n int) {
	end := bytes.IndexByte(s[:min(len(s), longestEntity)], ';')
	if end < 2 {
		return string(s[:1]), 1
	}
	name := s[1:end]
	if name[0] != '#' {
		if e, ok := util.LookUpHTML5EntityByName(string(name)); ok {
			return string(e.Characters), end + 1
		}
		return string(s[:1]), 1
	}
	digits, base, most := string(name[1:]), 10, 7
	if hex := strings.TrimLeft(digits, "xX"); len(hex) == len(digits)-1 {
		digits, base, most = hex, 16, 6
	}
	number, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > most {
		return string(s[:1]), 1
	}
	return string(util.ToValidRune(rune(number))), end + 1
}

const longestEntity = len("&CounterClockwiseContourIntegral;")

// printable makes s fit to stand in one line. An entity may have spelled a character that was cleaned away everywhere
// else.
func printable(s string) string {
	if harmless(s) && strings.IndexByte(s, '\n') < 0 && strings.IndexByte(s, '\t') < 0 {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case Steers(r) && !turns(r):
			return -1
		}
		return r
	}, s)
	return Clean(s)
}
