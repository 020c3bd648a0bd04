package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Mathematics is shown as it was written, because a terminal cannot set it: between \( \), \[ \], $ $ and $$ $$
// nothing is emphasis, an escape or a list.

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

// Parse takes a formula inside a line. A single $ must touch the formula on its inner side and no digit on its outer
// one, or it is money.
func (mathParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	closer, n := mathCloser(line)
	if n == 0 {
		return nil
	}
	end := bytes.Index(line[n:], closer)
	if end <= 0 {
		return nil
	}
	stop := n + end + len(closer)
	if n == 1 && (isSpace(line[1]) || isSpace(line[stop-2]) || stop < len(line) && isDigit(line[stop])) {
		return nil
	}
	block.Advance(stop)
	return ast.NewRawTextSegment(segment.WithStop(segment.Start + stop))
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
