package ui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/page"
)

var update = flag.Bool("update", false, "write the golden screens anew")

const fewModels = `{"neon": {"id": "neon", "models": {
	"claude-sonnet-4-6": {"id": "claude-sonnet-4-6", "name": "Claude Sonnet 4.6", "family": "claude-sonnet", "reasoning": true, "temperature": true,
		"release_date": "2026-02-17", "modalities": {"input": ["text", "image", "pdf"], "output": ["text"]}, "limit": {"context": 200000, "output": 64000}, "cost": {"input": 3, "output": 15}},
	"gpt-5-mini": {"id": "gpt-5-mini", "name": "GPT-5 Mini", "family": "gpt-mini", "reasoning": true, "temperature": false,
		"release_date": "2025-08-07", "modalities": {"input": ["text", "image"], "output": ["text"]}, "limit": {"context": 400000, "output": 128000}, "cost": {"input": 0.25, "output": 2}},
	"gpt-oss-20b": {"id": "gpt-oss-20b", "name": "GPT OSS 20B", "family": "gpt-oss", "reasoning": true, "temperature": true,
		"release_date": "2025-08-05", "modalities": {"input": ["text"], "output": ["text"]}, "limit": {"context": 131072, "output": 25000}}
}}}`

const goldenAnswer = `A **branch** is a copy-on-write clone of ` + "`main`" + `: ready in a second, whatever the size of the data.

1. It starts as a pointer.

   Nothing is copied then.
2. Only what is written gets stored — 写时复制 🌿.

` + "```sql\nselect count(*) -- of all\nfrom branches;\n```" + `

| | full copy | branch |
|---|---:|---:|
| 500 GB | hours | ~1 second |

> See [the docs](https://neon.com/docs).
`

func TestGoldenScreens(t *testing.T) {
	for _, size := range []struct{ cols, rows int }{{60, 34}, {80, 34}, {100, 34}, {120, 34}, {200, 34}} {
		for _, light := range []bool{false, true} {
			name := fmt.Sprintf("%d-%s", size.cols, map[bool]string{false: "dark", true: "light"}[light])
			t.Run(name, func(t *testing.T) { goldenScreens(t, name, size.cols, size.rows, light) })
		}
	}
}

func goldenScreens(t *testing.T, name string, cols, rows int, light bool) {
	known, err := catalog.Decode(strings.NewReader(fewModels))
	if err != nil {
		t.Fatal(err)
	}
	u := sits(t, cols, rows, func(d *page.Deps) {
		d.Known, d.Light = known, light
		resolve := d.Resolve
		d.Resolve = func(target string) (chat.Model, catalog.Model, chat.Options, error) {
			m, _, o, err := resolve(target)
			facts, _ := known.Find(m.ID)
			return m, facts, o, err
		}
	})
	u.press("What is a branch?", "enter")
	u.asked()
	u.comes(thought("They want it short."), notice("temperature was left out: the model takes none"))
	u.text(goldenAnswer)
	u.ends()
	u.sees("Ask something", "▸ thought")
	u.golden(name + "-chat")
	u.press("ctrl+l", "gpt")
	u.sees("❯ gpt")
	u.golden(name + "-models")
	u.press("esc", "?")
	u.sees("Keys and commands")
	u.golden(name + "-help")
}

func TestGoldenSessions(t *testing.T) {
	for _, cols := range []int{60, 80, 120, 200} {
		for _, light := range []bool{false, true} {
			name := fmt.Sprintf("%d-%s", cols, map[bool]string{false: "dark", true: "light"}[light])
			t.Run(name, func(t *testing.T) { goldenSessions(t, name, cols, light) })
		}
	}
}

func goldenSessions(t *testing.T, name string, cols int, light bool) {
	store := library()
	pinned := told(mainBranch, 40*24*time.Hour, "写时复制是什么? And how is it called elsewhere, in other words than these, at some length?", "写时复制 🌿 means that a page is copied\n\n- when it is *written*, and not before")
	pinned.Pinned, pinned.Title = true, pinned.Messages[0].Text()
	pinned.Messages[1].Cost = nil
	fork := pinned.Fork(pinned.Leaf, noon.Add(-26*time.Hour))
	fork.Title = "And on Windows?"
	store.sessions[pinned.ID], store.sessions[fork.ID] = pinned, fork
	u := sits(t, cols, 18, with(store), func(d *page.Deps) { d.Light = light })
	u.opensSessions()
	u.sees("haiku")
	u.press("tab", "tab", "down")
	u.sees("everywhere", "Old times")
	u.golden(name + "-sessions")
	u.pastes("/written") // at once, so that nothing shorter is searched for
	u.sees("Search in", "answered")
	u.golden(name + "-search")
}

// golden compares the screen, colours included, with the one that is kept.
func (u *user) golden(name string) {
	u.t.Helper()
	u.mu.Lock()
	got := u.colours()
	u.mu.Unlock()
	path := filepath.Join("testdata", "golden", name+".ansi")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			u.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			u.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		u.t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(g), len(w)) {
		a, b := lineAt(g, i), lineAt(w, i)
		if a != b {
			u.t.Errorf("%s, line %d:\n got %q\nwant %q", name, i+1, a, b)
		}
	}
}

// colours writes the screen with its colours. Which of them a blank has can't be
// seen, and depends on how it came there.
func (u *user) colours() string {
	var b strings.Builder
	for y := range u.emu.Height() {
		var line strings.Builder
		last := ""
		for x := 0; x < u.emu.Width(); {
			text, style, width := " ", "", 1
			if c := u.emu.CellAt(x, y); c != nil && c.Width > 0 {
				seen := c.Style
				if c.Content == " " && seen.Underline == 0 { // a ground and what turns it round are seen
					seen.Attrs &= uv.AttrReverse
					if seen.Attrs == 0 {
						seen.Fg = nil
					}
				}
				text, style, width = c.Content, seen.String(), c.Width
			}
			if style != last {
				line.WriteString(ansi.ResetStyle + style)
				last = style
			}
			line.WriteString(text)
			x += width
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + ansi.ResetStyle + "\n")
	}
	return b.String()
}

// lineAt is the i-th line, or none.
func lineAt(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
