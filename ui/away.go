package ui

import (
	"context"
	"slices"
	"strings"

	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/page"
	"neonchat/ui/theme"
	"neonchat/ui/transcript"
)

// show puts a thread on the page. An answer that is under way in the one that was
// there goes on behind it, and what is queued there waits; what is being written
// stays.
func (c *conversation) show(t *thread) page.Intent {
	old := c.thread
	if old.getting != nil {
		c.over = nil
		c.giveBack(*old.getting)
		old.getting = nil
	}
	c.away = slices.DeleteFunc(c.away, func(a *thread) bool { return a == t })
	if old.stays(c.env.Deps.Store != nil) {
		c.away = append(c.away, old)
	}
	old.queue.At, c.composer.Place = 0, 0
	c.thread, c.editing, c.opening = t, nil, false
	c.visits++
	c.transcript.Selected = -1
	c.composer.Refuse()
	switch {
	case old.turn != nil:
		c.composer.Say("the answer in “" + old.name(c.env.Look) + "” goes on")
	case old.queue.Len() > 0:
		c.composer.Say("what is queued waits in “" + old.name(c.env.Look) + "”")
	}
	return page.Batch{c.spin(), c.findOrigin()}
}

// stays reports whether a thread that is left is to be held: nobody else has what
// is in it.
func (t *thread) stays(kept bool) bool {
	return t.turn != nil || t.queue.Len() > 0 || !kept && !t.fresh()
}

// answering is a thread behind the page whose answer is coming, nil when there is
// none.
func (c *conversation) answering() *thread {
	for _, t := range c.away {
		if t.turn != nil {
			return t
		}
	}
	return nil
}

// name is what a thread is called in a sentence.
func (t *thread) name(l theme.Look) string {
	if s := theme.OneLine(t.session.Title); s != "" {
		return l.Cut(s, 30)
	}
	return "untitled"
}

// all are the threads of the program, the one on the page first.
func (c *conversation) all() []*thread { return append([]*thread{c.thread}, c.away...) }

func (c *conversation) talkOf(u *transcript.Turn) *thread {
	for _, t := range c.all() {
		if t.turn == u {
			return t
		}
	}
	return nil
}

// awayIn gives the thread behind the page that holds a session, nil when none does.
func (c *conversation) awayIn(is func(chat.Head) bool) *thread {
	for _, t := range slices.Backward(c.away) {
		if is(t.session.Head) {
			return t
		}
	}
	return nil
}

// doneAway tells of an answer that ended behind the page.
func (c *conversation) doneAway(t *thread, e *transcript.Entry) page.Intent {
	s := "the answer in “" + t.name(c.env.Look) + "” is done"
	switch {
	case e.Problem.Text != "":
		s = "the answer in “" + t.name(c.env.Look) + "” failed: " + e.Problem.Text
	case e.Cut():
		s = "the answer in “" + t.name(c.env.Look) + "” was stopped"
	}
	if t.session.Branch.ID != c.session.Branch.ID {
		s += ", on " + t.session.Branch.Name
	}
	if t.queue.Len() > 0 {
		s += "; a question waits there"
	}
	c.composer.Say(s)
	c.let(t)
	return nil
}

// let lets go of a thread behind the page that needs nobody any more.
func (c *conversation) let(t *thread) {
	c.away = slices.DeleteFunc(c.away, func(a *thread) bool { return a == t && !t.stays(c.env.Deps.Store != nil) })
}

// halt has all that is under way end.
func (c *conversation) halt() {
	for _, t := range c.all() {
		if t.turn != nil {
			t.turn.Cancel()
		}
	}
}

// close ends what is under way, and waits until it is kept, as long as ctx lasts.
func (c *conversation) close(ctx context.Context) {
	c.halt()
	for _, t := range c.all() {
		if t.turn != nil {
			t.turn.Leave(ctx)
		}
	}
	c.env.Saver.Close(ctx)
}

// unsent is what was written and has not been asked: the queues, and the composer
// behind them.
func (c *conversation) unsent() string {
	var drafts []draft.Draft
	for _, t := range slices.Backward(c.all()) {
		if t.getting != nil {
			drafts = append(drafts, *t.getting)
		}
		drafts = append(drafts, t.queue.Drafts...)
	}
	drafts = append(drafts, c.composer.Unsent())
	var texts []string
	for _, d := range drafts {
		if s := d.Plain(); strings.TrimSpace(s) != "" {
			texts = append(texts, s)
		}
	}
	return strings.Join(texts, "\n\n")
}

// cmdNew begins another session. The one on the page is kept.
func (c *conversation) cmdNew(string) page.Intent {
	if c.fresh() {
		return page.Notice{Text: "this is a new session"}
	}
	return c.show(newThread(c.env, &chat.Session{}, c.model))
}
