package markdown

import (
	"strconv"
	"strings"

	"charm.land/glamour/v2/ansi"
	xansi "github.com/charmbracelet/x/ansi"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// A page lays out one fragment. Every method that returns lines is given the columns they may take and the style that
// they inherit.
type page struct {
	*fragment
	r   *Renderer
	doc ast.Node
}

// tooNarrow is the width below which nothing is set in further, so that deep nesting stays readable.
const tooNarrow = 8

// all returns the lines of the whole page.
func (p *page) all() []string {
	st := p.r.styles.Document
	lines := p.framed(st, p.r.width, st.StylePrimitive, func(width int, st ansi.StylePrimitive) []string {
		return p.blocks(p.doc, width, st, false)
	})
	if p.r.plain {
		for i, l := range lines {
			lines[i] = xansi.Strip(l)
		}
	}
	return lines
}

// framed sets body in by a style's indent and margin.
func (p *page) framed(s ansi.StyleBlock, width int, st ansi.StylePrimitive, body func(int, ansi.StylePrimitive) []string) []string {
	own := inherit(st, s.StylePrimitive)
	margin, indent := columns(s.Margin), ""
	if s.Indent != nil {
		token := " "
		if s.IndentToken != nil {
			token = *s.IndentToken
		}
		indent = strings.Repeat(token, int(min(*s.Indent, tooNarrow)))
	}
	inner := width - p.r.size(indent) - 2*margin
	if inner < tooNarrow {
		return body(width, own)
	}
	left := strings.Repeat(" ", margin) + p.styled(own, indent)
	return hang(left, left, body(inner, own))
}

func columns(n *uint) int {
	if n == nil {
		return 0
	}
	return int(min(*n, 1<<10))
}

// hang puts first before the first of lines and rest before the others, but for blank ones if rest is blank too.
func hang(first, rest string, lines []string) []string {
	for i, l := range lines {
		switch {
		case i == 0 && l != "":
			lines[i] = first + l
		case i == 0:
			lines[i] = strings.TrimRight(first, " ")
		case l != "" || strings.TrimSpace(rest) != "":
			lines[i] = rest + l
		}
	}
	return lines
}

// blocks returns the children of n with one blank line between them, or, if source is set, where the source has one.
func (p *page) blocks(n ast.Node, width int, st ansi.StylePrimitive, source bool) []string {
	var lines []string
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		block := trimBlank(p.block(c, width, st))
		if len(block) == 0 {
			continue
		}
		if len(lines) > 0 && (!source || c.HasBlankPreviousLines()) {
			lines = append(lines, "")
		}
		if goesOn := p.ordinal >= 0 && c == p.doc.FirstChild(); n == p.doc && !goesOn {
			p.starts = append(p.starts, Block{len(lines), c.Kind() == ast.KindHeading})
		}
		lines = append(lines, block...)
	}
	return lines
}

func (p *page) block(n ast.Node, width int, st ansi.StylePrimitive) []string {
	styles := p.r.styles
	switch n := n.(type) {
	case *ast.Heading:
		return p.heading(n, width, st)
	case *ast.Blockquote:
		return p.framed(styles.BlockQuote, width, st, func(width int, st ansi.StylePrimitive) []string {
			return p.blocks(n, width, st, false)
		})
	case *ast.List:
		if n.Parent().Kind() == ast.KindListItem {
			return p.list(n, width, st) // the item has set it in
		}
		return p.framed(styles.List.StyleBlock, width, st, func(width int, st ansi.StylePrimitive) []string {
			return p.list(n, width, st)
		})
	case *ast.CodeBlock:
		return p.code(n, "", width, st)
	case *ast.FencedCodeBlock:
		return p.code(n, string(n.Language(p.src)), width, st)
	case *ast.HTMLBlock:
		return p.html(n, width, st)
	case *ast.ThematicBreak:
		rule := strings.TrimSpace(p.element(st, styles.HorizontalRule, ""))
		if sign := xansi.Strip(rule); p.r.size(sign) == 1 { // one sign is repeated
			return []string{p.styled(inherit(st, styles.HorizontalRule), strings.Repeat(sign, width))}
		}
		return p.r.wrap(rule, width)
	case *mathBlock:
		return p.formula(n, width, st)
	case *definitions:
		return p.definitions(n, width, st)
	case *extast.Table:
		return p.table(n, width, inherit(st, styles.Table.StylePrimitive))
	case *extast.Footnote:
		mark := p.styled(st, p.noteMark(n.Ref)+" ")
		return p.marked(mark, width, func(width int) []string { return p.blocks(n, width, st, false) })
	}
	return p.flow(n, styles.Paragraph, width, st)
}

