package ui

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/markdown"

	"neonchat/ui/theme"

	"neonchat/ui/keymap"

	"neonchat/ui/page"

	"neonchat/ui/transcript"
)

// A lane is a column of the contest: a target with a thread of its own, which
// follows the questions at its own pace.
type lane struct {
	desk    *page.Env
	choice  page.Choice
	problem page.Problem // why there is nobody to ask
	thread  *transcript.Transcript

	turn     *transcript.Turn // nil when nothing is under way
	first    chat.Turn        // of the first question, which all columns share
	asked    int              // how many of the contest's questions it was asked
	question string           // the id of the last one, as soon as it is known
	leaf     string           // the message that the next one follows
	halted   bool             // it failed or was stopped: the next question waits
	spoke    time.Duration
	moved    bool // somebody has scrolled it: it stays where it is
	veiled   bool // nothing may tell who answers
	resumed  bool // the last answer goes on from a cut one: its figures are those of its end
}

func newLane(d *page.Env, m page.Choice) *lane {
	return &lane{desk: d, choice: m, thread: transcript.New(d)}
}

func (k *lane) live() bool { return k.turn != nil }

// last is the answer to the last question, nil before there is one.
func (k *lane) last() *transcript.Entry {
	if n := len(k.thread.Entries); n > 0 {
		return k.thread.Entries[n-1]
	}
	return nil
}

func (k *lane) took() time.Duration {
	if e := k.last(); e != nil {
		return e.Message.Timing.Total
	}
	return 0
}

// answered reports whether the last question has an answer, whole or not.
func (k *lane) answered() bool {
	e := k.last()
	return e != nil && !e.Live && len(e.Message.Parts) > 0
}

// well reports whether that answer is what the model meant to say.
func (k *lane) well() bool {
	return k.answered() && k.last().Problem.Text == "" && !k.last().Message.Stop.Reason.Failed()
}

// failed reports whether there is something to ask again for.
func (k *lane) failed() bool {
	e := k.last()
	return !k.live() && (k.problem.Text != "" || e != nil && (e.Problem.Text != "" || !k.answered()))
}

// begin has a turn do its task. The answer grows under the question, in the place
// of the one that it may have.
func (k *lane) begin(d page.Deps, t chat.Turn, question []chat.Part, do transcript.Task) *transcript.Entry {
	entries := k.thread.Entries[:min(len(k.thread.Entries), 2*(k.asked-1))]
	for _, e := range entries {
		e.Bare, e.Past = false, true // the head tells of the last one only, as the keys mend it
	}
	k.redo()
	m := k.choice
	e := &transcript.Entry{
		Message: chat.Message{Role: chat.Assistant, Origin: chat.Origin{Dialect: m.Model.Dialect, Model: m.Model.ID}},
		Facts:   m.Facts, Bare: true, Live: true, Begun: d.Time(), Veiled: k.veiled,
	}
	k.thread.Entries = append(entries[:len(entries):len(entries)], &transcript.Entry{Message: brief(question)}, e)
	t.Model, t.Options, t.Price = m.Model, m.Options, priceOf(m, k.desk.Known)
	k.turn = transcript.Start(d, k.thread.Look, t, do)
	k.halted, k.spoke, k.moved, k.resumed = false, 0, false, false
	return e
}

// brief is a question as it stands above each answer to it: its files, and the
// start of its text.
func brief(question []chat.Part) chat.Message {
	const most = 160
	m := chat.Message{Role: chat.User}
	for _, p := range question {
		if _, ok := p.(chat.Text); !ok {
			m.Parts = append(m.Parts, p)
		}
	}
	text := strings.Join(strings.Fields(chat.Message{Parts: question}.Text()), " ")
	if r := []rune(text); len(r) > most {
		text = string(r[:most-1]) + "…"
	}
	m.Parts = append(m.Parts, chat.Text{Text: text})
	return m
}

