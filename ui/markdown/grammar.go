package markdown

import (
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
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
			util.Prioritized(footnoteMarks{}, 150),
			util.Prioritized(extension.NewStrikethroughParser(), 500),
			util.Prioritized(extension.NewLinkifyParser(), 999))...),
		parser.WithParagraphTransformers(
			util.Prioritized(definitionsTransformer{}, 100),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	)
}
