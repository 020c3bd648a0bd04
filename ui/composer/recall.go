package composer

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/draft"
	"neonchat/ui/page"
)

// A recall steps back through the prompts that were asked. The text that was
// being written waits at the end.
type recall struct {
	back int // how many prompts back; 0 is the text being written
	mine draft.Draft
}

// back replaces the text by the prompt before it.
func (c *Composer) back() page.Intent {
	asked := c.env.Memory.Asked
	r := &c.recall
	if r.back == len(asked) {
		return nil
	}
	if r.back == 0 {
		r.mine = c.Draft
	}
	r.back++
	c.recalled(asked[len(asked)-r.back])
	return nil
}

// forth replaces the text by the prompt after it, at the end by the text that
// was being written.
func (c *Composer) forth() page.Intent {
	asked, r := c.env.Memory.Asked, &c.recall
	if r.back == 0 {
		return nil
	}
	r.back--
	if r.back == 0 {
		c.Restore(r.mine)
		return nil
	}
	c.recalled(asked[len(asked)-r.back])
	return nil
}

// recalled replaces the text by what was asked. A command acts again, and offers
// nothing, so that up and down go on through what was asked.
func (c *Composer) recalled(text string) {
	c.Fill(text)
	if word := commandWord(c.Text); word != "" {
		c.Claim(len(word))
		c.complete.closed = word
	}
}

// Changed is called before a change of the text. It ends the recall: the
// recalled prompt becomes the draft, and the text that was being written before
// can be recalled.
func (c *Composer) Changed() tea.Cmd {
	r := c.recall
	c.recall = recall{}
	if r.back > 0 && strings.TrimSpace(r.mine.Plain()) != "" {
		return c.Remember(r.mine)
	}
	return nil
}

// Sent clears the text that was sent, which can be recalled, and ends the recall.
// If a recalled prompt was sent unchanged, the text that was being written before
// comes back.
func (c *Composer) Sent() tea.Cmd {
	r, remember := c.recall, c.Remember(c.Draft)
	c.recall = recall{}
	c.Clear()
	if r.back > 0 {
		c.Restore(r.mine)
	}
	return remember
}

// Unsent is the text that is being written: during a recall the text from before
// it.
func (c *Composer) Unsent() draft.Draft {
	if c.recall.back > 0 {
		return c.recall.mine
	}
	return c.Draft
}
