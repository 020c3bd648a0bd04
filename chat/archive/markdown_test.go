package archive

import (
	"strings"
	"testing"
	"time"

	"neonchat/chat"
)

func TestASessionAsMarkdown(t *testing.T) {
	golden(t, "session.md", Markdown(aSession(), Options{}))
	golden(t, "session-reasoning.md", Markdown(aSession(), Options{Reasoning: true, Bare: true}))
}

func TestWhatAModelWroteIsLeftAlone(t *testing.T) {
	text := "1. one\n   * two  \n\n<details>&amp;\n\n\ttabbed\n\n***\n# Title"
	s := &chat.Session{}
	s.Add(chat.Message{Role: chat.User, Parts: []chat.Part{chat.Text{Text: "q"}}})
	s.Add(chat.Message{Role: chat.Assistant, Parts: []chat.Part{chat.Text{Text: text}}, Stop: chat.Stop{Reason: chat.StopEnd}})
	if got := Markdown(s, Options{Bare: true}); !strings.HasSuffix(got, "\n"+text+"\n") {
		t.Errorf("got %q", got)
	}
}

func TestACostIsNeverAFalseZero(t *testing.T) {
	price := func(usd ...float64) string {
		s := &chat.Session{}
		for _, c := range usd {
			m := chat.Message{Role: chat.Assistant, Parts: []chat.Part{chat.Text{Text: "a"}}}
			if c >= 0 {
				m.Cost = &c
			}
			s.Add(m)
		}
		s.Add(chat.Message{Role: chat.Assistant, Stop: chat.Stop{Reason: chat.StopError}, Err: "refused"})
		for line := range strings.Lines(Markdown(s, Options{})) {
			if cost, ok := strings.CutPrefix(line, "cost_usd: "); ok {
				return strings.TrimSpace(cost)
			}
		}
		return "no line"
	}
	const unknown = -1
	for want, usd := range map[string][]float64{
		"unknown": {unknown, unknown}, `"~0.3"`: {0.1, 0.2, unknown}, "0.3": {0.1, 0.2}, "0": {0},
	} {
		same(t, "the cost", price(usd...), want)
	}
	same(t, "the cost of nothing", price(), "unknown")
}

func TestAForkCostsWhatWasSaidInIt(t *testing.T) {
	begun := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	answer := func(s *chat.Session, usd float64) {
		begun = begun.Add(time.Minute)
		s.Add(chat.Message{
			Role: chat.Assistant, Parts: []chat.Part{chat.Text{Text: "a"}}, Timing: chat.Timing{Started: begun},
			Usage: &chat.Usage{Input: 10, Output: 20}, Cost: &usd,
		})
	}
	s := &chat.Session{Head: chat.Head{ID: "s"}}
	answer(s, 0.5)
	f := s.Fork(s.Leaf, begun.Add(time.Second))
	answer(f, 0.125)
	for of, want := range map[*chat.Session]string{
		s: "input_tokens: 10\noutput_tokens: 20\ncost_usd: 0.5\n", f: "input_tokens: 10\noutput_tokens: 20\ncost_usd: 0.125\n",
	} {
		if got := Markdown(of, Options{}); !strings.Contains(got, want) {
			t.Errorf("got %s, want in it %s", got, want)
		}
	}
}

func TestWhatNothingCameOfIsNoVersion(t *testing.T) {
	s := &chat.Session{}
	say := func(role chat.Role, text string) {
		m := chat.Message{Role: role, Stop: chat.Stop{Reason: chat.StopUser}}
		if text != "" {
			m.Parts = []chat.Part{chat.Text{Text: text}}
		}
		s.Add(m)
	}
	say(chat.User, "never mind")
	say(chat.Assistant, "")
	s.Leaf = ""
	say(chat.User, "hello")
	question := s.Leaf
	say(chat.Assistant, "")
	s.Leaf = question
	say(chat.Assistant, "hi")
	if got := Markdown(s, Options{}); strings.Contains(got, "Version") {
		t.Errorf("got %s", got)
	}
	s.Leaf = question
	say(chat.Assistant, "") // the way leads there
	if got := Markdown(s, Options{}); !strings.Contains(got, "*Version 2 of 2.*") {
		t.Errorf("got %s", got)
	}
}

func TestACodeBlockThatWasCutIsClosed(t *testing.T) {
	for text, end := range map[string]string{
		"```go\nx":              "\n```",
		"```go\nx\n```":         "",
		"````\n```\nx":          "\n````",
		"~~~\n```":              "\n~~~",
		"```a`b```\ntext":       "",
		"    ```\nindented":     "",
		"   ```\nx\n``` no end": "\n```",
		"no code":               "",
	} {
		same(t, text, unclosed(text), end)
	}
}
