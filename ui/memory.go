package ui

import (
	"context"
	"errors"
	"slices"
	"sync"

	tea "charm.land/bubbletea/v2"
)

// A memory is what is kept between runs, and the way there: one write at a
// time, in order, none of them on the program's loop.
type memory struct {
	keep Keeper // nil: nothing is kept

	loaded     bool
	asked      []string // oldest first
	favourites []string
	recent     []string // the latest first
	draft      string   // of the last run, until it was put back
	early      []change // of the models, before it was loaded

	queue  []*note // the first one is under way
	failed bool    // writing did once, and that was said
}

// A note is something to be written down, once.
type note struct {
	once sync.Once
	do   func(Keeper) error
	err  error
}

func (n *note) write(k Keeper) { n.once.Do(func() { n.err = n.do(k) }) }

// mostRecent is how many models are remembered as recent.
const mostRecent = 5

func newMemory(k Keeper) *memory { return &memory{keep: k, loaded: k == nil} }

type keptMsg struct {
	kept Kept
	err  error
}

type savedMsg struct{ err error }

func (m *memory) load() tea.Cmd {
	if m.keep == nil {
		return nil
	}
	return func() tea.Msg {
		kept, err := m.keep.Load()
		return keptMsg{kept, err}
	}
}

func (m *memory) hear(msg tea.Msg) intent {
	switch msg := msg.(type) {
	case keptMsg:
		m.loaded = true
		m.asked = append(msg.kept.Asked, m.asked...)
		m.draft, m.favourites, m.recent = msg.kept.Draft, msg.kept.Favourites, msg.kept.Recent
		for _, change := range m.early {
			m.favourites, m.recent = change(m.favourites, m.recent)
		}
		if msg.err != nil {
			return both{say{"reading what was kept: " + msg.err.Error()}, m.next()}
		}
		return m.next()
	case savedMsg:
		m.queue = m.queue[1:]
		next := m.next()
		if msg.err == nil || m.failed {
			return next
		}
		m.failed = true
		return both{say{"keeping it: " + msg.err.Error()}, next}
	}
	return nil
}

// ask remembers a prompt.
func (m *memory) ask(prompt string) tea.Cmd {
	if n := len(m.asked); n > 0 && m.asked[n-1] == prompt {
		return nil
	}
	m.asked = append(m.asked, prompt)
	return m.later(func(k Keeper) error { return k.Asked(prompt) })
}

func (m *memory) save(draft string) tea.Cmd {
	return m.later(func(k Keeper) error { return k.Draft(draft) })
}

// A change is one of the favourites, and of the models that were used last. It
// is made of what is remembered here, and of what is kept.
type change = func(favourites, recent []string) ([]string, []string)

// used notes that a model is talked to.
func (m *memory) used(id string) tea.Cmd {
	return m.change(func(favourites, recent []string) ([]string, []string) {
		recent = append([]string{id}, without(recent, id)...)
		return favourites, recent[:min(len(recent), mostRecent)]
	})
}

// favour makes a model a favourite, or no longer one.
func (m *memory) favour(id string) tea.Cmd {
	was := slices.Contains(m.favourites, id)
	return m.change(func(favourites, recent []string) ([]string, []string) {
		favourites = without(favourites, id)
		if !was {
			favourites = append(favourites, id)
		}
		return favourites, recent
	})
}

func (m *memory) change(by change) tea.Cmd {
	m.favourites, m.recent = by(m.favourites, m.recent)
	if !m.loaded {
		m.early = append(m.early, by)
	}
	return m.later(func(k Keeper) error { return k.Models(by) })
}

func without(ids []string, id string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(s string) bool { return s == id })
}

// later has something written down, when what was kept is read: else that could
// have it already.
func (m *memory) later(do func(Keeper) error) tea.Cmd {
	if m.keep == nil {
		return nil
	}
	m.queue = append(m.queue, &note{do: do})
	if len(m.queue) > 1 || !m.loaded {
		return nil
	}
	return m.next()
}

func (m *memory) next() tea.Cmd {
	if len(m.queue) == 0 {
		return nil
	}
	n := m.queue[0]
	return func() tea.Msg {
		n.write(m.keep)
		return savedMsg{n.err}
	}
}

// close writes what is not written yet, and the draft last, as long as ctx lasts.
// The program has ended; a command under way may still run, and does then
// nothing. A draft that can't be kept is in the error, an UnkeptError.
func (m *memory) close(ctx context.Context, draft string) error {
	if m.keep == nil {
		return nil
	}
	kept := make(chan error, 1)
	go func() { // ends when all is written
		for _, n := range m.queue {
			n.write(m.keep)
		}
		kept <- m.closeDraft(draft)
	}()
	var err error
	select {
	case err = <-kept:
	case <-ctx.Done():
		err = errors.New("writing takes too long")
	}
	if err != nil && draft != "" {
		return &UnkeptError{Draft: draft, Err: err}
	}
	return nil
}

func (m *memory) closeDraft(draft string) error {
	if m.loaded {
		return m.keep.Draft(draft)
	}
	// What was kept is not to be forgotten because nobody has read it.
	kept, err := m.keep.Load()
	if err != nil || draft == "" {
		return err
	}
	if kept.Draft != "" {
		if err := m.keep.Asked(kept.Draft); err != nil {
			return err
		}
	}
	return m.keep.Draft(draft)
}

// An UnkeptError says that what was being written when the program ended can't
// be kept for the next time. Its text has the draft, to be copied from the
// terminal.
type UnkeptError struct {
	Draft string
	Err   error
}

func (e *UnkeptError) Error() string {
	return "keeping what was not sent: " + e.Err.Error() + "; it was:\n" + e.Draft
}

func (e *UnkeptError) Unwrap() error { return e.Err }

// Hint says what to do about it.
func (e *UnkeptError) Hint() string {
	return "copy it from here; once that folder can be written, drafts are kept"
}
