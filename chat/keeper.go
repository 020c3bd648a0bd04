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

// moment is how long a stopped turn goes on saving.
const moment = 500 * time.Millisecond

// lasting returns a context that ends d after ctx does.
func lasting(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	last, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(d, cancel) })
	return last, func() { stop(); cancel() }
}

// A keeper builds the answer of a turn and saves it beside the stream. The
// turn's goroutine starts it, adds events and ends it; run saves the question
// first and then, while the stream lasts, the answer so far. The fields below mu
// are shared by both.
type keeper struct {
	store    Store // nil: nothing is saved
	head     Head
	earlier  []Message // the session with the question, should it have been deleted
	question *unsaved
	price    func(string, Usage) (float64, bool)
	asked    chan struct{} // closed once saving the question was tried; nil once add knows
	over     chan struct{} // closed when the stream has ended
	done     chan struct{} // closed when run has ended

	mu      sync.Mutex
	acc     Accumulator
	changed bool // since the last checkpoint
}

// start saves the question. ctx is that of saving, now and later.
func (k *keeper) start(ctx context.Context) {
	if k.store == nil {
		return
	}
	k.asked, k.over, k.done = make(chan struct{}), make(chan struct{}), make(chan struct{})
	go k.run(ctx, k.asked)
}

func (k *keeper) run(ctx context.Context, asked chan<- struct{}) {
	defer close(k.done)
	k.save(ctx)
	close(asked)
	tick := time.NewTicker(checkpoint)
	defer tick.Stop()
	for {
		select {
		case <-k.over:
			return
		case <-tick.C:
			if m, changed := k.growth(); changed {
				k.save(ctx, m)
			}
		}
	}
}

// growth returns the answer so far, and whether it has grown since the last
// call.
func (k *keeper) growth() (m Message, changed bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	changed, k.changed = k.changed, false
	return k.acc.Message(), changed
}

// save saves the answer, or nothing but the question, and the question before
// it where it isn't saved yet. A session that was deleted meanwhile is saved
// whole: what goes on is not lost.
func (k *keeper) save(ctx context.Context, answer ...Message) {
	k.question.before(ctx, func(question []Message) error {
		messages := slices.Concat(question, answer)
		if len(messages) == 0 {
			return nil
		}
		last := messages[len(messages)-1]
		h := k.head
		h.Leaf, h.Updated = last.ID, last.Timing.Started.Add(last.Timing.Total)
		err := k.store.Save(ctx, h, messages...)
		if errors.Is(err, ErrOrphan) {
			err = k.store.Save(ctx, h, slices.Concat(k.earlier, answer)...)
		}
		return err
	})
}

// add takes an event. The first waits until the question is saved, so that
// nothing is shown of an answer to a question that could get lost; a turn that
// is stopped waits no longer.
func (k *keeper) add(ctx context.Context, e Event) {
	if k.store == nil {
		k.acc.Add(e)
		return
	}
	if k.asked != nil {
		select {
		case <-k.asked:
		case <-ctx.Done():
		}
		k.asked = nil
	}
	k.mu.Lock()
	k.acc.Add(e)
	k.changed = true
	k.mu.Unlock()
}

// end closes the answer and, where it is saved, has that done before it returns.
func (k *keeper) end(ctx context.Context, err error) {
	k.mu.Lock()
	k.acc.End(err)
	if errors.Is(err, context.Canceled) {
		k.acc.Stop(Stop{Reason: StopUser})
	}
	if !k.acc.m.Stop.Reason.Failed() {
		k.acc.m.Cost = k.acc.m.cost(k.price)
	}
	k.mu.Unlock()
	if k.store != nil {
		close(k.over)
		<-k.done
		k.save(ctx, k.acc.Message())
	}
}
