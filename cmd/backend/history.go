package backend

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"neonchat/chat"
	"neonchat/cmd/program"
	"neonchat/cmd/words"
	"neonchat/history"
	"neonchat/ui/markdown"
)

// History is where the sessions are kept.
type History struct {
	p      *program.Program
	opened *history.Store // nil until it is needed: see store
}

// NewHistory opens nothing yet.
func NewHistory(p *program.Program) *History { return &History{p: p} }

// File is where sessions are kept.
func (h *History) File() string { return filepath.Join(h.p.Folders.State, "history.db") }

// Store opens the history for reading and changing, also with --no-history.
func (h *History) Store() *history.Store {
	if h.opened == nil {
		h.opened = history.Open(h.File())
		h.opened.Notice = func(sentence string) { h.p.Complain(sentence, "") }
		h.p.OnClose(func() { h.opened.Close() })
	}
	return h.opened
}

// Recorder makes a recorder of sessions, without opening the history yet. Its Store
// is nil with --no-history. It calls say, from any goroutine, with a problem and a
// hint when saving fails, and when it works again.
func (h *History) Recorder(say func(sentence, hint string)) *Recorder {
	k := &Recorder{}
	if h.p.Settings.NoHistory {
		return k
	}
	file := history.Open(h.File())
	file.Notice = func(sentence string) { say(sentence, "") }
	store := chat.Steady(file, func(err error) {
		k.failing.Store(err != nil)
		if err == nil {
			say("the history is kept again", "")
			return
		}
		hint := program.HintOf(err)
		if hint != "" {
			hint += ", or keep nothing with --no-history"
		}
		say(err.Error(), hint)
	})
	k.Store = store
	h.p.OnClose(func() {
		if err := store.Leave(h.p.Saving()); err != nil {
			h.p.Complain(err.Error(), program.HintOf(err))
		}
		file.Close()
	})
	return k
}

// A Recorder saves the sessions of a command.
type Recorder struct {
	chat.Store // nil when nothing is saved
	failing    atomic.Bool
}

// SavedID is the id of a session, or nil when it isn't saved.
func (k *Recorder) SavedID(s *chat.Session) *string {
	if k.Store == nil || k.failing.Load() {
		return nil
	}
	return &s.ID
}

// Session loads a session by its id or the start of it.
func (h *History) Session(ctx context.Context, id string) (*chat.Session, error) {
	s, err := h.Store().Load(ctx, id)
	return s, h.unfound(ctx, id, err)
}

// unfound explains an error of Load: which sessions the id may have meant.
func (h *History) unfound(ctx context.Context, id string, err error) error {
	var several *chat.AmbiguousError
	switch {
	case errors.Is(err, chat.ErrNoSession):
		return program.Usagef("'neonchat sessions --all-branches' lists them, 'neonchat sessions search WORDS' searches the messages", "there is no session %q", id)
	case !errors.As(err, &several):
		return err
	}
	var meant []string
	for _, scope := range []chat.Scope{{}, {Branch: chat.DemoBranch}} {
		list, err := h.Store().List(ctx, scope)
		if err != nil {
			return err
		}
		for _, s := range list {
			if strings.HasPrefix(s.ID, id) && len(meant) < 4 {
				meant = append(meant, fmt.Sprintf("%s (%s)", s.ID, Title(s.Head)))
			}
		}
	}
	return program.Usagef("give more of it: "+words.OneOf(meant), "%w", err)
}

// Latest is the id of the branch's session with the newest message.
func (h *History) Latest(ctx context.Context, b chat.Branch) (id string, err error) {
	list, err := h.Store().List(ctx, chat.Scope{Branch: b.ID})
	if err != nil {
		return "", err
	}
	if len(list) == 0 {
		return "", program.Usagef("leave --continue out to begin one; 'neonchat sessions --all-branches' lists those of other branches",
			"there is no session on branch %s yet", b.Name)
	}
	last := slices.MaxFunc(list, func(a, b chat.Summary) int { return a.Updated.Compare(b.Updated) })
	return last.ID, nil
}

// Title is a session's title, cleaned and on one line.
func Title(h chat.Head) string {
	if t := strings.Join(strings.Fields(markdown.Clean(h.Title)), " "); t != "" {
		return t
	}
	return "untitled"
}

// Resumed is the session to go on with.
func (h *History) Resumed(ctx context.Context) (*chat.Session, error) {
	id := h.p.Settings.Session
	if h.p.Flags.Latest {
		b, err := CurrentBranch(h.p)
		if err != nil {
			return nil, err
		}
		if id, err = h.Latest(ctx, b); err != nil {
			return nil, err
		}
	}
	return h.Session(ctx, id)
}

// Begin is the session to ask in: s, or a new one when s is nil. If s belongs to
// another branch, Begin forks it onto this one and saves the fork to kept.
func (h *History) Begin(ctx context.Context, b *Branch, s *chat.Session, kept chat.Store) (*chat.Session, error) {
	here := BranchOf(b.Gateway)
	switch {
	case s == nil:
		return &chat.Session{Head: chat.Head{Branch: here}}, nil
	case s.Branch.ID == here.ID:
		return s, nil
	}
	f := s.Fork(s.Leaf, time.Now())
	f.Branch = here
	h.p.Status.Notice(fmt.Sprintf("session %s is of branch %s: going on in a copy on %s, %s", s.ID, s.Branch.Name, here.Name, f.ID))
	if kept == nil {
		return f, nil
	}
	return f, kept.Save(ctx, f.Head, f.Messages...)
}

// Resume is the session to go on with, nil when a new one is to begin.
func (h *History) Resume(ctx context.Context) (*chat.Session, error) {
	if !h.p.Resumes() {
		return nil, nil
	}
	return h.Resumed(ctx)
}
