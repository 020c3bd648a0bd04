package ui

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
)

// switched talks to another gateway from the next question on. On another branch
// that branch's latest session comes to the page, or an empty one; what is being
// written stays.
func (c *conversation) switched(msg switchMsg) intent {
	d := c.desk
	if msg.err != nil {
		c.say("the branch is no longer watched: " + msg.err.Error())
		return nil
	}
	before := d.deps.Gateway
	d.deps.Gateway = msg.gateway
	d.known = d.deps.known()
	d.asking = false
	d.switches++
	again := both{d.await(), d.askLive()}
	switch {
	case before.Streamer == nil:
		return again
	case before.Branch.ID == msg.gateway.Branch.ID:
		c.say("the gateway of " + msg.gateway.Branch.Name + " is another one now")
		return again
	}
	left := c.talk
	if !c.fresh() {
		c.previous = c.session.Head
	}
	i := c.leaveFor(msg.gateway.Branch)
	c.said, c.heed = "", "now on branch "+msg.gateway.Branch.Name
	if left.turn != nil && left != c.talk {
		c.say(c.heed + "; the answer in “" + left.name(d.look) + "” goes on, on " + before.Branch.Name)
	}
	if c.previous.ID != "" && c.previous.Branch.ID != msg.gateway.Branch.ID {
		c.heed += "; /branch carry takes the session along"
	}
	if n := msg.gateway.Notices; len(n) > 0 {
		c.say(n[0])
	}
	return append(again, i)
}

// leaveFor puts a branch's session on the page: the one that was left last with
// something under way, else an empty one until the store has given the latest.
func (c *conversation) leaveFor(b chat.Branch) intent {
	if t := c.awayIn(func(h chat.Head) bool { return h.Branch.ID == b.ID }); t != nil {
		return c.show(t)
	}
	if c.fresh() {
		c.remain() // what was on its way was for the other branch
		return c.latest()
	}
	return both{c.show(newTalk(c.desk, &chat.Session{}, c.model)), c.latest()}
}

// latest loads the session of the branch in which something was said last.
func (c *conversation) latest() tea.Cmd {
	branch := c.desk.deps.Branch.ID
	return c.load(visit{}, func(ctx context.Context, s chat.Store) (*chat.Session, error) {
		list, err := s.List(ctx, chat.Scope{Branch: branch, Limit: mostListed})
		if err != nil || len(list) == 0 {
			return nil, err
		}
		last := slices.MaxFunc(list, func(a, b chat.Summary) int { return a.Updated.Compare(b.Updated) })
		found, err := s.Load(ctx, last.ID)
		if errors.Is(err, chat.ErrNoSession) { // another program has just deleted it
			return nil, nil
		}
		return found, err
	})
}
