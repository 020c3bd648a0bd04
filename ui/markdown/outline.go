package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// An outline finds where the top-level blocks of a text begin, by the block parsers alone: nothing inside lines is
// looked at.
type outline struct {
	parser parser.Parser

	last  ast.Node // the last top-level block; nil if there is none
	start int      // where its first line begins
	items []int    // if it is a list, where each of its items begins
}

func newOutline() *outline {
	o := &outline{}
	var bs []util.PrioritizedValue
	for _, v := range blockParsers() {
		bs = append(bs, util.Prioritized(watched{v.Value.(parser.BlockParser), o}, v.Priority))
	}
	o.parser = parser.NewParser(
		parser.WithBlockParsers(bs...),
		parser.WithParagraphTransformers(
			util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
	)
	return o
}

// read takes src, which must be of whole lines.
func (o *outline) read(src []byte) {
	o.start, o.items = 0, o.items[:0]
	o.last = o.parser.Parse(text.NewReader(src)).LastChild()
}

// settled returns how much of src, as it was read, no further line can change.
func (o *outline) settled(src []byte) int {
	if o.last == nil || o.closed(src) {
		return len(src)
	}
	if n := len(o.items); n > 1 {
		return o.items[n-1]
	}
	return o.start
}

// closed tells whether the last block is over.
func (o *outline) closed(src []byte) bool {
	switch n := o.last.(type) {
	case *ast.Heading, *ast.ThematicBreak:
		return true
	case *ast.Paragraph, *ast.TextBlock, *ast.Blockquote, *extast.Table:
		return endsBlank(src)
	case *ast.HTMLBlock:
		if n.HTMLBlockType == ast.HTMLBlockType6 || n.HTMLBlockType == ast.HTMLBlockType7 {
			return endsBlank(src)
		}
		return n.HasClosure()
	case *mathBlock:
		return n.closed || endsBlank(src)
	case *ast.FencedCodeBlock:
		f := fenceOf(src[o.start:])
		for line := range bytes.Lines(src[o.start+f.line:]) {
			if f.closedBy(line) {
				return true
			}
		}
	}
	return false
}

// endsBlank tells whether the last line of src is blank.
func endsBlank(src []byte) bool {
	src = bytes.TrimSuffix(src, []byte("\n"))
	return util.IsBlank(src[bytes.LastIndexByte(src, '\n')+1:])
}

// A fence is what opened a fenced code block.
type fence struct {
	char   byte
	length int
	line   int // the length of the opening line
}

// fenceOf reads the fence that src begins with.
func fenceOf(src []byte) fence {
	line := bytes.IndexByte(src, '\n') + 1
	run := bytes.TrimLeft(src[:line], " ")
	f := fence{char: run[0], line: line}
	f.length = len(run) - len(bytes.TrimLeft(run, string(f.char)))
	return f
}

// closedBy tells whether line closes the code block.
func (f fence) closedBy(line []byte) bool {
	rest := bytes.TrimLeft(line, " ")
	if len(line)-len(rest) > 3 {
		return false
	}
	end := bytes.TrimLeft(rest, string(f.char))
	return len(rest)-len(end) >= f.length && util.IsBlank(end)
}

// watched notes in an outline what a block parser opens at the top level.
type watched struct {
	parser.BlockParser
	outline *outline
}

func (w watched) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	_, segment := reader.PeekLine()
	n, state := w.BlockParser.Open(parent, reader, pc)
	if n == nil {
		return nil, state
	}
	start := bytes.LastIndexByte(reader.Source()[:segment.Start], '\n') + 1
	switch {
	case state&parser.RequireParagraph != 0: // an underlined heading began with its paragraph
	case parent.Kind() == ast.KindDocument:
		w.outline.start, w.outline.items = start, w.outline.items[:0]
	case parent.Kind() == ast.KindList && parent.Parent().Kind() == ast.KindDocument:
		w.outline.items = append(w.outline.items, start)
	}
	return n, state
}
