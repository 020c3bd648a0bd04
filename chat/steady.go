package chat

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"

	"golang.org/x/sync/semaphore"
)

// Steady is a store for a chat that goes on when saving fails: what can't be
// saved or changed stays in memory, is there for Load, and is written with the
// next that works. So does what was not written when its context ended. tell is
// told why once, and nil when saving works again; it may be called from any
// goroutine and should return soon. What Save and Change return is still the
// truth.
//
// It is a Ballot too; when s is none, votes are not kept.
func Steady(s Store, tell func(error)) interface {
	Store
	Ballot

	// Leave saves what is unsaved, as long as ctx lasts. What isn't saved then
	// is put aside where s is an Aside; the error is an *UnsavedError.
	Leave(ctx context.Context) error
} {
	return &steady{Store: s, tell: tell, saving: semaphore.NewWeighted(1), changes: map[string]*Change{}}
}

type steady struct {
	Store
	tell func(error)

	// saving is had by whoever writes to the store, so that what was said later
	// is saved later. mu guards what is below; it is never held for long.
	saving  *semaphore.Weighted
	mu      sync.Mutex
	told    error
	unsaved []*Session         // what is to be saved of them, oldest first
	changes map[string]*Change // what is to be changed behind that, by the sessions' ids; another pointer each time
	votes   []Vote
}

func (s *steady) Save(ctx context.Context, h Head, messages ...Message) error {
	waited := s.hold(h, messages)
	if err := s.saving.Acquire(ctx, 1); err != nil {
		return err
	}
	defer s.saving.Release(1)
	kept := s.kept(h.ID)
	if kept == nil { // saved meanwhile, or deleted
		s.hold(h, messages)
		kept = s.kept(h.ID)
	}
	err := s.save(ctx, kept)
	switch {
	case err == nil:
		s.flush(ctx)
	case errors.Is(err, ErrOrphan) && !waited: // who has the rest saves the whole
		s.replace(kept, nil)
	}
	return err
}

// hold keeps messages in memory until they are saved, with those of the session
// that waited already, if any.
func (s *steady) hold(h Head, messages []Message) (waited bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changes[h.ID] != nil {
		c := s.change(h.ID)
		c.Leaf = nil // the head has a later one
		s.changes[h.ID] = &c
	}
	for i, u := range s.unsaved {
		if u.ID == h.ID {
			s.unsaved[i] = &Session{Head: laid(u.Head, h), Messages: overlay(u.Messages, messages)}
			return true
		}
	}
	s.unsaved = append(s.unsaved, &Session{Head: h, Messages: messages})
	return false
}

// replace puts another session in the place of one that waits, or nil none.
// Where more came to it meanwhile, that stays.
func (s *steady) replace(u, by *Session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.Index(s.unsaved, u)
	switch {
	case i < 0:
	case by == nil:
		s.unsaved = slices.Delete(s.unsaved, i, i+1)
	default:
		s.unsaved[i] = by
	}
}

// save saves a session that waits.
func (s *steady) save(ctx context.Context, u *Session) error {
	err := s.Store.Save(ctx, u.Head, u.Messages...)
	if err == nil {
		s.replace(u, nil)
	}
	s.report(ctx, err)
	return err
}

// report tells of the first failure, and of the first success after one.
func (s *steady) report(ctx context.Context, err error) {
	if refused(err) || err != nil && err == ctx.Err() {
		return
	}
	s.mu.Lock()
	news := (s.told == nil) != (err == nil)
	s.told = err
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
	waits := s.waits()
	for _, u := range waits.Sessions {
		if err := s.save(ctx, u); err != nil && !refused(err) {
			return err
		}
	}
	for id, c := range waits.Changes {
		if err := s.alter(ctx, id, c); err != nil && !refused(err) {
			return err
		}
	}
	for _, v := range waits.Votes {
		if err := s.vote(ctx, v); err != nil {
			return err
		}
	}
	return nil
}

