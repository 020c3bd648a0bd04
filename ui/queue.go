package ui

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/keymap"
	"neonchat/ui/page"
)

// queued takes a key while one of the questions that wait is gone to. A key that
// does nothing here goes on in the composer.
func (c *conversation) queued(key tea.KeyPressMsg) page.Intent {
	q := &c.queue
	switch c.env.Keys.Action(keymap.Queueing, key.String()) {
	case keymap.QueueUp:
		q.At = max(1, q.At-1)
	case keymap.QueueDown:
		q.At = (q.At + 1) % (q.Len() + 1) // beyond the last is the composer
	case keymap.Sooner:
		q.Swap(q.At - 1)
	case keymap.Later:
		q.Swap(q.At + 1)
	case keymap.Take:
		return c.takeQueued()
	case keymap.Drop:
		q.Remove(q.At)
		c.composer.Say("removed; " + c.env.Keys.Key(keymap.Writing, keymap.Search) + " finds it again")
	case keymap.QueueLeave:
		q.At = 0
	default:
		q.At = 0
		return c.Press(key)
	}
	return nil
}

// takeQueued has the question that is gone to written in the composer. What
// stands there is put back where it came from, or can be recalled.
func (c *conversation) takeQueued() tea.Cmd {
	var keep tea.Cmd
	if c.composer.Place > 0 && !c.composer.Empty() {
		c.queue.Take(c.composer.Draft, c.composer)
	} else {
		keep = c.composer.Stash()
	}
	place := c.queue.At
	c.composer.Put(c.queue.Remove(place))
	c.composer.Place, c.queue.At = place, 0
	return keep
}
