package ui

import (
	"fmt"
	"strings"
	"testing"
)

// sections is an answer with an outline.
func sections(name string, lines int) string {
	var b strings.Builder
	for i := range 4 {
		fmt.Fprintf(&b, "# Part %d of %s\n\nBefore it.\n\n", i+1, name)
		for range lines {
			fmt.Fprintf(&b, "- a line of %s\n", name)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestColumnsScrollByThemselvesOrTogether(t *testing.T) {
	u := compares(t, 80, 24, to("why?", sonnet, mini))
	u.of(sonnet).answers(sections("short", 8))
	u.of(mini).answers(sections("long", 30))
	u.sees("Part 1 of short", "Part 1 of long", "enter goes on")
	u.press("j", "j", "j", "j")
	u.seesNo("Part 1 of short")
	u.sees("Part 1 of long")
	u.press("s")
	u.sees("all columns scroll together", "together")
	u.seesNo("Part 1 of long")
	for range 11 {
		u.press("j")
	}
	u.until("saw both parts at the top", func(s string) bool {
		top := strings.Split(s, "\n")[4]
		return strings.Contains(top, "Part 2 of short") && strings.Contains(top, "Part 2 of long")
	})
	u.press("s", "right", "g")
	u.sees("Part 1 of long", "Part 2 of short")
}

func TestZoomShowsOneColumnAlone(t *testing.T) {
	u := compares(t, 80, 24, to("why?", sonnet, mini))
	u.of(sonnet).answers("the first")
	u.of(mini).answers("the second")
	u.sees("the first", "the second", "│")
	u.press("z")
	u.sees("1✓"+sonnet, "the first")
	u.seesNo("the second")
	u.press("right")
	u.sees("▸ 2 "+mini, "the second")
	u.seesNo("the first")
	u.press("esc")
	u.sees("the first", "the second", "│")
}

func TestAResizeWhileTheyAnswer(t *testing.T) {
	u := compares(t, 200, 50, to("why?", sonnet, mini, flash, haiku))
	names := []string{sonnet, mini, flash, haiku}
	for _, name := range names {
		u.of(name).hears()
		u.of(name).says("begun by " + name + " ")
	}
	u.sees("begun by " + haiku)
	u.resizes(60, 15)
	u.sees("begun by "+sonnet, "▸ 1 "+sonnet)
	u.seesNo("begun by " + mini)
	for _, name := range names {
		u.of(name).says("and ended").ends()
	}
	u.sees("and ended", "4✓")
	u.press("4")
	u.sees("begun by " + haiku + " and ended")
	u.resizes(120, 40)
	u.sees("begun by "+haiku+" and ended", "begun by "+mini+" and ended")
	u.resizes(50, 9)
	u.sees("below 60×15", "▸ 4 "+haiku)
	u.resizes(20, 5)
	u.sees("too small")
	u.resizes(200, 50)
	u.sees("begun by "+sonnet+" and ended", "begun by "+haiku+" and ended")
}

func TestTwoAnswersAreComparedWordByWord(t *testing.T) {
	u := compares(t, 120, 30, to("why?", sonnet, mini, flash))
	u.of(sonnet).answers("A branch is a **cheap** copy of the data, made at once.")
	u.of(mini).answers("A branch is a **very cheap** copy of the whole data, made at once.")
	u.of(flash).answers("Nobody knows.")
	u.sees("Nobody knows.", "enter goes on")
	u.press("d")
	u.sees("[-0 words only here-]", "{+2 words only here+}", "**{+very+} cheap**", "{+whole+}")
	u.press("3")
	u.sees("3 "+flash, "{+Nobody")
	u.press("esc")
	u.seesNo("only here")
	u.resizes(60, 20)
	u.sees("▸ 1 " + sonnet)
	u.press("d")
	u.sees("A branch is a **{+very+} cheap**")
}

func TestTheReasoningIsShownAndFolded(t *testing.T) {
	u := compares(t, 80, 24, to("why?", sonnet, mini))
	u.of(mini).hears()
	u.of(mini).comes(thought("deep thoughts")).says("two").ends()
	u.of(sonnet).answers("one")
	u.sees("▸ thought", "(t shows)")
	u.seesNo("deep thoughts")
	u.press("right", "t")
	u.sees("deep thoughts", "(t folds)")
}

func TestAnAnswerIsCopied(t *testing.T) {
	u := compares(t, 80, 24, to("why?", sonnet, mini))
	u.of(sonnet).answers("one")
	u.of(mini).answers("*two*")
	u.sees("enter goes on")
	u.press("right", "y")
	u.sees("sent the answer to the clipboard")
	u.until("got *two* in base64", func(string) bool { return len(u.sent) == 1 && strings.HasSuffix(u.sent[0], "KnR3byo=") })
}

func TestTheMouseScrollsWhatItIsOver(t *testing.T) {
	u := compares(t, 80, 24, to("why?", sonnet, mini))
	u.of(sonnet).answers(sections("left", 20))
	u.of(mini).answers(sections("right", 20))
	u.sees("Part 1 of left", "Part 1 of right", "enter goes on")
	u.in.Write([]byte("\x1b[<65;60;10M\x1b[<65;60;10M"))
	u.seesNo("Part 1 of right")
	u.sees("Part 1 of left", "▸ 1 ")
	u.in.Write([]byte("\x1b[<0;60;10M\x1b[<0;60;10m"))
	u.sees("▸ 2 ")
}

func TestALongReadIsNotMovedByWhatComes(t *testing.T) {
	u := compares(t, 80, 24, to("why?", sonnet, mini))
	u.of(sonnet).hears()
	u.of(mini).hears()
	u.of(sonnet).says(numbered(1, 40))
	u.sees("❯ why?", "paragraph 1.", "↓ more")
	u.seesNo("paragraph 40.")
	u.press("G")
	u.sees("paragraph 40.")
	u.of(sonnet).says(numbered(41, 60))
	u.sees("paragraph 60.") // at the end it is followed
	u.press("k", "k", "k")
	u.seesNo("paragraph 60.")
	u.of(sonnet).says(numbered(61, 80)).ends()
	u.sees("200 tokens", "paragraph 57.")
}
