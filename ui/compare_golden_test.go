package ui

import (
	"fmt"
	"testing"
	"time"

	"neonchat/ui/page"
)

// eight are those of the golden comparisons, in their order, each with how it
// answers: by what share of goldenAnswer, after how long, with how many tokens.
var eight = []struct {
	target string
	share  int // of 4
	after  time.Duration
	tokens int64
}{
	{sonnet, 4, 900 * time.Millisecond, 310},
	{mini, 2, 400 * time.Millisecond, 180},
	{"gemini-2-5-flash@mlflow", 3, 700 * time.Millisecond, 240},
	{"gpt-5:low", 1, 1200 * time.Millisecond, 90},
	{haiku, 2, 600 * time.Millisecond, 150},
	{"llama-4-maverick", 1, 300 * time.Millisecond, 60},
	{"gpt-oss-20b", 3, 500 * time.Millisecond, 200},
	{"meta-llama-3-3-70b-instruct", 2, 800 * time.Millisecond, 140},
}

// Of each comparison the last model is still answering and the one before has
// failed, where there are more than two.
func TestGoldenComparisons(t *testing.T) {
	for _, n := range []int{2, 3, 4, 8} {
		for _, cols := range []int{80, 120, 200} {
			name := fmt.Sprintf("compare-%d-of-%d-dark", n, cols)
			t.Run(name, func(t *testing.T) { goldenComparison(t, name, cols, n, false) })
		}
	}
	t.Run("compare-3-of-120-light", func(t *testing.T) { goldenComparison(t, "compare-3-of-120-light", 120, 3, true) })
}

func goldenComparison(t *testing.T, name string, cols, n int, light bool) {
	m := to("What is a branch, and what does it cost me?")
	for _, e := range eight[:n] {
		m.Targets = append(m.Targets, e.target)
	}
	c := &clock{}
	u := compares(t, cols, 34, m, func(d *page.Deps) { d.Now, d.Light = c.now, light })
	c.answersOf(u, n)
	u.golden(name)
}

// answersOf has the first n of eight answer one after the other.
func (c *clock) answersOf(u *user, n int) {
	for _, e := range eight[:n] {
		u.of(e.target).hears()
	}
	for i, e := range eight[:n] {
		v, text := u.of(e.target), goldenAnswer[:len(goldenAnswer)*e.share/4]
		if i > 0 {
			u.press("right")
		}
		u.sees(fmt.Sprintf("▸ %d ", i+1))
		c.turn(e.after)
		switch {
		case n > 2 && i == n-2:
			v.fails("too many requests (HTTP 429)")
			u.sees("✗ too many requests")
			continue
		case i == 0:
			v.comes(notice("temperature was left out: the model takes none"))
		}
		v.says(text)
		u.sees(fmt.Sprintf("≈ %d tokens", (len(text)+3)/4))
		if n > 2 && i == n-1 {
			continue
		}
		c.turn(time.Second)
		v.ends(e.tokens)
		u.sees(fmt.Sprintf("%d tokens", e.tokens))
		u.seesNo("≈")
	}
}

// What else the page can show: zoomed, blind before and after the vote, the
// differences, and the narrowest screen.
func TestGoldenComparisonStates(t *testing.T) {
	m := to("why?", sonnet, mini)
	m.Blind, m.Tag = true, "sql"
	u := compares(t, 100, 20, m)
	for _, name := range m.Targets {
		u.of(name).hears()
		u.of(name).comes(thought("Hm.")).says("A branch is a cheap copy, says " + map[string]string{sonnet: "one", mini: "the other"}[name] + ".").ends()
	}
	u.sees("the best answer is")
	u.golden("compare-blind")
	u.press("2")
	u.sees("★ voted")
	u.golden("compare-voted")
	u.press("d")
	u.sees("words only here", "{+the other+}")
	u.golden("compare-diff")
	u.press("d", "z")
	u.sees("1✓")
	u.golden("compare-zoomed")
	u.press("z", "S")
	u.sees("#sql (1)")
	u.golden("compare-standings")
	u.resizes(60, 15)
	u.sees("Standings")
	u.press("esc", "?")
	u.sees("Comparing (tab)")
	u.golden("compare-help-60")
	u.press("esc")
	u.sees("▸")
	u.golden("compare-60x15")
}
