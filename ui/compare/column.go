package compare

import (
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/keymap"
	"neonchat/ui/markdown"
	"neonchat/ui/page"
	"neonchat/ui/theme"
	"neonchat/ui/thread"
	"neonchat/ui/transcript"
)

// A column is one target with a transcript of its own. It follows the questions
// at its own pace.
type column struct {
	env        *page.Env
	choice     page.Choice
	problem    page.Problem // why the model can't be asked
	transcript *transcript.Transcript

	turn     *transcript.Turn // nil when nothing is under way
	first    chat.Turn        // of the first question, which all columns share
	asked    int              // how many of the comparison's questions it was asked
	question string           // the id of the last one, as soon as it is known
	leaf     string           // the message that the next question follows
	halted   bool             // it failed or was stopped: the next question waits
	spoke    time.Duration
	moved    bool // the user has scrolled it: it stays where it is
	hidden   bool // nothing may show which model answers
	resumed  bool // the last answer continues a cut one: its figures are those of the continuation
}

func newColumn(d *page.Env, m page.Choice) *column {
	return &column{env: d, choice: m, transcript: transcript.New(d)}
}

func (k *column) live() bool { return k.turn != nil }

// last is the answer to the last question, nil before there is one.
func (k *column) last() *transcript.Entry {
	if n := len(k.transcript.Entries); n > 0 {
		return k.transcript.Entries[n-1]
	}
	return nil
}

func (k *column) took() time.Duration {
	if e := k.last(); e != nil {
		return e.Message.Timing.Total
	}
	return 0
}

// answered reports whether the last question has an answer, whole or not.
func (k *column) answered() bool {
	e := k.last()
	return e != nil && !e.Live && len(e.Message.Parts) > 0
}

// well reports whether the last answer is complete.
func (k *column) well() bool {
	return k.answered() && k.last().Problem.Text == "" && !k.last().Message.Stop.Reason.Failed()
}

// failed reports whether the last question can be asked again.
func (k *column) failed() bool {
	e := k.last()
	return !k.live() && (k.problem.Text != "" || e != nil && (e.Problem.Text != "" || !k.answered()))
}

// begin starts a turn. Its answer grows under the question and replaces the one
// shown before, if any.
func (k *column) begin(d page.Deps, t chat.Turn, question []chat.Part, do transcript.Task) *transcript.Entry {
	entries := k.transcript.Entries[:min(len(k.transcript.Entries), 2*(k.asked-1))]
	for _, e := range entries {
		e.Bare, e.Past = false, true // the head tells of the last one only, as the keys mend it
	}
	k.redo()
	m := k.choice
	e := &transcript.Entry{
		Message: chat.Message{Role: chat.Assistant, Origin: chat.Origin{Dialect: m.Model.Dialect, Model: m.Model.ID}},
		Facts:   m.Facts, Bare: true, Live: true, Begun: d.Time(), Anonymous: k.hidden,
	}
	k.transcript.Entries = append(entries[:len(entries):len(entries)], &transcript.Entry{Message: brief(question)}, e)
	t.Model, t.Options, t.Price = m.Model, m.Options, thread.PriceOf(m, k.env.Known)
	k.turn = transcript.Start(d, k.transcript.Look, t, do)
	k.halted, k.spoke, k.moved, k.resumed = false, 0, false, false
	return e
}

// brief shortens a question for the line above each answer: its files, and the
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

// arrived adds what has come of the answer. It returns how the turn ended, nil
// while it continues.
func (k *column) arrived(msg transcript.TurnMsg, d page.Deps) (*transcript.Ending, tea.Cmd) {
	e, now := k.last(), d.Time()
	for _, event := range msg.Events {
		switch event := event.(type) {
		case chat.TextDelta, chat.ReasoningDelta:
			if k.spoke == 0 {
				k.spoke = max(now.Sub(e.Begun), 1)
			}
		case chat.UsageUpdate:
			e.Message.Usage = event.Usage
		case chat.Again:
			e.Message.Usage = nil
		}
		e.Take(event, now)
	}
	e.SetLines(msg.Lines)
	if msg.End == nil {
		return nil, k.turn.Next(msg.Lines.Rest)
	}
	k.turn = nil
	e.End(d, *msg.End)
	k.transcript.Decorate(e)
	k.question = e.Message.Parent
	k.halted = e.Problem.Text != "" || e.Message.Stop.Reason == chat.StopUser
	if k.answered() {
		k.leaf = e.Message.ID
	}
	return msg.End, nil
}

