package ui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"neonchat/chat"
)

// A shelf is a chat.Store in memory. It refuses a message whose parent it hasn't
// got, as a tree must.
type shelf struct {
	mu       sync.Mutex
	hold     func(call string) // called before each call, unless it is nil
	change   sync.Cond
	sessions map[string]*chat.Session
	calls    []string // what was done to it
	votes    []chat.Vote
	err      error // of every call, unless it is nil
}

func newShelf(sessions ...*chat.Session) *shelf {
	s := &shelf{sessions: map[string]*chat.Session{}}
	s.change.L = &s.mu
	for _, one := range sessions {
		s.sessions[one.ID] = one
	}
	return s
}

func (s *shelf) begin(format string, args ...any) (func(), error) {
	call := fmt.Sprintf(format, args...)
	s.mu.Lock()
	hold := s.hold
	s.mu.Unlock()
	if hold != nil {
		hold(call)
	}
	s.mu.Lock()
	s.calls = append(s.calls, call)
	return func() { s.change.Broadcast(); s.mu.Unlock() }, s.err
}

func (s *shelf) Save(_ context.Context, h chat.Head, messages ...chat.Message) error {
	end, err := s.begin("save %d", len(messages))
	defer end()
	if err != nil {
		return err
	}
	kept := s.sessions[h.ID]
	if kept == nil {
		kept = &chat.Session{Head: h}
	}
	all := slices.Clone(kept.Messages)
	for _, m := range messages {
		is := func(id string) func(chat.Message) bool { return func(m chat.Message) bool { return m.ID == id } }
		if m.Parent != "" && !slices.ContainsFunc(all, is(m.Parent)) {
			return fmt.Errorf("%w: %s behind %s", chat.ErrOrphan, m.ID, m.Parent)
		}
		if i := slices.IndexFunc(all, is(m.ID)); i >= 0 {
			all[i] = m
			continue
		}
		all = append(all, m)
	}
	kept.Messages, kept.Leaf, kept.Updated = all, h.Leaf, h.Updated
	s.sessions[h.ID] = kept
	return nil
}

func (s *shelf) Change(_ context.Context, id string, c chat.Change) error {
	end, err := s.begin("change")
	defer end()
	if err != nil {
		return err
	}
	kept, err := s.find(id)
	if err != nil {
		return err
	}
	if c.Title != nil {
		kept.Title = *c.Title
	}
	if c.Pinned != nil {
		kept.Pinned = *c.Pinned
	}
	if c.Leaf != nil {
		kept.Leaf = *c.Leaf
	}
	for _, gone := range c.Remove {
		kept.Messages = slices.DeleteFunc(slices.Clone(kept.Messages), func(m chat.Message) bool {
			return slices.ContainsFunc(kept.PathTo(m.ID), func(m chat.Message) bool { return m.ID == gone })
		})
	}
	return nil
}

func (s *shelf) find(id string) (*chat.Session, error) {
	var found []*chat.Session
	for _, one := range s.sessions {
		if one.ID == id {
			return one, nil
		}
		if strings.HasPrefix(one.ID, id) {
			found = append(found, one)
		}
	}
	switch len(found) {
	case 0:
		return nil, chat.ErrNoSession
	case 1:
		return found[0], nil
	}
	return nil, &chat.AmbiguousError{Prefix: id}
}

func (s *shelf) Load(_ context.Context, id string) (*chat.Session, error) {
	end, err := s.begin("load")
	defer end()
	if err != nil {
		return nil, err
	}
	kept, err := s.find(id)
	if err != nil {
		return nil, err
	}
	return &chat.Session{Head: kept.Head, Messages: slices.Clone(kept.Messages)}, nil
}

func (s *shelf) List(_ context.Context, scope chat.Scope) ([]chat.Summary, error) {
	end, err := s.begin("list %q", scope.Match)
	defer end()
	if err != nil {
		return nil, err
	}
	var all []chat.Summary
	for _, one := range s.in(scope) {
		sum := summaryOf(one)
		text := strings.ToLower(sum.Title + "\n" + sum.LastWords + "\n" + sum.Model)
		if !slices.ContainsFunc(strings.Fields(strings.ToLower(scope.Match)), func(w string) bool { return !strings.Contains(text, w) }) {
			all = append(all, sum)
		}
	}
	slices.SortFunc(all, func(a, b chat.Summary) int {
		if a.Pinned != b.Pinned {
			return map[bool]int{true: -1, false: 1}[a.Pinned]
		}
		return cmp.Or(b.Updated.Compare(a.Updated), cmp.Compare(a.ID, b.ID))
	})
	if scope.Limit > 0 {
		all = all[:min(len(all), scope.Limit)]
	}
	return all, nil
}

