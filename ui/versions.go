package ui

import (
	"neonchat/ui/draft"
	"neonchat/ui/page"
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
