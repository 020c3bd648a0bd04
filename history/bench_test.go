package history

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"neonchat/chat"
)

// BenchmarkHistory takes the figures of bench/README.md, at three sizes: the
// largest takes some minutes to fill. -bench 'History/1000$' leaves it out.
func BenchmarkHistory(b *testing.B) {
	for _, sessions := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprint(sessions), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "history.db")
			fill(b, path, sessions)
			info, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			b.Logf("%d messages, %d MB", sessions*perSession, info.Size()/1_000_000)
			benchmarkLists(b, path)
			s := Open(path)
			defer s.Close()
			benchmarkSearches(b, s)
			benchmarkSessions(b, s)
		})
	}
}

func benchmarkLists(b *testing.B, path string) {
	for name, scope := range map[string]chat.Scope{
		"the latest 200": {Limit: 200}, "a branch": {Branch: "br-1"}, "all": {}, "a match": {Match: "no such words", Limit: 200},
	} {
		b.Run("open and list "+name, func(b *testing.B) {
			timed(b, func() error {
				s := Open(path)
				defer s.Close()
				_, err := s.List(b.Context(), scope)
				return err
			})
		})
	}
}

func benchmarkSearches(b *testing.B, s *Store) {
	common, next, rare := word(0), word(1), word(20_000)
	for name, words := range map[string]string{
		"the commonest word": common + " ", "two common words": common + " " + next + " ", "a rare word": rare + " ",
		"a phrase": `"` + common + " " + next + `"`, "two letters": common[:2], "three letters": common + "n", "four letters": word(200),
	} {
		b.Run("search "+name, func(b *testing.B) {
			timed(b, func() error {
				_, err := s.Search(b.Context(), chat.Scope{}, words)
				return err
			})
		})
	}
}

func benchmarkSessions(b *testing.B, s *Store) {
	b.Run("append", func(b *testing.B) {
		a := newAuthor()
		session := a.session()
		if err := s.Save(b.Context(), session.Head, session.Messages...); err != nil {
			b.Fatal(err)
		}
		timed(b, func() error { return s.Save(b.Context(), session.Head, session.Add(a.answer())) })
	})
	b.Run("load", func(b *testing.B) {
		list, err := s.List(b.Context(), chat.Scope{Limit: 2})
		if err != nil {
			b.Fatal(err)
		}
		timed(b, func() error {
			_, err := s.Load(b.Context(), list[1].ID)
			return err
		})
	})
}

// timed reports the median, and the best of all: on a machine that does other
// things too that is what the work takes.
func timed(b *testing.B, work func() error) {
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		if err := work(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2].Seconds()*1000, "median-ms")
	b.ReportMetric(took[0].Seconds()*1000, "best-ms")
}

// fill makes a history of so many sessions, 500 in a transaction.
func fill(b *testing.B, path string, sessions int) {
	b.Helper()
	s, a := Open(path), newAuthor()
	defer s.Close()
	for left := sessions; left > 0; left -= 500 {
		err := s.writing(b.Context(), "filling", func(w *saver) error {
			for range min(left, 500) {
				session := a.session()
				w.grown = tally{}
				if err := w.save(session.Head, session.Messages); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// An author writes as people and models do: few words are common, most are
// rare. Questions have about 15 words, answers about 120.
type author struct {
	*rand.Rand
	words *rand.Zipf
	now   time.Time
}

func newAuthor() *author {
	r := rand.New(rand.NewPCG(1, 2))
	return &author{r, rand.NewZipf(r, 1.07, 2, 50_000), time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)}
}

// word is the nth most common one. Those that are begin with any letter, and the
// starts of words are common too.
func word(n uint64) string {
	const consonants, vowels = "tnshrdlcmwfgypbvkjxqz", "eaoiu"
	var b strings.Builder
	for n += 5; n > 0; n /= 105 {
		b.WriteByte(consonants[n%21])
		b.WriteByte(vowels[n/21%5])
	}
	return b.String()
}

func (a *author) text(words int) []chat.Part {
	var b strings.Builder
	for range words/2 + a.IntN(words) {
		b.WriteString(word(a.words.Uint64()))
		b.WriteByte(' ')
	}
	return []chat.Part{chat.Text{Text: b.String()}}
}

func (a *author) answer() chat.Message {
	cost := a.Float64()
	return chat.Message{
		Role: chat.Assistant, Parts: a.text(120), Origin: chat.Origin{Dialect: chat.Anthropic, Model: "claude-sonnet-4-6"},
		Timing: chat.Timing{Started: a.now}, Cost: &cost, Usage: &chat.Usage{Input: 100, Output: 150}, Stop: chat.Stop{Reason: chat.StopEnd},
	}
}

const perSession = 50

// session is one of 25 turns, on one of ten branches.
func (a *author) session() *chat.Session {
	branch := fmt.Sprint("br-", a.IntN(10))
	s := &chat.Session{Head: chat.Head{ID: chat.NewID(), Branch: chat.Branch{ID: branch, Name: branch, Project: "p"}, Created: a.now}}
	for len(s.Messages) < perSession {
		a.now = a.now.Add(time.Minute)
		q := s.Add(chat.Message{Role: chat.User, Parts: a.text(15), Timing: chat.Timing{Started: a.now}})
		if s.Title == "" {
			s.Title = chat.Title(q)
		}
		s.Add(a.answer())
	}
	s.Updated = a.now
	return s
}
