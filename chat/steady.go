package chat

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
)

// Steady is a store for a chat that goes on when saving fails: what can't be
// saved or changed stays in memory, is there for Load, and is written with the
// next that works. tell is told why once, and nil when saving works again; it
// may be called from any goroutine and should return soon. What Save and Change
// return is still the truth.
//
// It is a Ballot too; when s is none, votes are not kept.
func Steady(s Store, tell func(error)) interface {
	Store
	Ballot
} {
	return &steady{Store: s, tell: tell, changes: map[string]Change{}}
}

type steady struct {
	Store
	tell func(error)

	// saving is held while something is saved, so that what was said later is
	// saved later. mu guards what is below; it is never held for long.
	saving  sync.Mutex
	mu      sync.Mutex
	told    bool
	unsaved []*Session        // what is to be saved of them, oldest first
	changes map[string]Change // what is to be changed behind that, by the sessions' ids
	votes   []Vote
}

func (s *steady) Save(ctx context.Context, h Head, messages ...Message) error {
	s.saving.Lock()
	defer s.saving.Unlock()
	whole := Session{Head: h, Messages: messages}
	if kept := s.kept(h.ID); kept != nil {
		whole.Head, whole.Messages = laid(kept.Head, h), overlay(kept.Messages, messages)
	}
	s.mu.Lock()
	if c, waits := s.changes[h.ID]; waits {
		c.Leaf = nil // the head has a later one
		s.changes[h.ID] = c
	}
	s.mu.Unlock()
	err := s.save(ctx, whole)
	if err == nil {
		s.flush(ctx)
	}
	return err
}

// save saves a session and notes what became of that.
func (s *steady) save(ctx context.Context, whole Session) error {
	err := s.Store.Save(ctx, whole.Head, whole.Messages...)
	s.mu.Lock()
	i := slices.IndexFunc(s.unsaved, func(u *Session) bool { return u.ID == whole.ID })
	switch {
	case err == nil && i >= 0:
		s.unsaved = slices.Delete(s.unsaved, i, i+1)
	case err == nil:
	case i >= 0:
		s.unsaved[i] = &whole
	case !errors.Is(err, ErrOrphan): // who has the rest saves the whole
		s.unsaved = append(s.unsaved, &whole)
	}
	s.mu.Unlock()
	s.report(ctx, err)
	return err
}

// report tells of the first failure, and of the first success after one.
func (s *steady) report(ctx context.Context, err error) {
	if ctx.Err() != nil || refused(err) {
		return
	}
	s.mu.Lock()
	news := s.told != (err != nil)
	s.told = err != nil
	s.mu.Unlock()
	if news && s.tell != nil {
		s.tell(err)
	}
}

// refused reports whether a store works, and can't do what it is asked.
func refused(err error) bool {
	_, ambiguous := errors.AsType[*AmbiguousError](err)
	return ambiguous || errors.Is(err, ErrOrphan) || errors.Is(err, ErrNoSession) || errors.Is(err, ErrNoMessage)
}

// flush writes what could not be written before.
func (s *steady) flush(ctx context.Context) error {
	s.mu.Lock()
	unsaved, changes, votes := slices.Clone(s.unsaved), maps.Clone(s.changes), slices.Clone(s.votes)
	s.mu.Unlock()
	for _, u := range unsaved {
		if err := s.save(ctx, *u); err != nil && !refused(err) {
			return err
		}
	}
	for id, c := range changes {
		if err := s.change(ctx, id, c); err != nil && !refused(err) {
			return err
		}
	}
	for _, v := range votes {
		if err := s.vote(ctx, v); err != nil {
			return err
		}
	}
	return nil
}

// kept is what is in memory of a session, or nil.
func (s *steady) kept(id string) *Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.unsaved {
		if u.ID == id {
			return u
		}
	}
	return nil
}

// laid is the head of a session that isn't there yet, when a newer is saved.
func laid(old, h Head) Head {
	h.Title, h.Pinned, h.Created = cmp.Or(old.Title, h.Title), old.Pinned, old.Created
	h.Branch, h.From = old.Branch, old.From
	if old.Updated.After(h.Updated) {
		h.Updated = old.Updated
	}
	return h
}

// overlay is the messages that were there with those that are newer, each once
// and behind its parent.
func overlay(there, newer []Message) []Message {
	latest := make(map[string]Message)
	for _, m := range slices.Concat(there, newer) {
		latest[m.ID] = m
	}
	var all []Message
	var put func(id string)
	put = func(id string) {
		m, left := latest[id]
		if !left {
			return
		}
		delete(latest, id)
		put(m.Parent)
		all = append(all, m)
	}
	for _, m := range slices.Concat(there, newer) {
		put(m.ID)
	}
	return all
}

