package conversation

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/page"
)

// takeServed has the nearest that is served take the place of the model in use.
func (c *Conversation) takeServed() page.Intent {
	if id := c.Env.Nearest(c.Model); id != "" {
		return use(c.Env, c.Model.Of(id), nil)
	}
	return page.Notice{Text: c.Env.NotOffered(c.Model)}
}

// surveyed looks, when it becomes known what the branch serves, whether it serves
// the model that nobody has chosen. Before anything was asked the best that it
// serves takes its place.
func (c *Conversation) surveyed() page.Intent {
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
