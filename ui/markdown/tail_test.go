package markdown

import (
	"slices"
	"strings"
	"testing"

	xansi "github.com/charmbracelet/x/ansi"
)

// told returns what the lines say, without looks and line ends.
func told(lines []string) string {
	return strings.Join(strings.Fields(xansi.Strip(strings.Join(lines, " "))), " ")
}

// What is seen of a text that grows is a beginning of what stands there in the end: no markup flickers by.
func TestAGrowingTextIsABeginningOfTheWhole(t *testing.T) {
	r := renderer(t, Options{Style: "dracula", Width: 200})
	for _, text := range []string{
		"A **bold** word, *a slanted one* and ***both***; __bold__ and _slanted_.",
		"A **bold *and slanted* word**, then `some code`, ``code with ` in it`` and ~~gone~~.",
		"Read [the docs](https://example.com/a_b \"title\") and [**bold** words](https://example.org).",
		"An ![image of *it*](https://example.com/i.png) and <https://example.com>.",
		"Nested [`code` in a link](/x), snake_case_names, 2 * 3 * 4, a*b.",
		"An array a[0], a citation [1] and [2], and a [known][k] one.",
		"# A **heading** of `code`\n",
		"## Another one",
		"- an item\n- another **bold** one\n  - [nested](/x)\n\n1. first\n2. second\n10. tenth",
		"- [ ] to do\n- [x] **done**\n",
		"> quoted *words*\n> and `more`\n",
		"Text\n\n---\n\n***\n\nmore\n",
		"In the end\n2024 was **good**\n",
		"```go\nfunc main() {}\n```\n\n~~~\n``\n~~~\n",
		"a\\*b\\* and \\\\ c",
		"*a **b** c* **d *e* f**",
		"It costs $5, so $x^2$ and \\(\\alpha_1\\) are $$y$$ of $10.",
		"So\n\n$$\n\\frac{1}{2}\n$$\n\nand\n\n\\[ x \\]\n\nend",
	} {
		s := reading{Stream: r.Stream()}
		s.write("[k]: /known\n\n")
		final := told(whole(r, "[k]: /known\n\n"+text))
		for i := range len(text) {
			s.write(text[i : i+1])
			got := strings.TrimSuffix(told(slices.Concat(s.lines, s.Tail())), " →")
			if !strings.HasPrefix(final, got) {
				t.Errorf("after %q there stands\n%q, in the end\n%q", text[:i+1], got, final)
			}
		}
		if got := told(s.close()); got != final {
			t.Errorf("in the end there stands %q, want %q", got, final)
		}
	}
}

func TestATableWaitsForItsDelimiters(t *testing.T) {
	s := reading{Stream: renderer(t, Options{Style: "dark", Width: 40}).Stream()}
	for _, step := range []struct{ write, want string }{
		{"Plans:\n| na", "Plans:"},
		{"me | cost |", "Plans:"},
		{"\n", "Plans:"},
		{"|--", "Plans:"},
		{"-|---|\n", "Plans: name │ cost ─────┼─────"},
		{"| **fr", "Plans: name │ cost ─────┼───── fr │"},
		{"ee** | 0 |\n", "Plans: name │ cost ─────┼───── free │ 0"},
		{"\n| no | table |\n", "Plans: name │ cost ─────┼───── free │ 0"},
		{"words", "Plans: name │ cost ─────┼───── free │ 0 | no | table | words"},
	} {
		s.write(step.write)
		if got := told(slices.Concat(s.lines, s.Tail())); got != step.want {
			t.Errorf("after %q there stands %q, want %q", step.write, got, step.want)
		}
	}
}

// Lines with bars that are no table don't wait for one another.
func TestOnlyTheLastLineWaitsForDelimiters(t *testing.T) {
	s := renderer(t, Options{Style: "notty", Width: 80}).Stream()
	s.Write(strings.Repeat("| bar\n", 2000))
	if got, want := told(s.Tail()), strings.TrimSpace(strings.Repeat("| bar ", 1999)); got != want {
		t.Errorf("%d bytes are shown of %d", len(got), len(want))
	}
}

func TestWhatIsOpenAtTheEndIsNotClosedForEver(t *testing.T) {
	s := reading{Stream: renderer(t, Options{Style: "dark", Width: 80}).Stream()}
	s.write("2 ** 3 is **eight")
	if got := told(s.Tail()); got != "2 ** 3 is eight" {
		t.Errorf("while it is open: %q", got)
	}
	s.write("\n\nmore")
	if got := told(s.lines); got != "2 ** 3 is **eight" {
		t.Errorf("never closed, it is %q", got)
	}
}
