package ui

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/page"
)

// takeServed has the nearest that is served take the place of the model in use.
func (c *conversation) takeServed() page.Intent {
	if id := c.Env.Nearest(c.Model); id != "" {
		return use(c.Env, c.Model.Of(id), nil)
	}
	return page.Notice{Text: c.Env.NotOffered(c.Model)}
}

// takeServed has it asked in the place of a column's model.
func (c *comparePage) takeServed(k *column) page.Intent {
	id := c.nearest(k)
	switch {
	case c.blind:
		return page.Notice{Text: "that would name it: after the vote"}
	case k.live():
		return page.Notice{Text: stillAnswering(c.env.Keys)}
	case id == "":
		return page.Notice{Text: c.env.NotOffered(k.choice)}
	}
	return c.other(k, k.choice.Of(id))
}

// offered is the model to ask in place of the one of the keys' column, where that
// has failed because the branch doesn't serve it; else "".
func (c *comparePage) offered() string {
	if k := c.current(); k != nil && k.failed() && !c.blind {
		return c.nearest(k)
	}
	return ""
}

// nearest is the model to ask in a column instead, if it can be one that no other
// column asks.
func (c *comparePage) nearest(k *column) string {
	var asked []string
	for _, other := range c.columns {
		asked = append(asked, other.choice.Model.ID)
	}
	return c.env.Nearest(k.choice, asked...)
}

// surveyed looks, when it becomes known what the branch serves, whether it serves
// the model that nobody has chosen. Before anything was asked the best that it
// serves takes its place.
func (c *conversation) surveyed() page.Intent {
	if !c.Model.Model.Default || !c.Fresh() || c.Busy() || !c.Env.Unserved(c.Model) {
		return nil
	}
	if best, ok := c.Env.Known.Best(); ok {
		return adopt(c.Env, c.Model, best.ID)
	}
	return nil
}

// adopt goes on with another model than the one that nobody has chosen.
func adopt(env *page.Env, now page.Choice, id string) tea.Cmd {
	m, instead, resolve := now.Of(id), now.Model.ID, env.Deps.Resolve
	return func() tea.Msg {
		m, err := m.Resolve(resolve)
		m.Model.Default = true
		return resolvedMsg{choice: m, instead: instead, err: err}
	}
}
