package chat

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// checkpoint is the interval at which a growing answer is saved.
const checkpoint = time.Second

// moment is how long a stopped turn keeps saving.
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
	store    Store // nil saves nothing
	head     Head
	earlier  []Message // the session with the question, in case the session was deleted
	question *unsaved
	price    func(string, Usage) (float64, bool)
	asked    chan struct{} // closed after the attempt to save the question; nil once add has seen that
	over     chan struct{} // closed when the stream has ended
	done     chan struct{} // closed when run has ended

	mu      sync.Mutex
	acc     Accumulator
	changed bool // since the last checkpoint
}

// start saves the question. ctx is used for all saving, now and later.
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

// save saves the answer, if given, after saving the question if that isn't saved yet. If
// the session was deleted in the meantime, save writes it whole so that nothing is lost.
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

// add takes an event. The first call waits until the question is saved, so that no
// answer is shown for a question that could be lost. A stopped turn doesn't wait.
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

// end closes the answer. If the answer is saved, end waits for the last save.
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
