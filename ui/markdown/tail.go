package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// The end of a text that grows is shown as it will most likely stand there, so that no markup flickers by: what is
// open is closed, and what may become another thing with the next character waits for it.

// undecided matches a line that may still become something else: the start of a heading, an item, a check box, a rule,
// a fence or a definition.
var undecided = regexp.MustCompile("^[ \t>]*(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]+)*" +
	"(?:#{1,6}|[-+*_=~` \t]+|[0-9]{1,9}[.)]?|\\[[^] \t]{0,12}\\]?|\\[[^]]+\\]:.*|\\[\\^[^]]*|<|\\\\)[ \t]*$")

// longestFormula is how long one may be, in bytes, that is not shown before it is whole.
const longestFormula = 300

// delimiters matches the beginning of what makes the line before it the head of a table.
var delimiters = regexp.MustCompile(`^[ \t]*\|?[ \t:|-]*$`)

// presentable returns src, which ends in the middle of a text, fit to be shown, and parsed. known is what its links may
// refer to.
func (r *Renderer) presentable(src []byte, known glossary) ([]byte, ast.Node) {
	for whole := true; ; whole = false {
		doc, _ := r.parse(src, known)
		n, decided := last(doc, src, whole)
		if decided < len(src) {
			src = src[:decided]
			continue
		}
		shown, changed := closed(n, src, known)
		if changed {
			doc, _ = r.parse(shown, known)
		}
		return shown, doc
	}
}

// last returns the block at the end of src that holds text, if more may come of it, and how much of src does not wait
// for that. In what is not the whole, its last line has got a line after it: it is no table's head.
func last(doc ast.Node, src []byte, whole bool) (n ast.Node, decided int) {
	if endsBlank(src) {
		return nil, len(src)
	}
	line := bytes.LastIndexByte(src, '\n') + 1
	n = lastLeaf(doc)
	switch n := n.(type) {
	case *ast.FencedCodeBlock:
		if rest := bytes.TrimSpace(src[line:]); len(rest) > 0 && len(bytes.Trim(rest, "`~")) == 0 {
			return nil, line // it may close the block
		}
		return nil, len(src)
	case *mathBlock:
		start := bytes.LastIndexByte(src[:n.Lines().At(0).Start], '\n') + 1
		if !n.closed && len(src)-start < longestFormula {
			return nil, start // it waits until it is whole
		}
		return nil, len(src)
	case *ast.CodeBlock, *ast.HTMLBlock:
		return nil, len(src)
	}
	if line < len(src) && undecided.Match(src[line:]) {
		return nil, line
	}
	switch n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		if head := headOfTable(n, src); head >= 0 && whole {
			return nil, head
		}
	}
	return n, len(src)
}

// lastLeaf returns the last block that holds text.
func lastLeaf(n ast.Node) ast.Node {
	for c := n.LastChild(); c != nil; c = n.LastChild() {
		if c.Type() == ast.TypeInline {
			break
		}
		n = c
	}
	if cell, ok := n.(*extast.TableCell); ok {
		for n = cell; n != nil && n.Lines().Len() == 0; n = n.PreviousSibling() { // the row is longer than it was written
		}
	}
	if n == nil || n.Kind() == ast.KindDocument || n.Lines().Len() == 0 {
		return nil
	}
	return n
}

// headOfTable returns where the line begins that ends a paragraph and may become a table's head; -1 if there is none.
func headOfTable(n ast.Node, src []byte) int {
	lines := n.Lines()
	for i := lines.Len() - 1; i >= max(0, lines.Len()-2); i-- {
		line := lines.At(i)
		value := bytes.TrimLeft(line.Value(src), " \t")
		if bytes.HasPrefix(value, []byte("|")) && !(i == lines.Len()-1 && i > 0 && delimiters.Match(bytes.TrimRight(value, "\n"))) {
			return bytes.LastIndexByte(src[:line.Start], '\n') + 1
		}
		if !delimiters.Match(bytes.TrimRight(value, "\n")) || bytes.HasSuffix(line.Value(src), []byte("\n")) {
			return -1
		}
	}
	return -1
}

