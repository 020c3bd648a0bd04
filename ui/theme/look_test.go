package theme

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// What is rendered belongs to the rest of the screen.
func TestHeadingsAreInTheAccent(t *testing.T) {
	for _, l := range []Look{{Width: 40}, {Width: 40, Light: true}} {
		lines, _ := l.Markdown().Render("### Branches")
		if got, want := strings.TrimSpace(lines[0]), l.Accent("Branches"); got != want {
			t.Errorf("light %t: the heading is %q, the accent %q", l.Light, got, want)
		}
	}
}

func TestAGroundFillsTheLine(t *testing.T) {
	for _, l := range []Look{{}, {Light: true}} {
		got := l.Grounded("❯ ", "写时复制?", 20)
		if n := l.Size(got); n != 20 || strings.Count(got, "48;2;") != 2 {
			t.Errorf("light %t: %d columns of 20: %q", l.Light, n, got)
		}
	}
	for _, l := range []Look{{Plain: true}, {Colourless: true}} {
		if got := ansi.Strip(l.Grounded("❯ ", "why?", 20)); got != "❯ why?" {
			t.Errorf("without colours there is no ground: %q", got)
		}
	}
}

// An unreadable style was told of when the program started.
func TestAStyleThatCannotBeReadIsTheUsualOne(t *testing.T) {
	got, _ := Look{Width: 40, Style: "none.json"}.Markdown().Render("# a")
	want, _ := Look{Width: 40}.Markdown().Render("# a")
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
