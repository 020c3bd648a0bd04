package ui

import "strings"

// A recall walks back through what was asked. What was being written waits at
// its end.
type recall struct {
	on   bool
	at   int
	mine draft
}

// back brings the prompt before the one that stands in the composer.
func (c *conversation) back() intent {
	asked := c.desk.memory.asked
	r := &c.recall
	if !r.on {
		if len(asked) == 0 {
			return nil
		}
		*r = recall{on: true, at: len(asked), mine: c.composer.draft()}
	}
	if r.at == 0 {
		return nil
	}
	r.at--
	c.fill(asked[r.at])
	return nil
}

// forth brings the one after, and in the end what was being written.
func (c *conversation) forth() intent {
	asked, r := c.desk.memory.asked, &c.recall
	if !r.on {
		return nil
	}
	r.at++
	if r.at >= len(asked) {
		r.on = false
		c.composer.restore(r.mine)
		return nil
	}
	c.fill(asked[r.at])
	return nil
}

// changed ends the recall: the prompt that stands there is the draft now, and
// what was being written before is kept among what can be recalled.
func (c *conversation) changed() intent {
	r := &c.recall
	if !r.on {
		return nil
	}
	r.on = false
	if mine := r.mine.plain(); strings.TrimSpace(mine) != "" {
		return c.desk.memory.ask(mine)
	}
	return nil
}
