package page

import (
	"context"
	"errors"
	"slices"
	"sync"

	tea "charm.land/bubbletea/v2"
)

// A Memory is what is kept between runs, and the way there: one write at a
// time, in order, none of them on the program's loop.
type Memory struct {
	Keep Keeper // nil: nothing is kept

	Loaded     bool
	Asked      []string // oldest first
	Favourites []string
	Recent     []string // the latest first
	Draft      string   // of the last run, until it was put back
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

func NewMemory(k Keeper) *Memory { return &Memory{Keep: k, Loaded: k == nil} }

type RememberedMsg struct {
	kept Kept
	err  error
}

type savedMsg struct{ err error }

func (m *Memory) Load() tea.Cmd {
	if m.Keep == nil {
		return nil
	}
	return func() tea.Msg {
		kept, err := m.Keep.Load()
		return RememberedMsg{kept, err}
	}
}

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

// Ask remembers a prompt.
func (m *Memory) Ask(prompt string) tea.Cmd {
	if n := len(m.Asked); n > 0 && m.Asked[n-1] == prompt {
		return nil
	}
	m.Asked = append(m.Asked, prompt)
	return m.later(func(k Keeper) error { return k.Asked(prompt) })
}

func (m *Memory) Save(draft string) tea.Cmd {
	return m.later(func(k Keeper) error { return k.Draft(draft) })
}

// A change is one of the favourites, and of the models that were used last. It
// is made of what is remembered here, and of what is kept.
type change = func(favourites, recent []string) ([]string, []string)

// Used notes that a model is talked to.
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

// later has something written down, when what was kept is read: else that could
// have it already.
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

// Close writes what is not written yet, and the draft last, as long as ctx lasts.
// The program has ended; a command under way may still run, and does then
// nothing. A draft that can't be kept is in the error, an UnkeptError.
func (m *Memory) Close(ctx context.Context, draft string) error {
	if m.Keep == nil {
		return nil
	}
	kept := make(chan error, 1)
	go func() { // ends when all is written
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
	// What was kept is not to be forgotten because nobody has read it.
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
