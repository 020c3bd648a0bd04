package sessions

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"neonchat/chat"
)

func someSessions() ([]chat.Summary, time.Time) {
	now := time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)
	list := []chat.Summary{
		{Head: chat.Head{ID: "0198c2f1-7a3b-7000-8000-000000000001", Title: "Copy-on-write branching, explained to somebody in a hurry", Pinned: true, Updated: now.Add(-3 * time.Hour)}, Model: "claude-sonnet-4-6", Turns: 12, Cost: 0.25, Unpriced: 1},
		{Head: chat.Head{ID: "0198c2f1-7a3b-7000-8000-000000000002", Title: "写时复制 is the same idea as fork() in an operating system", Updated: now.Add(-100 * 24 * time.Hour)}, Model: "gpt-5-mini", Turns: 1, Unpriced: 1},
		{Head: chat.Head{ID: "0198c2f1-7a4c-7000-8000-000000000003", Title: "\x1b]0;title\x07Steered\nlines", Updated: now}, Turns: 1},
	}
	for i := range list {
		list[i].Branch = chat.Branch{ID: "br-winter-pond-aptw82ef", Name: "preview/long-name"}
	}
	return list, now
}

func TestTheTableOfSessionsFitsTheTerminal(t *testing.T) {
	list, now := someSessions()
	for _, branches := range []bool{false, true} {
		for width := 20; width < 200; width++ {
			for line := range strings.Lines(sessionTable(list, branches, width, now)) {
				if w := ansi.StringWidth(strings.TrimRight(line, "\n")); w > width {
					t.Fatalf("at %d columns a line has %d: %q", width, w, line)
				}
			}
		}
	}
	wide := sessionTable(list, true, 0, now)
	narrow := sessionTable(list, false, 80, now)
	for _, text := range []string{"★ Copy-on-write branching, explained to somebody in a hurry", "preview/long-name", "claude-sonnet-4-6", "~$0.25", "14w", "3h", "now", "Steered lines"} {
		if !strings.Contains(wide, text) {
			t.Errorf("there is no %q in\n%s", text, wide)
		}
	}
	for _, text := range []string{"\x1b", "\x07", "$0.00"} {
		if strings.Contains(wide+narrow, text) {
			t.Errorf("there is %q in\n%s", text, wide)
		}
	}
	for _, title := range []string{"TITLE", "MODEL", "AGE", "ID"} {
		if !strings.Contains(narrow, title) {
			t.Errorf("80 columns are enough for %s:\n%s", title, narrow)
		}
	}
}

// What is shown of an id has to do for a command.
func TestShortIDsTellSessionsApart(t *testing.T) {
	list, _ := someSessions()
	var ids []string
	for _, s := range list {
		ids = append(ids, s.ID)
	}
	short := shortIDs(ids)
	for _, s := range list {
		id := short[s.ID]
		same := slices.DeleteFunc(slices.Clone(list), func(o chat.Summary) bool { return !strings.HasPrefix(o.ID, id) })
		if id == "" || len(same) != 1 {
			t.Errorf("%s is shown as %q, which %d begin with", s.ID, id, len(same))
		}
	}
	if id := short[list[2].ID]; id != "0198c2f1-7a4c" {
		t.Errorf("an id that begins as no other is shown as %s", id)
	}
}

func TestDaysAndWeeks(t *testing.T) {
	for text, want := range map[string]int{"90d": 90, "12w": 84, "1d": 1} {
		if got, ok := daysOf(text); !ok || got != want {
			t.Errorf("%s is %d, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "d", "90", "0d", "-1d", "1.5w", "90 d", "3m", "99999999999999999999d", "100000w"} {
		if got, ok := daysOf(text); ok {
			t.Errorf("%q is %d days", text, got)
		}
	}
}

func TestHitsAreShownWithWhatWasFound(t *testing.T) {
	list, now := someSessions()
	hits := []chat.Hit{
		{Session: list[0].Head, Role: chat.User, Excerpt: []chat.Span{{Text: "…why "}, {Text: "copy", Found: true}, {Text: " at all?\nSo \x1b[2Jthat"}}},
		{Session: list[0].Head, Role: chat.Assistant, Excerpt: []chat.Span{{Text: strings.Repeat("long ", 30)}, {Text: "copy", Found: true}}},
		{Session: list[2].Head, Role: chat.Assistant, Excerpt: []chat.Span{{Text: "copy", Found: true}}},
		{Session: list[1].Head, Role: chat.User, Excerpt: []chat.Span{{Text: "copy", Found: true}}},
	}
	for width := 24; width < 120; width++ {
		for line := range strings.Lines(hitsShown(hits, width, true, now)) {
			if w := ansi.StringWidth(strings.TrimRight(line, "\n")); w > width {
				t.Fatalf("at %d columns a line has %d: %q", width, w, line)
			}
		}
	}
	got := hitsShown(hits, 80, false, now)
	want := `0198c2f1-7a3b-7000-8000-000000000001 · Copy-on-write branching, explained to so…
  you: …why **copy** at all? So that
  answer: ` + strings.TrimSpace(strings.Repeat("long ", 14)) + "\n  " + strings.TrimSpace(strings.Repeat("long ", 15)) + "\n  " + `long **copy**
0198c2f1-7a4c · Steered lines · preview/long-name · now
  answer: **copy**
0198c2f1-7a3b-7000-8000-000000000002 · 写时复制 is the same idea as fork() in a…
  you: **copy**
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !strings.Contains(hitsShown(hits, 80, true, now), "\x1b[1mcopy\x1b[22m") {
		t.Error("what was found is not bold")
	}
}

func TestAFileIsNamedForItsSession(t *testing.T) {
	list, now := someSessions()
	h := list[0].Head
	h.Created = now
	for title, want := range map[string]string{
		"Copy-on-write / branching: a \"how\"?": "2026-03-02-copy-on-write-branching-a-how-" + h.ID + ".md",
		"../../etc/passwd":                      "2026-03-02-etc-passwd-" + h.ID + ".md",
		"写时复制":                                  "2026-03-02-写时复制-" + h.ID + ".md",
		"":                                      "2026-03-02-" + h.ID + ".md",
		strings.Repeat("word ", 40):             "2026-03-02-" + strings.TrimSuffix(strings.Repeat("word-", 9), "-") + "-" + h.ID + ".md",
		strings.Repeat("x", 500) + " " + "and more": "2026-03-02-" + h.ID + ".md",
	} {
		h.Title = title
		if got := fileName(h, "markdown"); got != want {
			t.Errorf("%.20q is in %s, want %s", title, got, want)
		}
	}
	h.Created, h.Title = time.Time{}, ""
	if got := fileName(h, "ai-sdk"); got != h.ID+".ai-sdk.json" {
		t.Errorf("got %s", got)
	}
}

func TestTheCostOfASessionIsASumOfMoney(t *testing.T) {
	dime, two := 0.1, 0.2
	if usd, known := costOf(chat.Summary{Cost: dime + two}); usd != 0.3 || !known {
		t.Errorf("10 and 20 cents are %v, known: %v", usd, known)
	}
	if _, known := costOf(chat.Summary{Model: "a", Unpriced: 1}); known {
		t.Error("an answer without a price costs nothing")
	}
}
