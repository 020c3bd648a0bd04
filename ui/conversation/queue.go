package conversation

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/keymap"
	"neonchat/ui/page"
)

// queued handles a key while a queued question is selected. A key without a
// meaning there returns to the composer.
func (c *Conversation) queued(key tea.KeyPressMsg) page.Intent {
	q := &c.Queue
	switch c.Env.Keys.Action(keymap.Queueing, key.String()) {
	case keymap.QueueUp:
		q.At = max(1, q.At-1)
	case keymap.QueueDown:
		q.At = (q.At + 1) % (q.Len() + 1) // after the last comes the composer
	case keymap.Sooner:
		q.Swap(q.At - 1)
	case keymap.Later:
		q.Swap(q.At + 1)
	case keymap.Take:
		return c.takeQueued()
	case keymap.Drop:
		q.Remove(q.At)
		c.Composer.Say("removed; " + c.Env.Keys.Key(keymap.Writing, keymap.Search) + " finds it again")
	case keymap.QueueLeave:
		q.At = 0
	default:
		q.At = 0
		return c.Press(key)
	}
	return nil
}

// takeQueued moves the selected question into the composer. The text there goes
// back to its place in the queue, or can be recalled.
func (c *Conversation) takeQueued() tea.Cmd {
	var keep tea.Cmd
	if c.Composer.Place > 0 && !c.Composer.Empty() {
		c.Queue.Take(c.Composer.Draft, c.Composer)
	} else {
		keep = c.Composer.Stash()
	}
	place := c.Queue.At
	c.Composer.Restore(c.Queue.Remove(place))
	c.Composer.Place, c.Queue.At = place, 0
	return keep
}
