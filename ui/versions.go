package ui

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// editQuestion takes the question of the i-th entry into the composer; asked
// again it stands beside the one that it was. Until then all stays.
func (c *conversation) editQuestion(i int) page.Intent {
	q := c.questionOf(i)
	switch {
	case c.busy():
		return page.Notice{Text: underWay}
	case q == nil:
		return page.Notice{Text: "there is no question to edit"}
	}
	keep := c.composer.Stash()
	if q.Asked.Text == "" {
		q.Asked = draft.Of(q.Message)
	}
	c.composer.Put(q.Asked)
	c.editing = q
	c.composer.Say("sending this grows a version beside the old one")
	c.transcript.Selected = -1
	return keep
}

// underWay refuses what would take an answer's place away.
const underWay = "an answer is under way: esc stops it"

// leaveEdit lets the question that is being edited be as it was. It reports
// whether there was one.
func (c *conversation) leaveEdit() (page.Intent, bool) {
	if c.editing == nil {
		return nil, false
	}
	keep := c.composer.Stash()
	c.composer.Clear()
	c.editing = nil
	c.composer.Say("all stays as it was; up brings the edit back")
	return keep, true
}

// retry has the last question answered once more.
func (c *conversation) retry() page.Intent {
	n := len(c.transcript.Entries)
	if n == 0 || c.busy() {
		return nil
	}
	return c.again(c.transcript.Entries[n-1])
}

// again has the question of an entry answered anew, beside the answers that it
// has.
func (c *conversation) again(e *transcript.Entry) page.Intent {
	i := slices.Index(c.transcript.Entries, e)
	if i < 0 {
		return page.Notice{Text: "that message is not shown any more"}
	}
	q := c.questionOf(i)
	switch {
	case c.busy():
		return page.Notice{Text: underWay}
	case q == nil:
		return page.Notice{Text: "there is no question to answer"}
	}
	c.pending, c.over = draft.Draft{}, nil
	c.attend()
	return c.run(q.Message.ID, transcript.AnswersAnew, func(path []*transcript.Entry, live *transcript.Entry) []*transcript.Entry { return append(path, live) })
}

// goOn takes up an answer where it was cut. The whole stands beside it.
func (c *conversation) goOn(e *transcript.Entry) page.Intent {
	switch {
	case c.busy():
		return page.Notice{Text: underWay}
	case e == nil || !e.Cut():
		return page.Notice{Text: "there is nothing to continue: the answer is whole"}
	}
	c.pending, c.over = draft.Draft{}, nil
	c.attend()
	return c.run(e.Message.ID, transcript.GoesOn, func(path []*transcript.Entry, live *transcript.Entry) []*transcript.Entry {
		live.Thoughts.WriteString(e.Message.Reasoning())
		return append(path[:len(path)-1], live)
	})
}

// sibling shows the version before or after, with all that followed it: of an
// answer, or of the question where there is one answer only.
func (c *conversation) sibling(e *transcript.Entry, by int) page.Intent {
	if c.busy() {
		return page.Notice{Text: underWay}
	}
	if q := c.questionOf(c.transcript.Selected); e.Of < 2 && q != nil {
		e = q
	}
	to := e.Nth - 1 + by
	if to < 0 || to >= e.Of {
		return page.Notice{Text: "there is no other version in that direction"}
	}
	selected := c.transcript.Selected
	c.composer.Say(fmt.Sprintf("version %d of %d", to+1, e.Of))
	keep := c.turnTo(c.tree.below(c.tree.versions(&e.Message)[to]))
	c.transcript.Follow = false // what is looked at stays in view
	return page.Batch{keep, c.choose(selected)}
}

// turnTo shows the way to another leaf, from now on.
func (c *conversation) turnTo(leaf string) tea.Cmd {
	c.session.Leaf = leaf
	c.rebuild(transcript.NewReader(c.env))
	id := c.session.ID
	return c.env.Saver.Later("keeping the version", func(ctx context.Context, s chat.Store) error {
		return s.Change(ctx, id, chat.Change{Leaf: &leaf})
	})
}
