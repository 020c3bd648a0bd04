package markdown

import (
	"cmp"
	"regexp"
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

// code returns a code block, each line broken where it must: on a ground of the whole width with its language at the
// right, if the style has a ground for it. Without colours it is set in instead.
func (p *page) code(n ast.Node, language string, width int, st ansi.StylePrimitive) []string {
	block := p.r.styles.CodeBlock
	return p.framed(block.StyleBlock, width, st, func(width int, st ansi.StylePrimitive) []string {
		if block.BackgroundColor == nil || width <= tooNarrow {
			return p.broken(p.highlighted(n, language, st), width, st)
		}
		width -= 2 // on each side a blank
		lines := p.broken(p.highlighted(n, language, st), width, st)
		if p.r.colourless {
			return hang("  ", "  ", lines)
		}
		return p.grounded(p.labelled(lines, language, width, st), width, st)
	})
}

// highlighted returns the lines of code with their colours.
func (p *page) highlighted(n ast.Node, language string, st ansi.StylePrimitive) []string {
	src := p.r.expand(p.source(n))
	if p.r.code != nil && len(src) <= p.highlight {
		if lines, ok := p.r.code.lines(p, src, language); ok {
			return lines
		}
	}
	lines := strings.Split(src, "\n")
	for i, l := range lines {
		lines[i] = p.styled(st, l)
	}
	return lines
}

// wrapMark stands where a line of code goes on.
const wrapMark = "↪ "

// broken breaks lines of code that are too wide.
func (p *page) broken(lines []string, width int, st ansi.StylePrimitive) []string {
	mark := p.styled(inherit(st, p.dim()), wrapMark)
	inner := width - p.r.size(wrapMark)
	if p.r.ascii || p.r.linear || inner < tooNarrow {
		return p.r.fold(strings.Join(lines, "\n"), width)
	}
	var all []string
	for _, l := range lines {
		if p.r.size(l) <= width {
			all = append(all, l)
			continue
		}
		for i, part := range p.r.fold(l, inner) {
			if i > 0 {
				part = mark + part
			}
			all = append(all, part)
		}
	}
	return all
}

// dim is how the style writes what is said beside code.
func (p *page) dim() ansi.StylePrimitive {
	if c := p.r.styles.CodeBlock.Chroma; c != nil {
		return ansi.StylePrimitive{Color: c.Comment.Color}
	}
	return ansi.StylePrimitive{}
}

// labelled puts the language at the end of the first line, or in a line of its own if that is too long.
func (p *page) labelled(lines []string, language string, width int, st ansi.StylePrimitive) []string {
	label := printable(language)
	if other, known := otherNames[strings.ToLower(label)]; p.r.linear || label == "" || known && other == "" || p.r.size(label) > width/2 {
		return lines
	}
	label = p.styled(inherit(st, p.dim()), label)
	if len(lines) == 0 || p.r.size(lines[0])+2+p.r.size(label) > width {
		lines = append([]string{""}, lines...)
	}
	gap := width - p.r.size(lines[0]) - p.r.size(label)
	lines[0] += p.styled(st, strings.Repeat(" ", gap)) + label
	return lines
}

// grounded fills lines up to the width, and a blank on each side.
func (p *page) grounded(lines []string, width int, st ansi.StylePrimitive) []string {
	for i, l := range lines {
		lines[i] = p.styled(st, " ") + l + p.styled(st, strings.Repeat(" ", max(0, width-p.r.size(l))+1))
	}
	return lines
}

// A highlighter colours code by chroma's lexers. It finds them by their names and aliases only: to look for file
// names too takes chroma 8 ms, and to guess by the code itself more.
type highlighter struct {
	ground *string // what the code stands on
	style  *chroma.Style
	looks  map[chroma.TokenType]ansi.StylePrimitive
	lexers map[string]chroma.Lexer // nil until the first use
}

// newHighlighter returns nil if the style does not colour code.
func newHighlighter(s ansi.StyleCodeBlock) *highlighter {
	h := &highlighter{ground: s.BackgroundColor, looks: map[chroma.TokenType]ansi.StylePrimitive{}}
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
	"cmd": "batchfile", "golang": "go", "regex": "", "txt": "", "text": "", "output": "", "plaintext": "", "plain": "", "none": "",
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
	if sessions[strings.ToLower(language)] {
		return h.session(p, src), true
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
			b.WriteString(h.paint(p, t.Type, strings.TrimSuffix(t.Value, "\n")))
		}
		lines = append(lines, b.String())
	}
	return lines, true
}

// sessions are what models call what was typed in a terminal and what came of it; chroma has no such language.
var sessions = map[string]bool{"console": true, "shell-session": true, "shellsession": true, "sh-session": true, "terminal": true, "bash-session": true}

// prompt matches what stands before what was typed.
var prompt = regexp.MustCompile(`^(?:[\w.-]+@[\w.-]+:[^$#]*)?[$#%>] `)

// session returns the lines of one: commands are highlighted, what they wrote is not.
func (h *highlighter) session(p *page, src string) []string {
	lines := strings.Split(src, "\n")
	for i, l := range lines {
		mark := prompt.FindString(l)
		command, ok := h.lines(p, l[len(mark):], "bash")
		if mark == "" || !ok {
			lines[i] = h.paint(p, chroma.Text, l)
			continue
		}
		lines[i] = h.paint(p, chroma.Operator, mark) + strings.Join(command, "")
	}
	return lines
}

// paint returns a token in its looks, on the ground of the code.
func (h *highlighter) paint(p *page, t chroma.TokenType, s string) string {
	look := h.look(t)
	look.BackgroundColor = cmp.Or(look.BackgroundColor, h.ground)
	return p.styled(look, s)
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
