package markdown

import (
	"bytes"
	"maps"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// A Stream shows one text while it grows. Its time is linear in the text, however small the pieces. It holds what is not
// finished, and blocks that refer to something which is not defined yet.
type Stream struct {
	r       *Renderer
	cleaner Cleaner
	outline *outline
	known   glossary

	tail  []byte   // cleaned text that is not settled
	whole int      // bytes of the tail that are whole lines and were looked at
	open  ast.Node // the block at the end of them, if more lines may belong to it
	fence fence    // if that is fenced code, by what
	due   bool     // a line has come that may have settled something
	tries int      // outlines of this tail read in vain
	wait  int      // the next one is read when the tail has this length

	lines   lines
	missed  map[string]bool // labels that what was returned refers to in vain, where that stays so
	inList  bool            // the tail goes on with a list of which items were returned
	ordinal int             // the number of the next of them
	blank   bool            // the text before the tail ends in a blank line
}

// A Block is where a top-level block begins in the lines of a text, counted from 0, and whether it is a heading.
type Block struct {
	Line    int
	Heading bool
}

// patience is how many outlines of the same tail may be read in vain before the reading grows rarer.
const patience = 16

// Stream returns a stream of a new text.
func (r *Renderer) Stream() *Stream {
	return &Stream{r: r, outline: newOutline(), known: glossary{}, missed: map[string]bool{}}
}

// Write appends model text, which may be cut anywhere, and returns the lines of the blocks that it finished. They
// follow the first keep of the lines that were returned before: all, but where something that earlier lines refer to was
// defined now. A blank line comes between blocks, never before the first or after the last.
func (s *Stream) Write(delta string) (keep int, lines []string) {
	s.tail = append(s.tail, s.cleaner.Clean(delta)...)
	for {
		n := bytes.IndexByte(s.tail[s.whole:], '\n')
		if n < 0 {
			break
		}
		line := s.tail[s.whole : s.whole+n+1]
		s.whole += n + 1
		s.due = s.due || s.decides(line)
	}
	if s.due && s.whole >= s.wait {
		s.settle()
	}
	return s.lines.news()
}

// Tail returns how the text that is not finished looks now: the lines that follow those returned by Write. What is
// still open at its end looks closed, and what can't be told yet waits. Code of more than 16 KB is not highlighted
// before it is finished.
func (s *Stream) Tail() []string {
	src, doc := s.r.presentable(s.tail, s.known)
	f := s.fragment(src, maxGrowing)
	s.r.layOut(f, doc)
	return f.lines
}

// Close ends the text and returns the lines of the rest, as Write does.
func (s *Stream) Close() (keep int, lines []string) {
	s.tail = append(s.tail, s.cleaner.Close()...)
	s.finish(s.fragment(s.tail, maxHighlight))
	s.tail, s.whole = nil, 0
	return s.lines.news()
}

// Blocks returns the blocks of all lines that Write and Close have returned.
func (s *Stream) Blocks() []Block { return s.lines.blocks }

// settle finishes what no further line can change, and drops its text.
func (s *Stream) settle() {
	src := s.tail[:s.whole]
	s.due = false
	s.outline.read(src)
	n := s.outline.settled(src)
	s.open = nil
	if n < len(src) {
		s.open = s.outline.last
		if s.open.Kind() == ast.KindFencedCodeBlock {
			s.fence = fenceOf(src[s.outline.start:])
		}
	}
	if n == 0 {
		if s.tries++; s.tries > patience {
			s.wait = s.whole + s.whole/patience
		}
		return
	}
	s.finish(s.fragment(src[:n], maxHighlight))
	s.follow(src[:n])
	s.tail = append(s.tail[:0], s.tail[n:]...)
	s.whole -= n
	s.tries, s.wait = 0, 0
}

// fragment is src, which begins the tail.
func (s *Stream) fragment(src []byte, highlight int) *fragment {
	f := &fragment{src: src, ordinal: -1, highlight: highlight, late: s.missed}
	if s.inList {
		f.ordinal = s.ordinal
	}
	f.gap = s.lines.count > 0 && (!s.inList || s.blank)
	return f
}

// finish returns f's lines, and anew those before it that refer to what it defines.
func (s *Stream) finish(f *fragment) {
	s.r.render(f, s.known)
	maps.Copy(s.known, f.own)
	if s.r.printed {
		maps.Copy(s.missed, f.missed)
		s.lines.add(f.lines, f.starts)
		return
	}
	s.lines.revise(f.own, func(f *fragment) { s.r.render(f, s.known) })
	s.lines.hold(f)
}

// follow notes what the text after done has to know of it.
func (s *Stream) follow(done []byte) {
	s.blank = endsBlank(done)
	list, ok := s.open.(*ast.List)
	if !ok || len(s.outline.items) < 2 {
		s.inList = false
		return
	}
	if !s.inList || s.outline.start > 0 {
		s.ordinal = list.Start
	}
	s.inList = true
	s.ordinal += len(s.outline.items) - 1
}

// decides tells whether line may have finished a block, so that it is worth an outline. Most lines just belong to
// the open block, and a block of many lines must not be read anew at each. To be wrong costs time, or delays the block
// to the next line that decides; never the result.
func (s *Stream) decides(line []byte) bool {
	indent, _ := util.IndentWidth(line, 0)
	blank := util.IsBlank(line)
	first := bytes.TrimLeft(line, " \t")
	switch n := s.open.(type) {
	case nil:
		return !blank
	case *ast.FencedCodeBlock:
		return s.fence.closedBy(line)
	case *ast.List:
		return !blank && indent < 2
	case *ast.CodeBlock, *extast.Footnote:
		return !blank && indent < 4
	case *mathBlock:
		return blank || bytes.Contains(line, n.closer)
	case *ast.HTMLBlock:
		return blank || bytes.IndexByte(line, '>') >= 0
	case *ast.Blockquote:
		return blank || first[0] != '>' && interrupts(first)
	}
	return blank || interrupts(first)
}

// interrupts tells whether a line that begins so may end a paragraph without a blank line.
func interrupts(line []byte) bool {
	return isDigit(line[0]) || bytes.IndexByte([]byte("#>`~*+-_=<[\\$"), line[0]) >= 0
}
