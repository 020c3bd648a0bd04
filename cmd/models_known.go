package cmd

import (
	"context"
	"fmt"
	"neonchat/catalog"
	"neonchat/chat"
	"sync"
	"sync/atomic"
)

// models is what is known of the models: the facts of models.dev, what the branch
// serves of them, and which was used last.
type models struct {
	p       *program
	parsed  atomic.Pointer[catalog.Catalog] // the catalog as known has read it; nil until it is needed
	surveys sync.Map                        // of a branch's id to the catalog.Survey of this run
}

func newModels(p *program) *models { return &models{p: p} }

func (m *models) cache() catalog.Cache { return catalog.Cache{Dir: m.p.folders.Cache} }

// known is the catalog at hand. A cache that can't be read is the doctor's
// business.
func (m *models) known() catalog.Catalog {
	if m.p.settings.Demo {
		return catalog.Embedded()
	}
	if known := m.parsed.Load(); known != nil {
		return *known
	}
	known, _ := m.cache().Load()
	m.parsed.Store(&known)
	return known
}

// served is what a branch serves, as far as anybody has asked it, now or in an
// earlier run.
func (m *models) served(branch string) (catalog.Survey, bool) {
	if s, ok := m.surveys.Load(branch); ok {
		return s.(catalog.Survey), true
	}
	s, err := m.cache().Served(branch)
	return s, err == nil
}

// knownOn is the catalog at hand as a branch serves it, as far as that is known.
func (m *models) knownOn(branch string) catalog.Catalog {
	if s, ok := m.served(branch); ok {
		return m.known().Join(s.Models)
	}
	return m.known()
}

// listedOn is the catalog as a branch served it when it was last asked, empty
// where it never was.
func (m *models) listedOn(branch string) catalog.Catalog {
	if known := m.knownOn(branch); known.Joined() {
		return known.Chats()
	}
	return catalog.Catalog{}
}

// refresh brings the cached facts up to date when they are a day old.
func (m *models) refresh(ctx context.Context) error {
	defer m.parsed.Store(nil) // this or another program may have written it
	if m.p.settings.Offline || m.p.settings.Demo || !m.cache().Stale() {
		return nil
	}
	_, err := m.cache().Refresh(ctx)
	return err
}

// newest looks models up in the newest facts at hand, and has them brought up to
// date when they are old. It does so beside the request, which never waits for
// it; nor does the program's end wait for news.
func (m *models) newest(ctx context.Context, models ...catalog.Model) func() []catalog.Model {
	found := make(chan struct{})
	go func() {
		if c, err := m.cache().Load(); err == nil && !m.p.settings.Demo {
			for i, m := range models {
				if latest, ok := c.Find(m.ID); ok {
					models[i] = latest
				}
			}
		}
		close(found)
		if err := m.refresh(ctx); err != nil {
			m.p.log.Info("models.dev", "error", err)
		}
	}()
	return func() []catalog.Model {
		<-found
		return models
	}
}

// priceOf gives the price of an answer, by facts that need not be there yet. Those
// of another model than was asked are looked up.
func (m *models) priceOf(asked string, facts func() catalog.Model) func(string, chat.Usage) (float64, bool) {
	return func(model string, u chat.Usage) (float64, bool) {
		if model != asked {
			other, _ := m.known().Find(model)
			return other.Price(catalog.Usage(u))
		}
		return facts().Price(catalog.Usage(u))
	}
}

// tellUnserved says which of the models that are about to be asked the branch is
// known not to serve, and which are nearest.
func (m *models) tellUnserved(branch string, ids ...string) {
	known := m.knownOn(branch)
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
		m.p.status.notice(s)
	}
}

// price gives the price of an answer by the newest facts of the model that is
// asked.
func (m *models) price(ctx context.Context, asked string, facts catalog.Model) func(string, chat.Usage) (float64, bool) {
	newest := m.newest(ctx, facts)
	return m.priceOf(asked, func() catalog.Model { return newest()[0] })
}
