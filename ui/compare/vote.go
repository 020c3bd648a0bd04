package compare

import (
	"context"
	"time"

	"neonchat/chat"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
)

// A voteState is the vote on the last question, and whether the models are
// hidden before it.
type voteState struct {
	tag    string     // given to the votes
	blind  bool       // the models are hidden
	fair   bool       // the models were hidden while the answers came
	always bool       // each question begins blind
	voting bool       // the next digit votes
	vote   *chat.Vote // on the last question; nil before it
	winner *column    // of that vote; nil for a tie or none
}

// begin clears the vote for another question.
func (b *voteState) begin() { b.voting, b.vote, b.fair = false, nil, b.blind }

// refusal says why there can be no vote now, or "".
func (b *voteState) refusal(all columns, keys keymap.Map) string {
	answered := all.answered()
	switch {
	case all.busy():
		return "an answer is under way: the vote is on all of them"
	case b.vote != nil:
		return "you have voted on this question"
	case answered < page.Fewest && b.blind:
		return "there are no two answers to choose between; " + keys.Key(keymap.Comparing, keymap.Blind) + " tells who is who"
	case answered < page.Fewest:
		return "there are no two answers to choose between"
	}
	return ""
}

// cast votes for a column, or without one for a tie or for none of them.
func (b *voteState) cast(all columns, k *column, tie bool, session chat.Head, now time.Time) chat.Vote {
	v := &chat.Vote{
		ID: chat.NewID(), At: now, Branch: session.Branch.ID, Session: session.ID,
		Tag: b.tag, Blind: b.blind && b.fair, Tie: tie, Question: all[0].question,
	}
	for _, k := range all {
		if k.answered() {
			v.Targets = append(v.Targets, k.choice.Name())
		}
	}
	if k != nil {
		v.Winner, v.Question = k.choice.Name(), k.question
	}
	b.vote, b.winner, b.voting = v, k, false
	b.reveal(all)
	return *v
}

// hide hides the models from now on.
func (b *voteState) hide(all columns) {
	b.blind, b.always, b.fair = true, true, true
	for _, k := range all {
		b.fair = b.fair && (k.asked == 0 || k.live() && k.spoke == 0)
	}
	all.setHidden(true)
}

// reveal shows the models again.
func (b *voteState) reveal(all columns) {
	b.blind = false
	all.setHidden(false)
}

// keepVote saves a vote.
func keepVote(d *page.Env, v chat.Vote) page.Intent {
	if _, ok := d.Deps.Store.(chat.Ballot); !ok {
		return page.Notice{Text: "the vote counts here only: nothing is kept"}
	}
	return d.Saver.Later("keeping the vote", func(ctx context.Context, s chat.Store) error {
		return s.(chat.Ballot).Vote(ctx, v)
	})
}

// start waits for the digit of a vote.
func (b *voteState) start(all columns, keys keymap.Map) page.Intent {
	if why := b.refusal(all, keys); why != "" {
		return page.Notice{Text: why}
	}
	b.voting = true
	return nil
}

// cast votes for a column, or without one for a tie or for none of them, and
// shows the models.
func (c *Page) cast(k *column, tie bool) page.Intent {
	if why := c.refusal(c.columns, c.env.Keys); why != "" {
		return page.Notice{Text: why}
	}
	if k != nil && !k.answered() {
		return page.Notice{Text: "there is no answer to vote for"}
	}
	return keepVote(c.env, c.voteState.cast(c.columns, k, tie, c.session.Head, c.env.Deps.Time()))
}

// toggleBlind shuffles the columns and hides the models, or shows them without a
// vote.
func (c *Page) toggleBlind() page.Intent {
	if c.blind {
		c.reveal(c.columns)
		return page.Notice{Text: "they are named, without a vote"}
	}
	c.at, c.from = 0, 0
	c.voteState.hide(c.columns)
	c.columns.shuffle(c.env.Deps.Shuffle)
	return nil
}
