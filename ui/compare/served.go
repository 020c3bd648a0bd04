package compare

import "neonchat/ui/page"

// takeServed has it asked in the place of a column's model.
func (c *Page) takeServed(k *column) page.Intent {
	id := c.columns.nearest(c.env, k)
	switch {
	case c.blind:
		return page.Notice{Text: "that would name it: after the vote"}
	case k.live():
		return page.Notice{Text: stillAnswering(c.env.Keys)}
	case id == "":
		return page.Notice{Text: c.env.NotOffered(k.choice)}
	}
	return other(c.env, k, k.choice.Of(id))
}

// offered is the model to ask in place of the one of the keys' column, where that
// has failed because the branch doesn't serve it; else "".
func (c *Page) offered() string {
	if k := c.current(); k != nil && k.failed() && !c.blind {
		return c.columns.nearest(c.env, k)
	}
	return ""
}
