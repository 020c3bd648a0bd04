package markdown

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	xansi "github.com/charmbracelet/x/ansi"
)

func renderer(t testing.TB, o Options) *Renderer {
	t.Helper()
	r, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// stream returns the lines of text that arrives in pieces of one to most bytes.
func stream(r *Renderer, text string, most int, rnd *rand.Rand) []string {
	s := reading{Stream: r.Stream()}
	for text != "" {
		n := min(1+rnd.IntN(most), len(text))
		s.write(text[:n])
		text = text[n:]
	}
	return s.close()
}

// A reading holds the lines that a stream has returned.
type reading struct {
	*Stream
	lines []string
}

// write returns the lines that came.
func (s *reading) write(delta string) []string {
	keep, rows := s.Write(delta)
	s.lines = append(s.lines[:keep:keep], rows...)
	return rows
}

// close returns all lines.
func (s *reading) close() []string {
	keep, rows := s.Close()
	return append(s.lines[:keep:keep], rows...)
}

// whole returns the lines of a text that is there at once.
func whole(r *Renderer, text string) []string {
	lines, _ := r.Render(text)
	return lines
}

func TestABlockIsShownAsSoonAsItIsOver(t *testing.T) {
	s := reading{Stream: renderer(t, Options{Style: "notty", Width: 40}).Stream()}
	for _, step := range []struct{ write, want string }{
		{"# Bran", ""},
		{"ching\n", "# Branching"},
		{"A branch is ", ""},
		{"a copy.\n", ""},
		{"\n", "\nA branch is a copy."},
		{"```sql\nSELECT 1;\n", ""},
		{"```\n", "\nSELECT 1;"},
		{"- one\n", ""},
		{"- two\n", "\n• one"},
		{"\n- three\n", "• two"},
		{"\n", ""},
		{"The end", ""},
		{" of it.\n", "\n• three"},
		{"---\n", "\n## The end of it."},
		{"***\n", "\n--------"},
	} {
		var got []string
		for _, l := range s.write(step.write) {
			got = append(got, strings.TrimSpace(l))
		}
		if got := strings.Join(got, "\n"); got != step.want {
			t.Errorf("after %q came %q, want %q", step.write, got, step.want)
		}
	}
	if _, rest := s.Close(); len(rest) > 0 {
		t.Errorf("the end brought %q", rest)
	}
}

func TestTheTailShowsWhatIsNotFinished(t *testing.T) {
	s := renderer(t, Options{Style: "notty"}).Stream()
	s.Write("done\n\n1. one\n2. two\n3. thr")
	if got, want := strings.Join(s.Tail(), "\n"), "  2. two\n  3. thr"; got != want {
		t.Errorf("tail %q, want %q", got, want)
	}
	s.Write("ee\n")
	_, rest := s.Close()
	if got, want := strings.Join(rest, "\n"), "  3. three"; got != want {
		t.Errorf("the end brought %q, want %q", got, want)
	}
}

func TestLongCodeIsHighlightedOnceItIsFinished(t *testing.T) {
	r := renderer(t, Options{Width: 80})
	s := r.Stream()
	keyword := whole(r, "```go\nfunc\n```\n")[0]
	has := func(lines []string) bool { return slices.Contains(lines, keyword) }
	code := "```go\nfunc\n"
	s.Write(code)
	if !has(s.Tail()) {
		t.Errorf("short code is not highlighted while it grows: %q", s.Tail())
	}
	const lines = 300
	more := strings.Repeat("// "+strings.Repeat("x", maxGrowing/lines)+"\n", lines)
	s.Write(more)
	if tail := s.Tail(); has(tail) || len(tail) != 1+lines {
		t.Errorf("%d lines of growing code, highlighted: %t", len(tail), has(tail))
	}
	if _, got := s.Write("```\n"); !has(got) || !slices.Equal(got, whole(r, code+more+"```\n")) {
		t.Errorf("finished, the code is not as a whole rendering has it: it begins with %q", got[:1])
	}
	s = r.Stream()
	s.Write(code + more)
	if _, got := s.Close(); !has(got) {
		t.Errorf("the end of the text left the code plain: it begins with %q", got[:1])
	}
}

func TestEscapeSequencesOfTheModelNeverPass(t *testing.T) {
	evil := "\x1b]0;title\a# a\x1b[2Jb\n\n`c\x1b]52;c;eA==\x1b\\d` &#27;[31m &#x9b;2J &#x202e;\n\n```go\n\x1bcx\u009b5m\n```\n" +
		"[a](https://e.com/&#27;]0;x) ![b](&#7;) <https://e.com/\x1b[5m>\n\n<i>\x1b[5m&#27;[5m</i>\n\n[r&#27;]: /&#27;[5m\n"
	plain := renderer(t, Options{Plain: true})
	for _, most := range []int{1, 1000} {
		for _, l := range stream(plain, evil, most, rand.New(rand.NewPCG(1, 1))) {
			if strings.ContainsFunc(l, Steers) {
				t.Errorf("control characters in %q", l)
			}
		}
		for _, l := range stream(renderer(t, Options{}), evil, most, rand.New(rand.NewPCG(1, 1))) {
			if rest := xansi.Strip(l); strings.ContainsFunc(rest, Steers) || strings.Contains(l, "\x1b]0") || strings.Contains(l, "52;") {
				t.Errorf("the model's sequences in %q", l)
			}
		}
	}
}

// snippets are what answers are made of, some of it written carelessly.
var snippets = []string{
	"# Heading *one*\n", "## 漢字の見出し\n\n", "Setext\nheading\n===\n", "Two\n---\n", "plain text\nover lines\n", "\n", "\n\n", "   \n",
	"A **bold** and *it* and `code` and ~~gone~~.\n\n", "a \u202e turned, &#x202e; and &#xe0041; tagged \U000e0041 and 🏴󠁧󠁢󠁳󠁣󠁴󠁿\n\n", "hard  \nbreak\\\nhere\n\n", "- a\n- b\n- c\n", "- a\n\n  more\n- b\n\n- c\n\n",
	"* x\n  * y\n    * z\n* w\n", "1. one\n2. two\n3. three\n", "3) a\n3) b\n\n   ```\n   code\n\n   ```\n4) c\n", "- [ ] todo\n- [x] done\n",
	"```go\nfunc main() {\n\tx := \"a\\tb\"\n}\n```\n", "~~~\n```\n\n~~~~\n", "```\nnever closed\n", "    indented\n\n\n    code\n\n", "> quote\nlazy\n> > deep\n\n> - a\n> - b\n",
	"| a | b |\n|---|:-:|\n| 1 | 2 `x|y` |\n| 漢字漢字 | 👩‍👩‍👧 long cell that goes on and on |\n\n", "a | b\n-|-\n1 | 2\ntext\n", "<div>\nhi<br>body\n</div>\n\n", "<!-- a\n\nb -->\n",
	"<details>\n\ntext\n\n</details>\n", "Vec<String> & H<sub>2</sub>O &amp; &#27;[0m\n\n", "***\n", "-\n- \n-\n\n  x\n", "1\n2\n-\n+\n", "\\(a_1 * b\\) $x*y*z$ $5\n\n",
	"\\[\nx = a\n+ b\n\n\\]\n", "$$\n- x\n$$\n", "$$ open\n", "[^1]: A footnote\n    more\n\n[^2]: b\n", "See[^1] [a](https://example.com/a_b) https://x.org <y@z.org>\n\n",
	"![alt *x*](https://i.mg/p.png \"t\")\n", "👍🏽 ❤️ 🏳️‍🌈 นำ हिन्दी " + strings.Repeat("漢", 70) + "\n\n", strings.Repeat("word ", 40) + "\n", strings.Repeat("x", 200) + "\n\n",
	"Tab\there\n\n\tcode\ttab\n\n", "1. a\n\n      deep code\n\n  - x\n\n\ty\n", "+ a\n1. b\n+ c\n", "\\", "`", "*", "_", "[", "]", "|", "<", "\x1b[31m", "\xff", "  ", "\r\n", "\t",
}

// scraps are what Markdown's syntax is made of, to be thrown together without sense.
var scraps = strings.Split("#|# |-|- |* |+ |1. |2) |10. |>|> |```|~~~|`|---|===|a|b c|漢|👩‍👩‍👧|\n|\n|\n|\n\n|\n  |\n   |\n    |\t| |  \n|\\\n|[|]|(|)|"+
	"![|[1]|[1]: /u|[1]: <>|[^1]|<div>|</div>|<b>|<!--|-->|<?|?>|&amp;|&#10;|\\[|\\]|$$|$|\\(|\\)|[^1]: |[x]|- [ ] |*|**|_|~~|<br>|http://x.y|<pre>|</pre>|\r|\x1b[|\xff", "|")

// document returns n of the pieces in a random order.
func document(rnd *rand.Rand, pieces []string, n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(pieces[rnd.IntN(len(pieces))])
	}
	return b.String()
}

