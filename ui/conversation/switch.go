package conversation

import (
	"neonchat/ui/page"
)

// switched uses another gateway from the next question on. For another branch it
// shows that branch's latest session, or an empty one; the text in the composer
// stays.
func (c *Conversation) switched(msg page.SwitchMsg) page.Intent {
	d := c.Env
	if msg.Err != nil {
		c.Composer.Say("the branch is no longer watched: " + msg.Err.Error())
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
		c.Composer.Say("the gateway of " + msg.Gateway.Branch.Name + " is another one now")
		return again
	}
	left := c.Thread
	if !c.Fresh() {
		c.previous = c.Session.Head
	}
	i := c.LeaveFor(msg.Gateway.Branch)
	c.Composer.Notice, c.Warning = "", "now on branch "+msg.Gateway.Branch.Name
	if left.Turn != nil && left != c.Thread {
		c.Composer.Say(c.Warning + "; the answer in “" + left.Name(d.Look) + "” goes on, on " + before.Branch.Name)
	}
	if c.previous.ID != "" && c.previous.Branch.ID != msg.Gateway.Branch.ID {
		c.Warning += "; /branch carry takes the session along"
	}
	if n := msg.Gateway.Notices; len(n) > 0 {
		c.Composer.Say(n[0])
	}
	return append(again, i)
}
