package ui

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/draft"
	"neonchat/ui/keymap"
	"neonchat/ui/list"
	"neonchat/ui/page"
)

// A line is where one is among the questions that wait for the answer under way.
// Both count from 1; 0 is nowhere.
type line struct {
	at    int // the one that the keys go to
	place int // where what is being written came from, and goes back to
}

// enqueue has a question wait, in its old place if it was taken from there.
func (c *conversation) enqueue(d draft.Draft) {
	i := len(c.queue)
	if c.line.place > 0 {
		i = min(i, c.line.place-1)
	}
	c.queue = slices.Insert(slices.Clip(c.queue), i, d)
	if c.line.at > i {
		c.line.at++
	}
	c.line.place = 0
}

// dequeue gives the next question that waits. There is none while it is being
// written.
func (c *conversation) dequeue() (draft.Draft, bool) {
	if len(c.queue) == 0 || c.line.place == 1 && !c.composer.Empty() {
		return draft.Draft{}, false
	}
	d := c.queue[0]
	c.queue = c.queue[1:]
	c.line.at, c.line.place = max(0, c.line.at-1), max(0, c.line.place-1)
	return d, true
}

// queued takes a key while one of the questions that wait is gone to. A key that
// does nothing here goes on in the composer.
func (c *conversation) queued(key tea.KeyPressMsg) page.Intent {
	at := &c.line.at
	switch c.env.Keys.Action(keymap.Queueing, key.String()) {
	case keymap.QueueUp:
		*at = max(1, *at-1)
	case keymap.QueueDown:
		*at = (*at + 1) % (len(c.queue) + 1) // beyond the last is the composer
	case keymap.Sooner:
		c.swap(*at - 1)
	case keymap.Later:
		c.swap(*at + 1)
	case keymap.Take:
		return c.takeQueued()
	case keymap.Drop:
		c.queue = slices.Delete(slices.Clone(c.queue), *at-1, *at)
		*at = min(*at, len(c.queue))
		c.say("removed; " + c.env.Keys.Key(keymap.Writing, keymap.Search) + " finds it again")
	case keymap.QueueLeave:
		*at = 0
	default:
		*at = 0
		return c.Press(key)
	}
	return nil
}

// swap has the question that is gone to change places with another.
func (c *conversation) swap(with int) {
	if at := c.line.at; with >= 1 && with <= len(c.queue) {
		c.queue = slices.Clone(c.queue)
		c.queue[at-1], c.queue[with-1] = c.queue[with-1], c.queue[at-1]
		c.line.at = with
	}
}

// takeQueued has the question that is gone to written in the composer. What
// stands there is put back where it came from, or can be recalled.
func (c *conversation) takeQueued() tea.Cmd {
	var keep tea.Cmd
	if c.line.place > 0 && !c.composer.Empty() {
		c.enqueue(c.composer.Draft)
	} else {
		keep = c.stash()
	}
	i := c.line.at - 1
	c.composer.Restore(c.queue[i])
	c.chipsOff()
	c.queue = slices.Delete(slices.Clone(c.queue), i, i+1)
	c.line = line{place: i + 1}
	return keep
}

// waiting lists the questions that wait: those around the one that is gone to,
// else the last ones.
func (c *conversation) waiting() []string {
	l, at := c.env.Look, c.line.at
	rows := min(3, c.height/6, len(c.queue))
	if at > 0 {
		rows = max(1, rows)
	}
	first := len(c.queue) - rows
	if at > 0 {
		first = list.Window(at-1, len(c.queue), rows)
	}
	var lines []string
	for i, d := range c.queue[first : first+rows] {
		i += first + 1
		text := strings.Join(strings.Fields(d.Seen()), " ")
		s := l.Cut("   "+strconv.Itoa(i)+" queued: "+text, c.width-1)
		if i == at {
			lines = append(lines, l.Chosen(l.Pad(s, c.width-1)))
			continue
		}
		lines = append(lines, l.Dim(s))
	}
	return lines
}
