package ui

import (
	"context"

	"neonchat/chat"
)

// A voting that isn't possible says why.
func (c *contest) noVote() string {
	answered := 0
	for _, k := range c.lanes {
		if k.answered() {
			answered++
		}
	}
	switch {
	case c.busy():
		return "an answer is under way: the vote is on all of them"
	case c.vote != nil:
		return "you have voted on this question"
	case answered < fewest && c.blind:
		return "there are no two answers to choose between; " + c.desk.keys.key(comparing, actBlind) + " tells who is who"
	case answered < fewest:
		return "there are no two answers to choose between"
	}
	return ""
}

// startVote waits for a digit.
func (c *contest) startVote() intent {
	if why := c.noVote(); why != "" {
		return say{why}
	}
	c.voting = true
	return nil
}

// cast votes for a column, or with none for a tie or for nobody, and tells who
// is who.
func (c *contest) cast(k *lane, tie bool) intent {
	if why := c.noVote(); why != "" {
		return say{why}
	}
	if k != nil && !k.answered() {
		return say{"there is no answer to vote for"}
	}
	v := &chat.Vote{
		ID: chat.NewID(), At: c.desk.deps.now(), Branch: c.session.Branch.ID, Session: c.session.ID,
		Tag: c.tag, Blind: c.blind && c.fair, Tie: tie, Question: c.lanes[0].question,
	}
	for _, k := range c.lanes {
		if k.answered() {
			v.Targets = append(v.Targets, k.choice.name())
		}
	}
	if k != nil {
		v.Winner, v.Question = k.choice.name(), k.question
	}
	c.vote, c.winner, c.voting = v, k, false
	c.unveil()
	return c.count(*v)
}

// count keeps a vote.
func (c *contest) count(v chat.Vote) intent {
	if _, ok := c.desk.deps.Store.(chat.Ballot); !ok {
		return say{"the vote counts here only: nothing is kept"}
	}
	return c.desk.ledger.later("keeping the vote", func(ctx context.Context, s chat.Store) error {
		return s.(chat.Ballot).Vote(ctx, v)
	})
}

// blindfold shuffles the columns and names nobody from now on, or tells who is
// who without a vote.
func (c *contest) blindfold() intent {
	if c.blind {
		c.unveil()
		return say{"they are named, without a vote"}
	}
	c.blind, c.always, c.at, c.from = true, true, 0, 0
	c.fair = true
	for _, k := range c.lanes {
		c.fair = c.fair && (k.asked == 0 || k.live() && k.spoke == 0)
		k.veil(true)
	}
	c.shuffle()
	return nil
}

func (c *contest) unveil() {
	c.blind = false
	for _, k := range c.lanes {
		k.veil(false)
	}
}
