package transcript

import (
	"context"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/page"
	"neonchat/ui/theme"
)

// A Turn under way. Two goroutines have to do with it: run streams, and ends
// with the answer; the command of next waits for what run brings, sets it in
// lines and hands both to the program as one message. There is one such command
// at a time, started by the program when it has dealt with the last message, so
// that the setter needs no lock. What both touch is below mu.
type Turn struct {
	setter setter
	frame  time.Duration
	Gate   *sync.Mutex // held while lines are set; nil where nobody else does that
	last   time.Time   // when the last message was made
	Cancel context.CancelFunc
	done   chan struct{} // closed when the answer is written down, as far as it can be

	mu     sync.Mutex
	look   theme.Look
	events []chat.Event
	end    *Ending
	ready  chan struct{} // holds one when there is something to take
}

// An Ending is how a turn ended: what it brought to the session, the answer last,
// and what went wrong.
type Ending struct {
	Messages []chat.Message
	Answer   chat.Answer
	options  chat.Options // those that it was asked with
	err      error
}

// A TurnMsg brings all that has come of a turn since the last.
type TurnMsg struct {
	Turn   *Turn
	Events []chat.Event
	Galley Lines
	End    *Ending // not nil in the last one
}

// A Task is what a turn does: it asks, answers anew, or continues.
type Task func(context.Context, chat.Turn) (chat.Answer, error)

func Asks(question []chat.Part) Task {
	return func(ctx context.Context, t chat.Turn) (chat.Answer, error) { return t.Ask(ctx, question...) }
}

func AnswersAnew(ctx context.Context, t chat.Turn) (chat.Answer, error) { return t.Answer(ctx) }
func GoesOn(ctx context.Context, t chat.Turn) (chat.Answer, error)      { return t.Continue(ctx) }

// Start begins. The session is a copy: the program keeps reading its own.
func Start(d page.Deps, l theme.Look, t chat.Turn, do Task) *Turn {
	ctx, cancel := limited(d.Timeout)
	u := &Turn{frame: d.FrameTime(), Cancel: cancel, done: make(chan struct{}), look: l, ready: make(chan struct{}, 1)}
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
func (u *Turn) run(ctx context.Context, t chat.Turn, do Task) {
	defer close(u.done)
	defer u.Cancel()
	n := len(t.Session.Messages)
	answer, err := do(ctx, t)
	u.mu.Lock()
	u.end = &Ending{t.Session.Messages[n:], answer, t.Options, err}
	u.mu.Unlock()
	u.wake()
}

// Leave ends the turn and waits until what came is written down, as long as ctx
// lasts.
func (u *Turn) Leave(ctx context.Context) {
	u.Cancel()
	select {
	case <-u.done:
	case <-ctx.Done():
	}
}

// bring takes an event.
func (u *Turn) bring(e chat.Event) error {
	u.mu.Lock()
	u.events = append(u.events, e)
	u.mu.Unlock()
	u.wake()
	return nil
}

func (u *Turn) wake() {
	select {
	case u.ready <- struct{}{}:
	default:
	}
}

// TurnTo has what comes set in another look, and all that came before.
func (u *Turn) TurnTo(l theme.Look) {
	u.mu.Lock()
	changed := u.look != l
	u.look = l
	u.mu.Unlock()
	if changed {
		u.wake()
	}
}

// Next waits for more of the answer. Stale is when the end of it is to be set
// again though nothing more came; zero is never.
func (u *Turn) Next(stale time.Time) tea.Cmd {
	return func() tea.Msg {
		u.await(stale)
		if u.Gate != nil {
			u.Gate.Lock()
			defer u.Gate.Unlock()
		}
		u.mu.Lock()
		l, events, end := u.look, u.events, u.end
		u.events = nil
		u.mu.Unlock()
		u.last = time.Now()
		return TurnMsg{u, events, u.setter.add(l, textOf(events), end != nil), end}
	}
}

// await returns once there is something to take, and a frame after the last
// time at the earliest.
func (u *Turn) await(stale time.Time) {
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
