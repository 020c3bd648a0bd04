package chat

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A shelf is a Store in memory that can be made to fail.
type shelf struct {
	Store    // what a test doesn't use
	broken   error
	sessions map[string]*Session
	order    []string // ids of the messages, as they were saved
	votes    []Vote
	closed   bool
}

func newShelf() *shelf { return &shelf{sessions: map[string]*Session{}} }

func (s *shelf) Save(_ context.Context, h Head, messages ...Message) error {
	if s.broken != nil {
		return s.broken
	}
	kept := &Session{Head: h}
	if there := s.sessions[h.ID]; there != nil {
		kept.Head, kept.Messages = there.Head, slices.Clone(there.Messages)
		kept.Leaf, kept.Updated = h.Leaf, h.Updated
	}
	for _, m := range messages {
		if _, there := kept.Find(m.Parent); !there && m.Parent != "" {
			return ErrOrphan
		}
		if i := slices.IndexFunc(kept.Messages, func(o Message) bool { return o.ID == m.ID }); i >= 0 {
			kept.Messages[i] = m
		} else {
			kept.Messages = append(kept.Messages, m)
		}
	}
	if _, there := kept.Find(h.Leaf); !there && h.Leaf != "" {
		return ErrOrphan
	}
	for _, m := range messages {
		s.order = append(s.order, m.ID)
	}
	s.sessions[h.ID] = kept
	return nil
}

func (s *shelf) Load(_ context.Context, id string) (*Session, error) {
	if s.broken != nil {
		return nil, s.broken
	}
	if there := s.sessions[id]; there != nil {
		return &Session{Head: there.Head, Messages: slices.Clone(there.Messages)}, nil
	}
	return nil, ErrNoSession
}

func (s *shelf) Change(_ context.Context, id string, c Change) error {
	if s.broken != nil {
		return s.broken
	}
	there := s.sessions[id]
	if there == nil {
		return ErrNoSession
	}
	s.sessions[id] = there.changed(c)
	return nil
}

func (s *shelf) Delete(_ context.Context, id string) error {
	if s.broken != nil {
		return s.broken
	}
	if s.sessions[id] == nil {
		return ErrNoSession
	}
	delete(s.sessions, id)
	return nil
}

func (s *shelf) Vote(_ context.Context, v Vote) error {
	if s.broken == nil {
		s.votes = append(slices.DeleteFunc(s.votes, func(kept Vote) bool { return kept.ID == v.ID }), v)
	}
	return s.broken
}

func (s *shelf) Votes(context.Context, string) ([]Vote, error) { return s.votes, s.broken }

func (s *shelf) Close() error {
	s.closed = true
	return nil
}

var errFull = errors.New("the disk is full")

func say(text string) Message { return Message{Role: User, Parts: []Part{Text{Text: text}}} }

func texts(messages []Message) []string {
	var all []string
	for _, m := range messages {
		all = append(all, m.Text())
	}
	return all
}

func TestAChatGoesOnInMemoryWhileTheDiskIsFull(t *testing.T) {
	ctx, disk := t.Context(), newShelf()
	var told []error
	store := Steady(disk, func(err error) { told = append(told, err) })
	s, other := &Session{Head: Head{ID: "s"}}, &Session{Head: Head{ID: "other"}}
	keep := func(s *Session, text string) error {
		m := s.Add(say(text))
		return store.Save(ctx, s.Head, m)
	}
	if err := keep(s, "one"); err != nil {
		t.Fatal(err)
	}
	disk.broken = errFull
	for _, text := range []string{"two", "three"} {
		if err := keep(s, text); !errors.Is(err, errFull) {
			t.Errorf("saving on a full disk: %v", err)
		}
	}
	keep(other, "elsewhere")
	if len(told) != 1 || !errors.Is(told[0], errFull) {
		t.Errorf("it is told %v, want once that the disk is full", told)
	}
	if got, err := store.Load(ctx, "other"); err != nil || !slices.Equal(texts(got.Path()), []string{"elsewhere"}) {
		t.Errorf("what is in memory only: %+v, %v", got, err)
	}

	disk.broken = nil
	if got, err := store.Load(ctx, "s"); err != nil || !slices.Equal(texts(got.Path()), []string{"one", "two", "three"}) {
		t.Errorf("what is in both: %+v, %v", got, err)
	}
	if err := keep(s, "four"); err != nil {
		t.Fatal(err)
	}
	if got := texts(disk.sessions["s"].Path()); !slices.Equal(got, []string{"one", "two", "three", "four"}) {
		t.Errorf("on the disk is %q", got)
	}
	if got := disk.sessions["other"]; got == nil || !slices.Equal(texts(got.Path()), []string{"elsewhere"}) {
		t.Errorf("of the other session there is %+v", got)
	}
	if len(told) != 2 || told[1] != nil {
		t.Errorf("it is told %v, want that all is well again", told)
	}
	disk.order = nil
	keep(s, "five")
	if len(disk.order) != 1 {
		t.Errorf("what was saved is saved again: %q", disk.order)
	}
}