func TestAStreamedTextIsTheWholeText(t *testing.T) {
	r := renderer(t, Options{Style: "notty", Width: 40})
	for seed := range uint64(2000) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		text := document(rnd, snippets, 2+rnd.IntN(7))
		if seed%2 == 0 {
			text = document(rnd, scraps, 3+rnd.IntN(22))
		}
		got, want := stream(r, text, 12, rnd), whole(r, text)
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: %q\nstreamed:\n%s\nwhole:\n%s", seed, text, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestNoLineIsWiderThanTheScreen(t *testing.T) {
	for _, width := range []int{8, 13, 20, 33, 40, 80, 120} {
		r := renderer(t, Options{Width: width})
		for seed := range uint64(60) {
			rnd := rand.New(rand.NewPCG(seed, uint64(width)))
			text := document(rnd, snippets, 4) + "\n\n" + document(rnd, scraps, 20)
			for _, l := range whole(r, text) {
				if w := xansi.StringWidth(l); w > width {
					t.Errorf("%d columns, of %d: %q\nin %q", w, width, l, text)
				}
			}
		}
	}
}

func FuzzStream(f *testing.F) {
	for _, s := range snippets {
		f.Add(s+s, 3)
	}
	r := renderer(f, Options{Width: 30})
	f.Fuzz(func(t *testing.T, text string, most int) {
		most = max(1, most%13)
		s := reading{Stream: r.Stream()}
		var tails []string
		for rest := text; rest != ""; {
			n := min(most, len(rest))
			s.write(rest[:n])
			rest = rest[n:]
			if (len(rest)/most)%(1+len(text)/500) == 0 { // a tail costs as much as it is long
				tails = append(tails, s.Tail()...)
			}
		}
		lines := s.close()
		if want := whole(r, text); !slices.Equal(lines, want) {
			t.Errorf("%q in pieces of %d gave\n%s\nwhole\n%s", text, most, strings.Join(lines, "\n"), strings.Join(want, "\n"))
		}
		for _, l := range append(tails, lines...) {
			if xansi.StringWidth(l) > 30 || strings.ContainsFunc(xansi.Strip(l), Steers) {
				t.Errorf("%q gave the line %q", text, l)
			}
		}
	})
}