func (s *shelf) in(scope chat.Scope) []*chat.Session {
	var found []*chat.Session
	for _, one := range s.sessions {
		b := one.Branch
		if (scope.Branch == "" || b.ID == scope.Branch) && (scope.Project == "" || b.Project == scope.Project) {
			found = append(found, one)
		}
	}
	return found
}

func summaryOf(s *chat.Session) chat.Summary {
	sum := chat.Summary{Head: s.Head}
	for _, m := range s.Messages {
		sum.LastWords = strings.Join(strings.Fields(m.Text()), " ")
		if m.Role == chat.User {
			sum.Turns++
			continue
		}
		sum.Model = m.Origin.Model
		if m.Cost == nil {
			sum.Unpriced++
		} else {
			sum.Cost += *m.Cost
		}
	}
	return sum
}

func (s *shelf) Search(_ context.Context, scope chat.Scope, words string) ([]chat.Hit, error) {
	end, err := s.begin("search %q", words)
	defer end()
	if err != nil {
		return nil, err
	}
	var hits []chat.Hit
	for _, one := range s.in(scope) {
		for _, m := range one.Messages {
			text := strings.Join(strings.Fields(m.Text()), " ")
			i := strings.Index(strings.ToLower(text), strings.ToLower(words))
			if words == "" || i < 0 {
				continue
			}
			end := i + len(words)
			hits = append(hits, chat.Hit{Session: one.Head, Message: m.ID, Role: m.Role, At: m.Timing.Started, Excerpt: []chat.Span{
				{Text: text[max(0, i-60):i]}, {Text: text[i:end], Found: true}, {Text: text[end:min(len(text), end+60)]},
			}})
		}
	}
	slices.SortFunc(hits, func(a, b chat.Hit) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Message, b.Message))
	})
	return hits, nil
}

func (s *shelf) Branches(context.Context) ([]chat.Branch, error) {
	end, err := s.begin("branches")
	defer end()
	if err != nil {
		return nil, err
	}
	latest := map[chat.Branch]*chat.Session{}
	for _, one := range s.sessions {
		if l := latest[one.Branch]; l == nil || one.Updated.After(l.Updated) {
			latest[one.Branch] = one
		}
	}
	all := make([]chat.Branch, 0, len(latest))
	for b := range latest {
		all = append(all, b)
	}
	slices.SortFunc(all, func(a, b chat.Branch) int {
		return cmp.Or(latest[b].Updated.Compare(latest[a].Updated), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}

func (s *shelf) Delete(_ context.Context, id string) error {
	end, err := s.begin("delete")
	defer end()
	if err != nil {
		return err
	}
	kept, err := s.find(id)
	if err != nil {
		return err
	}
	delete(s.sessions, kept.ID)
	return nil
}

func (s *shelf) Close() error { return nil }

// copies are all sessions, the oldest first.
func (s *shelf) copies() []*chat.Session {
	var all []*chat.Session
	for _, one := range s.sessions {
		all = append(all, &chat.Session{Head: one.Head, Messages: slices.Clone(one.Messages)})
	}
	slices.SortFunc(all, func(a, b *chat.Session) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// keeps waits until the store is as wanted, and gives the sessions.
func (u *user) keeps(what string, is func([]*chat.Session) bool) []*chat.Session {
	u.t.Helper()
	s := u.store
	late := false
	timer := time.AfterFunc(patienceOfTests, func() {
		s.mu.Lock()
		late = true
		s.change.Broadcast()
		s.mu.Unlock()
	})
	defer timer.Stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		all := s.copies()
		if is(all) {
			return all
		}
		if late {
			u.t.Fatalf("the store never kept %s; it has %+v, after %q", what, all, s.calls)
		}
		s.change.Wait()
	}
}

// keepsOne waits until there is one session, with n messages.
func (u *user) keepsOne(n int) *chat.Session {
	u.t.Helper()
	return u.keeps(fmt.Sprint("one session of ", n, " messages"), func(all []*chat.Session) bool {
		return len(all) == 1 && len(all[0].Messages) == n
	})[0]
}

// textsOf writes a way: the texts of its messages.
func textsOf(path []chat.Message) string {
	var texts []string
	for _, m := range path {
		texts = append(texts, m.Text())
	}
	return strings.Join(texts, " | ")
}