func TestWhatIsNewerIsNotOverwrittenByWhatWaited(t *testing.T) {
	ctx, disk := t.Context(), newShelf()
	store := Steady(disk, nil)
	s := &Session{Head: Head{ID: "s"}}
	q := s.Add(say("question"))
	a := s.Add(say("ans"))
	disk.broken = errFull
	store.Save(ctx, s.Head, q, a)
	disk.broken = nil
	a.Parts = []Part{Text{Text: "answer"}}
	if err := store.Save(ctx, s.Head, a); err != nil {
		t.Fatal(err)
	}
	if got := texts(disk.sessions["s"].Path()); !slices.Equal(got, []string{"question", "answer"}) {
		t.Errorf("kept is %q", got)
	}
}

func TestASessionSavedWholeIsInOrderWhateverWaited(t *testing.T) {
	ctx, disk := t.Context(), newShelf()
	store := Steady(disk, nil)
	s := &Session{Head: Head{ID: "s"}}
	s.Add(say("one"))
	s.Add(say("two"))
	three := s.Add(say("three"))
	disk.broken = errFull
	store.Save(ctx, s.Head, three)
	if _, err := store.Load(ctx, "s"); !errors.Is(err, errFull) {
		t.Errorf("a part of a session is given for the whole: %v", err)
	}
	disk.broken = nil
	four := s.Add(say("four"))
	if err := store.Save(ctx, s.Head, four); !errors.Is(err, ErrOrphan) {
		t.Errorf("what follows nothing: %v", err)
	}
	if err := store.Save(ctx, s.Head, s.Messages...); err != nil {
		t.Fatal(err)
	}
	if got := texts(disk.sessions["s"].Path()); !slices.Equal(got, []string{"one", "two", "three", "four"}) {
		t.Errorf("kept is %q", got)
	}
}

func TestWhatWaitsCanBeChangedAndDeleted(t *testing.T) {
	ctx, disk := t.Context(), newShelf()
	store := Steady(disk, nil)
	disk.broken = errFull
	for _, id := range []string{"kept", "gone"} {
		s := &Session{Head: Head{ID: id, Title: id}}
		m := s.Add(say("hello"))
		store.Save(ctx, s.Head, m)
	}
	title := "renamed"
	if err := store.Change(ctx, "kept", Change{Title: &title}); !errors.Is(err, errFull) {
		t.Errorf("a change on a full disk: %v", err)
	}
	disk.broken = nil
	if err := store.Delete(ctx, "gone"); err != nil {
		t.Error(err)
	}
	if err := store.Delete(ctx, "unknown"); !errors.Is(err, ErrNoSession) {
		t.Errorf("deleting what there isn't: %v", err)
	}
	if err := store.Close(); err != nil || !disk.closed {
		t.Errorf("closing: %v", err)
	}
	if got := disk.sessions["kept"]; len(disk.sessions) != 1 || got == nil || got.Title != title {
		t.Errorf("kept is %+v", disk.sessions)
	}
}

