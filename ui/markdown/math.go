package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/glamour/v2/ansi"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Mathematics is shown in Unicode where a terminal can show all of a formula, and else as it was written: between
// \( \), \[ \], $ $ and $$ $$ nothing is emphasis, an escape or a list.

var kindMath = ast.NewNodeKind("Math")

// mathBlock is a formula that begins a line with \[ or $$. Its lines include the delimiters.
type mathBlock struct {
	ast.BaseBlock
	closer []byte
	closed bool
}

func (*mathBlock) Kind() ast.NodeKind              { return kindMath }
func (*mathBlock) IsRaw() bool                     { return true }
func (m *mathBlock) Dump(source []byte, level int) { ast.DumpHelper(m, source, level, nil, nil) }

// mathParser finds formulas, as blocks and inside lines.
type mathParser struct{}

func (mathParser) Trigger() []byte             { return []byte{'\\', '$'} }
func (mathParser) CanInterruptParagraph() bool { return true }
func (mathParser) CanAcceptIndentedLine() bool { return false }

// mathCloser returns what ends a formula beginning with line, and how many bytes begin it.
func mathCloser(line []byte) (closer []byte, opener int) {
	switch {
	case bytes.HasPrefix(line, []byte(`\[`)):
		return []byte(`\]`), 2
	case bytes.HasPrefix(line, []byte(`\(`)):
		return []byte(`\)`), 2
	case bytes.HasPrefix(line, []byte(`$$`)):
		return []byte(`$$`), 2
	case bytes.HasPrefix(line, []byte(`$`)):
		return []byte(`$`), 1
	}
	return nil, 0
}

// Open begins a block at a line of which the formula is all: "$$x$$ is" begins a paragraph.
func (mathParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 {
		return nil, parser.NoChildren
	}
	rest := bytes.TrimSpace(line[pos:])
	closer, n := mathCloser(rest)
	if n != 2 || closer[1] == ')' {
		return nil, parser.NoChildren
	}
	end := bytes.Index(rest[n:], closer)
	if end >= 0 && n+end+len(closer) < len(rest) {
		return nil, parser.NoChildren
	}
	m := &mathBlock{closer: closer, closed: end >= 0}
	m.Lines().Append(segment)
	reader.Advance(segment.Len() - util.TrimRightSpaceLength(line))
	return m, parser.NoChildren
}

// Continue takes lines up to the closing delimiter, or to a blank line: a formula that was never closed must not
// take the rest of an answer with it.
func (mathParser) Continue(n ast.Node, reader text.Reader, _ parser.Context) parser.State {
	m := n.(*mathBlock)
	line, segment := reader.PeekLine()
	if m.closed || len(bytes.TrimSpace(line)) == 0 {
		return parser.Close
	}
	m.closed = bytes.Contains(line, m.closer)
	m.Lines().Append(segment)
	reader.Advance(segment.Len() - util.TrimRightSpaceLength(line))
	return parser.Continue | parser.NoChildren
}

func (mathParser) Close(ast.Node, text.Reader, parser.Context) {}

// Parse takes a formula inside a line.
func (mathParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	stop, n := mathEnd(line)
	if stop == 0 {
		return nil
	}
	before := block.PrecendingCharacter()
	block.Advance(stop)
	f := &formula{source: line[:stop:stop], n: n}
	f.money = n == 1 && (before < utf8.RuneSelf && isWord(before) || stop < len(line) && util.IsAlphaNumeric(line[stop]) || !looksLikeMath(string(line[1:stop-1])))
	return f
}

// mathEnd returns where the formula ends that line begins with, 0 if it begins with none, and how long its delimiters
// are. A single $ must touch the formula on its inner side and no digit on its outer one, or it is money.
func mathEnd(line []byte) (stop, n int) {
	closer, n := mathCloser(line)
	if n == 0 {
		return 0, 0
	}
	end := bytes.Index(line[n:], closer)
	if end <= 0 {
		return 0, n
	}
	stop = n + end + len(closer)
	if n == 1 && (isSpace(line[1]) || isSpace(line[stop-2]) || stop < len(line) && isDigit(line[stop])) {
		return 0, n
	}
	return stop, n
}

var kindFormula = ast.NewNodeKind("Formula")

// A formula stands inside a line.
type formula struct {
	ast.BaseInline
	source []byte // with its delimiters
	n      int    // how long these are
	money  bool   // it may as well be none
}

func (*formula) Kind() ast.NodeKind              { return kindFormula }
func (f *formula) Dump(source []byte, level int) { ast.DumpHelper(f, source, level, nil, nil) }

// written returns a formula that stands in a line as it is shown.
func (p *page) written(f *formula) string {
	if s, ok := inUnicode(string(f.source[f.n : len(f.source)-f.n])); ok && !f.money && !p.r.ascii && !p.r.linear {
		return strings.ReplaceAll(s, "\n", " ")
	}
	return printable(string(f.source))
}

// formula returns the lines of one that stands by itself.
func (p *page) formula(m *mathBlock, width int, st ansi.StylePrimitive) []string {
	src := p.source(m)
	body := strings.TrimSpace(src)
	if m.closed && len(body) > 4 && !p.r.ascii && !p.r.linear {
		if s, ok := inUnicode(body[2 : len(body)-2]); ok {
			return p.marked("  ", width, func(width int) []string { return p.r.wrap(p.styled(st, s), width) })
		}
	}
	return p.r.fold(p.styled(st, p.r.expand(src)), width)
}

// looksLikeMath tells a formula between single dollars from prices and names: without a command or a script it has no
// words, and without a sign no spaces.
func looksLikeMath(s string) bool {
	if strings.ContainsAny(s, `\^_`) {
		return true
	}
	letters := 0
	for _, r := range s {
		if !unicode.IsLetter(r) {
			letters = 0
			continue
		}
		if letters++; letters > 2 {
			return false
		}
	}
	return !strings.Contains(s, " ") || strings.ContainsAny(s, "=+-*/<>|")
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
