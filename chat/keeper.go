package chat

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// checkpoint is how often a growing answer is saved.
const checkpoint = time.Second

// A keeper grows the answer of a turn and has it saved beside the stream. The
// turn's goroutine adds events; run, which start begins and finish ends, saves
// the question and then what there is of the answer. What both touch is below
// mu.
type keeper struct {
	store   Store // nil: nothing is saved
	head    Head
	unsaved *unsaved // the question
	price   func(Usage) (float64, bool)
	asked   chan struct{} // closed once saving the question was tried
	over    chan struct{} // closed when the stream has ended
	done    chan struct{} // closed when run has ended

	mu      sync.Mutex
	acc     Accumulator
	changed bool // since the last checkpoint
}

// start saves the question. A context that ends doesn't keep anything from being
// saved.
func (k *keeper) start(ctx context.Context, h Head) {
	if k.store == nil {
		return
	}
	k.head = h
	k.asked, k.over, k.done = make(chan struct{}), make(chan struct{}), make(chan struct{})
	go k.run(context.WithoutCancel(ctx))
}

func (k *keeper) run(ctx context.Context) {
	defer close(k.done)
	k.save(ctx)
	close(k.asked)
	tick := time.NewTicker(checkpoint)
	defer tick.Stop()
	for {
		select {
		case <-k.over:
			return
		case <-tick.C:
			k.mu.Lock()
			changed, m := k.changed, k.acc.Message()
			k.changed = false
			k.mu.Unlock()
			if changed {
				k.save(ctx, m)
			}
		}
	}
}

// save saves messages, and the question before them where it isn't saved yet.
func (k *keeper) save(ctx context.Context, messages ...Message) {
	k.unsaved.before(func(question []Message) error {
		all := slices.Concat(question, messages)
		if len(all) == 0 {
			return nil
		}
		h := k.head
		h.Leaf, h.Updated = all[len(all)-1].ID, k.acc.now()
		return k.store.Save(ctx, h, all...)
	})
}

// add takes an event. The first returns once the question is saved, so that
// nothing is shown of an answer to a question that could get lost.
func (k *keeper) add(e Event) {
	if k.asked != nil {
		<-k.asked
	}
	k.mu.Lock()
	k.acc.Add(e)
	k.changed = true
	k.mu.Unlock()
}

// end closes the answer.
func (k *keeper) end(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.acc.End(err)
	if errors.Is(err, context.Canceled) {
		k.acc.Stop(Stop{Reason: StopUser})
	}
	if u := k.acc.m.Usage; u != nil && k.price != nil && !k.acc.m.Stop.Reason.Failed() {
		if usd, known := k.price(*u); known {
			k.acc.m.Cost = &usd
		}
	}
}

// finish saves the answer.
func (k *keeper) finish(ctx context.Context) {
	if k.store == nil {
		return
	}
	close(k.over)
	<-k.done
	k.save(context.WithoutCancel(ctx), k.acc.Message())
}
