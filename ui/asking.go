package ui

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

// ask asks a draft, after its files were read: at the end, or as another version
// of a question.
func (ts *threads) ask(d draft.Draft, over *transcript.Entry) page.Intent {
	ts.pending, ts.over = d, over
	if len(d.Files()) == 0 {
		return ts.begin([]chat.Part{chat.Text{Text: d.Plain()}})
	}
	ts.getting = &d
	return composer.ReadFiles(ts.env.Deps, ts.model.Model, &d)
}

func (ts *threads) gathered(msg composer.FilesReadMsg) page.Intent {
	if msg.Draft != ts.getting {
		return nil // it went back to its writer
	}
	ts.getting = nil
	if msg.Problem != "" {
		ts.host.GiveBack(ts.pending, ts.over)
		ts.composer.Say(msg.Problem)
		return nil
	}
	return ts.begin(msg.Parts)
}

// begin asks, behind the leaf or beside another version of the question.
func (ts *threads) begin(question []chat.Part) page.Intent {
	leaf := ts.session.Leaf
	if ts.over != nil {
		leaf = ts.over.Message.Parent
	}
	if ts.session.Title == "" {
		ts.session.Title = chat.Title(chat.Message{Parts: question})
	}
	q := &transcript.Entry{Message: chat.Message{Role: chat.User, Parts: question}, Folded: transcript.Lengthy(question), Asked: ts.pending}
	return ts.run(leaf, transcript.Asks(question), func(path []*transcript.Entry, live *transcript.Entry) []*transcript.Entry {
		return append(path, q, live)
	})
}

// run lets a turn do its task behind a message. shown makes what is shown then
// of the way there and the answer that grows. Who reads or walks further up isn't
// taken away from there.
func (ts *threads) run(leaf string, do transcript.Task, shown func(path []*transcript.Entry, live *transcript.Entry) []*transcript.Entry) page.Intent {
	carried, leaf := ts.own(leaf)
	ts.before = standing{ts.session.Leaf, ts.transcript.Entries}
	ts.session.Leaf = leaf
	ts.rebuild(transcript.NewReader(ts.env))
	now := ts.env.Deps.Time()
	origin := chat.Origin{Dialect: ts.model.Model.Dialect, Model: ts.model.Model.ID}
	live := &transcript.Entry{Message: chat.Message{Role: chat.Assistant, Origin: origin}, Facts: ts.model.Facts, Live: true, Begun: now}
	ts.transcript.Entries = shown(ts.transcript.Entries, live)
	for _, e := range ts.transcript.Entries[:len(ts.transcript.Entries)-1] {
		ts.age(e, true)
	}
	if ts.transcript.Selected >= 0 {
		ts.transcript.Follow = false
	}
	ts.transcript.Unseen = !ts.transcript.Follow
	ts.warning = ""
	ts.turn = transcript.Start(ts.env.Deps, ts.env.Look, chat.Turn{
		Streamer: ts.env.Deps.Streamer, Session: ts.copyOf(), Model: ts.model.Model, Options: ts.model.Options,
		Store: ts.env.Saver.Behind(), Price: priceOf(ts.model, ts.env.Known),
	}, do)
	return page.Batch{carried, ts.turn.Next(time.Time{}), ts.env.Memory.Used(ts.model.Model.ID)}
}

// takeBack makes it as if nothing had been asked: it was stopped before anything
// came. What was written goes back to its writer. The store has what was asked by
// then: that goes, the leaf goes back to where it was, and a session that holds
// nothing else goes too.
func (ts *threads) takeBack(t *thread, asked []chat.Message) page.Intent {
	s := t.session
	s.Leaf, t.transcript.Entries = t.before.leaf, t.before.entries
	for i, e := range t.transcript.Entries {
		t.age(e, i < len(t.transcript.Entries)-1)
	}
	id, back := s.ID, chat.Change{Leaf: new(s.Leaf)} // the session goes on while it is written
	for _, m := range asked {
		back.Remove = append(back.Remove, m.ID)
	}
	change := func(ctx context.Context, store chat.Store) error { return store.Change(ctx, id, back) }
	if len(s.Messages) == 0 {
		change = func(ctx context.Context, store chat.Store) error { return store.Delete(ctx, id) }
		s.Head = chat.Head{}
	}
	ts.composer.Say("stopped before anything came; all is as it was")
	if t.pending.Text != "" {
		ts.composer.Say("stopped before anything came; the prompt is back")
	}
	switch {
	case t == ts.thread:
		ts.host.GiveBack(t.pending, t.over)
	case t.pending.Text != "" && len(s.Messages) > 0:
		t.queue.Put(t.pending, 1)
	case ts.composer.Empty(): // else it can be recalled
		ts.host.GiveBack(t.pending, nil)
	}
	ts.let(t)
	return ts.env.Saver.Later("taking the question back", change)
}

