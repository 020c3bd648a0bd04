package thread

import (
	"context"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/draft"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// Ask asks a draft once its files have been read: at the end of the session, or
// as another version of the question over.
func (ts *Threads) Ask(d draft.Draft, over *transcript.Entry) page.Intent {
	ts.Pending, ts.Over = d, over
	if len(d.Files()) == 0 {
		return ts.begin([]chat.Part{chat.Text{Text: d.Plain()}})
	}
	ts.reading = &d
	return composer.ReadFiles(ts.Env.Deps, ts.Model.Model, &d)
}

// filesRead asks the pending question with its files, or gives it back when they
// can't be sent.
func (ts *Threads) filesRead(msg composer.FilesReadMsg) page.Intent {
	if msg.Draft != ts.reading {
		return nil // it went back to the composer
	}
	ts.reading = nil
	if msg.Problem != "" {
		ts.GiveBack(ts.Pending, ts.Over)
		ts.Composer.Say(msg.Problem)
		return nil
	}
	return ts.begin(msg.Parts)
}

// begin asks a question after the leaf, or beside the question that it is
// another version of.
func (ts *Threads) begin(question []chat.Part) page.Intent {
	leaf := ts.Session.Leaf
	if ts.Over != nil {
		leaf = ts.Over.Message.Parent
	}
	if ts.Session.Title == "" {
		ts.Session.Title = chat.Title(chat.Message{Parts: question})
	}
	q := &transcript.Entry{Message: chat.Message{Role: chat.User, Parts: question}, Folded: transcript.Lengthy(question), Asked: ts.Pending}
	return ts.run(leaf, transcript.Asks(question), func(path []*transcript.Entry, live *transcript.Entry) []*transcript.Entry {
		return append(path, q, live)
	})
}

// run starts a turn that does its task after the message leaf. shown returns the
// entries to show, given those up to leaf and the entry of the growing answer.
// The view doesn't move for somebody who reads or has selected a message further
// up.
func (ts *Threads) run(leaf string, do transcript.Task, shown func(path []*transcript.Entry, live *transcript.Entry) []*transcript.Entry) page.Intent {
	carried, leaf := ts.Own(leaf)
	ts.Before = Snapshot{ts.Session.Leaf, ts.Transcript.Entries}
	ts.Session.Leaf = leaf
	ts.Rebuild(transcript.NewReader(ts.Env))
	now := ts.Env.Deps.Time()
	origin := chat.Origin{Dialect: ts.Model.Model.Dialect, Model: ts.Model.Model.ID}
	live := &transcript.Entry{Message: chat.Message{Role: chat.Assistant, Origin: origin}, Facts: ts.Model.Facts, Live: true, Begun: now}
	ts.Transcript.Entries = shown(ts.Transcript.Entries, live)
	for _, e := range ts.Transcript.Entries[:len(ts.Transcript.Entries)-1] {
		ts.age(e, true)
	}
	if ts.Transcript.Selected >= 0 {
		ts.Transcript.Follow = false
	}
	ts.Transcript.Unseen = !ts.Transcript.Follow
	ts.Warning = ""
	ts.Turn = transcript.Start(ts.Env.Deps, ts.Env.Look, chat.Turn{
		Streamer: ts.Env.Deps.Streamer, Session: ts.copyOf(), Model: ts.Model.Model, Options: ts.Model.Options,
		Store: ts.Env.Saver.Ordered(), Price: PriceOf(ts.Model, ts.Env.Known),
	}, do)
	return page.Batch{carried, ts.Turn.Next(time.Time{}), ts.Env.Memory.Used(ts.Model.Model.ID)}
}

// TakeBack undoes a turn that was stopped before anything came. The prompt goes
// back to the composer. The store holds the question by then: TakeBack removes
// it, puts the leaf back, and deletes a session that holds nothing else.
func (ts *Threads) TakeBack(t *Thread, asked []chat.Message) page.Intent {
	s := t.Session
	s.Leaf, t.Transcript.Entries = t.Before.Leaf, t.Before.Entries
	for i, e := range t.Transcript.Entries {
		t.age(e, i < len(t.Transcript.Entries)-1)
	}
	id, back := s.ID, chat.Change{Leaf: new(s.Leaf)} // the session changes on while this is written
	for _, m := range asked {
		back.Remove = append(back.Remove, m.ID)
	}
	change := func(ctx context.Context, store chat.Store) error { return store.Change(ctx, id, back) }
	if len(s.Messages) == 0 {
		change = func(ctx context.Context, store chat.Store) error { return store.Delete(ctx, id) }
		s.Head = chat.Head{}
	}
	ts.Composer.Say("stopped before anything came; all is as it was")
	if t.Pending.Text != "" {
		ts.Composer.Say("stopped before anything came; the prompt is back")
	}
	switch {
	case t == ts.Thread:
		ts.GiveBack(t.Pending, t.Over)
	case t.Pending.Text != "" && len(s.Messages) > 0:
		t.Queue.Put(t.Pending, 1)
	case ts.Composer.Empty(): // else it can be recalled
		ts.GiveBack(t.Pending, nil)
	}
	ts.release(t)
	return ts.Env.Saver.Later("taking the question back", change)
}

// arrived adds what has come of an answer to its thread, on the page or behind
// it.
func (ts *Threads) arrived(msg transcript.TurnMsg) page.Intent {
	t := ts.of(msg.Turn)
	if t == nil {
		return nil
	}
	now := ts.Env.Deps.Time()
	e := t.Transcript.Entries[len(t.Transcript.Entries)-1]
	for _, event := range msg.Events {
		e.Take(event, now)
	}
	e.SetLines(msg.Lines)
	if !t.Transcript.Follow {
		t.Transcript.Unseen = true
	}
	if msg.End != nil {
		return ts.ended(t, e, *msg.End)
	}
	stale := time.Time{}
	if msg.Lines.Stale {
		stale = msg.Lines.Rest
	}
	return t.Turn.Next(stale)
}

// ended closes the turn. What it brought becomes a part of the session, even
// when it failed; only a turn that was stopped before anything came is undone.
func (ts *Threads) ended(t *Thread, e *transcript.Entry, end transcript.Ending) page.Intent {
	t.Turn = nil
	e.End(ts.Env.Deps, end)
	stopped := end.Answer.Stop.Reason == chat.StopUser
	if stopped && len(end.Answer.Parts) == 0 {
		return ts.TakeBack(t, end.Messages)
	}
	t.Cost.Add(e.Message)
	t.take(end.Messages)
	n := len(t.Transcript.Entries)
	for i, m := range end.Messages {
		of := t.Transcript.Entries[n-len(end.Messages)+i]
		of.Message = m
		t.Kept[m.ID] = of
	}
	t.Transcript.Decorate(e)
	t.Rebuild(transcript.NewReader(ts.Env))
	if t != ts.Thread {
		ts.Composer.Say(ts.awayText(t, e))
		ts.release(t)
	}
	return page.Batch{used(ts.Env, t.Model.Model, e), ts.Host.Ended(t, e)}
}

// awayText says how an answer behind the page ended.
func (ts *Threads) awayText(t *Thread, e *transcript.Entry) string {
	text := "the answer in “" + t.Name(ts.Env.Look) + "” is done"
	switch {
	case e.Problem.Text != "":
		text = "the answer in “" + t.Name(ts.Env.Look) + "” failed: " + e.Problem.Text
	case e.Cut():
		text = "the answer in “" + t.Name(ts.Env.Look) + "” was stopped"
	}
	if t.Session.Branch.ID != ts.Session.Branch.ID {
		text += ", on " + t.Session.Branch.Name
	}
	if t.Queue.Len() > 0 {
		text += "; a question waits there"
	}
	return text
}

// Retry asks the last question again.
func (ts *Threads) Retry() page.Intent {
	n := len(ts.Transcript.Entries)
	if n == 0 || ts.Busy() {
		return nil
	}
	return ts.Again(ts.Transcript.Entries[n-1])
}

// Again asks the question of an entry again. The new answer becomes a version
// beside those that exist.
func (ts *Threads) Again(e *transcript.Entry) page.Intent {
	if why := ts.Refusal(false, e); why != "" {
		return page.Notice{Text: why}
	}
	q := ts.QuestionOf(slices.Index(ts.Transcript.Entries, e))
	ts.Pending, ts.Over = draft.Draft{}, nil
	ts.Attend()
	return ts.run(q.Message.ID, transcript.AnswersAgain, func(path []*transcript.Entry, live *transcript.Entry) []*transcript.Entry { return append(path, live) })
}

// GoOn continues an answer where it was cut. The completed answer becomes a
// version beside the cut one.
func (ts *Threads) GoOn(e *transcript.Entry) page.Intent {
	if why := ts.Refusal(true, e); why != "" {
		return page.Notice{Text: why}
	}
	ts.Pending, ts.Over = draft.Draft{}, nil
	ts.Attend()
	return ts.run(e.Message.ID, transcript.Continues, func(path []*transcript.Entry, live *transcript.Entry) []*transcript.Entry {
		live.Thoughts.WriteString(e.Message.Reasoning())
		return append(path[:len(path)-1], live)
	})
}

// Sibling shows the version by steps before or after an entry, with all that
// follows it. For an answer without other versions it switches between the
// versions of its question.
func (ts *Threads) Sibling(e *transcript.Entry, by int) page.Intent {
	if ts.Busy() {
		return page.Notice{Text: UnderWay}
	}
	if q := ts.QuestionOf(ts.Transcript.Selected); e.Of < 2 && q != nil {
		e = q
	}
	to := e.Nth - 1 + by
	if to < 0 || to >= e.Of {
		return page.Notice{Text: "there is no other version in that direction"}
	}
	selected := ts.Transcript.Selected
	ts.Composer.Say(fmt.Sprintf("version %d of %d", to+1, e.Of))
	keep := ts.turnTo(ts.Env, ts.Tree.Below(ts.Tree.Versions(&e.Message)[to]))
	ts.Transcript.Follow = false // keep the current message in view
	return page.Batch{keep, ts.Transcript.Choose(selected)}
}

// PriceOf returns a function that gives the price of an answer: by the model
// that was asked, or by the one that answered in its place.
func PriceOf(m page.Choice, known catalog.Catalog) func(string, chat.Usage) (float64, bool) {
	return func(model string, u chat.Usage) (float64, bool) {
		facts := m.Facts
		if model != m.Model.ID {
			facts, _ = known.Find(model)
		}
		return facts.Price(catalog.Usage(u))
	}
}

// used records that a model has answered.
func used(d *page.Env, asked chat.Model, e *transcript.Entry) tea.Cmd {
	keep, id := d.Deps.Used, e.Message.Origin.Model
	if keep == nil || e.Problem.Text != "" || e.Message.Stop.Reason == chat.StopUser {
		return nil
	}
	if id != asked.ID {
		e.Facts, _ = d.Known.Find(id)
	}
	return func() tea.Msg {
		keep(id)
		return nil
	}
}

// UnderWay is the notice that refuses an action while an answer is under way.
const UnderWay = "an answer is under way: esc stops it"

// Resume does what an empty line is sent for: what is queued is asked, an answer that
// was cut taken up, and what has no answer asked again.
func (ts *Threads) Resume() page.Intent {
	last := ts.LastAnswer()
	switch {
	case ts.Busy():
	case ts.Queue.Len() > 0:
		ts.Attend()
		return ts.Host.Next()
	case last != nil && last.Cut():
		return ts.GoOn(last)
	case ts.Failed() || ts.Unanswered():
		return ts.Retry()
	}
	return nil
}
