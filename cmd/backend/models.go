package backend

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/cmd/program"
)

// Models is what is known of the models: the facts of models.dev, what the branch
// serves of them, and which was used last.
type Models struct {
	p       *program.Program
	parsed  atomic.Pointer[catalog.Catalog] // the catalog as known has read it; nil until it is needed
	surveys sync.Map                        // of a branch's id to the catalog.Survey of this run
}

// NewModels reads nothing yet.
func NewModels(p *program.Program) *Models { return &Models{p: p} }

// Cache is where the facts of models.dev are kept.
func (m *Models) Cache() catalog.Cache { return catalog.Cache{Dir: m.p.Folders.Cache} }

// Known is the catalog at hand. A cache that can't be read is the doctor's
// business.
func (m *Models) Known() catalog.Catalog {
	if m.p.Settings.Demo {
		return catalog.Embedded()
	}
	if known := m.parsed.Load(); known != nil {
		return *known
	}
	known, _ := m.Cache().Load()
	m.parsed.Store(&known)
	return known
}

// Served is what a branch serves, as far as anybody has asked it, now or in an
// earlier run.
func (m *Models) Served(branch string) (catalog.Survey, bool) {
	if s, ok := m.surveys.Load(branch); ok {
		return s.(catalog.Survey), true
	}
	s, err := m.Cache().Served(branch)
	return s, err == nil
}

// KnownOn is the catalog at hand as a branch serves it, as far as that is known.
func (m *Models) KnownOn(branch string) catalog.Catalog {
	if s, ok := m.Served(branch); ok {
		return m.Known().Join(s.Models)
	}
	return m.Known()
}

// ListedOn is the catalog as a branch served it when it was last asked, empty
// where it never was.
func (m *Models) ListedOn(branch string) catalog.Catalog {
	if known := m.KnownOn(branch); known.Joined() {
		return known.Chats()
	}
	return catalog.Catalog{}
}

// Refresh brings the cached facts up to date when they are a day old.
func (m *Models) Refresh(ctx context.Context) error {
	defer m.parsed.Store(nil) // this or another program may have written it
	if m.p.Settings.Offline || m.p.Settings.Demo || !m.Cache().Stale() {
		return nil
	}
	_, err := m.Cache().Refresh(ctx)
	return err
}

// Newest looks models up in the newest facts at hand, and has them brought up to
// date when they are old. It does so beside the request, which never waits for
// it; nor does the program's end wait for news.
func (m *Models) Newest(ctx context.Context, models ...catalog.Model) func() []catalog.Model {
	found := make(chan struct{})
	go func() {
		if c, err := m.Cache().Load(); err == nil && !m.p.Settings.Demo {
			for i, m := range models {
				if latest, ok := c.Find(m.ID); ok {
					models[i] = latest
				}
			}
		}
		close(found)
		if err := m.Refresh(ctx); err != nil {
			m.p.Log.Info("models.dev", "error", err)
		}
	}()
	return func() []catalog.Model {
		<-found
		return models
	}
}

// PriceOf gives the price of an answer, by facts that need not be there yet. Those
// of another model than was asked are looked up.
func (m *Models) PriceOf(asked string, facts func() catalog.Model) func(string, chat.Usage) (float64, bool) {
	return func(model string, u chat.Usage) (float64, bool) {
		if model != asked {
			other, _ := m.Known().Find(model)
			return other.Price(catalog.Usage(u))
		}
		return facts().Price(catalog.Usage(u))
	}
}

// TellUnserved says which of the models that are about to be asked the branch is
// known not to serve, and which are nearest.
func (m *Models) TellUnserved(branch string, ids ...string) {
	known := m.KnownOn(branch)
	told := map[string]bool{}
	for _, id := range ids {
		if known.Serves(id) != catalog.No || told[id] {
			continue
		}
		told[id] = true
		s := fmt.Sprintf("this branch doesn't serve %s", id)
		if near := known.Instead(id, 1); len(near) > 0 {
			s += ": " + near[0] + " is the nearest that it does"
		}
		m.p.Status.Notice(s)
	}
}

// Price gives the price of an answer by the newest facts of the model that is
// asked.
func (m *Models) Price(ctx context.Context, asked string, facts catalog.Model) func(string, chat.Usage) (float64, bool) {
	newest := m.Newest(ctx, facts)
	return m.PriceOf(asked, func() catalog.Model { return newest()[0] })
}