// arrived takes what has come of an answer, on the page or behind it.
func (ts *threads) arrived(msg transcript.TurnMsg) page.Intent {
	t := ts.of(msg.Turn)
	if t == nil {
		return nil
	}
	now := ts.env.Deps.Time()
	e := t.transcript.Entries[len(t.transcript.Entries)-1]
	for _, event := range msg.Events {
		e.Take(event, now)
	}
	e.Lay(msg.Galley)
	if !t.transcript.Follow {
		t.transcript.Unseen = true
	}
	if msg.End != nil {
		return ts.ended(t, e, *msg.End)
	}
	stale := time.Time{}
	if msg.Galley.Stale {
		stale = msg.Galley.Rest
	}
	return t.turn.Next(stale)
}

// ended closes the turn: what it brought is a part of the session, whatever
// became of it. Only what was stopped before anything came is as if it had not
// been asked.
func (ts *threads) ended(t *thread, e *transcript.Entry, end transcript.Ending) page.Intent {
	t.turn = nil
	e.End(ts.env.Deps, end)
	stopped := end.Answer.Stop.Reason == chat.StopUser
	if stopped && len(end.Answer.Parts) == 0 {
		return ts.takeBack(t, end.Messages)
	}
	t.cost.add(e.Message)
	t.take(end.Messages)
	n := len(t.transcript.Entries)
	for i, m := range end.Messages {
		of := t.transcript.Entries[n-len(end.Messages)+i]
		of.Message = m
		t.kept[m.ID] = of
	}
	t.transcript.Decorate(e)
	t.rebuild(transcript.NewReader(ts.env))
	if t != ts.thread {
		ts.composer.Say(ts.awayText(t, e))
		ts.let(t)
	}
	return page.Batch{used(ts.env, t.model.Model, e), ts.host.Ended(t, e)}
}

// awayText tells of an answer that ended behind the page.
func (ts *threads) awayText(t *thread, e *transcript.Entry) string {
	text := "the answer in “" + t.name(ts.env.Look) + "” is done"
	switch {
	case e.Problem.Text != "":
		text = "the answer in “" + t.name(ts.env.Look) + "” failed: " + e.Problem.Text
	case e.Cut():
		text = "the answer in “" + t.name(ts.env.Look) + "” was stopped"
	}
	if t.session.Branch.ID != ts.session.Branch.ID {
		text += ", on " + t.session.Branch.Name
	}
	if t.queue.Len() > 0 {
		text += "; a question waits there"
	}
	return text
}

// retry has the last question answered once more.
func (ts *threads) retry() page.Intent {
	n := len(ts.transcript.Entries)
	if n == 0 || ts.busy() {
		return nil
	}
	return ts.again(ts.transcript.Entries[n-1])
}

// again has the question of an entry answered anew, beside the answers that it
// has.
func (ts *threads) again(e *transcript.Entry) page.Intent {
	i := slices.Index(ts.transcript.Entries, e)
	if i < 0 {
		return page.Notice{Text: "that message is not shown any more"}
	}
	q := ts.questionOf(i)
	switch {
	case ts.busy():
		return page.Notice{Text: underWay}
	case q == nil:
		return page.Notice{Text: "there is no question to answer"}
	}
	ts.pending, ts.over = draft.Draft{}, nil
	ts.attend()
	return ts.run(q.Message.ID, transcript.AnswersAnew, func(path []*transcript.Entry, live *transcript.Entry) []*transcript.Entry { return append(path, live) })
}

// goOn takes up an answer where it was cut. The whole stands beside it.
func (ts *threads) goOn(e *transcript.Entry) page.Intent {
	switch {
	case ts.busy():
		return page.Notice{Text: underWay}
	case e == nil || !e.Cut():
		return page.Notice{Text: "there is nothing to continue: the answer is whole"}
	}
	ts.pending, ts.over = draft.Draft{}, nil
	ts.attend()
	return ts.run(e.Message.ID, transcript.GoesOn, func(path []*transcript.Entry, live *transcript.Entry) []*transcript.Entry {
		live.Thoughts.WriteString(e.Message.Reasoning())
		return append(path[:len(path)-1], live)
	})
}

// sibling shows the version before or after, with all that followed it: of an
// answer, or of the question where there is one answer only.
func (ts *threads) sibling(e *transcript.Entry, by int) page.Intent {
	if ts.busy() {
		return page.Notice{Text: underWay}
	}
	if q := ts.questionOf(ts.transcript.Selected); e.Of < 2 && q != nil {
		e = q
	}
	to := e.Nth - 1 + by
	if to < 0 || to >= e.Of {
		return page.Notice{Text: "there is no other version in that direction"}
	}
	selected := ts.transcript.Selected
	ts.composer.Say(fmt.Sprintf("version %d of %d", to+1, e.Of))
	keep := ts.turnTo(ts.env, ts.tree.below(ts.tree.versions(&e.Message)[to]))
	ts.transcript.Follow = false // what is looked at stays in view
	return page.Batch{keep, ts.transcript.Choose(selected)}
}

// priceOf gives the price of an answer by the model that was asked, or by the
// one that answered in its place.
func priceOf(m page.Choice, known catalog.Catalog) func(string, chat.Usage) (float64, bool) {
	return func(model string, u chat.Usage) (float64, bool) {
		facts := m.Facts
		if model != m.Model.ID {
			facts, _ = known.Find(model)
		}
		return facts.Price(catalog.Usage(u))
	}
}

// used keeps which model has answered.
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

// underWay refuses what would take an answer's place away.
const underWay = "an answer is under way: esc stops it"
