package ui

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/conversation"
	"neonchat/ui/keymap"
	"neonchat/ui/thread"
	"neonchat/ui/transcript"
)

// A key with much written, and with much said.
func BenchmarkKey(b *testing.B) {
	for _, lines := range []int{1, 500, 20_000} {
		b.Run(fmt.Sprintf("%d lines written", lines), func(b *testing.B) {
			r := rootOf(b)
			r.chat.Composer.Insert(strings.Repeat("some words that make a line of the usual length\n", lines-1))
			for b.Loop() {
				r.Update(tea.KeyPressMsg{Code: 'a', Text: "a"})
			}
		})
	}
	b.Run("5000 messages", func(b *testing.B) {
		r := rootOf(b)
		reads(r.chat, sessionOf(5000))
		for b.Loop() {
			r.Update(tea.KeyPressMsg{Code: 'a', Text: "a"})
			r.Update(tea.KeyPressMsg{Code: tea.KeyPgUp})
		}
	})
}

// The first frame of a long session.
func BenchmarkOpen(b *testing.B) {
	s := sessionOf(5000)
	for b.Loop() {
		r := rootOf(b)
		reads(r.chat, s)
		r.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	}
}

// sessionOf is a session of n messages, questions and their answers.
func sessionOf(n int) *chat.Session {
	s := &chat.Session{}
	for i := range n {
		m := messageOf(fmt.Sprintf("# Answer %d\n\nIn *some* words.", i))
		if i%2 == 0 {
			m = chat.Message{Role: chat.User, Parts: []chat.Part{chat.Text{Text: fmt.Sprintf("Question %d", i)}}}
		}
		m.ID, m.Parent = fmt.Sprint("m", i), s.Leaf
		s.Messages, s.Leaf = append(s.Messages, m), m.ID
	}
	return s
}

// reads puts a session in the place of the present one.
func reads(c *conversation.Conversation, s *chat.Session) {
	t := thread.NewThread(c.Env, s, c.Model)
	t.Rebuild(transcript.NewReader(c.Env))
	c.Show(t)
}

func rootOf(tb testing.TB) *root {
	tb.Helper()
	u := &user{model: newModel(), keeper: &keeper{}, store: newShelf(), dir: tb.TempDir()}
	keys, err := keymap.New(nil)
	if err != nil {
		tb.Fatal(err)
	}
	r, err := newRoot(u.deps(), keys)
	if err != nil {
		tb.Fatal(err)
	}
	r.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	return r
}
