package chat

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"

	"golang.org/x/sync/semaphore"
)

// Steady wraps s so that a chat can go on when saving fails. What can't be saved or
// changed, or was cut short by its context, stays in memory. Load sees it, and the
// next successful call writes it. Save and Change still return their real error.
//
// tell is called with the error once when saving starts to fail, and with nil when
// it works again. It may be called from any goroutine and should return soon.
//
// The result is also a Ballot. If s isn't one, votes are discarded.
func Steady(s Store, tell func(error)) interface {
	Store
	Ballot

	// Leave saves what is unsaved until ctx ends. If s is an Aside, it then sets the
	// rest aside. Its error is an *UnsavedError.
	Leave(ctx context.Context) error
} {
	return &steady{Store: s, tell: tell, saving: semaphore.NewWeighted(1), changes: map[string]*Change{}}
}

type steady struct {
	Store
	tell func(error)

	// saving is held while writing to the store, so that writes keep their order. mu
	// guards the fields below and is only held briefly.
	saving  *semaphore.Weighted
	mu      sync.Mutex
	told    error
	unsaved []*Session         // unsaved parts of sessions, oldest first
	changes map[string]*Change // changes to apply after unsaved, by session id; every update makes a new pointer
	votes   []Vote
}

func (s *steady) Save(ctx context.Context, h Head, messages ...Message) error {
	waited := s.hold(h, messages)
	if err := s.saving.Acquire(ctx, 1); err != nil {
		return err
	}
	defer s.saving.Release(1)
	kept := s.kept(h.ID)
	if kept == nil { // saved or deleted in the meantime
		s.hold(h, messages)
		kept = s.kept(h.ID)
	}
	err := s.save(ctx, kept)
	switch {
	case err == nil:
		s.flush(ctx)
	case errors.Is(err, ErrOrphan) && !waited: // only the caller that has the rest saves the whole
		s.replace(kept, nil)
	}
	return err
}

// hold keeps messages in memory until they are saved, and reports whether messages of
// the session were waiting already.
func (s *steady) hold(h Head, messages []Message) (waited bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changes[h.ID] != nil {
		c := s.change(h.ID)
		c.Leaf = nil // the head has a newer leaf
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

// replace replaces a waiting session, or removes it if by is nil. It keeps anything
// that was added in the meantime.
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

// save saves a waiting session.
func (s *steady) save(ctx context.Context, u *Session) error {
	err := s.Store.Save(ctx, u.Head, u.Messages...)
	if err == nil {
		s.replace(u, nil)
	}
	s.report(ctx, err)
	return err
}

// report reports the first failure, and the first success after a failure.
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

// refused reports whether the store works but rejects the request.
func refused(err error) bool {
	_, ambiguous := errors.AsType[*AmbiguousError](err)
	return ambiguous || errors.Is(err, ErrOrphan) || errors.Is(err, ErrNoSession) || errors.Is(err, ErrNoMessage)
}

// flush writes everything that is waiting.
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

// waits returns what is not written yet.
func (s *steady) waits() Unsaved {
	s.mu.Lock()
	defer s.mu.Unlock()
	changes := map[string]Change{}
	for id, c := range s.changes {
		changes[id] = *c
	}
	return Unsaved{slices.Clone(s.unsaved), changes, slices.Clone(s.votes)}
}

// kept returns the part of a session that is in memory, or nil.
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

// laid returns the head that results from saving h over old.
func laid(old, h Head) Head {
	h.Title, h.Pinned, h.Created = cmp.Or(old.Title, h.Title), old.Pinned, old.Created
	h.Branch, h.From = old.Branch, old.From
	if old.Updated.After(h.Updated) {
		h.Updated = old.Updated
	}
	return h
}

// overlay merges newer messages into those that were there. Each message occurs once,
// after its parent.
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

// whole reports whether the session has the parent of every message.
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

// change returns the waiting change of a session. The caller holds mu.
func (s *steady) change(id string) Change {
	if c := s.changes[id]; c != nil {
		return *c
	}
	return Change{}
}

// alter applies a change to a session after saving what is unsaved of it, and records
// the outcome.
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

// with returns c combined with a later change.
func (c Change) with(later Change) Change {
	return Change{
		Title: cmp.Or(later.Title, c.Title), Pinned: cmp.Or(later.Pinned, c.Pinned), Leaf: cmp.Or(later.Leaf, c.Leaf),
		Remove: slices.Concat(c.Remove, later.Remove),
	}
}

// changed returns the session with c applied.
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

// without returns the messages without those with the given ids and their descendants.
func without(messages []Message, ids []string) []Message {
	gone := map[string]bool{}
	for _, id := range ids {
		gone[id] = true
	}
	var left []Message
	for _, m := range messages { // parents come before their children
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

// vote saves a waiting vote.
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
		return nil // a store that rejects it once will reject it again
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
