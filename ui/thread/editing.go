package thread

import (
	"neonchat/ui/draft"
	"neonchat/ui/page"
)

// EditQuestion puts the question of the i-th entry into the composer. When it is
// sent it becomes a version beside the old one; until then nothing changes.
func (ts *Threads) EditQuestion(i int) page.Intent {
	q := ts.QuestionOf(i)
	switch {
	case ts.Busy():
		return page.Notice{Text: UnderWay}
	case q == nil:
		return page.Notice{Text: "there is no question to edit"}
	}
	keep := ts.Composer.Stash()
	if q.Asked.Text == "" {
		q.Asked = draft.Of(q.Message)
	}
	ts.Composer.Restore(q.Asked)
	ts.Editing = q
	ts.Composer.Say("sending this grows a version beside the old one")
	ts.Transcript.Selected = -1
	return keep
}

// LeaveEdit ends the editing of a question without a change. It reports whether
// a question was being edited.
func (ts *Threads) LeaveEdit() (page.Intent, bool) {
	if ts.Editing == nil {
		return nil, false
	}
	keep := ts.Composer.Stash()
	ts.Editing = nil
	ts.Composer.Say("all stays as it was; up brings the edit back")
	return keep, true
}
