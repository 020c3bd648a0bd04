package conversation

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/page"
)

// takeServed switches to the nearest model that the branch serves.
func (c *Conversation) takeServed() page.Intent {
	if id := c.Env.Nearest(c.Model); id != "" {
		return use(c.Env, c.Model.Of(id), nil)
	}
	return page.Notice{Text: c.Env.NotOffered(c.Model)}
}

// surveyed checks, once it is known what the branch serves, that it serves the
// default model. If it doesn't and nothing has been asked, the best served model
// replaces it.
func (c *Conversation) surveyed() page.Intent {
	if !c.Model.Model.Default || !c.Fresh() || c.Busy() || !c.Env.Unserved(c.Model) {
		return nil
	}
	if best, ok := c.Env.Known.Best(); ok {
		return adopt(c.Env, c.Model, best.ID)
	}
	return nil
}

// adopt replaces the default model by another.
func adopt(env *page.Env, now page.Choice, id string) tea.Cmd {
	m, instead, resolve := now.Of(id), now.Model.ID, env.Deps.Resolve
	return func() tea.Msg {
		m, err := m.Resolve(resolve)
		m.Model.Default = true
		return resolvedMsg{choice: m, instead: instead, err: err}
	}
}