func TestAStreamKnowsWhereItsBlocksBegin(t *testing.T) {
	text := "Before.\n\n# One\n\nSome text\nin two lines.\n\n- a\n- b\n\n- c\n\nTwo\n===\n```sql\nselect 1;\n\nselect 2;\n```\n> quoted\n\n| a |\n|---|\n| 1 |\n"
	want := []string{"Before.", "One", "Some text in two lines.", "• a", "Two", "select 1;", "| quoted", "a"}
	r := renderer(t, Options{Style: "notty", Width: 40})
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		s := reading{Stream: r.Stream()}
		for rest := text; rest != ""; {
			n := min(1+rnd.IntN(60), len(rest))
			s.write(rest[:n])
			rest = rest[n:]
		}
		lines := s.close()
		var got []string
		for _, b := range s.Blocks() {
			line := strings.TrimSpace(lines[b.Line])
			if heading := strings.HasPrefix(line, "#"); heading != b.Heading {
				t.Errorf("%q is said to be a heading: %v", line, b.Heading)
			}
			got = append(got, strings.TrimLeft(line, "# "))
		}
		if !slices.Equal(got, want) {
			t.Fatalf("the blocks begin at %q, want %q; the text is\n%s", got, want, strings.Join(lines, "\n"))
		}
	}
}
