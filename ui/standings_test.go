package ui

import (
	"errors"
	"strings"
	"testing"

	"neonchat/chat"
	"neonchat/ui/page"
)

// voted is a store with votes: sonnet has won thrice with the tag sql, once a
// judge saw it otherwise.
func voted() *shelf {
	s := newShelf()
	for range 3 {
		s.votes = append(s.votes, chat.Vote{Targets: []string{sonnet, mini}, Winner: sonnet, Tag: "sql"})
	}
	s.votes = append(s.votes,
		chat.Vote{Targets: []string{sonnet, mini}, Tie: true},
		chat.Vote{Targets: []string{sonnet, mini}, Winner: mini, Judge: "gpt-5"},
		chat.Vote{Targets: []string{sonnet, mini}, Winner: mini, Branch: chat.DemoBranch},
	)
	return s
}

// standsFirst waits until the first of the standings is the model, with the
// numbers behind it.
func (u *user) standsFirst(model, figures string) {
	u.t.Helper()
	u.until("saw "+model+" first, with "+figures, func(s string) bool {
		_, rows, _ := strings.Cut(s, "MODEL")
		lines := strings.Split(rows, "\n")
		return len(lines) > 1 && strings.HasPrefix(strings.TrimSpace(lines[1]), model) &&
			strings.Contains(strings.Join(strings.Fields(lines[1]), " "), figures)
	})
}

func TestTheStandingsAreByTagAndByJudge(t *testing.T) {
	u := sits(t, 120, 30, func(d *page.Deps) { d.Store = voted() })
	u.press("/standings", "enter")
	u.sees("all (4)", "#sql (3)", "judge gpt-5 (1)", "the interval holds the true rating")
	u.standsFirst(sonnet, "3 0 1 0")
	u.press("right")
	u.standsFirst(sonnet, "3 0 0 0")
	u.press("right")
	u.sees("the opinions of a model")
	u.standsFirst(mini, "1 0 0 0")
	u.press("esc", "/standings sql", "enter")
	u.standsFirst(sonnet, "3 0 0 0")
	u.resizes(60, 15)
	u.standsFirst("claude-sonne", "±")
}

func TestAVoteMovesTheStandings(t *testing.T) {
	m := to("why?", sonnet, mini)
	m.Tag = "joins"
	u := compares(t, 120, 30, m)
	u.of(sonnet).answers("one")
	u.of(mini).answers("two")
	u.sees("enter goes on")
	u.press("S")
	u.sees("There are no votes yet")
	u.press("esc", "v", "2")
	u.sees("★ voted")
	u.press("S")
	u.sees("#joins (1)")
	u.standsFirst(mini, "1 0 0 0")
	u.press("q")
	u.sees("1 "+sonnet, "★ voted")
}

func TestStandingsThatCanNotBeReadSaySo(t *testing.T) {
	s := newShelf()
	s.err = errors.New("the disk is gone")
	u := sits(t, 80, 24, func(d *page.Deps) { d.Store = s })
	u.press("/standings", "enter")
	u.sees("reading the votes: the disk is gone")
	bare := sits(t, 80, 24, func(d *page.Deps) { d.Store = nil })
	bare.press("/standings", "enter")
	bare.sees("votes are kept with the history, and there is none")
}
