package cmd

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"neonchat/chat"
	"neonchat/history"
	"neonchat/ui/markdown"
)

// here is the branch that is worked on.
func (p *program) here() (chat.Branch, error) {
	if p.settings.Demo {
		return chat.Branch{ID: chat.DemoBranch, Name: chat.DemoBranch}, nil
	}
	g, err := p.found()
	if err != nil {
		return chat.Branch{}, err
	}
	return branchOf(g), nil
}

// latest is the session of a branch in which something was said last.
func (p *program) latest(ctx context.Context, b chat.Branch) (id string, err error) {
	list, err := p.store().List(ctx, chat.Scope{Branch: b.ID})
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

// store is where the sessions are, whether or not they are to be kept.
func (p *program) store() *history.Store {
	if p.sessions == nil {
		p.sessions = history.Open(p.historyFile())
		p.sessions.Notice = func(sentence string) { p.complain(sentence, "") }
		p.closers = append(p.closers, func() { p.sessions.Close() })
	}
	return p.sessions
}

// session loads the session of an id that the user gave.
func (p *program) session(ctx context.Context, id string) (*chat.Session, error) {
	s, err := p.store().Load(ctx, id)
	return s, p.unfound(ctx, id, err)
}

// unfound says which sessions a user may have meant.
func (p *program) unfound(ctx context.Context, id string, err error) error {
	var several *chat.AmbiguousError
	switch {
	case errors.Is(err, chat.ErrNoSession):
		return usagef("'neonchat sessions --all-branches' lists them, 'neonchat sessions search WORDS' searches the messages", "there is no session %q", id)
	case !errors.As(err, &several):
		return err
	}
	var meant []string
	for _, scope := range []chat.Scope{{}, {Branch: chat.DemoBranch}} {
		list, err := p.store().List(ctx, scope)
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

// titled is a session's title as a line shows it.
func titled(h chat.Head) string {
	if t := strings.Join(strings.Fields(markdown.Clean(h.Title)), " "); t != "" {
		return t
	}
	return "untitled"
}
