package ui

import (
	"fmt"
	"slices"
)

// A standing is what the conversation was before a turn, to go back to when
// nothing comes of it.
type standing struct {
	leaf    string
	entries []*entry
}

// editQuestion takes the question of the i-th entry into the composer; asked
// again it stands beside the one that it was. Until then all stays.
func (c *conversation) editQuestion(i int) intent {
	if c.busy() {
		return say{"an answer is under way: esc stops it"}
	}
	i -= i % 2
	q := c.transcript.entries[i]
	keep := c.stash()
	c.composer.restore(q.asked)
	c.chipsOff()
	c.editing = nil
	if q.message.ID != "" {
		c.editing = q
		c.say("sending this grows a version beside the old one")
	}
	c.transcript.selected = -1
	return keep
}

// leaveEdit lets the question that is being edited be as it was. It reports
// whether there was one.
func (c *conversation) leaveEdit() (intent, bool) {
	if c.editing == nil {
		return nil, false
	}
	keep := c.stash()
	c.composer.clear()
	c.editing = nil
	c.say("all stays as it was; up brings the edit back")
	return keep, true
}

// branch goes back to before q, for another version of it. One that was never
// answered is no part of the session, and just makes room.
func (c *conversation) branch(q *entry) {
	if q.message.ID != "" {
		c.session.Leaf = q.message.Parent
	}
	i := slices.Index(c.transcript.entries, q)
	if i < 0 { // another version is shown
		c.rebuild()
		return
	}
	c.transcript.entries = c.transcript.entries[:i:i] // before keeps the rest
}

// revert goes back to what stood before the turn.
func (c *conversation) revert() {
	c.session.Leaf, c.transcript.entries = c.before.leaf, c.before.entries
	c.giveBack(c.pending)
}

// sibling shows the version before or after, with all that followed it.
func (c *conversation) sibling(e *entry, by int) intent {
	if c.busy() {
		return say{"an answer is under way: esc stops it"}
	}
	q := e
	if !e.question() {
		q = c.transcript.entries[c.transcript.selected-1]
	}
	all := c.session.Siblings(q.message)
	at := -1
	for i, m := range all {
		if m.ID == q.message.ID {
			at = i + by
		}
	}
	if at < 0 || at >= len(all) {
		return say{"there is no other version in that direction"}
	}
	selected := c.transcript.selected
	c.session.Leaf = c.session.Newest(all[at].ID)
	c.rebuild()
	c.say(fmt.Sprintf("version %d of %d", at+1, len(all)))
	return c.choose(selected)
}

// rebuild makes the transcript anew of the way to the leaf. What is the same
// stays as it was set.
func (c *conversation) rebuild() {
	var entries []*entry
	for _, m := range c.session.Path() {
		entries = append(entries, c.kept[m.ID])
	}
	c.transcript.entries = entries
}
