package compare

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/thread"
	"neonchat/ui/transcript"
)

// aside is a chat that nothing is asked of.
type aside struct{}

func (aside) Values(string) []string                  { return nil }
func (aside) Command(string, draft.Draft) page.Intent { return nil }

// silent never answers.
type silent struct{}

func (silent) Stream(ctx context.Context, _ chat.Request) iter.Seq2[chat.Event, error] {
	return func(yield func(chat.Event, error) bool) {
		<-ctx.Done()
		yield(nil, ctx.Err())
	}
}

// compared is the page with n answers of the same length, as they stand when they
// arrive.
func compared(tb testing.TB, n int, text string) *Page {
	tb.Helper()
	keys, err := keymap.New(nil)
	if err != nil {
		tb.Fatal(err)
	}
	env := page.NewEnv(page.Deps{}, keys)
	env.Look.Width = 200
	ts := thread.NewThreads(env, page.Choice{})
	p := New(aside{}, &ts, page.Comparison{Targets: []string{"a", "b"}})
	ts.Composer.Host, p.writing = p, false
	for i := range n {
		id := fmt.Sprint("model-", i)
		k := newColumn(env, page.Choice{Target: page.TargetOf(id), Model: chat.Model{ID: id}})
		k.asked = 1
		e := k.begin(env.Deps, chat.Turn{Streamer: silent{}, Session: &chat.Session{}}, []chat.Part{chat.Text{Text: "why?"}}, transcript.AnswersAgain)
		e.Source.WriteString(text)
		k.spoke = 1
		tb.Cleanup(k.turn.Cancel)
		p.columns = append(p.columns, k)
	}
	p.count, p.questions = n, make([]question, 1)
	p.Layout(200, 50)
	for _, k := range p.columns {
		k.resize(env.Look, 40)
		k.last().SetLines(transcript.Render(k.transcript.Look, text))
	}
	p.Layout(200, 50)
	return p
}

// What a key costs, and what a piece of an answer does, while so many answers of
// 50 KB come.
func BenchmarkPage(b *testing.B) {
	text := strings.Repeat("Some **words** of an answer, which make a paragraph.\n\n- one\n- two\n\n", 750)
	for _, n := range []int{3, 8} {
		p := compared(b, n, text)
		b.Run(fmt.Sprintf("key of %d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.Press(tea.KeyPressMsg{Code: 'j', Text: "j"})
				p.Layout(200, 50)
				p.View(200, 50)
			}
		})
		b.Run(fmt.Sprintf("piece of %d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				k := p.columns[n-1]
				p.Update(transcript.TurnMsg{
					Turn: k.turn, Events: []chat.Event{chat.TextDelta{Text: "more "}},
					Lines: transcript.Lines{Look: k.transcript.Look, Rows: []string{"more"}},
				})
				p.Layout(200, 50)
				p.View(200, 50)
			}
		})
	}
}
