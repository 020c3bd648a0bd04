package cmd

import (
	"cmp"
	"net/url"
	"path/filepath"
	"sync/atomic"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/config"
	"neonchat/history"
)

// A keeping is where a command keeps its sessions, and whether it does.
type keeping struct {
	chat.Store // nil: nothing is kept
	failing    atomic.Bool
}

// historyFile is where sessions are kept.
func (p *program) historyFile() string { return filepath.Join(p.folders.State, "history.db") }

// history is where the sessions are kept; its Store is nil where the user wants
// none. It opens nothing yet. say is told, from any goroutine, what is wrong
// with it, and what can be done about that.
func (p *program) history(say func(sentence, hint string)) *keeping {
	k := &keeping{}
	if p.settings.NoHistory {
		return k
	}
	file := history.Open(p.historyFile())
	file.Notice = func(sentence string) { say(sentence, "") }
	k.Store = chat.Steady(file, func(err error) {
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
	p.closers = append(p.closers, func() { k.Close() }) // what it can't save then was told before
	return k
}

// kept is the id of a session where others can find it, nil where they can't.
func (k *keeping) kept(s *chat.Session) *string {
	if k.Store == nil || k.failing.Load() {
		return nil
	}
	return &s.ID
}

// branchOf is the branch that a gateway's sessions hang on. The host stands in
// for an id that nobody gave.
func branchOf(g config.Gateway) chat.Branch {
	b := chat.Branch{ID: g.BranchID, Name: g.Branch.Text, Project: g.ProjectID.Text}
	if u, err := url.Parse(g.URL); err == nil && b.ID != chat.DemoBranch {
		b.Host = u.Host
	}
	b.ID = cmp.Or(b.ID, b.Host)
	return b
}

// priceOf gives the price of an answer, by facts that need not be there yet.
func priceOf(facts func() catalog.Model) func(chat.Usage) (float64, bool) {
	return func(u chat.Usage) (float64, bool) { return facts().Price(catalog.Usage(u)) }
}
