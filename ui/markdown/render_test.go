package markdown

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	xansi "github.com/charmbracelet/x/ansi"
)

// TestRender has a row for each thing that a terminal's reader stumbled over before.
func TestRender(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"an item's second paragraph stands apart", "- a\n\n  b\n- c\n", "• a\n\n  b\n• c"},
		{"a wrapped item hangs", "10. " + strings.Repeat("word ", 8), "10. word word word word word word\n    word word"},
		{"a list keeps the distances it was written with", "1. a\n\n2. b\n3. c\n", "1. a\n\n2. b\n3. c"},
		{"lists nest", "1. a\n   - b\n     - c\n", "1. a\n   • b\n     • c"},
		{"boxes are ticked", "- [x] a\n- [ ] b\n", "[x] a\n[ ] b"},
		{"code in an item", "- a\n  ```\n  x\n  ```\n", "• a\n    x"},
		{"a hard break breaks", "a  \nb\\\nc\nd", "a\nb\nc d"},
		{"HTML keeps its lines", "<p>hi<br>there</p>\n<p>body</p>\n", "hi\nthere\nbody"},
		{"what only looks like HTML is shown", "Vec<String> and <your-name>", "Vec<String> and <your-name>"},
		{"raised is not beside", "10<sup>2</sup> H<sub>2</sub>O", "10^2 H2O"},
		{"entities are decoded", "a &lt; b &amp;&amp; c", "a < b && c"},
		{"escapes are undone once", `\*a\* \\* C:\\dir`, `*a* \* C:\dir`},
		{"what is no emphasis is none", `so \(a_1 * b * c\) and $x*y*z$, for $5 and $10`, `so \(a_1 * b * c\) and $x*y*z$, for` + "\n$5 and $10"},
		{"a formula is no list", "\\[\nx = a\n+ b\n\\]\nend\n", "\\[\nx = a\n+ b\n\\]\n\nend"},
		{"a formula without end keeps to itself", "$$\nx\n\nend", "$$\nx\n\nend"},
		{"a link shows where it leads", "[docs](https://a.b/c)", "docs https://a.b/c"},
		{"an address is shown once", "[https://a.b](https://a.b) <https://c.d> [e@f.g](mailto:e@f.g)", "https://a.b https://c.d mailto:e@f.g"},
		{"footnotes stay where they are", "a[^1]\n\n[^1]: the note\n\nb", "a[1]\n\n[1] the note\n\nb"},
		{"a footnote that there isn't is text", "a[^1] [^a-z]", "a[^1] [^a-z]"},
		{"definitions are not shown", "[a]\n\n[a]: https://b.c\n", "a https://b.c"},
		{"what is no entity is text", "&nbsp &x; &#87654321; &#; &#x; &#65;&#x42;&ouml;", "&nbsp &x; &#87654321; &#; &#x; ABö"},
		{"tabs are spaces", "a\tb\n\n```\n\tx\n漢\ty\n```", "a b\n\n      x\n  漢  y"},
		{"a long line of code is folded", "```\n" + strings.Repeat("x", 40) + "\n```", "  " + strings.Repeat("x", 32) + "\n  xxxxxxxx"},
		{"quotes hold blocks", "> a\n>\n> - b\n", "| a\n|\n| • b"},
		{"a table is as wide as its cells", "| a | b |\n|--|--:|\n| 1 | 200 |\n", "a |   b\n--|----\n1 | 200"},
		{"a wide table is wrapped", "|name|what it is|\n|-|-|\n|branch|a copy of the data that costs nothing|\n",
			"name   | what it is\n-------|----------------------------\nbranch | a copy of the data that\n       | costs nothing"},
		{"a table too wide for that is cards", "|k|first|second|third|fourth|\n|-|-|-|-|-|\n|a|a long cell|a longer cell|again a cell|one more|\n|b|2|3|4|5|\n",
			"k: a\nfirst: a long cell\nsecond: a longer cell\nthird: again a cell\nfourth: one more\n--------\nk: b\nfirst: 2\nsecond: 3\nthird: 4\nfourth: 5"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := renderer(t, Options{Style: "ascii", Width: 40})
			got := strings.Join(whole(r, tt.in), "\n")
			got = strings.ReplaceAll(strings.ReplaceAll("\n"+got, "\n  ", "\n"), " \n", "\n")[1:]
			if got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestCodeFollowsTheStyleOfItsRenderer(t *testing.T) {
	const code = "```go\nfunc main() { return 1 } // 漢字\n```\n"
	dark := whole(renderer(t, Options{}), code)
	light := whole(renderer(t, Options{Light: true}), code)
	if d, l := strings.Join(dark, "\n"), strings.Join(light, "\n"); d == l {
		t.Errorf("dark and light code look the same: %q", d)
	}
	for _, name := range []string{"go", "Go", "golang"} {
		got := whole(renderer(t, Options{}), strings.Replace(code, "go", name, 1))
		if strings.Join(got, "\n") != strings.Replace(strings.Join(dark, "\n"), "mgo\x1b", "m"+name+"\x1b", 1) && name != "golang" {
			t.Errorf("%s is not highlighted as Go: %q", name, got)
		}
	}
}

func TestPlainTextHasNoEscapeSequences(t *testing.T) {
	for _, o := range []Options{{Plain: true}, {Plain: true, Style: "dracula"}, {Style: "notty"}, {Style: "ascii"}} {
		got := strings.Join(whole(renderer(t, o), strings.Join(snippets, "\n\n")), "\n")
		if strings.ContainsRune(got, '\x1b') {
			t.Errorf("%+v: escape sequences in %q", o, got)
		}
	}
}

func TestAStyleFileIsFollowed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "style.json")
	style := `{"h1":{"prefix":"<<","suffix":">>"},"item":{"block_prefix":"-> "},"strong":{"color":"9"},"code_block":{"theme":"monokai"}}`
	if err := os.WriteFile(path, []byte(style), 0o600); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(whole(renderer(t, Options{Style: path}), "# a\n- **b**\n```json\n1\n```"), "\n")
	if want := "<<a>>\n\n-> \x1b[91mb\x1b[m\n\n\x1b[38;2;174;129;255m1\x1b[m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	_, err := New(Options{Style: filepath.Join(t.TempDir(), "none.json")})
	if err == nil || !strings.Contains(err.Error(), "none.json") {
		t.Errorf("a style that is not there: %v", err)
	}
}

