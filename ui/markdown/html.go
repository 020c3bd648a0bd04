package markdown

import (
	"regexp"
	"strings"

	"charm.land/glamour/v2/ansi"
	"github.com/yuin/goldmark/ast"
)

// tag matches an HTML tag, whose name it captures, or a comment.
var tag = regexp.MustCompile(`<(/?[A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?/?>|(?s:<!--.*?-->)`)

// Tags that only say how text looks are not shown. All others are, as they were written: what is no HTML to the
// writer, such as Vec<String>, is to the parser.
const silent = " p div span b strong i em u s del ins mark small big center font sub sup kbd code pre samp var abbr " +
	"details summary ul ol section article header footer main nav figure figcaption h1 h2 h3 h4 h5 h6 "

// textOfHTML returns what HTML says on a terminal.
func textOfHTML(s string) string {
	s = tag.ReplaceAllStringFunc(s, func(t string) string {
		m := tag.FindStringSubmatch(t)
		name := strings.ToLower(m[1])
		switch {
		case name == "":
			return "" // a comment
		case name == "br":
			return "\n"
		case name == "li":
			return "• "
		case name == "sup":
			return "^" // else ten squared is a hundred and two
		case name == "/li" || strings.Contains(silent, " "+strings.TrimPrefix(name, "/")+" "):
			return ""
		}
		return t
	})
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = printable(decode(l))
	}
	return strings.Join(lines, "\n")
}

// html returns a block of HTML line by line.
func (p *page) html(n *ast.HTMLBlock, width int, st ansi.StylePrimitive) []string {
	src := p.source(n)
	if n.HasClosure() {
		src += "\n" + string(n.ClosureLine.Value(p.src))
	}
	st = inherit(st, p.r.styles.HTMLBlock.StylePrimitive)
	var lines []string
	for l := range strings.SplitSeq(textOfHTML(p.r.expand(src)), "\n") {
		if strings.TrimSpace(l) != "" {
			lines = append(lines, p.r.wrap(p.styled(st, l), width)...)
		}
	}
	return lines
}
