package ui

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// contestOf is the compare screen with n answers of the same length, as they
// stand when they arrive.
func contestOf(tb testing.TB, n int, text string) (*root, *comparePage) {
	tb.Helper()
	r := rootOf(tb)
	c := newComparePage(r.chat, &r.chat.Threads, page.Comparison{Targets: []string{"a", "b"}})
	r.comparing, r.page = c, c
	c.writing = false
	for i := range n {
		k := newColumn(r.env, page.Choice{Target: page.TargetOf(fmt.Sprint("model-", i)), Model: chat.Model{ID: fmt.Sprint("model-", i)}})
		k.asked = 1
		t := chat.Turn{Streamer: r.env.Deps.Streamer, Session: &chat.Session{}}
		e := k.begin(r.env.Deps, t, []chat.Part{chat.Text{Text: "why?"}}, transcript.AnswersAnew)
		e.Source.WriteString(text)
		k.spoke = 1
		tb.Cleanup(k.turn.Cancel)
		c.columns = append(c.columns, k)
	}
	c.questions = make([]question, 1)
	r.Update(tea.WindowSizeMsg{Width: 200, Height: 50})
	for _, k := range c.columns {
		k.resize(r.env.Look, 40)
		k.last().Lay(transcript.Set(k.transcript.Look, text))
	}
	r.Update(tea.WindowSizeMsg{Width: 200, Height: 50})
	return r, c
}

// What a key costs, and what a piece of an answer does, while so many answers of
// 50 KB come.
func BenchmarkContest(b *testing.B) {
	for _, n := range []int{3, 8} {
		text := ""
		for len(text) < 50_000 {
			text += goldenAnswer
		}
		r, c := contestOf(b, n, text)
		b.Run(fmt.Sprintf("key of %d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Update(tea.KeyPressMsg{Code: 'j', Text: "j"})
			}
		})
		b.Run(fmt.Sprintf("piece of %d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				k := c.columns[n-1]
				g := transcript.Lines{Look: k.transcript.Look, Rows: []string{"more"}}
				r.Update(transcript.TurnMsg{Turn: k.turn, Events: []chat.Event{chat.TextDelta{Text: "more "}}, Galley: g})
			}
		})
	}
}
