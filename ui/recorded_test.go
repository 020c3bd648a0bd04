package ui

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"neonchat/chat"
	"neonchat/ui/markdown"
	"neonchat/ui/theme"
)

// What stands on the screen when an answer is over is what Markdown makes of the
// whole of it, and has the colours of one that came at once, however it was cut
// into pieces: within characters and line ends too.
func TestAnswersStandOnTheScreenAsTheirWholeText(t *testing.T) {
	const cols = 80
	r, err := markdown.New(markdown.Options{Width: theme.Look{Width: cols}.Column()})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range answers(t) {
		t.Run(name, func(t *testing.T) {
			lines, _ := r.Render(text)
			for i, s := range lines {
				lines[i] = strings.TrimRight(" "+ansi.Strip(s), " ")
			}
			want := strings.Join(lines, "\n")
			got, colours := played(t, text, cols, len(lines)+16, 40)
			if got != want {
				t.Errorf("the screen shows\n%s\nwant\n%s", got, want)
			}
			if _, atOnce := played(t, text, cols, len(lines)+16, len(text)); colours != atOnce {
				g, w := strings.Split(colours, "\n"), strings.Split(atOnce, "\n")
				for i := range max(len(g), len(w)) {
					if a, b := lineAt(g, i), lineAt(w, i); a != b {
						t.Fatalf("cut into pieces it has other colours than at once, first in line %d of %d and %d:\n got %q\nwant %q", i+1, len(g), len(w), a, b)
					}
				}
			}
		})
	}
}

// answers are those that were recorded, each text once, and some that are long or
// written as few models do.
func answers(t *testing.T) map[string]string {
	texts := map[string]string{
		"windows line ends": strings.ReplaceAll(goldenAnswer, "\n", "\r\n"),
		"old line ends":     strings.ReplaceAll(goldenAnswer, "\n", "\r"),
		"huge":              strings.Repeat(goldenAnswer+"\n# More\n\n- a\n\n  b\n    1. c\n\nTwo\n---\n\n", 60),
		"one paragraph":     strings.Repeat("many *words* 漢字 🌿 ", 400),
		"one line of code":  "```\n" + strings.Repeat("x = y; ", 800),
		"no text":           "",
	}
	seen := map[string]bool{}
	if _, err := os.Stat("../../shared/streams"); err == nil {
		for file, text := range recordedTexts(t) {
			if !seen[text] {
				texts[filepath.Base(file)] = text
			}
			seen[text] = true
		}
	}
	return texts
}

// played has a text arrive in pieces of at most so many bytes, and gives the lines
// between the question and the foot of the answer, without colours and with.
func played(t *testing.T, text string, cols, rows, most int) (plain, coloured string) {
	u := sits(t, cols, rows)
	defer u.leaves()
	u.press("go on", "enter")
	u.asked()
	r := rand.New(rand.NewPCG(1, uint64(len(text))))
	for rest := text; rest != ""; {
		n := min(len(rest), 1+r.IntN(most))
		u.text(rest[:n])
		rest = rest[n:]
	}
	u.comes(chat.Stopped{Stop: chat.Stop{Reason: chat.StopEnd, Raw: "stop"}})
	u.model.say <- said{end: true}
	plain = u.until("saw the answer's end", func(s string) bool { return strings.Contains(s, "Ask something") })
	u.mu.Lock()
	coloured = u.colours()
	u.mu.Unlock()
	return between(plain), between(coloured)
}

func between(screen string) string {
	lines := strings.Split(screen, "\n")
	foot := slices.IndexFunc(lines, func(s string) bool { return strings.Contains(ansi.Strip(s), "  claude-sonnet-4-6 · anthropic") })
	return strings.Trim(strings.Join(lines[1:foot], "\n"), "\n")
}

func recordedTexts(t *testing.T) map[string]string {
	texts := map[string]string{}
	files, err := filepath.Glob("../../shared/streams/*/*.expect.json")
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