func TestARenamedSessionKeepsItsTitleWhateverWaitsOfIt(t *testing.T) {
	for name, said := range map[string]bool{"a message waits": true, "nothing else waits": false} {
		ctx, disk := t.Context(), newShelf()
		store := Steady(disk, nil)
		s := &Session{Head: Head{ID: "s", Title: "question"}}
		m := s.Add(say("question"))
		store.Save(ctx, s.Head, m)
		disk.broken = errFull
		if said {
			m := s.Add(say("more"))
			store.Save(ctx, s.Head, m)
		}
		for _, c := range []Change{{Title: new("renamed")}, {Pinned: new(true)}} {
			if err := store.Change(ctx, "s", c); !errors.Is(err, errFull) {
				t.Errorf("%s: a change on a full disk: %v", name, err)
			}
		}
		disk.broken = nil
		if got, err := store.Load(ctx, "s"); err != nil || got.Title != "renamed" || !got.Pinned || got.Leaf != s.Leaf {
			t.Errorf("%s: loaded is %+v, %v", name, got, err)
		}
		other := &Session{Head: Head{ID: "other"}}
		if err := store.Save(ctx, other.Head); err != nil {
			t.Fatal(err)
		}
		if got := disk.sessions["s"]; got.Title != "renamed" || !got.Pinned || got.Leaf != s.Leaf {
			t.Errorf("%s: kept is %+v", name, got.Head)
		}
	}
}

func TestAChangeThatWaitedUndoesNoneThatIsNewer(t *testing.T) {
	ctx, disk := t.Context(), newShelf()
	store := Steady(disk, nil)
	s := &Session{Head: Head{ID: "s"}}
	q := s.Add(say("question"))
	store.Save(ctx, s.Head, q)
	disk.broken = errFull
	store.Change(ctx, "s", Change{Title: new("old"), Pinned: new(true), Leaf: new("")})
	disk.broken = nil
	if err := store.Change(ctx, "s", Change{Title: new("new")}); err != nil {
		t.Error(err)
	}
	if got := disk.sessions["s"]; got.Title != "new" || !got.Pinned || got.Leaf != "" {
		t.Errorf("kept is %+v", got.Head)
	}
	disk.broken = errFull
	store.Change(ctx, "s", Change{Leaf: new("")})
	disk.broken = nil
	a := s.Add(say("answer"))
	store.Save(ctx, s.Head, a)
	if got := disk.sessions["s"]; got.Leaf != a.ID {
		t.Errorf("the session goes on from %q, want %q", got.Leaf, a.ID)
	}
}

func TestWhatCanNeverBeChangedDoesNotWait(t *testing.T) {
	ctx, disk := t.Context(), newShelf()
	var told []error
	store := Steady(disk, func(err error) { told = append(told, err) })
	disk.broken = errFull
	store.Change(ctx, "unknown", Change{Pinned: new(true)})
	disk.broken = nil
	if err := store.Change(ctx, "unknown", Change{Pinned: new(true)}); !errors.Is(err, ErrNoSession) {
		t.Errorf("changing what there isn't: %v", err)
	}
	s := &Session{Head: Head{ID: "unknown"}}
	if err := store.Save(ctx, s.Head); err != nil || disk.sessions["unknown"].Pinned {
		t.Errorf("%v: kept is %+v", err, disk.sessions["unknown"])
	}
	if len(told) != 2 || !errors.Is(told[0], errFull) || told[1] != nil {
		t.Errorf("it is told %v, want that the disk is full and that all is well again", told)
	}
}

func TestWhatIsOnlyInMemoryCanBeDeletedWhileTheDiskIsFull(t *testing.T) {
	ctx, disk := t.Context(), newShelf()
	store := Steady(disk, nil)
	disk.broken = errFull
	s := &Session{Head: Head{ID: "s"}}
	m := s.Add(say("hello"))
	store.Save(ctx, s.Head, m)
	if err := store.Delete(ctx, "s"); err != nil {
		t.Error(err)
	}
	disk.broken = nil
	if err := store.Close(); err != nil || len(disk.sessions) != 0 {
		t.Errorf("%v: kept is %+v", err, disk.sessions)
	}
}