// closed returns src with what is open at the end of the block n closed.
func closed(n ast.Node, src []byte, known glossary) (shown []byte, changed bool) {
	switch n.(type) {
	case *ast.Paragraph, *ast.TextBlock, *ast.Heading, *extast.TableCell:
	default:
		return src, false
	}
	var content []byte
	end := 0
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		content = append(content, line.Value(src)...)
		end = line.Stop
	}
	trimmed := bytes.TrimRight(content, " \t\n")
	end -= len(content) - len(trimmed)
	if end < 0 || end > len(src) || len(bytes.Trim(src[end:], " \t\n|#")) > 0 {
		return src, false
	}
	o := opened{s: trimmed, known: known}
	keep, closers := o.scan()
	if keep == len(trimmed) && closers == "" {
		return src, false
	}
	keep = max(0, end-(len(trimmed)-keep))
	for keep > 0 && closers != "" && (src[keep-1] == ' ' || src[keep-1] == '\t') {
		keep--
	}
	return append(append(bytes.Clone(src[:keep]), closers...), src[end:]...), true
}

// opened finds what is open at the end of a text.
type opened struct {
	s     []byte
	known glossary
	stack []delimiter
}

// A delimiter is a run of characters, or a bracket, that has opened something.
type delimiter struct {
	char    byte
	n       int // how many characters are not used up
	at, end int // where the run is
}

// scan returns how much of the text is to be shown, and what closes that.
func (o *opened) scan() (keep int, closers string) {
	for i := 0; i < len(o.s); {
		n, closer := 1, ""
		switch c := o.s[i]; c {
		case '\\':
			n, closer = o.escaped(i)
		case '$':
			n, closer = o.dollar(i)
		case '`':
			n, closer = o.code(i)
		case '<':
			n, closer = o.angle(i)
		case '*', '_', '~':
			n = o.run(i)
		case '!':
			if i == len(o.s)-1 && i > 0 && isSpace(o.s[i-1]) { // of an image
				n = stop(i)
			}
		case '[':
			o.stack = append(o.stack, delimiter{'[', 1, i, i + 1})
		case ']':
			n, closer = o.bracket(i)
		}
		if n <= 0 {
			return o.finish(-n, closer)
		}
		i += n
	}
	return o.finish(len(o.s), "")
}

// stop says that the text is to be shown up to keep: what follows waits, or is inside something.
func stop(keep int) int { return -keep }

// finish drops what was opened just now and holds nothing yet, and closes the rest.
func (o *opened) finish(keep int, closer string) (int, string) {
	for n := len(o.stack); n > 0 && closer == "" && o.stack[n-1].end == keep; n = len(o.stack) {
		d := o.stack[n-1]
		o.stack = o.stack[:n-1]
		keep = d.at
		if d.char == '[' && keep > 0 && o.s[keep-1] == '!' {
			keep--
		}
	}
	return keep, closer + o.closers()
}

// closers closes what is open, the last first.
func (o *opened) closers() string {
	var b strings.Builder
	for i := len(o.stack) - 1; i >= 0; i-- {
		switch d := o.stack[i]; {
		case d.char != '[':
			b.WriteString(strings.Repeat(string(d.char), d.n))
		case o.linkLike(d.at):
			b.WriteString("]()")
		}
	}
	return b.String()
}

// linkLike tells whether the bracket is more likely that of a link than of an index or a number.
func (o *opened) linkLike(at int) bool {
	before, _ := utf8.DecodeLastRune(o.s[:at])
	after, _ := utf8.DecodeRune(o.s[min(at+1, len(o.s)):])
	return !isWord(before) && before != ']' && before != ')' &&
		(unicode.IsLetter(after) || after == '*' || after == '`' || after == '_')
}

func (o *opened) escaped(i int) (int, string) {
	if i+1 == len(o.s) {
		return stop(i), ""
	}
	closer, _ := mathCloser(o.s[i:])
	if closer == nil {
		return 2, ""
	}
	if end := bytes.Index(o.s[i+2:], closer); end >= 0 {
		return 2 + end + 2, ""
	}
	if len(o.s)-i < longestFormula {
		return stop(i), ""
	}
	return stop(len(o.s)), ""
}

// dollar takes a formula between dollars. One that may be a price does not wait.
func (o *opened) dollar(i int) (int, string) {
	whole, n := mathEnd(o.s[i:])
	if whole > 0 {
		return whole, ""
	}
	rest := o.s[i+n:]
	if len(rest) == 0 || n == 2 && len(rest) < longestFormula || len(rest) < 40 && bytes.IndexByte(rest, ' ') < 0 && !isDigit(rest[0]) {
		return stop(i), ""
	}
	return n, ""
}

