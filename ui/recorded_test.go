package ui

import (
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"neonchat/chat"
	"neonchat/ui/markdown"
)

// What stands on the screen when a recorded answer is over is what Markdown makes
// of the whole of it, however it was cut into pieces.
func TestRecordedAnswersStandOnTheScreenAsTheirWholeText(t *testing.T) {
	const cols = 80
	r, err := markdown.New(markdown.Options{Width: look{width: cols}.column()})
	if err != nil {
		t.Fatal(err)
	}
	for file, text := range recorded(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			lines := r.Render(text)
			for i, s := range lines {
				lines[i] = strings.TrimRight(" "+ansi.Strip(s), " ")
			}
			want := strings.Join(lines, "\n")
			if got := played(t, text, cols, len(lines)+16); got != want {
				t.Errorf("the screen shows\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// played has a text arrive in small pieces, and gives the lines between the
// question and the foot of the answer.
func played(t *testing.T, text string, cols, rows int) string {
	u := sits(t, cols, rows)
	u.press("go on", "enter")
	u.asked()
	r := rand.New(rand.NewPCG(1, uint64(len(text))))
	for rest := text; rest != ""; {
		n := min(len(rest), 1+r.IntN(40))
		u.text(rest[:n])
		rest = rest[n:]
	}
	u.comes(chat.Stopped{Stop: chat.Stop{Reason: chat.StopEnd, Raw: "stop"}})
	u.model.say <- said{end: true}
	screen := u.until("saw the answer's end", func(s string) bool { return strings.Contains(s, "Ask something") })
	_, body, _ := strings.Cut(screen, " ❯ go on\n")
	body, _, _ = strings.Cut(body, "\n   claude-sonnet-4-6 · anthropic")
	return strings.Trim(body, "\n")
}
