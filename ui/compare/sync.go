package compare

import (
	tea "charm.land/bubbletea/v2"
)

// align scrolls the visible columns to the place of the focused one.
func (g *grid) align(all columns) tea.Cmd {
	var cmds []tea.Cmd
	k := all[g.at]
	at := k.transcript.Spot()
	from, n := g.shown()
	for i := from; i < from+n; i++ {
		o := all[i]
		if o == k || !k.moved && !o.moved {
			continue
		}
		o.moved = true
		o.transcript.MoveTo(at)
		cmds = append(cmds, o.transcript.Resize(o.transcript.Look, o.transcript.Height))
	}
	return tea.Batch(cmds...)
}
