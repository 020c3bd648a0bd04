package markdown

import (
	"strings"

	"charm.land/glamour/v2/ansi"
	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/yuin/goldmark/ast"
)

// maxHighlight is the size of code, in bytes, from which it is not highlighted: that takes some 3 µs a byte.
const maxHighlight = 64 << 10

// maxGrowing is the same for code that still grows, which is laid out anew with every piece.
const maxGrowing = 16 << 10

const tabWidth = 4

// code returns a code block, each line broken where it must.
func (p *page) code(n ast.Node, language string, width int, st ansi.StylePrimitive) []string {
	block := p.r.styles.CodeBlock
	return p.framed(block.StyleBlock, width, st, func(width int, st ansi.StylePrimitive) []string {
		src := p.r.expand(p.source(n))
		if p.r.code != nil && len(src) <= p.highlight {
			if lines, ok := p.r.code.lines(p, src, language); ok {
				return p.r.fold(strings.Join(lines, "\n"), width)
			}
		}
		return p.r.fold(p.styled(st, src), width)
	})
}

// A highlighter colours code by chroma's lexers. It finds them by their names and aliases only: to look for file
// names too takes chroma 8 ms, and to guess by the code itself more.
type highlighter struct {
	style  *chroma.Style
	looks  map[chroma.TokenType]ansi.StylePrimitive
	lexers map[string]chroma.Lexer // nil until the first use
}

// newHighlighter returns nil if the style does not colour code.
func newHighlighter(s ansi.StyleCodeBlock) *highlighter {
	h := &highlighter{looks: map[chroma.TokenType]ansi.StylePrimitive{}}
	switch {
	case s.Chroma != nil:
		h.looks = looksOf(s.Chroma)
	case s.Theme != "":
		h.style = styles.Get(s.Theme)
	default:
		return nil
	}
	return h
}

// otherNames are what models call languages that chroma knows by another name.
var otherNames = map[string]string{
	"jsonc": "json", "json5": "json", "cs": "csharp", "svg": "xml", "patch": "diff", "env": "bash", "dotenv": "bash",
	"cmd": "batchfile", "golang": "go", "shell-session": "console", "regex": "", "txt": "", "text": "", "output": "",
}

// lexer returns nil for a language that is not known.
func (h *highlighter) lexer(language string) chroma.Lexer {
	if h.lexers == nil {
		h.lexers = map[string]chroma.Lexer{}
		for _, l := range lexers.GlobalLexerRegistry.Lexers {
			c := l.Config()
			for _, name := range append([]string{c.Name}, c.Aliases...) {
				h.lexers[strings.ToLower(name)] = l
			}
		}
	}
	language = strings.ToLower(language)
	if other, ok := otherNames[language]; ok {
		language = other
	}
	return h.lexers[language]
}

// lines returns highlighted code, or false if it cannot.
func (h *highlighter) lines(p *page, src, language string) ([]string, bool) {
	if language == "" {
		return nil, false
	}
	lexer := h.lexer(language)
	if lexer == nil {
		return nil, false
	}
	tokens, err := chroma.Tokenise(chroma.Coalesce(lexer), nil, src)
	if err != nil {
		return nil, false
	}
	var lines []string
	for _, line := range chroma.SplitTokensIntoLines(tokens) {
		var b strings.Builder
		for _, t := range line {
			b.WriteString(p.styled(h.look(t.Type), strings.TrimSuffix(t.Value, "\n")))
		}
		lines = append(lines, b.String())
	}
	return lines, true
}

// look returns how a kind of token looks: as its parent if the style does not know it.
func (h *highlighter) look(t chroma.TokenType) ansi.StylePrimitive {
	if st, ok := h.looks[t]; ok {
		return st
	}
	var st ansi.StylePrimitive
	switch {
	case h.style != nil:
		st = lookOf(h.style.Get(t))
	case t.Parent() != t:
		st = h.look(t.Parent())
	}
	h.looks[t] = st
	return st
}

func lookOf(e chroma.StyleEntry) ansi.StylePrimitive {
	var st ansi.StylePrimitive
	if e.Colour.IsSet() {
		colour := e.Colour.String()
		st.Color = &colour
	}
	yes := true
	for _, is := range []struct {
		set  chroma.Trilean
		mark **bool
	}{{e.Bold, &st.Bold}, {e.Italic, &st.Italic}, {e.Underline, &st.Underline}} {
		if is.set == chroma.Yes {
			*is.mark = &yes
		}
	}
	return st
}

// looksOf is a glamour style's colours of code, each inheriting from that of its kind and from plain text.
func looksOf(c *ansi.Chroma) map[chroma.TokenType]ansi.StylePrimitive {
	own := map[chroma.TokenType]ansi.StylePrimitive{
		chroma.Text: c.Text, chroma.Error: c.Error, chroma.Comment: c.Comment, chroma.CommentPreproc: c.CommentPreproc,
		chroma.Keyword: c.Keyword, chroma.KeywordReserved: c.KeywordReserved, chroma.KeywordNamespace: c.KeywordNamespace,
		chroma.KeywordType: c.KeywordType, chroma.Operator: c.Operator, chroma.Punctuation: c.Punctuation,
		chroma.Name: c.Name, chroma.NameBuiltin: c.NameBuiltin, chroma.NameTag: c.NameTag,
		chroma.NameAttribute: c.NameAttribute, chroma.NameClass: c.NameClass, chroma.NameConstant: c.NameConstant,
		chroma.NameDecorator: c.NameDecorator, chroma.NameException: c.NameException, chroma.NameFunction: c.NameFunction,
		chroma.NameOther: c.NameOther, chroma.Literal: c.Literal, chroma.LiteralNumber: c.LiteralNumber,
		chroma.LiteralDate: c.LiteralDate, chroma.LiteralString: c.LiteralString,
		chroma.LiteralStringEscape: c.LiteralStringEscape, chroma.GenericDeleted: c.GenericDeleted,
		chroma.GenericEmph: c.GenericEmph, chroma.GenericInserted: c.GenericInserted,
		chroma.GenericStrong: c.GenericStrong, chroma.GenericSubheading: c.GenericSubheading,
	}
	looks := map[chroma.TokenType]ansi.StylePrimitive{}
	for t, st := range own {
		for up := t.Parent(); up != 0; up = up.Parent() {
			st = inherit(own[up], st)
		}
		looks[t] = bare(inherit(c.Text, st))
	}
	looks[0] = bare(c.Text)
	return looks
}
