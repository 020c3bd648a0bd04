package conversation

import (
	"neonchat/ui/draft"
	"neonchat/ui/page"
	"neonchat/ui/thread"
)

// editQuestion puts the question of the i-th entry into the composer. When it is
// sent it becomes a version beside the old one; until then nothing changes.
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
	c.Composer.Restore(q.Asked)
	c.Editing = q
	c.Composer.Say("sending this grows a version beside the old one")
	c.Transcript.Selected = -1
	return keep
}

// leaveEdit ends the editing of a question without a change. It reports whether
// a question was being edited.
func (c *Conversation) leaveEdit() (page.Intent, bool) {
	if c.Editing == nil {
		return nil, false
	}
	keep := c.Composer.Stash()
	c.Editing = nil
	c.Composer.Say("all stays as it was; up brings the edit back")
	return keep, true
}
