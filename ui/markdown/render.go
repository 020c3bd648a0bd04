package markdown

import (
	"encoding/json"
	"fmt"
	"os"

	"charm.land/glamour/v2/ansi"
	"charm.land/glamour/v2/styles"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Options says how Markdown is to look.
type Options struct {
	// Width is how many columns there are: 80 if it is 0, and never fewer than 8. No line is wider.
	Width int
	// Style is the name of one of glamour's styles ("dark", "light", "dracula", "notty", …) or the path of a glamour
	// style file. Empty or "auto" means dark or light, by Light.
	Style string
	// Light says that the terminal's background is light.
	Light bool
	// Plain asks for text without any escape sequence. The styles "notty" and "ascii" are plain by themselves.
	Plain bool
	// Linear asks for what reads well from its start to its end alone: a row of a table is a line for each cell.
	Linear bool
}

// A Renderer renders Markdown in one style and width. It is for one goroutine at a time; so are its streams.
type Renderer struct {
	width  int
	plain  bool
	linear bool
	styles ansi.StyleConfig
	ctx    ansi.RenderContext
	parser parser.Parser
	code   *highlighter // nil if code is not highlighted
}

const (
	defaultWidth = 80
	minWidth     = 8
)

// New returns a renderer. The error is of reading the style file.
func New(o Options) (*Renderer, error) {
	style, err := readStyle(o)
	if err != nil {
		return nil, fmt.Errorf("reading the Markdown style %q: %w", o.Style, err)
	}
	if o.Width == 0 {
		o.Width = defaultWidth
	}
	r := &Renderer{
		width:  max(o.Width, minWidth),
		linear: o.Linear,
		plain:  o.Plain || o.Style == styles.NoTTYStyle || o.Style == styles.AsciiStyle,
		styles: *style,
		ctx:    ansi.NewRenderContext(ansi.Options{}),
		parser: newParser(),
	}
	if !r.plain {
		r.code = newHighlighter(style.CodeBlock)
	}
	return r, nil
}

func readStyle(o Options) (*ansi.StyleConfig, error) {
	name := o.Style
	if name == "" || name == "auto" {
		name = styles.DarkStyle
		if o.Light {
			name = styles.LightStyle
		}
	}
	if s, ok := styles.DefaultStyles[name]; ok {
		return s, nil
	}
	file, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	s := new(ansi.StyleConfig)
	return s, json.Unmarshal(file, s)
}

// Render returns the lines of a whole text. They are those of a stream of it, but that links find references which
// are defined after them.
func (r *Renderer) Render(markdown string) []string {
	lines, _, _ := r.fragment([]byte(Clean(markdown)), nil, -1, maxHighlight)
	return lines
}

// fragment returns the lines of src, which is clean and begins at a top-level block, where its blocks begin in them, and
// the references that it defines; known are those of the text before it. If ordinal is not negative, src goes on with a list, of which this
// is the next item's number. Code of at most highlight bytes is highlighted.
func (r *Renderer) fragment(src []byte, known map[string]parser.Reference, ordinal, highlight int) ([]string, []Block, map[string]parser.Reference) {
	refs := newReferences(known)
	p := &page{r: r, src: src, ordinal: ordinal, highlight: highlight}
	p.doc = r.parser.Parse(text.NewReader(src), parser.WithContext(refs))
	return p.lines(), p.starts, refs.own
}
