package ui

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/page"
	"neonchat/ui/sessions"
)

// switched talks to another gateway from the next question on. On another branch
// that branch's latest session comes to the page, or an empty one; what is being
// written stays.
func (c *conversation) switched(msg page.SwitchMsg) page.Intent {
	d := c.env
	if msg.Err != nil {
		c.composer.Say("the branch is no longer watched: " + msg.Err.Error())
		return nil
	}
	before := d.Deps.Gateway
	d.Deps.Gateway = msg.Gateway
	d.Known = d.Deps.Models()
	d.Asking = false
	d.Switches++
	again := page.Batch{d.AwaitSwitch(), d.AskLive()}
	switch {
	case before.Streamer == nil:
		return again
	case before.Branch.ID == msg.Gateway.Branch.ID:
		c.composer.Say("the gateway of " + msg.Gateway.Branch.Name + " is another one now")
		return again
	}
	left := c.thread
	if !c.fresh() {
		c.previous = c.session.Head
	}
	i := c.leaveFor(msg.Gateway.Branch)
	c.composer.Notice, c.warning = "", "now on branch "+msg.Gateway.Branch.Name
	if left.turn != nil && left != c.thread {
		c.composer.Say(c.warning + "; the answer in “" + left.name(d.Look) + "” goes on, on " + before.Branch.Name)
	}
	if c.previous.ID != "" && c.previous.Branch.ID != msg.Gateway.Branch.ID {
		c.warning += "; /branch carry takes the session along"
	}
	if n := msg.Gateway.Notices; len(n) > 0 {
		c.composer.Say(n[0])
	}
	return append(again, i)
}

// leaveFor puts a branch's session on the page: the one that was left last with
// something under way, else an empty one until the store has given the latest.
func (c *conversation) leaveFor(b chat.Branch) page.Intent {
	if t := c.awayIn(func(h chat.Head) bool { return h.Branch.ID == b.ID }); t != nil {
		return c.show(t)
	}
	if c.fresh() {
		c.remain() // what was on its way was for the other branch
		return c.latest()
	}
	return page.Batch{c.show(newThread(c.env, &chat.Session{}, c.model)), c.latest()}
}

// latest loads the session of the branch in which something was said last.
func (c *conversation) latest() tea.Cmd {
	branch := c.env.Deps.Branch.ID
	return c.load(visit{}, func(ctx context.Context, s chat.Store) (*chat.Session, error) {
		list, err := s.List(ctx, chat.Scope{Branch: branch, Limit: sessions.MostListed})
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
