package page

import (
	"context"
	"errors"
	"slices"
	"sync"

	tea "charm.land/bubbletea/v2"
)

// A Memory holds what is kept between runs and writes its changes: one at a
// time, in order, in commands.
type Memory struct {
	Keep Keeper // nil: nothing is kept

	Loaded     bool
	Asked      []string // oldest first
	Favourites []string
	Recent     []string // the latest first
	Draft      string   // the last run's, until it is put back
	early      []change // changes of the models before Load was done

	queue  []*note // the first one is being written
	failed bool    // a write failed, and the user was told
}

// A note is one write, done once.
type note struct {
	once sync.Once
	do   func(Keeper) error
	err  error
}

func (n *note) write(k Keeper) { n.once.Do(func() { n.err = n.do(k) }) }

// mostRecent is how many models are remembered as recent.
const mostRecent = 5

// NewMemory makes a memory that k keeps. Without k it remembers for this run
// only.
func NewMemory(k Keeper) *Memory { return &Memory{Keep: k, Loaded: k == nil} }

// A RememberedMsg brings what was kept.
type RememberedMsg struct {
	kept Kept
	err  error
}

type savedMsg struct{ err error }

// Load reads what was kept.
func (m *Memory) Load() tea.Cmd {
	if m.Keep == nil {
		return nil
	}
	return func() tea.Msg {
		kept, err := m.Keep.Load()
		return RememberedMsg{kept, err}
	}
}

// Update handles the messages of the memory's own commands.
func (m *Memory) Update(msg tea.Msg) Intent {
	switch msg := msg.(type) {
	case RememberedMsg:
		m.Loaded = true
		m.Asked = append(msg.kept.Asked, m.Asked...)
		m.Draft, m.Favourites, m.Recent = msg.kept.Draft, msg.kept.Favourites, msg.kept.Recent
		for _, change := range m.early {
			m.Favourites, m.Recent = change(m.Favourites, m.Recent)
		}
		if msg.err != nil {
			return Batch{Notice{"reading what was kept: " + msg.err.Error()}, m.next()}
		}
		return m.next()
	case savedMsg:
		m.queue = m.queue[1:]
		next := m.next()
		if msg.err == nil || m.failed {
			return next
		}
		m.failed = true
		return Batch{Notice{"keeping it: " + msg.err.Error()}, next}
	}
	return nil
}

// Ask adds a prompt to those that were asked.
func (m *Memory) Ask(prompt string) tea.Cmd {
	if n := len(m.Asked); n > 0 && m.Asked[n-1] == prompt {
		return nil
	}
	m.Asked = append(m.Asked, prompt)
	return m.later(func(k Keeper) error { return k.Asked(prompt) })
}

// Save keeps a draft for the next run.
func (m *Memory) Save(draft string) tea.Cmd {
	return m.later(func(k Keeper) error { return k.Draft(draft) })
}

// A change returns new favourites and recent models. It is applied to what is
// held here and again to what is kept.
type change = func(favourites, recent []string) ([]string, []string)

// Used puts a model first among the recent ones.
func (m *Memory) Used(id string) tea.Cmd {
	return m.change(func(favourites, recent []string) ([]string, []string) {
		recent = append([]string{id}, without(recent, id)...)
		return favourites, recent[:min(len(recent), mostRecent)]
	})
}

// Favour makes a model a favourite, or no longer one.
func (m *Memory) Favour(id string) tea.Cmd {
	was := slices.Contains(m.Favourites, id)
	return m.change(func(favourites, recent []string) ([]string, []string) {
		favourites = without(favourites, id)
		if !was {
			favourites = append(favourites, id)
		}
		return favourites, recent
	})
}

func (m *Memory) change(by change) tea.Cmd {
	m.Favourites, m.Recent = by(m.Favourites, m.Recent)
	if !m.Loaded {
		m.early = append(m.early, by)
	}
	return m.later(func(k Keeper) error { return k.Models(by) })
}

func without(ids []string, id string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(s string) bool { return s == id })
}

// later queues a write. It waits until what was kept has been read, which could
// otherwise include the write already.
func (m *Memory) later(do func(Keeper) error) tea.Cmd {
	if m.Keep == nil {
		return nil
	}
	m.queue = append(m.queue, &note{do: do})
	if len(m.queue) > 1 || !m.Loaded {
		return nil
	}
	return m.next()
}

func (m *Memory) next() tea.Cmd {
	if len(m.queue) == 0 {
		return nil
	}
	n := m.queue[0]
	return func() tea.Msg {
		n.write(m.Keep)
		return savedMsg{n.err}
	}
}

// Close does the writes that remain and keeps the draft last, as long as ctx
// lasts. Call it when the program has ended; a command that still runs does
// nothing then. If the draft can't be kept, the error is or wraps an
// UnkeptError.
func (m *Memory) Close(ctx context.Context, draft string) error {
	if m.Keep == nil {
		return nil
	}
	kept := make(chan error, 1)
	go func() { // ends when everything is written
		for _, n := range m.queue {
			n.write(m.Keep)
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

func (m *Memory) closeDraft(draft string) error {
	if m.Loaded {
		return m.Keep.Draft(draft)
	}
	// Don't overwrite a kept draft that was never put back.
	kept, err := m.Keep.Load()
	if err != nil || draft == "" {
		return err
	}
	if kept.Draft != "" {
		if err := m.Keep.Asked(kept.Draft); err != nil {
			return err
		}
	}
	return m.Keep.Draft(draft)
}

// An UnkeptError says that the draft can't be kept for the next run. Its text
// contains the draft, to be copied from the terminal.
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
