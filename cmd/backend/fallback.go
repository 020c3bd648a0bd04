package backend

import (
	"context"
	"errors"
	"iter"
	"time"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/client"
	"neonchat/cmd/words"
)

// Survey asks the branch which models it serves, and caches the list.
func (b *Branch) Survey(ctx context.Context) (catalog.Catalog, error) {
	list, err := b.Client.Models(ctx)
	if err != nil {
		return catalog.Catalog{}, err
	}
	s := catalog.Survey{Branch: b.ID(), At: time.Now(), Models: listed(list)}
	b.models.surveys.Store(s.Branch, s)
	if err := b.models.Cache().KeepServed(s.Branch, s.Models); err != nil {
		b.p.Log.Info("what the branch serves", "error", err)
	}
	return b.models.Known().Join(s.Models), nil
}

func listed(served []client.Served) []catalog.Listed {
	list := make([]catalog.Listed, len(served))
	for i, s := range served {
		list[i] = catalog.Listed(s)
	}
	return list
}

// surveyAge is the age at which an answer refreshes the survey.
const surveyAge = time.Hour

// keepUp refreshes an old survey in the background, once in a run. Nothing waits for
// it, not even the end of the program.
func (b *Branch) keepUp(ctx context.Context) {
	b.once.Do(func() {
		if s, ok := b.models.Served(b.ID()); ok && time.Since(s.At).Abs() < surveyAge {
			return
		}
		go func() {
			if _, err := b.Survey(ctx); err != nil {
				b.p.Log.Info("what the branch serves", "error", err)
			}
		}()
	})
}

// Stream asks the branch's gateway. If the gateway refuses a model that is only the
// default, Stream asks the best served model instead, now and from then on. If it
// refuses a model that the user chose, the error's hint names models to use instead.
func (b *Branch) Stream(ctx context.Context, r chat.Request) iter.Seq2[chat.Event, error] {
	return func(yield func(chat.Event, error) bool) {
		b.keepUp(ctx)
		if m, moved := b.moved.Load(r.Model.ID); moved && r.Model.Default {
			r.Model = m.(chat.Model)
		}
		begun := false
		for e, err := range b.Client.Stream(ctx, r) {
			switch e.(type) {
			case chat.TextDelta, chat.ReasoningDelta, chat.PartDone:
				begun = true
			}
			var refused *client.Error
			if begun || !errors.As(err, &refused) || !refused.RefusesModel() || refused.RefusesRoute() && r.Model.Pinned {
				if !yield(e, err) {
					return
				}
				continue
			}
			known := b.asked(ctx)
			other, ok := b.instead(r.Model, known)
			if !ok {
				yield(e, &RefusedError{err, RefusalHint(known, r.Model.ID, refused)})
				return
			}
			if yield(chat.Notice{Text: insteadOf(r.Model.ID, other.ID, refused)}, nil) {
				r.Model = other
				b.Client.Stream(ctx, r)(yield)
			}
			return
		}
	}
}

// asked is the catalog as the branch serves it, asked just now if that can be.
func (b *Branch) asked(ctx context.Context) catalog.Catalog {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	known, err := b.Survey(ctx)
	if err != nil {
		b.p.Log.Info("what the branch serves", "error", err)
		return b.models.KnownOn(b.ID())
	}
	return known
}

// instead is who answers in the place of a model that was refused, if anybody.
func (b *Branch) instead(refused chat.Model, known catalog.Catalog) (chat.Model, bool) {
	if !refused.Default || !known.Joined() {
		return chat.Model{}, false
	}
	best, ok := known.Best(refused.ID)
	if !ok {
		return chat.Model{}, false
	}
	m, _, _, err := b.models.Target(best.ID)
	if err != nil {
		return chat.Model{}, false
	}
	m.Default = true
	b.moved.Store(refused.ID, m)
	return m, true
}

func insteadOf(refused, other string, why *client.Error) string {
	s := refused + " is not to be had on this branch: " + other + " answers instead"
	if why.RefusesAccess() {
		s += " (prepaid credits unlock models: Neon Console, under Billing)"
	}
	return s
}

// A RefusedError is a refusal of a model, with a hint that speaks of the branch.
type RefusedError struct {
	error
	hint string
}

func (e *RefusedError) Unwrap() error { return e.error }
func (e *RefusedError) Hint() string  { return e.hint }

// RefusalHint says what to ask instead of a model that was refused, by what is
// known of the branch, and what unlocks one.
func RefusalHint(known catalog.Catalog, id string, why *client.Error) string {
	instead := known.Instead(id, 3)
	_, exists := known.Find(id)
	switch near := words.Without(known.Near(id, 3), id); {
	case !exists && len(near) > 0:
		return "did you mean " + words.OneOf(near) + "? 'neonchat models' lists what there is"
	case !known.Joined() || len(instead) == 0:
		return why.Hint
	case why.RefusesAccess():
		return "prepaid credits unlock models (Neon Console, under Billing); without them this branch serves " + words.OneOf(instead)
	default:
		return "this branch serves " + words.OneOf(instead) + " for instance; 'neonchat models' lists them all"
	}
}

// Refused is a refusal with a hint that speaks of the branch.
func Refused(err error, hint string) error { return &RefusedError{err, hint} }

// RoomHint says what to do when a conversation is longer than the model can hold.
func (m *Models) RoomHint(model string) string {
	here, _ := CurrentBranch(m.p)
	if more := m.KnownOn(here.ID).Roomier(model, 3); len(more) > 0 {
		return "send less, begin a new session, or ask a model that holds more: " + words.OneOf(more)
	}
	return "send less, or begin a new session"
}