// arrived takes what has come of the answer. It gives how the turn ended, nil as
// long as it goes on.
func (k *lane) arrived(msg transcript.TurnMsg, d page.Deps) (*transcript.Ending, tea.Cmd) {
	e, now := k.last(), d.Time()
	for _, event := range msg.Events {
		switch event := event.(type) {
		case chat.TextDelta, chat.ReasoningDelta:
			if k.spoke == 0 {
				k.spoke = max(now.Sub(e.Begun), 1)
			}
		case chat.UsageUpdate:
			e.Message.Usage = &event.Usage
		case chat.Again:
			e.Message.Usage = nil
		}
		e.Take(event, now)
	}
	e.Lay(msg.Galley)
	if msg.End == nil {
		return nil, k.turn.Next(msg.Galley.Rest)
	}
	k.turn = nil
	e.End(d, *msg.End)
	k.thread.Decorate(e)
	k.question = e.Message.Parent
	k.halted = e.Problem.Text != "" || e.Message.Stop.Reason == chat.StopUser
	if k.answered() {
		k.leaf = e.Message.ID
	}
	return msg.End, nil
}

// lanes are the columns as they stand.
type lanes []*lane

func (all lanes) busy() bool { return slices.ContainsFunc(all, (*lane).live) }

// stop ends all answers under way, and reports whether there were any.
func (all lanes) stop() bool {
	stopped := false
	for _, k := range all {
		stopped = k.stop() || stopped
	}
	return stopped
}

// answered is how many have an answer to the last question.
func (all lanes) answered() int {
	n := 0
	for _, k := range all {
		if k.answered() {
			n++
		}
	}
	return n
}

// veil hides who answers in all of them, or no longer does.
func (all lanes) veil(on bool) {
	for _, k := range all {
		k.veil(on)
	}
}

// of is the column that a turn is under way in, or nil.
func (all lanes) of(t *transcript.Turn) *lane {
	if i := slices.IndexFunc(all, func(k *lane) bool { return k.turn == t }); i >= 0 {
		return all[i]
	}
	return nil
}

// least reports whether a column has the least of something, among two at least
// that answered well. Where it isn't known of all of them nobody has.
func (all lanes) least(k *lane, of func(*lane) (float64, bool)) bool {
	mine, known := of(k)
	if !known || !k.well() {
		return false
	}
	more := false
	for _, o := range all {
		if !o.well() {
			continue
		}
		its, known := of(o)
		if !known || its < mine {
			return false
		}
		more = more || its > mine
	}
	return more
}

// pathTo is the way to a message as a session of its own.
func pathTo(s *chat.Session, id string) *chat.Session {
	h := s.Head
	h.Leaf = id
	return &chat.Session{Head: h, Messages: s.PathTo(id)}
}

func (k *lane) stop() bool {
	if k.turn == nil {
		return false
	}
	k.turn.Cancel()
	return true
}

// resize sets how wide the column is.
func (k *lane) resize(l theme.Look, width int) {
	l.Width = width
	k.thread.Look = l
	if k.turn != nil {
		k.turn.TurnTo(l)
		k.thread.Decorate(k.last())
	}
}

// arrange sets the lines of the window. Until somebody scrolls it stands at the
// question that was asked last, so that the answer is read from its start.
func (k *lane) arrange(height int) tea.Cmd {
	if !k.moved {
		k.thread.Top, k.thread.Follow = transcript.Place{Entry: max(0, len(k.thread.Entries)-2), Line: 0}, false
	}
	return k.thread.Resize(k.thread.Look, height)
}

// lines is what the window shows: the thread, or why there is none.
func (k *lane) lines() []string {
	if k.problem.Text == "" {
		return k.thread.Lines()
	}
	l := k.thread.Look
	var lines []string
	for _, s := range l.Wrap("✗ "+markdown.Clean(k.problem.Text), l.Column()-len(transcript.Margin)) {
		lines = append(lines, " "+transcript.Margin+l.Problem(s))
	}
	return append(lines, " "+transcript.Margin+l.Dim(k.desk.Keys.Key(keymap.Comparing, keymap.Another)+" asks another model"))
}

func (k *lane) scroll(lines int) tea.Cmd {
	k.moved = true
	return k.thread.Scroll(lines)
}

// redo sets what stands around the messages anew.
func (k *lane) redo() {
	for _, e := range k.thread.Entries {
		k.thread.Decorate(e)
	}
}

// veil hides who answers, or no longer does.
func (k *lane) veil(on bool) {
	k.veiled = on
	for _, e := range k.thread.Entries {
		e.Veiled = on
	}
	k.redo()
}
