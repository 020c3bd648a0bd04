package cmd

import (
	"context"
	"errors"
	"fmt"
	"neonchat/chat"
	"neonchat/history"
	"neonchat/ui/markdown"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// hist is where the sessions are kept.
type hist struct {
	p      *program
	opened *history.Store // nil until it is needed: see store
}

func newHist(p *program) *hist { return &hist{p: p} }

// file is where sessions are kept.
func (h *hist) file() string { return filepath.Join(h.p.folders.State, "history.db") }

// store is where the sessions are, whether or not they are to be kept.
func (h *hist) store() *history.Store {
	if h.opened == nil {
		h.opened = history.Open(h.file())
		h.opened.Notice = func(sentence string) { h.p.complain(sentence, "") }
		h.p.closers = append(h.p.closers, func() { h.opened.Close() })
	}
	return h.opened
}

// keep is where the sessions are kept; its Store is nil where the user wants
// none. It opens nothing yet. say is told, from any goroutine, what is wrong
// with it, and what can be done about that.
func (h *hist) keep(say func(sentence, hint string)) *keeping {
	k := &keeping{}
	if h.p.settings.NoHistory {
		return k
	}
	file := history.Open(h.file())
	file.Notice = func(sentence string) { say(sentence, "") }
	store := chat.Steady(file, func(err error) {
		k.failing.Store(err != nil)
		if err == nil {
			say("the history is kept again", "")
			return
		}
		hint := hintOf(err)
		if hint != "" {
			hint += ", or keep nothing with --no-history"
		}
		say(err.Error(), hint)
	})
	k.Store = store
	h.p.closers = append(h.p.closers, func() {
		if err := store.Leave(h.p.exit.saving); err != nil {
			h.p.complain(err.Error(), hintOf(err))
		}
		file.Close()
	})
	return k
}

// A keeping is where a command keeps its sessions, and whether it does.
type keeping struct {
	chat.Store // nil: nothing is kept
	failing    atomic.Bool
}

// kept is the id of a session where others can find it, nil where they can't.
func (k *keeping) kept(s *chat.Session) *string {
	if k.Store == nil || k.failing.Load() {
		return nil
	}
	return &s.ID
}

// session loads the session of an id that the user gave.
func (h *hist) session(ctx context.Context, id string) (*chat.Session, error) {
	s, err := h.store().Load(ctx, id)
	return s, h.unfound(ctx, id, err)
}

// unfound says which sessions a user may have meant.
func (h *hist) unfound(ctx context.Context, id string, err error) error {
	var several *chat.AmbiguousError
	switch {
	case errors.Is(err, chat.ErrNoSession):
		return usagef("'neonchat sessions --all-branches' lists them, 'neonchat sessions search WORDS' searches the messages", "there is no session %q", id)
	case !errors.As(err, &several):
		return err
	}
	var meant []string
	for _, scope := range []chat.Scope{{}, {Branch: chat.DemoBranch}} {
		list, err := h.store().List(ctx, scope)
		if err != nil {
			return err
		}
		for _, s := range list {
			if strings.HasPrefix(s.ID, id) && len(meant) < 4 {
				meant = append(meant, fmt.Sprintf("%s (%s)", s.ID, titled(s.Head)))
			}
		}
	}
	return usagef("give more of it: "+oneOf(meant), "%w", err)
}

// latest is the session of a branch in which something was said last.
func (h *hist) latest(ctx context.Context, b chat.Branch) (id string, err error) {
	list, err := h.store().List(ctx, chat.Scope{Branch: b.ID})
	if err != nil {
		return "", err
	}
	if len(list) == 0 {
		return "", usagef("leave --continue out to begin one; 'neonchat sessions --all-branches' lists those of other branches",
			"there is no session on branch %s yet", b.Name)
	}
	last := slices.MaxFunc(list, func(a, b chat.Summary) int { return a.Updated.Compare(b.Updated) })
	return last.ID, nil
}

// titled is a session's title as a line shows it.
func titled(h chat.Head) string {
	if t := strings.Join(strings.Fields(markdown.Clean(h.Title)), " "); t != "" {
		return t
	}
	return "untitled"
}

// resumed is the session to go on with.
func (h *hist) resumed(ctx context.Context) (*chat.Session, error) {
	id := h.p.settings.Session
	if h.p.flags.latest {
		b, err := here(h.p)
		if err != nil {
			return nil, err
		}
		if id, err = h.latest(ctx, b); err != nil {
			return nil, err
		}
	}
	return h.session(ctx, id)
}

// begin is the session that is asked in: a new one, or the one to go on with.
// One of another branch stays there as it is, and a copy of it goes on here.
func (h *hist) begin(ctx context.Context, b *branch, s *chat.Session, kept chat.Store) (*chat.Session, error) {
	here := branchOf(b.gateway)
	switch {
	case s == nil:
		return &chat.Session{Head: chat.Head{Branch: here}}, nil
	case s.Branch.ID == here.ID:
		return s, nil
	}
	f := s.Fork(s.Leaf, time.Now())
	f.Branch = here
	h.p.status.notice(fmt.Sprintf("session %s is of branch %s: going on in a copy on %s, %s", s.ID, s.Branch.Name, here.Name, f.ID))
	if kept == nil {
		return f, nil
	}
	return f, kept.Save(ctx, f.Head, f.Messages...)
}

// resume is the session to go on with, nil when a new one is to begin.
func (h *hist) resume(ctx context.Context) (*chat.Session, error) {
	if !h.p.resumes() {
		return nil, nil
	}
	return h.resumed(ctx)
}