func TestWhatIsTakenOutWhileTheDiskIsFullDoesNotComeBack(t *testing.T) {
	ctx, disk := t.Context(), newShelf()
	store := Steady(disk, nil)
	s := &Session{Head: Head{ID: "s"}}
	for range 2 {
		m := s.Add(say("kept"))
		store.Save(ctx, s.Head, m)
	}
	leaf := s.Leaf
	q := s.Add(say("on the disk"))
	store.Save(ctx, s.Head, q)
	disk.broken = errFull
	a := s.Add(say("in memory"))
	store.Save(ctx, s.Head, a)
	store.Change(ctx, "s", Change{Leaf: &leaf, Remove: []string{q.ID, a.ID}})
	disk.broken = nil
	want := []string{"kept", "kept"}
	if got, err := store.Load(ctx, "s"); err != nil || got.Leaf != leaf || !slices.Equal(texts(got.Messages), want) {
		t.Errorf("loaded is %+v, %v", got, err)
	}
	if err := store.Close(); err != nil {
		t.Error(err)
	}
	if got := disk.sessions["s"]; got.Leaf != leaf || !slices.Equal(texts(got.Messages), want) {
		t.Errorf("kept is %+v", got)
	}
}

func TestAVoteWaitsToo(t *testing.T) {
	ctx, disk := t.Context(), newShelf()
	store := Steady(disk, nil)
	disk.broken = errFull
	store.Vote(ctx, Vote{ID: "1", Tag: "code"})
	store.Vote(ctx, Vote{ID: "2"})
	if got, _ := store.Votes(ctx, "code"); len(got) != 1 || got[0].ID != "1" {
		t.Errorf("votes in memory: %+v", got)
	}
	disk.broken = nil
	s := &Session{Head: Head{ID: "s"}}
	store.Save(ctx, s.Head)
	if len(disk.votes) != 2 {
		t.Errorf("votes kept: %+v", disk.votes)
	}
	if got, _ := store.Votes(ctx, ""); len(got) != 2 {
		t.Errorf("votes: %+v", got)
	}
}

// An atticJam is locked by another program, but can set things aside.
type atticJam struct {
	*jam
	attic []Unsaved
	full  error
}

func (a *atticJam) PutAside(u Unsaved) error {
	a.attic = append(a.attic, u)
	return a.full
}

func TestWhoLeavesWaitsAsLongAsTheyWantAndPutsTheRestAside(t *testing.T) {
	for name, full := range map[string]error{"there is room": nil, "there is none": errFull} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				disk := &atticJam{jam: newJam(), full: full}
				store := Steady(disk, nil)
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				began, title := time.Now(), "renamed"
				var all sync.WaitGroup
				for _, s := range []*Session{{Head: Head{ID: "a"}}, {Head: Head{ID: "b"}}} {
					m := s.Add(say("in " + s.ID))
					all.Go(func() { store.Save(t.Context(), s.Head, m) }) // is never done
				}
				all.Go(func() { store.Change(t.Context(), "c", Change{Title: &title}) })
				all.Go(func() { store.Vote(t.Context(), Vote{ID: "v"}) })
				synctest.Wait()
				err := store.Leave(ctx)
				unsaved, ok := errors.AsType[*UnsavedError](err)
				if took := time.Since(began); took != time.Second || !ok || unsaved.Aside != (full == nil) {
					t.Errorf("after %s: %v", took, err)
				}
				u := disk.attic[0]
				if len(u.Sessions) != 2 || *u.Changes["c"].Title != title || len(u.Votes) != 1 {
					t.Errorf("put aside is %+v", u)
				}
				close(disk.free)
				all.Wait()
				if err := store.Leave(t.Context()); err != nil || len(disk.sessions) != 2 || len(disk.votes) != 1 {
					t.Errorf("%v: kept are %d sessions and %d votes", err, len(disk.sessions), len(disk.votes))
				}
			})
		})
	}
}

// Anything added while the same session is being saved is saved too.
func TestWhatComesWhileASessionIsSavedIsNotLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := newJam()
		store := Steady(disk, nil)
		s := &Session{Head: Head{ID: "s"}}
		one := s.Add(say("one"))
		h := s.Head
		var all sync.WaitGroup
		all.Go(func() { store.Save(t.Context(), h, one) })
		synctest.Wait()
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		two := s.Add(say("two"))
		if err := store.Save(ended, s.Head, two); !errors.Is(err, context.Canceled) {
			t.Errorf("saving with no time: %v", err)
		}
		close(disk.free)
		all.Wait()
		if err := store.Leave(t.Context()); err != nil {
			t.Error(err)
		}
		if got := texts(disk.sessions["s"].Path()); !slices.Equal(got, []string{"one", "two"}) {
			t.Errorf("kept is %q", got)
		}
	})
}