// flow returns wrapped text.
func (p *page) flow(n ast.Node, s ansi.StyleBlock, width int, st ansi.StylePrimitive) []string {
	return p.framed(s, width, st, func(width int, st ansi.StylePrimitive) []string {
		return p.r.wrap(p.styled(st, st.Prefix)+p.inline(n, st)+p.styled(st, st.Suffix), width)
	})
}

// heading takes the prefix of its level's style, or else of all headings'.
func (p *page) heading(n *ast.Heading, width int, st ansi.StylePrimitive) []string {
	s := p.r.styles
	levels := [...]ansi.StyleBlock{s.H1, s.H2, s.H3, s.H4, s.H5, s.H6}
	own := levels[n.Level-1]
	own.StylePrimitive = override(s.Heading.StylePrimitive, own.StylePrimitive)
	return p.flow(n, own, width, st)
}

// list returns a list's items, a blank line between them where the source has one.
func (p *page) list(n *ast.List, width int, st ansi.StylePrimitive) []string {
	number := n.Start
	if p.ordinal >= 0 && n == p.doc.FirstChild() {
		number = p.ordinal
	}
	var lines []string
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if len(lines) > 0 && item.HasBlankPreviousLines() {
			lines = append(lines, "")
		}
		lines = append(lines, p.marked(p.marker(n, item, number, st), width, func(width int) []string {
			return p.item(item, width, st)
		})...)
		number++
	}
	return lines
}

// item returns what an item's marker stands before, at least one line.
func (p *page) item(n ast.Node, width int, st ansi.StylePrimitive) []string {
	lines := p.blocks(n, width, st, true)
	if len(lines) == 0 {
		return []string{""}
	}
	return lines
}

// marked puts a mark before a block, and the others of its lines under the first.
func (p *page) marked(mark string, width int, body func(int) []string) []string {
	w := p.r.size(mark)
	if width-w < tooNarrow {
		return append(p.r.wrap(mark, width), body(width)...)
	}
	return hang(mark, strings.Repeat(" ", w), body(width-w))
}

// marker returns what stands before an item: a bullet, a number or a check box.
func (p *page) marker(list *ast.List, item ast.Node, number int, st ansi.StylePrimitive) string {
	styles := p.r.styles
	if first := item.FirstChild(); first != nil {
		if box, ok := first.FirstChild().(*extast.TaskCheckBox); ok {
			mark := styles.Task.Unticked
			if box.IsChecked {
				mark = styles.Task.Ticked
			}
			return p.styled(inherit(st, styles.Task.StylePrimitive), mark) + p.element(st, styles.Task.StylePrimitive, "")
		}
	}
	if list.IsOrdered() {
		return p.styled(st, strconv.Itoa(number)) + p.element(st, styles.Enumeration, "")
	}
	return p.element(st, styles.Item, "")
}

// definitions shows, as they were written, those link reference definitions that came too late.
func (p *page) definitions(n *definitions, width int, st ansi.StylePrimitive) []string {
	var lines []string
	for _, ref := range n.refs {
		if !p.late[util.ToLinkReference(ref.Label())] {
			continue
		}
		mark := p.styled(st, "["+printable(string(ref.Label()))+"]: ")
		lines = append(lines, p.marked(mark, width, func(width int) []string {
			return p.r.wrap(p.target(st, p.r.styles.Link, unescape(ref.Destination())), width)
		})...)
	}
	return lines
}

// noteMark returns what stands before a footnote: the raised label, or what was written where it came too late.
func (p *page) noteMark(label []byte) string {
	if p.late[noteLabel(label)] {
		return "[^" + printable(string(label)) + "]:"
	}
	return p.raised(string(label))
}

// raised returns a label as it stands in the text.
func (p *page) raised(label string) string {
	if s, ok := superscript(label); ok && !p.r.linear && !p.r.ascii {
		return s
	}
	return "[" + printable(label) + "]"
}

// source returns the lines of a block as they are in the source.
func (p *page) source(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(p.src))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// trimBlank drops the blank lines around a block.
func trimBlank(lines []string) []string {
	for len(lines) > 0 && isBlank(lines[0]) {
		lines = lines[1:]
	}
	for len(lines) > 0 && isBlank(lines[len(lines)-1]) {
		lines = lines[:len(lines)-1]
	}
	return lines
}

func isBlank(line string) bool { return strings.TrimSpace(xansi.Strip(line)) == "" }