// waits is what is not written yet.
func (s *steady) waits() Unsaved {
	s.mu.Lock()
	defer s.mu.Unlock()
	changes := map[string]Change{}
	for id, c := range s.changes {
		changes[id] = *c
	}
	return Unsaved{slices.Clone(s.unsaved), changes, slices.Clone(s.votes)}
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
		return loaded.changed(s.change(loaded.ID)), nil
	}
	if kept := s.kept(id); kept != nil && kept.whole() {
		s.mu.Lock()
		defer s.mu.Unlock()
		return (&Session{Head: kept.Head, Messages: slices.Clone(kept.Messages)}).changed(s.change(id)), nil
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
	s.mu.Lock()
	all := s.change(id).with(c)
	s.changes[id] = &all
	s.mu.Unlock()
	if err := s.saving.Acquire(ctx, 1); err != nil {
		return err
	}
	defer s.saving.Release(1)
	err := s.alter(ctx, id, c)
	if err == nil {
		s.flush(ctx)
	}
	return err
}

// change is what is to be changed of a session. mu is held.
func (s *steady) change(id string) Change {
	if c := s.changes[id]; c != nil {
		return *c
	}
	return Change{}
}

// alter changes a session behind what is unsaved of it, and notes what became of
// that.
func (s *steady) alter(ctx context.Context, id string, c Change) error {
	var err error
	if kept := s.kept(id); kept != nil {
		changed := kept.changed(c)
		s.replace(kept, changed)
		err = s.save(ctx, changed)
	}
	s.mu.Lock()
	waits := s.changes[id]
	c = s.change(id).with(c)
	s.mu.Unlock()
	if err == nil || refused(err) {
		err = s.Store.Change(ctx, id, c)
	}
	s.mu.Lock()
	if s.changes[id] == waits && (err == nil || refused(err)) {
		delete(s.changes, id)
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
	if err := s.saving.Acquire(ctx, 1); err != nil {
		return err
	}
	defer s.saving.Release(1)
	kept := s.kept(id)
	err := s.Store.Delete(ctx, id)
	if err != nil && (kept == nil || !kept.whole() && !errors.Is(err, ErrNoSession)) {
		return err
	}
	s.replace(kept, nil)
	s.mu.Lock()
	delete(s.changes, id)
	s.mu.Unlock()
	return nil
}

func (s *steady) Vote(ctx context.Context, v Vote) error {
	if _, ok := s.Store.(Ballot); !ok {
		return nil
	}
	s.mu.Lock()
	s.votes = append(s.votes, v)
	s.mu.Unlock()
	if err := s.saving.Acquire(ctx, 1); err != nil {
		return err
	}
	defer s.saving.Release(1)
	err := s.vote(ctx, v)
	if err == nil {
		s.flush(ctx)
	}
	return err
}

// vote keeps a vote that waits.
func (s *steady) vote(ctx context.Context, v Vote) error {
	err := s.Store.(Ballot).Vote(ctx, v)
	if err == nil {
		s.mu.Lock()
		s.votes = slices.DeleteFunc(s.votes, func(kept Vote) bool { return kept.ID == v.ID })
		s.mu.Unlock()
	}
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
		there := slices.ContainsFunc(votes, func(kept Vote) bool { return kept.ID == v.ID })
		if !there && (tag == "" || v.Tag == tag) {
			votes = append(votes, v)
		}
	}
	return votes, err
}

func (s *steady) Leave(ctx context.Context) error {
	err := s.saving.Acquire(ctx, 1)
	if err == nil {
		err = s.flush(ctx)
		s.saving.Release(1)
	}
	waits := s.waits()
	if err == nil || waits.empty() {
		return nil // what a store refuses it refuses the next time too
	}
	s.mu.Lock()
	unsaved := &UnsavedError{Err: cmp.Or(s.told, err)}
	s.mu.Unlock()
	if aside, ok := s.Store.(Aside); ok {
		unsaved.Aside = aside.PutAside(waits) == nil
	}
	return unsaved
}

// Close tries once more to save what is unsaved.
func (s *steady) Close() error {
	return errors.Join(s.Leave(context.Background()), s.Store.Close())
}
