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

// A Turn is a turn under way. Two goroutines work on it: run streams, and ends
// with the answer; the command of Next waits for events from run, renders their
// text and delivers both to the program as one message. The program starts the
// next such command only when it has handled the last message, so that the
// renderer needs no lock. The fields below mu are shared by both.
type Turn struct {
	renderer renderer
	frame    time.Duration
	Gate     *sync.Mutex // held while rendering, so that several turns take turns; may be nil
	last     time.Time   // when the last message was made
	Cancel   context.CancelFunc
	done     chan struct{} // closed when the answer is saved, as far as it can be

	mu     sync.Mutex
	look   theme.Look
	events []chat.Event
	end    *Ending
	ready  chan struct{} // holds one value when there is something to deliver
}

// An Ending is how a turn ended: the messages that it added, the answer last,
// and what went wrong.
type Ending struct {
	Messages []chat.Message
	Answer   chat.Answer
	options  chat.Options // what the question was asked with
	err      error
}

// A TurnMsg brings everything that has come of a turn since the last one.
type TurnMsg struct {
	Turn   *Turn
	Events []chat.Event
	Lines  Lines
	End    *Ending // nil except in the last message
}

// A Task is what a turn does: it asks, answers again, or continues.
type Task func(context.Context, chat.Turn) (chat.Answer, error)

// Asks is the task to ask a question.
func Asks(question []chat.Part) Task {
	return func(ctx context.Context, t chat.Turn) (chat.Answer, error) { return t.Ask(ctx, question...) }
}

// AnswersAgain is the task to answer the last question again.
func AnswersAgain(ctx context.Context, t chat.Turn) (chat.Answer, error) { return t.Answer(ctx) }

// Continues is the task to continue an answer that was cut.
func Continues(ctx context.Context, t chat.Turn) (chat.Answer, error) { return t.Continue(ctx) }

// Start starts a turn. Its session must be a copy, as the program keeps reading
// its own.
func Start(d page.Deps, l theme.Look, t chat.Turn, do Task) *Turn {
	ctx, cancel := limited(d.Timeout)
	u := &Turn{frame: d.FrameTime(), Cancel: cancel, done: make(chan struct{}), look: l, ready: make(chan struct{}, 1)}
	t.Each, t.Now = u.receive, d.Now
	go u.run(ctx, t, do)
	return u
}

// limited returns a context that ends after d, or only by its cancel function
// when d is 0.
func limited(d time.Duration) (context.Context, context.CancelFunc) {
	if d > 0 {
		return context.WithTimeout(context.Background(), d)
	}
	return context.WithCancel(context.Background())
}

// run does the task. It ends when the answer does, or soon after Cancel.
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

// Leave stops the turn and waits until its answer is saved, as long as ctx
// lasts.
func (u *Turn) Leave(ctx context.Context) {
	u.Cancel()
	select {
	case <-u.done:
	case <-ctx.Done():
	}
}

// receive takes an event from the stream.
func (u *Turn) receive(e chat.Event) error {
	u.mu.Lock()
	u.events = append(u.events, e)
	u.mu.Unlock()
	u.wake()
	return nil
}

// wake says that there is something to deliver.
func (u *Turn) wake() {
	select {
	case u.ready <- struct{}{}:
	default:
	}
}

// SetLook renders the whole answer in another look, from the next message on.
func (u *Turn) SetLook(l theme.Look) {
	u.mu.Lock()
	changed := u.look != l
	u.look = l
	u.mu.Unlock()
	if changed {
		u.wake()
	}
}

// Next waits for more of the answer. stale is when the unfinished end must be
// rendered again even if nothing more comes; zero is never.
func (u *Turn) Next(stale time.Time) tea.Cmd {
	return func() tea.Msg {
		u.wait(stale)
		if u.Gate != nil {
			u.Gate.Lock()
			defer u.Gate.Unlock()
		}
		u.mu.Lock()
		l, events, end := u.look, u.events, u.end
		u.events = nil
		u.mu.Unlock()
		u.last = time.Now()
		return TurnMsg{u, events, u.renderer.add(l, textOf(events), end != nil), end}
	}
}

// wait returns when there is something to deliver, and no earlier than a frame
// after the last message.
func (u *Turn) wait(stale time.Time) {
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

// textOf joins the text of the answer in the events.
func textOf(events []chat.Event) string {
	var b strings.Builder
	for _, e := range events {
		if t, ok := e.(chat.TextDelta); ok {
			b.WriteString(t.Text)
		}
	}
	return b.String()
}
