package conversation

import (
	"neonchat/ui/draft"
	"neonchat/ui/page"
	"neonchat/ui/thread"
)

// editQuestion takes the question of the i-th entry into the composer; asked
// again it stands beside the one that it was. Until then all stays.
func (c *Conversation) editQuestion(i int) page.Intent {
	q := c.QuestionOf(i)
	switch {
	case c.Busy():
		return page.Notice{Text: thread.UnderWay}
	case q == nil:
		return page.Notice{Text: "there is no question to edit"}
	}
	keep := c.Composer.Stash()
	if q.Asked.Text == "" {
		q.Asked = draft.Of(q.Message)
	}
	c.Composer.Put(q.Asked)
	c.Editing = q
	c.Composer.Say("sending this grows a version beside the old one")
	c.Transcript.Selected = -1
	return keep
}

// leaveEdit lets the question that is being edited be as it was. It reports
// whether there was one.
func (c *Conversation) leaveEdit() (page.Intent, bool) {
	if c.Editing == nil {
		return nil, false
	}
	keep := c.Composer.Stash()
	c.Composer.Clear()
	c.Editing = nil
	c.Composer.Say("all stays as it was; up brings the edit back")
	return keep, true
}
