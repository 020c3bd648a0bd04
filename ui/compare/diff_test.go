package compare

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"neonchat/ui/keymap"
	"neonchat/ui/theme"
)

func TestTextsAreTakenApartByWords(t *testing.T) {
	var got []string
	for _, w := range wordsOf("It's **fast**,\n\n\tand_so on… 写时复制 x2") {
		got = append(got, fmt.Sprintf("%d/%d %s", w.breaks, w.gap, w.text))
	}
	want := []string{"0/0 It's", "0/1 **", "0/0 fast", "0/0 **,", "2/4 and_so", "0/1 on", "0/0 …", "0/1 写", "0/0 时", "0/0 复", "0/0 制", "0/1 x2"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestDifferencesAreMarked(t *testing.T) {
	for _, c := range []struct{ name, left, right, one, two, both string }{
		{"nothing differs", "a b", "a b", "a b", "a b", "a b"},
		{"a word more", "a copy made at once", "a cheap copy made at once", "a copy made at once", "a {+cheap+} copy made at once", "a {+cheap+} copy made at once"},
		{"a word less", "a cheap copy made at once", "a copy made at once", "a [-cheap-] copy made at once", "a copy made at once", "a [-cheap-] copy made at once"},
		{"another word", "that is quick for me now", "that is slow for me now", "that is [-quick-] for me now", "that is {+slow+} for me now", "that is [-quick-] {+slow+} for me now"},
		{"what is the same by chance parts nothing", "one a two of all of them", "three a four of all of them",
			"[-one a two-] of all of them", "{+three a four+} of all of them", "[-one a two-]{+three a four+} of all of them"},
		{"all differs", "x", "y z", "[-x-]", "{+y z+}", "[-x-]{+y z+}"},
		{"nothing on one side", "", "y", "", "{+y+}", "{+y+}"},
	} {
		f := foundIn(c.left, c.right)
		for i, want := range []string{c.one, c.two, c.both} {
			sides := [][]int{{0}, {1}, {0, 1}}[i]
			p := f.pane(theme.Look{Plain: true}, 60, sides...)
			if got := strings.Join(linesOf(p), "\n"); got != want {
				t.Errorf("%s: side %v is %q, want %q", c.name, sides, got, want)
			}
		}
	}
}

func foundIn(left, right string) *found {
	f := &found{words: [2][]word{wordsOf(left), wordsOf(right)}}
	f.stretches = stretches(f.words[0], f.words[1])
	return f
}

func linesOf(p pane) (lines []string) {
	for i := range p.rows {
		lines = append(lines, ansi.Strip(p.line(theme.Look{}, i)))
	}
	return lines
}

// Whatever the texts: each pane has the words of its side in their order, on rows
// that are no wider than they may be.
func TestAPaneHasAllWordsOfItsSide(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	parts := []string{"word ", "an-other ", "写时", "\n", "\n\n  - ", "```go\n", strings.Repeat("x", 50) + " ", "👩‍👩‍👧 ", "é", "| a | b |", "\t", "नि "}
	text := func() string {
		var b strings.Builder
		for range r.IntN(60) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		return b.String()
	}
	letters := func(s string) string {
		s = strings.NewReplacer(" ", "", "\n", "").Replace(s)
		return strings.NewReplacer("[-", "", "-]", "", "{+", "", "+}", "").Replace(s)
	}
	for range 300 {
		sources := [2]string{text(), text()}
		f := foundIn(sources[0], sources[1])
		width := 80 + r.IntN(100)
		for side, p := range f.panes(theme.Look{}, width) {
			for i := range p.rows {
				if n := (theme.Look{}).Size(p.line(theme.Look{}, i)); n > width/2-1 {
					t.Fatalf("a row of a pane for %d columns has %d: %q", width, n, p.line(theme.Look{}, i))
				}
			}
			if got, want := letters(strings.Join(linesOf(p), "\n")), letters(strings.ReplaceAll(sources[side], "\t", "")); got != want {
				t.Fatalf("side %d has %q, want %q", side, got, want)
			}
		}
	}
}

// The shorter pane shows what the longer one does, from its start to its end.
func TestThePanesScrollByWhatTheyHaveInCommon(t *testing.T) {
	left, right := "", ""
	for i := range 20 {
		left += fmt.Sprintf("common line %d here\n", i)
		right += fmt.Sprintf("common line %d here\n", i) + strings.Repeat("something else is said\n", 5)
	}
	d := &difference{found: foundIn(left, right), rows: 10}
	d.panes = d.found.panes(theme.Look{}, 100)
	if d.longer() != 1 || d.first(0) != 0 || d.first(1) != 0 {
		t.Fatalf("it starts at %d and %d", d.first(0), d.first(1))
	}
	for i := range 10 {
		d.top = 6 * i
		if got := linesOf(d.panes[0])[d.first(0)]; got != fmt.Sprintf("common line %d here", i) {
			t.Errorf("beside line %d stands %q", i, got)
		}
	}
	d.press(keymap.Last)
	if left, right := d.first(0)+d.rows, d.first(1)+d.rows; left != len(d.panes[0].rows) || right != len(d.panes[1].rows) {
		t.Errorf("at the end %d and %d rows have passed, of %d and %d", left, right, len(d.panes[0].rows), len(d.panes[1].rows))
	}
	for _, a := range []keymap.Action{keymap.First, keymap.PageDown, keymap.RowDown, keymap.PageUp, keymap.RowUp} {
		d.press(a)
	}
	if d.top != 0 {
		t.Errorf("back at the start it stands at %d", d.top)
	}
}

// answersOfSize are two answers that have much in common, or nothing.
func answersOfSize(n int, alike bool) [2]string {
	var texts [2]string
	for side := range texts {
		r := rand.New(rand.NewPCG(uint64(side), 9))
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			word := fmt.Sprintf("w%d", r.IntN(3000))
			if alike && r.IntN(10) > 0 {
				word = fmt.Sprintf("c%d", i%977)
			}
			b.WriteString(word + []string{" ", " ", " ", ", ", ".\n\n"}[r.IntN(5)])
		}
		texts[side] = b.String()
	}
	return texts
}

func BenchmarkDiff(b *testing.B) {
	for _, size := range []int{20_000, 1_000_000} {
		for _, alike := range []bool{true, false} {
			b.Run(fmt.Sprintf("%dKB alike=%v", size/1000, alike), func(b *testing.B) {
				texts := answersOfSize(size, alike)
				b.ReportAllocs()
				for b.Loop() {
					f := foundIn(texts[0], texts[1])
					f.panes(theme.Look{}, 120)
				}
			})
		}
	}
}
