package ui

import (
	"context"
	"slices"
	"strings"

	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/page"
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
	c.bring(t)
	c.composer.Place, c.editing, c.opening = 0, nil, false
	c.visits++
	c.composer.Refuse()
	switch {
	case old.turn != nil:
		c.composer.Say("the answer in “" + old.name(c.env.Look) + "” goes on")
	case old.queue.Len() > 0:
		c.composer.Say("what is queued waits in “" + old.name(c.env.Look) + "”")
	}
	return page.Batch{c.spin(), c.findOrigin()}
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

// close ends what is under way, and waits until it is kept, as long as ctx lasts.
func (c *conversation) close(ctx context.Context) {
	c.leave(ctx)
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
