package composer

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

// Back brings the prompt before the one that stands in the composer.
func (c *Composer) Back() page.Intent {
	asked := c.env.Memory.Asked
	r := &c.recall
	if r.back == len(asked) {
		return nil
	}
	if r.back == 0 {
		r.mine = c.Draft
	}
	r.back++
	c.Fill(asked[len(asked)-r.back])
	return nil
}

// Forth brings the one after, and in the end what was being written.
func (c *Composer) Forth() page.Intent {
	asked, r := c.env.Memory.Asked, &c.recall
	if r.back == 0 {
		return nil
	}
	r.back--
	if r.back == 0 {
		c.Restore(r.mine)
		return nil
	}
	c.Fill(asked[len(asked)-r.back])
	return nil
}

// Changed is called before a change of the text. It ends the recall: the prompt that stands there is the draft now, and
// what was being written before is kept among what can be recalled.
func (c *Composer) Changed() tea.Cmd {
	r := c.recall
	c.recall = recall{}
	if mine := r.mine.Plain(); r.back > 0 && strings.TrimSpace(mine) != "" {
		return c.env.Memory.Ask(mine)
	}
	return nil
}

// Sent clears the text that was sent. It ends the recall too, when its prompt was sent as it stood: what was being
// written before comes back.
func (c *Composer) Sent() {
	r := c.recall
	c.recall = recall{}
	c.Clear()
	if r.back > 0 {
		c.Restore(r.mine)
	}
}

// Unsent is what is being written: what was before the recall, while a prompt that
// was recalled stands in its place.
func (c *Composer) Unsent() draft.Draft {
	if c.recall.back > 0 {
		return c.recall.mine
	}
	return c.Draft
}
