package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A glossary is what a text has defined: the targets of links by their labels, and footnotes by theirs, which begin
// with ^. Of several definitions of a label the first holds.
type glossary map[string]parser.Reference

// references is the parser's context of one fragment. What the fragments before it, or all of them, have defined holds
// in it too.
type references struct {
	parser.Context
	known  glossary // not written
	own    glossary
	missed map[string]bool    // labels that may refer to something which is not defined
	last   []parser.Reference // all definitions of the paragraph that is being read
}

func newReferences(known glossary) *references {
	return &references{Context: parser.NewContext(), known: known, own: glossary{}, missed: map[string]bool{}}
}

// AddReference keeps a copy: what the parser gives is a part of the source, which does not stay.
func (r *references) AddReference(ref parser.Reference) {
	ref = parser.NewReference(bytes.Clone(ref.Label()), bytes.Clone(ref.Destination()), bytes.Clone(ref.Title()))
	r.last = append(r.last, ref)
	r.define(util.ToLinkReference(ref.Label()), ref)
}

func (r *references) define(label string, ref parser.Reference) {
	if _, ok := r.find(label); !ok {
		r.own[label] = ref
	}
}

// Reference is asked for every label in brackets. A footnote is no link's target.
func (r *references) Reference(label string) (parser.Reference, bool) {
	ref, ok := r.find(label)
	if !ok {
		r.missed[label] = true
	}
	return ref, ref != nil
}

// hasNote tells whether there is a footnote.
func (r *references) hasNote(label string) bool {
	_, ok := r.find(label)
	if !ok {
		r.missed[label] = true
	}
	return ok
}

func (r *references) find(label string) (parser.Reference, bool) {
	if ref, ok := r.known[label]; ok {
		return ref, true
	}
	ref, ok := r.own[label]
	return ref, ok
}

var kindDefinitions = ast.NewNodeKind("Definitions")

// definitions stands where link references were defined.
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

// footnotes keeps a footnote where it was written; goldmark's own parser collects them at the end, which a growing
// text does not have.
type footnotes struct{ parser.BlockParser }

func (f footnotes) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	n, state := f.BlockParser.Open(parent, reader, pc)
	if refs, ok := pc.(*references); ok && n != nil {
		refs.define(noteLabel(n.(*extast.Footnote).Ref), nil)
	}
	return n, state
}

func (footnotes) Close(ast.Node, text.Reader, parser.Context) {}

// noteLabel is a footnote's label in a glossary.
func noteLabel(label []byte) string { return "^" + util.ToLinkReference(label) }

var kindFootnoteMark = ast.NewNodeKind("FootnoteMark")

// A footnoteMark refers to a footnote.
type footnoteMark struct {
	ast.BaseInline
	label string
}

func (*footnoteMark) Kind() ast.NodeKind              { return kindFootnoteMark }
func (m *footnoteMark) Dump(source []byte, level int) { ast.DumpHelper(m, source, level, nil, nil) }

// footnoteMarks finds them. What has no footnote is text.
type footnoteMarks struct{}

func (footnoteMarks) Trigger() []byte { return []byte{'['} }

func (footnoteMarks) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	end := bytes.IndexByte(line, ']')
	if end < 3 || line[1] != '^' {
		return nil
	}
	label := line[2:end]
	if !pc.(*references).hasNote(noteLabel(label)) {
		return nil
	}
	block.Advance(end + 1)
	return &footnoteMark{label: string(label)}
}
