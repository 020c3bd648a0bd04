package transcript

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"neonchat/chat"
	"neonchat/ui/theme"
)

// What stands there when an answer is done is what a single setting of the whole
// gives, however it arrived and however often the look changed meanwhile.
func TestRecordedAnswersEndAsTheirWholeText(t *testing.T) {
	for name, text := range recorded(t) {
		for _, width := range []int{60, 120} {
			l := theme.Look{Width: width}
			got, want := arrive(l, text), Render(l, text).Rows
			if !slices.Equal(got, want) {
				t.Errorf("%s at %d columns:\n%s\nwant\n%s", name, width, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
}

func recorded(t *testing.T) map[string]string {
	texts := map[string]string{}
	files, err := filepath.Glob("../../../shared/streams/*/*.expect.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var expect struct{ Text string }
		if err := json.Unmarshal(data, &expect); err != nil {
			t.Fatal(err)
		}
		texts[file] = expect.Text
	}
	if len(texts) == 0 {
		t.Skip("there are no recorded streams here")
	}
	return texts
}

// arrive plays a text through a live entry, in pieces, with a resize halfway.
func arrive(l theme.Look, text string) []string {
	r := rand.New(rand.NewPCG(1, uint64(len(text))))
	var s renderer
	e := &Entry{Live: true, Message: chat.Message{Role: chat.Assistant}}
	narrow := l
	narrow.Width = 40
	for rest := text; rest != ""; {
		n := min(len(rest), 1+r.IntN(40))
		now := l
		if half := len(text) / 2; len(rest) < half && len(rest) > half-100 {
			now = narrow
		}
		e.SetLines(s.add(now, rest[:n], false))
		rest = rest[n:]
	}
	e.SetLines(s.add(l, "", true))
	return append(e.Body, e.tail...)
}

func TestNoLineIsWiderThanItsColumn(t *testing.T) {
	text := strings.Repeat("👩‍👩‍👧 नि กำ ❤️ 漢字 🏳️‍🌈 ", 40) + "\n\n| a | b |\n|---|---|\n| ❤️❤️❤️ | " + strings.Repeat("漢", 60) + " |\n"
	for width := 20; width < 130; width += 7 {
		l := theme.Look{Width: width}
		for _, line := range Render(l, text).Rows {
			if n := l.Size(line); n > l.Column() {
				t.Errorf("at %d columns a line has %d: %q", width, n, line)
			}
		}
	}
}

// Definitions come last in most answers, when what refers to them has long been on the screen.
func TestLinksThatAreDefinedLastAreLinksInTheEnd(t *testing.T) {
	text := "# Sources\n\nRead [the docs][1], [Neon][] and a note[^1].\n\n" + strings.Repeat("Some more words.\n\n", 30) +
		"[1]: https://example.com/docs\n[neon]: https://neon.example\n\n[^1]: In small print.\n"
	for _, l := range []theme.Look{{Width: 40, Plain: true}, {Width: 100, Plain: true}} {
		got := arrive(l, text)
		if want := Render(l, text).Rows; !slices.Equal(got, want) {
			t.Errorf("at %d columns:\n%s\nwant\n%s", l.Width, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		shown := strings.Join(strings.Fields(strings.Join(got, " ")), " ")
		if !strings.Contains(shown, "Read the docs https://example.com/docs, Neon https://neon.example and a note¹.") || strings.Contains(shown, "[1]:") {
			t.Errorf("at %d columns the links are not what they should be: %s", l.Width, shown)
		}
	}
}