func (s *steady) Load(ctx context.Context, id string) (*Session, error) {
	loaded, err := s.Store.Load(ctx, id)
	if err == nil {
		if kept := s.kept(loaded.ID); kept != nil {
			loaded.Leaf, loaded.Updated = kept.Leaf, kept.Updated
			loaded.Messages = overlay(loaded.Messages, kept.Messages)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		return loaded.changed(s.changes[loaded.ID]), nil
	}
	if kept := s.kept(id); kept != nil && kept.whole() {
		return &Session{Head: kept.Head, Messages: slices.Clone(kept.Messages)}, nil
	}
	return nil, err
}

// whole reports whether every message is there that another follows.
func (s *Session) whole() bool {
	there := map[string]bool{"": true}
	for _, m := range s.Messages {
		if !there[m.Parent] {
			return false
		}
		there[m.ID] = true
	}
	return true
}

func (s *steady) Change(ctx context.Context, id string, c Change) error {
	s.saving.Lock()
	defer s.saving.Unlock()
	err := s.change(ctx, id, c)
	if err == nil {
		s.flush(ctx)
	}
	return err
}

// change changes a session behind what is unsaved of it, and notes what became
// of that.
func (s *steady) change(ctx context.Context, id string, c Change) error {
	var err error
	if kept := s.kept(id); kept != nil {
		err = s.save(ctx, *kept.changed(c))
	}
	s.mu.Lock()
	c = s.changes[id].with(c)
	s.mu.Unlock()
	if err == nil || refused(err) {
		err = s.Store.Change(ctx, id, c)
	}
	s.mu.Lock()
	delete(s.changes, id)
	if err != nil && !refused(err) {
		s.changes[id] = c
	}
	s.mu.Unlock()
	s.report(ctx, err)
	return err
}

// with is a change and a later one.
func (c Change) with(later Change) Change {
	return Change{
		Title: cmp.Or(later.Title, c.Title), Pinned: cmp.Or(later.Pinned, c.Pinned), Leaf: cmp.Or(later.Leaf, c.Leaf),
		Remove: slices.Concat(c.Remove, later.Remove),
	}
}

// changed is the session with what c names.
func (s *Session) changed(c Change) *Session {
	new := *s
	if c.Title != nil {
		new.Title = *c.Title
	}
	if c.Pinned != nil {
		new.Pinned = *c.Pinned
	}
	if c.Leaf != nil {
		new.Leaf = *c.Leaf
	}
	if len(c.Remove) > 0 {
		new.Messages = without(s.Messages, c.Remove)
	}
	return &new
}

// without is messages without some of them and all that follows those.
func without(messages []Message, ids []string) []Message {
	gone := map[string]bool{}
	for _, id := range ids {
		gone[id] = true
	}
	var left []Message
	for _, m := range messages { // a message stands behind its parent
		if gone[m.ID] = gone[m.ID] || gone[m.Parent]; !gone[m.ID] {
			left = append(left, m)
		}
	}
	return left
}

func (s *steady) Delete(ctx context.Context, id string) error {
	s.saving.Lock()
	defer s.saving.Unlock()
	kept := s.kept(id)
	err := s.Store.Delete(ctx, id)
	if err != nil && (kept == nil || !kept.whole() && !errors.Is(err, ErrNoSession)) {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unsaved = slices.DeleteFunc(s.unsaved, func(u *Session) bool { return u == kept })
	delete(s.changes, id)
	return nil
}

func (s *steady) Vote(ctx context.Context, v Vote) error {
	s.saving.Lock()
	defer s.saving.Unlock()
	err := s.vote(ctx, v)
	if err == nil {
		s.flush(ctx)
	}
	return err
}

func (s *steady) vote(ctx context.Context, v Vote) error {
	ballot, ok := s.Store.(Ballot)
	if !ok {
		return nil
	}
	err := ballot.Vote(ctx, v)
	s.mu.Lock()
	s.votes = slices.DeleteFunc(s.votes, func(kept Vote) bool { return kept.ID == v.ID })
	if err != nil {
		s.votes = append(s.votes, v)
	}
	s.mu.Unlock()
	s.report(ctx, err)
	return err
}

func (s *steady) Votes(ctx context.Context, tag string) ([]Vote, error) {
	var votes []Vote
	var err error
	if ballot, ok := s.Store.(Ballot); ok {
		votes, err = ballot.Votes(ctx, tag)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range s.votes {
		if tag == "" || v.Tag == tag {
			votes = append(votes, v)
		}
	}
	return votes, err
}

// Close tries once more to save what is unsaved.
func (s *steady) Close() error {
	s.saving.Lock()
	defer s.saving.Unlock()
	return errors.Join(s.flush(context.Background()), s.Store.Close())
}