func TestCodeStandsOnAGroundOfTheWholeWidth(t *testing.T) {
	const on = ";48;2;38;38;38"
	for _, l := range whole(renderer(t, Options{Width: 34}), "```go\nx := 1 // 漢字\n\nif x > 0 { return \"a long line of code\" }\n```\n") {
		if n := xansi.StringWidth(l); n != 32 {
			t.Errorf("the ground ends at column %d, not at 32: %q", n, l)
		}
		if n, m := strings.Count(l, "38;2;"), strings.Count(l, on); n == 0 || n != m {
			t.Errorf("of %d pieces %d stand on the ground: %q", n, m, l)
		}
	}
}

func TestHowCodeIsSet(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"a short first line has the language beside it", "```go\nx\n```", "   x                       go"},
		{"a long one has it above", "```python\nprint('a long line')\n```", "                       python\n   print('a long line')"},
		{"text has no language", "```text\nx\n```", "   x"},
		{"a language that nobody knows is told", "```zork\nx\n```", "   x                     zork"},
		{"a bare fence", "```\nx\n```", "   x"},
		{"where a line goes on there is a mark", "```\n" + strings.Repeat("abcdefghij", 5) + "\nend\n```", "   abcdefghijabcdefghijabcd\n   ↪ efghijabcdefghijabcdefgh\n   ↪ ij\n   end"},
		{"in an item", "- a\n\n  ```go\n  x\n  ```", "  • a\n\n     x                     go"},
	} {
		lines := whole(renderer(t, Options{Width: 32}), tt.in)
		for i, l := range lines {
			lines[i] = strings.TrimRight(xansi.Strip(l), " ")
		}
		if got := strings.Join(lines, "\n"); got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

// What was typed is told from what came of it.
func TestInASessionCommandsAreHighlighted(t *testing.T) {
	r := renderer(t, Options{})
	const on = ";48;2;38;38;38m"
	plain, str := "\x1b[38;2;218;218;218"+on, "\x1b[38;2;141;219;164"+on
	for _, language := range []string{"console", "Shell-Session"} {
		got := strings.Join(whole(r, "```"+language+"\n$ echo \"hi\"\n\"hi\" came\nme@box:~# echo \"ho\"\n```\n"), "\n")
		for _, want := range []string{str + `"hi"`, plain + `"hi" came`, str + `"ho"`} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%q", language, want, got)
			}
		}
	}
}

func TestWithoutColoursCodeIsToldBySigns(t *testing.T) {
	const text = "Run `neon` or ``a ` b``.\n\n```sh\nls\n```\n"
	for _, o := range []Options{{Colourless: true}, {Plain: true}, {Plain: true, Style: "dark", Light: true}, {Style: "dracula", Colourless: true}} {
		got := told(whole(renderer(t, o), text))
		if want := "Run `neon` or ``a ` b``. ls"; got != want {
			t.Errorf("%+v: got %q, want %q", o, got, want)
		}
	}
	for _, o := range []Options{{}, {Style: "dracula"}, {Light: true}} {
		if got := told(whole(renderer(t, o), "Run `neon`.")); got != "Run neon." {
			t.Errorf("%+v: got %q", o, got)
		}
	}
}

func TestAStyleOfOurOwn(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"headings have no signs", "# a\n## b\n", "a\n\nb"},
		{"a rule is as wide as the text", "---", strings.Repeat("─", 26)},
		{"boxes", "- [x] a\n- [ ] b", "☑ a\n☐ b"},
		{"quotes have a bar", "> a\n>\n> b", "│ a\n│\n│ b"},
		{"footnotes are raised", "a[^1]\n\n[^1]: b", "a¹\n\n¹ b"},
	} {
		lines := whole(renderer(t, Options{Width: 30}), tt.in)
		for i, l := range lines {
			lines[i] = strings.TrimSpace(xansi.Strip(l))
		}
		if got := strings.Join(lines, "\n"); got != tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
	got := strings.Join(whole(renderer(t, Options{}), "|a|b|\n|-|-|\n|c|d|\n"), "\n")
	if want := "  \x1b[1ma\x1b[m \x1b[38;2;78;78;78m│\x1b[m \x1b[1mb\x1b[m\n  \x1b[38;2;78;78;78m──┼──\x1b[m\n  c \x1b[38;2;78;78;78m│\x1b[m d"; got != want {
		t.Errorf("a table has a bold head and dim lines: got\n%q\nwant\n%q", got, want)
	}
}
