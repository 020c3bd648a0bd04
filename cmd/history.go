package cmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/dustin/go-humanize"

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
	p.closers = append(p.closers, func() {
		if err := store.Leave(p.exit.saving); err != nil {
			p.complain(err.Error(), hintOf(err))
		}
		file.Close()
	})
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

// priceOf gives the price of an answer, by facts that need not be there yet. Those
// of another model than was asked are looked up.
func (p *program) priceOf(asked string, facts func() catalog.Model) func(string, chat.Usage) (float64, bool) {
	return func(model string, u chat.Usage) (float64, bool) {
		if model != asked {
			other, _ := p.known().Find(model)
			return other.Price(catalog.Usage(u))
		}
		return facts().Price(catalog.Usage(u))
	}
}

// historyCheck looks at the history, and makes none where there isn't one.
func (p *program) historyCheck(ctx context.Context) check {
	path := p.historyFile()
	c := check{Name: "history", Status: ok}
	if p.settings.NoHistory {
		c.Status, c.Found = note, "nothing is kept"+from(p.settings.Source("no_history"))
		return c
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		c.Found = "nothing yet (" + path + " would be made)"
		return c
	}
	store := history.Open(path)
	defer store.Close()
	store.Notice = func(sentence string) { c.Status, c.Hint = note, sentence }
	h, err := store.Examine(ctx)
	if err != nil {
		return check{Name: "history", Status: failed, Found: err.Error(), Hint: hintOf(err)}
	}
	c.Found = fmt.Sprintf("%s, %s, %s in %s", numbered(h.Sessions, "session"), numbered(h.Messages, "message"), humanize.Bytes(uint64(h.Size)), path)
	if h.Trouble != "" {
		c.Status, c.Hint = failed, "it is damaged ("+h.Trouble+"): take what there is out of it with 'neonchat sessions export'"
	}
	return c
}
