package ui

import (
	tea "charm.land/bubbletea/v2"
)

// align puts the columns that are seen to where the one of the keys is.
func (c *contest) align() tea.Cmd {
	if !c.synced || len(c.lanes) == 0 {
		return nil
	}
	var cmds []tea.Cmd
	k := c.lane()
	at := k.thread.Spot()
	from, n := c.shown()
	for i := from; i < from+n; i++ {
		o := c.lanes[i]
		if o == k || !k.moved && !o.moved {
			continue
		}
		o.moved = true
		o.thread.Stand(at)
		cmds = append(cmds, o.thread.Resize(o.thread.Look, o.thread.Height))
	}
	return tea.Batch(cmds...)
}
