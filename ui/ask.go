package ui

import (
	"context"
	"time"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/draft"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// send takes what is written: a command, a question, or one for the queue.
func (c *conversation) send() page.Intent {
	if c.composer.Broke() {
		return nil
	}
	if i, wait := c.composer.ShowFiles(); wait {
		return i
	}
	return c.Deliver()
}

// Deliver sends what is written as it stands.
func (c *conversation) Deliver() page.Intent {
	if c.composer.Empty() {
		if !c.busy() && c.queue.Len() > 0 {
			c.attend()
		}
		return c.sendQueued()
	}
	if name, arg, ok := composer.CommandIn(c.composer.Draft); ok {
		c.composer.Sent()
		return c.command(name, arg)
	}
	d, over := c.composer.Draft, c.editing
	c.composer.Sent()
	c.editing = nil
	remember := c.env.Memory.Ask(d.Plain())
	if c.busy() {
		c.queue.Take(d, c.composer)
		return remember
	}
	c.attend()
	if over == nil && c.queue.Len() > 0 {
		c.queue.Take(d, c.composer)
		return page.Batch{remember, c.sendQueued()}
	}
	return page.Batch{remember, c.ask(d, over)}
}

// attend goes to the end, where the answer to what is being asked will be.
func (c *conversation) attend() {
	c.transcript.Selected = -1
	c.transcript.ToEnd()
}

func (c *conversation) sendQueued() page.Intent {
	if c.busy() {
		return nil
	}
	if d, ok := c.queue.Next(c.composer); ok {
		return c.ask(d, nil)
	}
	return nil
}

// ask asks a draft, after its files were read: at the end, or as another version
// of a question.
func (c *conversation) ask(d draft.Draft, over *transcript.Entry) page.Intent {
	c.pending, c.over = d, over
	if len(d.Files()) == 0 {
		return c.begin([]chat.Part{chat.Text{Text: d.Plain()}})
	}
	c.getting = &d
	return composer.ReadFiles(c.env.Deps, c.model.Model, &d)
}

func (c *conversation) gathered(msg composer.FilesReadMsg) page.Intent {
	if msg.Draft != c.getting {
		return nil // it went back to its writer
	}
	c.getting = nil
	if msg.Problem != "" {
		c.giveBack(c.pending)
		c.composer.Say(msg.Problem)
		return nil
	}
	return c.begin(msg.Parts)
}

// giveBack returns a question to the composer. When something else is written
// there by now it goes to the queue; but not another version of one, which would
// be asked at the end from there, and can be recalled.
func (c *conversation) giveBack(d draft.Draft) {
	switch {
	case d.Text == "":
	case c.composer.Empty():
		c.composer.Put(d)
		c.editing = c.over
	case c.over == nil:
		c.composer.Place = 1
		c.queue.Take(d, c.composer)
	}
}

// begin asks, behind the leaf or beside another version of the question.
func (c *conversation) begin(question []chat.Part) page.Intent {
	leaf := c.session.Leaf
	if c.over != nil {
		leaf = c.over.Message.Parent
	}
	if c.session.Title == "" {
		c.session.Title = chat.Title(chat.Message{Parts: question})
	}
	q := &transcript.Entry{Message: chat.Message{Role: chat.User, Parts: question}, Folded: transcript.Lengthy(question), Asked: c.pending}
	return c.run(leaf, transcript.Asks(question), func(path []*transcript.Entry, live *transcript.Entry) []*transcript.Entry {
		return append(path, q, live)
	})
}

// run lets a turn do its task behind a message. shown makes what is shown then
// of the way there and the answer that grows. Who reads or walks further up isn't
// taken away from there.
func (c *conversation) run(leaf string, do transcript.Task, shown func(path []*transcript.Entry, live *transcript.Entry) []*transcript.Entry) page.Intent {
	carried, leaf := c.own(leaf)
	c.before = standing{c.session.Leaf, c.transcript.Entries}
	c.session.Leaf = leaf
	c.rebuild(transcript.NewReader(c.env))
	now := c.env.Deps.Time()
	origin := chat.Origin{Dialect: c.model.Model.Dialect, Model: c.model.Model.ID}
	live := &transcript.Entry{Message: chat.Message{Role: chat.Assistant, Origin: origin}, Facts: c.model.Facts, Live: true, Begun: now}
	c.transcript.Entries = shown(c.transcript.Entries, live)
	for _, e := range c.transcript.Entries[:len(c.transcript.Entries)-1] {
		c.age(e, true)
	}
	if c.transcript.Selected >= 0 {
		c.transcript.Follow = false
	}
	c.transcript.Unseen = !c.transcript.Follow
	c.warning = ""
	c.turn = transcript.Start(c.env.Deps, c.env.Look, chat.Turn{
		Streamer: c.env.Deps.Streamer, Session: c.copyOf(), Model: c.model.Model, Options: c.model.Options,
		Store: c.env.Saver.Behind(), Price: priceOf(c.model, c.env.Known),
	}, do)
	return page.Batch{carried, c.turn.Next(time.Time{}), c.spin(), c.env.Memory.Used(c.model.Model.ID)}
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

// stop ends the answer under way, or the wait for a session.
func (c *conversation) stop() bool {
	if c.opening {
		c.remain()
		c.composer.Say("the session is left where it is")
		return true
	}
	if c.turn == nil {
		return false
	}
	c.turn.Cancel()
	return true
}

// takeBack makes it as if nothing had been asked: it was stopped before anything
// came. What was written goes back to its writer. The store has what was asked by
// then: that goes, the leaf goes back to where it was, and a session that holds
// nothing else goes too.
func (c *conversation) takeBack(t *thread, asked []chat.Message) page.Intent {
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
	c.composer.Say("stopped before anything came; all is as it was")
	if t.pending.Text != "" {
		c.composer.Say("stopped before anything came; the prompt is back")
	}
	switch {
	case t == c.thread:
		c.giveBack(t.pending)
	case t.pending.Text != "" && len(s.Messages) > 0:
		t.queue.Put(t.pending, 1)
	case c.composer.Empty(): // else it can be recalled
		c.composer.Restore(t.pending)
	}
	c.let(t)
	return c.env.Saver.Later("taking the question back", change)
}
