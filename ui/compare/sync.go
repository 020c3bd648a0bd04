package compare

import (
	tea "charm.land/bubbletea/v2"
)

// align puts the columns that are seen to where the one of the keys is.
func (c *Page) align() tea.Cmd {
	if !c.synced || len(c.columns) == 0 {
		return nil
	}
	var cmds []tea.Cmd
	k := c.current()
	at := k.transcript.Spot()
	from, n := c.shown()
	for i := from; i < from+n; i++ {
		o := c.columns[i]
		if o == k || !k.moved && !o.moved {
			continue
		}
		o.moved = true
		o.transcript.Stand(at)
		cmds = append(cmds, o.transcript.Resize(o.transcript.Look, o.transcript.Height))
	}
	return tea.Batch(cmds...)
}
