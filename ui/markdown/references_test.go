package markdown

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestALinkIsOneOnceItsDefinitionHasCome(t *testing.T) {
	s := reading{Stream: renderer(t, Options{Style: "notty", Width: 60}).Stream()}
	for _, step := range []struct {
		write string
		keep  int
		want  string
	}{
		{"Plain words.\n\n", 0, "Plain words."},
		{"Read [the docs][1] and [Neon].\n\n", 1, "\nRead [the docs][1] and [Neon]."},
		{"More words.\n\n", 3, "\nMore words."},
		{"[1]: https://a.b\n", 5, ""},
		{"\n", 2, "Read the docs https://a.b and [Neon].\n\nMore words."},
		{"[1] again, [x].\n\n", 5, "\n1 https://a.b again, [x]."},
		{"[1]: https://other.one\n[neon]: https://n.eon\n\n", 2,
			"Read the docs https://a.b and Neon https://n.eon.\n\nMore words.\n\n1 https://a.b again, [x]."},
	} {
		before := len(s.lines)
		keep, rows := s.Write(step.write)
		s.lines = append(s.lines[:keep:keep], rows...)
		for i, l := range rows {
			rows[i] = strings.TrimSpace(l)
		}
		if got := strings.Join(rows, "\n"); got != step.want || keep != step.keep {
			t.Errorf("after %q %d of %d lines stay, want %d, and there follows\n%s\nwant\n%s", step.write, keep, before, step.keep, got, step.want)
		}
	}
}

func TestBlocksMoveWithTheLinesBeforeThem(t *testing.T) {
	r := renderer(t, Options{Style: "notty", Width: 30})
	text := "See [one][1] and [two][2].\n\n# Heading\n\nWords of [two][2].\n\n# Another\n\n" +
		"[1]: https://example.com/a/long/address\n\n[2]: https://example.com/another/long/address\n\nend\n"
	s := reading{Stream: r.Stream()}
	var early []Block
	for part := range strings.SplitAfterSeq(text, "\n") {
		if early == nil && strings.HasPrefix(part, "[1]") {
			early = s.Blocks()
		}
		s.write(part)
	}
	before := slices.Clone(early)
	lines := s.close()
	want, blocks := r.Render(text)
	if !slices.Equal(lines, want) || !slices.Equal(s.Blocks(), blocks) {
		t.Errorf("blocks at %v of\n%s\nwant %v of\n%s", s.Blocks(), strings.Join(lines, "\n"), blocks, strings.Join(want, "\n"))
	}
	if !slices.Equal(early, before) || slices.Equal(early, blocks[:len(early)]) {
		t.Errorf("blocks that were read at %v became %v", before, early)
	}
}

func TestFootnotesAreRaisedOnceTheyHaveCome(t *testing.T) {
	const text = "Pages[^1] and logs[^wal], but not [^a-z].\n\n[^1]: 8 KB each.\n\n[^wal]: Written *ahead*.\n    Over two lines.\n"
	for _, tt := range []struct {
		o    Options
		want string
	}{
		{Options{Style: "notty"}, "Pages¹ and logsʷᵃˡ, but not [^a-z].\n\n¹ 8 KB each.\n\nʷᵃˡ Written *ahead*. Over two lines."},
		{Options{Style: "ascii"}, "Pages[1] and logs[wal], but not [^a-z].\n\n[1] 8 KB each.\n\n[wal] Written *ahead*. Over two lines."},
		{Options{Style: "notty", Linear: true}, "Pages[1] and logs[wal], but not [^a-z].\n\n[1] 8 KB each.\n\n[wal] Written *ahead*. Over two lines."},
		// On paper the text was there before its footnotes.
		{Options{Style: "notty", Printed: true}, "Pages[^1] and logs[^wal], but not [^a-z].\n\n[^1]: 8 KB each.\n\n[^wal]: Written *ahead*. Over two lines."},
	} {
		s := reading{Stream: renderer(t, tt.o).Stream()}
		for part := range strings.SplitAfterSeq(text, "\n") {
			s.write(part)
		}
		got := strings.ReplaceAll("\n"+strings.Join(s.close(), "\n"), "\n  ", "\n")[1:]
		if got != tt.want {
			t.Errorf("%+v: got\n%s\nwant\n%s", tt.o, got, tt.want)
		}
	}
}

// What is printed can't be mended: the address of a link that was shown as it was written has to be seen somewhere.
func TestOnPaperADefinitionIsShownWhereItComesTooLate(t *testing.T) {
	s := renderer(t, Options{Style: "notty", Width: 60, Printed: true}).Stream()
	var lines []string
	for _, part := range []string{"See [early].\n\n", "[early]: https://a.b\n[late]: https://c.d\n\n", "See [late] and [early].\n\n", "[late]: https://e.f\n"} {
		keep, rows := s.Write(part)
		if keep != len(lines) {
			t.Errorf("of %d printed lines %d stay", len(lines), keep)
		}
		lines = append(lines, rows...)
	}
	_, rows := s.Close()
	got := strings.ReplaceAll("\n"+strings.Join(append(lines, rows...), "\n"), "\n  ", "\n")[1:]
	if want := "See [early].\n\n[early]: https://a.b\n\nSee late https://c.d and early https://a.b."; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Thousands of references, each defined at the end: what waits is set again once, not all of it with each definition.
func TestManyDefinitionsSetEachReferenceOnce(t *testing.T) {
	const n = 3000
	r := renderer(t, Options{Style: "notty", Width: 60})
	s := r.Stream()
	for i := range n {
		s.Write(fmt.Sprintf("See [%d].\n\n", i))
	}
	for i := n - 1; i >= 0; i-- {
		if keep, rows := s.Write(fmt.Sprintf("[%d]: /u%d\n\n", i, i)); len(rows) != 2*(n-i)-1 || keep != 2*i {
			t.Fatalf("definition %d of %d keeps %d lines and sets %d", i, n, keep, len(rows))
		}
	}
}
