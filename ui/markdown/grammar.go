package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// blockParsers returns CommonMark's block parsers and ours. Both parsers of this package use these, so that they agree
// on where a block begins.
func blockParsers() []util.PrioritizedValue {
	return append(parser.DefaultBlockParsers(),
		util.Prioritized(mathParser{}, 650),
		util.Prioritized(footnotes{extension.NewFootnoteBlockParser()}, 999))
}

// newParser returns the parser of text that is to be shown.
func newParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(blockParsers()...),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(),
			util.Prioritized(mathParser{}, 50),
			util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
			util.Prioritized(extension.NewStrikethroughParser(), 500),
			util.Prioritized(extension.NewLinkifyParser(), 999))...),
		parser.WithParagraphTransformers(
			util.Prioritized(definitionsTransformer{}, 100),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	)
}

// footnotes keeps a footnote where it was written; goldmark's own parser collects them at the end, which a growing
// text does not have.
type footnotes struct{ parser.BlockParser }

func (footnotes) Close(ast.Node, text.Reader, parser.Context) {}

// references is the parser's context of one fragment. The link reference definitions of the fragments before it hold
// in it too.
type references struct {
	parser.Context
	known map[string]parser.Reference // of the fragments before; not written
	own   map[string]parser.Reference
	last  []parser.Reference // all of the paragraph that is being read
}

func newReferences(known map[string]parser.Reference) *references {
	return &references{Context: parser.NewContext(), known: known, own: map[string]parser.Reference{}}
}

// AddReference keeps a copy: what the parser gives is a part of the source, which does not stay.
func (r *references) AddReference(ref parser.Reference) {
	ref = parser.NewReference(bytes.Clone(ref.Label()), bytes.Clone(ref.Destination()), bytes.Clone(ref.Title()))
	r.last = append(r.last, ref)
	key := util.ToLinkReference(ref.Label())
	if _, ok := r.Reference(key); !ok { // the first definition wins
		r.own[key] = ref
	}
}

func (r *references) Reference(label string) (parser.Reference, bool) {
	if ref, ok := r.known[label]; ok {
		return ref, true
	}
	ref, ok := r.own[label]
	return ref, ok
}

var kindDefinitions = ast.NewNodeKind("Definitions")

// definitions stands where link references were defined. They are shown, because the text that refers to them may
// already be on the screen, where their URLs can be added no more.
type definitions struct {
	ast.BaseBlock
	refs []parser.Reference
}

func (*definitions) Kind() ast.NodeKind              { return kindDefinitions }
func (d *definitions) Dump(source []byte, level int) { ast.DumpHelper(d, source, level, nil, nil) }

type definitionsTransformer struct{}

func (definitionsTransformer) Transform(p *ast.Paragraph, reader text.Reader, pc parser.Context) {
	refs, ok := pc.(*references)
	line := p.Lines().At(0)
	if !ok || !bytes.HasPrefix(bytes.TrimLeft(line.Value(reader.Source()), " "), []byte("[")) {
		parser.LinkReferenceParagraphTransformer.Transform(p, reader, pc)
		return
	}
	d, parent := &definitions{}, p.Parent()
	d.SetBlankPreviousLines(p.HasBlankPreviousLines())
	parent.InsertBefore(parent, p, d)
	refs.last = nil
	parser.LinkReferenceParagraphTransformer.Transform(p, reader, pc)
	if d.refs = refs.last; d.refs == nil {
		parent.RemoveChild(parent, d)
	}
}