// columns are the columns in the order in which they are shown.
type columns []*column

func (all columns) busy() bool { return slices.ContainsFunc(all, (*column).live) }

// stop stops all answers under way. It reports whether there were any.
func (all columns) stop() bool {
	stopped := false
	for _, k := range all {
		stopped = k.stop() || stopped
	}
	return stopped
}

// answered counts the columns that have an answer to the last question.
func (all columns) answered() int {
	n := 0
	for _, k := range all {
		if k.answered() {
			n++
		}
	}
	return n
}

// setHidden hides the models in all columns, or shows them.
func (all columns) setHidden(on bool) {
	for _, k := range all {
		k.setHidden(on)
	}
}

// of returns the column of a turn, or nil.
func (all columns) of(t *transcript.Turn) *column {
	if i := slices.IndexFunc(all, func(k *column) bool { return k.turn == t }); i >= 0 {
		return all[i]
	}
	return nil
}

// least reports whether a column has the lowest value among at least two
// complete answers. It is false when a value isn't known.
func (all columns) least(k *column, of func(*column) (float64, bool)) bool {
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

// pathTo returns the path to a message as a session of its own.
func pathTo(s *chat.Session, id string) *chat.Session {
	h := s.Head
	h.Leaf = id
	return &chat.Session{Head: h, Messages: s.PathTo(id)}
}

func (k *column) stop() bool {
	if k.turn == nil {
		return false
	}
	k.turn.Cancel()
	return true
}

// resize sets how wide the column is.
func (k *column) resize(l theme.Look, width int) {
	l.Width = width
	k.transcript.Look = l
	if k.turn != nil {
		k.turn.SetLook(l)
		k.transcript.Decorate(k.last())
	}
}

// arrange prepares the lines of the window. Until the user scrolls, it starts at
// the last question, so that the answer is read from its start.
func (k *column) arrange(height int) tea.Cmd {
	if !k.moved {
		k.transcript.Top, k.transcript.Follow = transcript.Place{Entry: max(0, len(k.transcript.Entries)-2), Line: 0}, false
	}
	return k.transcript.Resize(k.transcript.Look, height)
}

// lines returns the lines of the window: the thread, or why there is none.
func (k *column) lines() []string {
	if k.problem.Text == "" {
		return k.transcript.Lines()
	}
	l := k.transcript.Look
	var lines []string
	for _, s := range l.Wrap("✗ "+markdown.Clean(k.problem.Text), l.Column()-len(transcript.Margin)) {
		lines = append(lines, " "+transcript.Margin+l.Problem(s))
	}
	return append(lines, " "+transcript.Margin+l.Dim(k.env.Keys.Key(keymap.Comparing, keymap.Another)+" asks another model"))
}

// press carries out an action that scrolls.
func (k *column) press(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.RowUp:
		return k.scroll(-1)
	case keymap.RowDown:
		return k.scroll(1)
	case keymap.First:
		a = keymap.Top
	case keymap.Last:
		a = keymap.Bottom
	}
	cmd, scrolled := k.transcript.ScrollBy(a)
	k.moved = k.moved || scrolled
	return cmd
}

func (k *column) scroll(lines int) tea.Cmd {
	k.moved = true
	return k.transcript.Scroll(lines)
}

// redo makes the lines around the messages again.
func (k *column) redo() {
	for _, e := range k.transcript.Entries {
		k.transcript.Decorate(e)
	}
}

// setHidden hides the model, or shows it.
func (k *column) setHidden(on bool) {
	k.hidden = on
	for _, e := range k.transcript.Entries {
		e.Anonymous = on
	}
	k.redo()
}

// shuffle shuffles the columns, at random when by is nil.
func (all columns) shuffle(by func(n int, swap func(i, j int))) {
	if by == nil {
		by = rand.Shuffle
	}
	by(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
}

// nearest is the model to ask in a column instead, preferably one that no other
// column asks.
func (all columns) nearest(env *page.Env, k *column) string {
	var asked []string
	for _, other := range all {
		asked = append(asked, other.choice.Model.ID)
	}
	return env.Nearest(k.choice, asked...)
}

// toggleThoughts shows or folds the reasoning of the answer.
func (k *column) toggleThoughts() {
	if e := k.last(); e != nil && !k.hidden {
		e.Open = !e.Open
		k.transcript.Decorate(e)
	}
}

// slowest is how long the slowest answer took.
func (all columns) slowest() time.Duration {
	most := time.Duration(0)
	for _, k := range all {
		most = max(most, k.took())
	}
	return most
}
