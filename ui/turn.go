package ui

import (
	"context"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"

	"neonchat/ui/theme"

	"neonchat/ui/page"
)

// A turn under way. Two goroutines have to do with it: run streams, and ends
// with the answer; the command of next waits for what run brings, sets it in
// lines and hands both to the program as one message. There is one such command
// at a time, started by the program when it has dealt with the last message, so
// that the setter needs no lock. What both touch is below mu.
type turn struct {
	setter setter
	frame  time.Duration
	gate   *sync.Mutex // held while lines are set; nil where nobody else does that
	last   time.Time   // when the last message was made
	cancel context.CancelFunc
	done   chan struct{} // closed when the answer is written down, as far as it can be

	mu     sync.Mutex
	look   theme.Look
	events []chat.Event
	end    *ending
	ready  chan struct{} // holds one when there is something to take
}

// An ending is how a turn ended: what it brought to the session, the answer last,
// and what went wrong.
type ending struct {
	messages []chat.Message
	answer   chat.Answer
	options  chat.Options // those that it was asked with
	err      error
}

// A turnMsg brings all that has come of a turn since the last.
type turnMsg struct {
	turn   *turn
	events []chat.Event
	galley galley
	end    *ending // not nil in the last one
}

// A task is what a turn does: it asks, answers anew, or continues.
type task func(context.Context, chat.Turn) (chat.Answer, error)

func asks(question []chat.Part) task {
	return func(ctx context.Context, t chat.Turn) (chat.Answer, error) { return t.Ask(ctx, question...) }
}

func answersAnew(ctx context.Context, t chat.Turn) (chat.Answer, error) { return t.Answer(ctx) }
func goesOn(ctx context.Context, t chat.Turn) (chat.Answer, error)      { return t.Continue(ctx) }

// start begins. The session is a copy: the program keeps reading its own.
func start(d page.Deps, l theme.Look, t chat.Turn, do task) *turn {
	ctx, cancel := limited(d.Timeout)
	u := &turn{frame: d.FrameTime(), cancel: cancel, done: make(chan struct{}), look: l, ready: make(chan struct{}, 1)}
	t.Each, t.Now = u.bring, d.Now
	go u.run(ctx, t, do)
	return u
}

// limited is a context that ends after d, or never by itself when d is 0.
func limited(d time.Duration) (context.Context, context.CancelFunc) {
	if d > 0 {
		return context.WithTimeout(context.Background(), d)
	}
	return context.WithCancel(context.Background())
}

// run ends when the answer does, or soon after cancel.
func (u *turn) run(ctx context.Context, t chat.Turn, do task) {
	defer close(u.done)
	defer u.cancel()
	n := len(t.Session.Messages)
	answer, err := do(ctx, t)
	u.mu.Lock()
	u.end = &ending{t.Session.Messages[n:], answer, t.Options, err}
	u.mu.Unlock()
	u.wake()
}

// leave ends the turn and waits until what came is written down, as long as ctx
// lasts.
func (u *turn) leave(ctx context.Context) {
	u.cancel()
	select {
	case <-u.done:
	case <-ctx.Done():
	}
}

// bring takes an event.
func (u *turn) bring(e chat.Event) error {
	u.mu.Lock()
	u.events = append(u.events, e)
	u.mu.Unlock()
	u.wake()
	return nil
}

func (u *turn) wake() {
	select {
	case u.ready <- struct{}{}:
	default:
	}
}

// turnTo has what comes set in another look, and all that came before.
func (u *turn) turnTo(l theme.Look) {
	u.mu.Lock()
	changed := u.look != l
	u.look = l
	u.mu.Unlock()
	if changed {
		u.wake()
	}
}

// next waits for more of the answer. Stale is when the end of it is to be set
// again though nothing more came; zero is never.
func (u *turn) next(stale time.Time) tea.Cmd {
	return func() tea.Msg {
		u.await(stale)
		if u.gate != nil {
			u.gate.Lock()
			defer u.gate.Unlock()
		}
		u.mu.Lock()
		l, events, end := u.look, u.events, u.end
		u.events = nil
		u.mu.Unlock()
		u.last = time.Now()
		return turnMsg{u, events, u.setter.add(l, textOf(events), end != nil), end}
	}
}

// await returns once there is something to take, and a frame after the last
// time at the earliest.
func (u *turn) await(stale time.Time) {
	if !stale.IsZero() {
		timer := time.NewTimer(max(time.Until(stale), u.frame))
		defer timer.Stop()
		select {
		case <-u.ready:
		case <-timer.C:
			return
		}
	} else {
		<-u.ready
	}
	if early := u.frame - time.Since(u.last); early > 0 {
		time.Sleep(early)
	}
}

// textOf joins the pieces of the answer among the events.
func textOf(events []chat.Event) string {
	var b strings.Builder
	for _, e := range events {
		if t, ok := e.(chat.TextDelta); ok {
			b.WriteString(t.Text)
		}
	}
	return b.String()
}
