package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/draft"
	"neonchat/ui/page"
)

// A recall walks back through what was asked. What was being written waits at
// its end.
type recall struct {
	back int // how many prompts back; 0 is what was being written
	mine draft.Draft
}

// back brings the prompt before the one that stands in the composer.
func (c *conversation) back() page.Intent {
	asked := c.env.Memory.Asked
	r := &c.recall
	if r.back == len(asked) {
		return nil
	}
	if r.back == 0 {
		r.mine = c.composer.Draft
	}
	r.back++
	c.fill(asked[len(asked)-r.back])
	return nil
}

// forth brings the one after, and in the end what was being written.
func (c *conversation) forth() page.Intent {
	asked, r := c.env.Memory.Asked, &c.recall
	if r.back == 0 {
		return nil
	}
	r.back--
	if r.back == 0 {
		c.composer.Restore(r.mine)
		return nil
	}
	c.fill(asked[len(asked)-r.back])
	return nil
}

// changed ends the recall: the prompt that stands there is the draft now, and
// what was being written before is kept among what can be recalled.
func (c *conversation) changed() tea.Cmd {
	r := c.recall
	c.recall = recall{}
	if mine := r.mine.Plain(); r.back > 0 && strings.TrimSpace(mine) != "" {
		return c.env.Memory.Ask(mine)
	}
	return nil
}

// sent ends the recall too, when its prompt was sent as it stood: what was being
// written before comes back.
func (c *conversation) sent() {
	r := c.recall
	c.recall = recall{}
	c.composer.Clear()
	if r.back > 0 {
		c.composer.Restore(r.mine)
	}
}