func (o *opened) code(i int) (int, string) {
	n := len(o.s[i:]) - len(bytes.TrimLeft(o.s[i:], "`"))
	for j := i + n; j < len(o.s); {
		at := bytes.IndexByte(o.s[j:], '`')
		if at < 0 {
			break
		}
		j += at
		m := len(o.s[j:]) - len(bytes.TrimLeft(o.s[j:], "`"))
		if m == n {
			return j + m - i, ""
		}
		j += m
	}
	rest := bytes.TrimRight(o.s, "`")
	if len(bytes.TrimSpace(rest[min(i+n, len(rest)):])) == 0 {
		return stop(i), ""
	}
	return stop(len(rest)), strings.Repeat("`", n)
}

// angle takes an address in angle brackets. What looks like a tag is left to the parser.
func (o *opened) angle(i int) (int, string) {
	rest := o.s[i:]
	if end := bytes.IndexByte(rest, '>'); end > 0 {
		if !bytes.ContainsAny(rest[1:2], " \n<") {
			return end + 1, ""
		}
		return 1, ""
	}
	if bytes.HasPrefix([]byte("<https://"), rest) || bytes.HasPrefix([]byte("<http://"), rest) {
		return stop(i), ""
	}
	if bytes.HasPrefix(rest, []byte("<http")) && bytes.Contains(rest, []byte("://")) && !bytes.ContainsAny(rest, " \n") {
		return stop(len(o.s)), ">"
	}
	return 1, ""
}

// run takes a run of emphasis.
func (o *opened) run(i int) int {
	c := o.s[i]
	n := len(o.s[i:]) - len(bytes.TrimLeft(o.s[i:], string(c)))
	before, _ := utf8.DecodeLastRune(o.s[:i])
	after, _ := utf8.DecodeRune(o.s[i+n:])
	opens, closes := flanks(before, i == 0, after, i+n == len(o.s), c)
	match := o.match(c)
	if i+n == len(o.s) { // there may come more of it, or what it opens
		if match < 0 || !closes || o.stack[match].n > n {
			return stop(i)
		}
	}
	if closes && match >= 0 {
		d := &o.stack[match]
		used := min(d.n, n)
		d.n -= used
		o.stack = o.stack[:match+1]
		if d.n == 0 {
			o.stack = o.stack[:match]
		}
		return used
	}
	if alike := isWord(before) && isWord(after); opens && !alike { // a*b is more likely a product
		o.stack = append(o.stack, delimiter{c, n, i, i + n})
	}
	return n
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// match returns the last opener of c, not looking out of a bracket; -1 if there is none.
func (o *opened) match(c byte) int {
	for i := len(o.stack) - 1; i >= 0; i-- {
		switch o.stack[i].char {
		case c:
			return i
		case '[':
			if o.linkLike(o.stack[i].at) {
				return -1
			}
		}
	}
	return -1
}

// flanks tells whether a run may open and close emphasis, as CommonMark has it.
func flanks(before rune, first bool, after rune, last bool, c byte) (opens, closes bool) {
	spaceBefore, spaceAfter := first || unicode.IsSpace(before), last || unicode.IsSpace(after)
	punctBefore, punctAfter := util.IsPunctRune(before), !last && util.IsPunctRune(after)
	left := !spaceAfter && (!punctAfter || spaceBefore || punctBefore)
	right := !spaceBefore && (!punctBefore || spaceAfter || punctAfter)
	if c == '_' {
		return left && (!right || punctBefore), right && (!left || punctAfter)
	}
	return left, right
}

// bracket takes what closes a bracket, and the address or the label behind it.
func (o *opened) bracket(i int) (int, string) {
	at := -1
	for j := len(o.stack) - 1; j >= 0 && at < 0; j-- {
		if o.stack[j].char == '[' {
			at = o.stack[j].at
			o.stack = o.stack[:j]
		}
	}
	if at < 0 {
		return 1, ""
	}
	label := o.s[at+1 : i]
	rest := o.s[i+1:]
	switch {
	case len(rest) == 0:
		if _, ok := o.known[util.ToLinkReference(label)]; !ok && o.linkLike(at) {
			return stop(len(o.s)), "()"
		}
		return 1, ""
	case rest[0] == '(':
		if end := addressEnd(rest); end > 0 {
			return 1 + end, ""
		}
		address, _, _ := bytes.Cut(rest, []byte(" "))
		address, _, _ = bytes.Cut(address, []byte("\n"))
		return stop(i + 1 + len(bytes.TrimRight(address, `\<`))), ")"
	case rest[0] == '[' && o.linkLike(at):
		if end := bytes.IndexByte(rest, ']'); end > 0 {
			return 1 + end + 1, ""
		}
		return stop(i + 1), "()"
	}
	return 1, ""
}

// addressEnd returns where the parentheses that s begins with are closed, or 0.
func addressEnd(s []byte) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}
