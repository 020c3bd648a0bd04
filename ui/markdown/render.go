package markdown

import (
	"embed"
	"encoding/json"
	"fmt"
	"os"

	"charm.land/glamour/v2/ansi"
	"charm.land/glamour/v2/styles"
	xansi "github.com/charmbracelet/x/ansi"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Options says how Markdown is to look.
type Options struct {
	// Width is how many columns there are: 80 if it is 0, and never fewer than 8. No line is wider.
	Width int
	// Method is how the terminal measures characters: by code point, unless it says otherwise.
	Method xansi.Method
	// Style is "dark" or "light", which are our own, the name of one of glamour's ("dracula", "pink", "notty", …) or the
	// path of a glamour style file. Empty or "auto" means dark or light, by Light.
	Style string
	// Light says that the terminal's background is light.
	Light bool
	// Plain asks for text without any escape sequence. The styles "notty" and "ascii" are plain by themselves; the first
	// stands in for our own.
	Plain bool
	// Colourless says that the terminal has no colours: what they tell alone is told by signs.
	Colourless bool
	// Linear asks for what reads well from its start to its end alone: a row of a table is a line for each cell.
	Linear bool
	// Printed says that lines stay as they are once a stream has returned them, as on paper. What refers to something
	// that is defined after it stays as it was written, and the definition is shown.
	Printed bool
}

// A Renderer renders Markdown in one style and width. It is for one goroutine at a time; so are its streams.
type Renderer struct {
	measure
	width      int
	plain      bool
	colourless bool
	ascii      bool
	linear     bool
	printed    bool
	styles     ansi.StyleConfig
	ctx        ansi.RenderContext
	parser     parser.Parser
	inks       map[ansi.StylePrimitive]ink // those of looks that were used
	bold       *bool
	code       *highlighter // nil if code is not highlighted
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
		measure: measure{o.Method},
		width:   max(o.Width, minWidth),
		linear:  o.Linear,
		printed: o.Printed,
		ascii:   o.Style == styles.AsciiStyle,
		plain:   o.Plain || o.Style == styles.NoTTYStyle || o.Style == styles.AsciiStyle,
		styles:  *style,
		ctx:     ansi.NewRenderContext(ansi.Options{}),
		parser:  newParser(),
		inks:    map[ansi.StylePrimitive]ink{},
		bold:    new(true),
	}
	r.colourless = o.Colourless || r.plain
	if !r.colourless {
		r.code = newHighlighter(style.CodeBlock)
	}
	return r, nil
}

//go:embed styles/dark.json styles/light.json
var own embed.FS

func readStyle(o Options) (*ansi.StyleConfig, error) {
	name := o.Style
	if name == "" || name == "auto" {
		name = styles.DarkStyle
		if o.Light {
			name = styles.LightStyle
		}
	}
	ours := name == styles.DarkStyle || name == styles.LightStyle
	if ours && o.Plain {
		name, ours = styles.NoTTYStyle, false
	}
	if s, ok := styles.DefaultStyles[name]; ok && !ours {
		return s, nil
	}
	read := os.ReadFile
	if ours {
		read, name = own.ReadFile, "styles/"+name+".json"
	}
	file, err := read(name)
	if err != nil {
		return nil, err
	}
	s := new(ansi.StyleConfig)
	return s, json.Unmarshal(file, s)
}

// Render returns the lines of a whole text, and where its blocks begin in them. A stream of the text ends with the same.
func (r *Renderer) Render(markdown string) ([]string, []Block) {
	f := &fragment{src: []byte(Clean(markdown)), ordinal: -1, highlight: maxHighlight}
	r.render(f, nil)
	return f.lines, f.starts
}

// A fragment is a part of a text that begins with a top-level block.
type fragment struct {
	src       []byte          // cleaned
	ordinal   int             // if it is not negative, src goes on with a list, of which this is the next item's number
	highlight int             // code of at most so many bytes is highlighted
	gap       bool            // a blank line comes before it
	late      map[string]bool // labels whose definitions are shown

	// What rendering it gives.
	lines  []string
	starts []Block         // of its blocks in the lines
	own    glossary        // what is defined in it
	missed map[string]bool // labels that may refer to something which is not defined
}

// render lays f out. known is what is defined elsewhere.
func (r *Renderer) render(f *fragment, known glossary) {
	doc, refs := r.parse(f.src, known)
	r.layOut(f, doc)
	f.own, f.missed = refs.own, refs.missed
}

func (r *Renderer) parse(src []byte, known glossary) (ast.Node, *references) {
	refs := newReferences(known)
	return r.parser.Parse(text.NewReader(src), parser.WithContext(refs)), refs
}

// layOut makes the lines of f, which was parsed as doc.
func (r *Renderer) layOut(f *fragment, doc ast.Node) {
	f.starts = nil
	f.lines = (&page{r: r, fragment: f, doc: doc}).all()
	if len(f.lines) > 0 && f.gap {
		f.lines = append([]string{""}, f.lines...)
		for i := range f.starts {
			f.starts[i].Line++
		}
	}
}
