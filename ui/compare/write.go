package compare

import (
	"slices"

	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/draft"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/pager"
	"neonchat/ui/theme"
)

func (c *Page) Paste(text string) page.Intent {
	c.writing = true
	return c.composer.Paste(text)
}

// write handles a key in the composer.
func (c *Page) write(key tea.KeyPressMsg, leaving bool) page.Intent {
	a := c.env.Keys.Action(keymap.Writing, key.String())
	if i, done := c.composer.Complete(a); done {
		return i
	}
	empty := c.composer.Empty()
	switch a {
	case keymap.Break:
		return c.interrupt(leaving)
	case keymap.Stop:
		return c.back()
	case keymap.Send:
		if empty {
			return c.take(c.current())
		}
		return c.send()
	case keymap.Walk:
		c.writing = len(c.columns) == 0
		return nil
	case keymap.Models:
		c.writing = false
		if k := c.current(); k != nil {
			return c.with(k, keymap.Another)
		}
		return nil
	case keymap.Served:
		if k := c.current(); k != nil {
			return c.with(k, keymap.Nearest)
		}
		return nil
	case keymap.Thoughts:
		if k := c.current(); k != nil {
			k.toggleThoughts()
		}
		return nil
	case keymap.Help:
		if empty || key.Text == "" {
			return page.Open{Over: newHelp(c.env)}
		}
	case keymap.Left, keymap.Right:
		if empty {
			c.focus(c.at + map[keymap.Action]int{keymap.Left: -1, keymap.Right: 1}[a])
			return nil
		}
	case keymap.Up, keymap.Down:
		i, _ := c.composer.Do(a)
		return i
	case keymap.PageUp, keymap.PageDown, keymap.Top, keymap.Bottom:
		if k := c.current(); k != nil {
			return c.scrolling(k, a)
		}
		return nil
	}
	if a != "" && a != keymap.Help && !slices.Contains(composing, a) {
		return page.Notice{Text: "that is for the chat: " + c.env.Keys.Key(keymap.Writing, keymap.Stop) + " goes there"}
	}
	if a == keymap.Suspend {
		return page.StepAside(tea.Suspend)
	}
	i, done := c.composer.Do(a)
	if !done {
		i, _ = c.composer.Type(key)
	}
	return page.Batch{i, c.composer.LookUpMentions()}
}

// composing are the actions of the composer that do the same here as in the chat.
var composing = []keymap.Action{
	keymap.Newline, keymap.Search, keymap.Editor, keymap.Unfold, keymap.Left, keymap.Right, keymap.WordLeft, keymap.WordRight, keymap.Home, keymap.End,
	keymap.Back, keymap.Delete, keymap.KillWord, keymap.KillLeft, keymap.KillRight, keymap.Yank, keymap.Suspend,
}

// newHelp lists the keys of this page: those of the columns, and those of
// the composer that do something here.
func newHelp(d *page.Env) *pager.Pager {
	return &pager.Pager{Env: d, Body: viewport.New(), Title: "Comparing", Text: func(l theme.Look, width int) []string {
		lines := append(d.Keys.Lines(l, width, d.Enhanced, func(b keymap.Binding) bool { return b.Zone == keymap.Comparing }), "")
		lines = append(lines, d.Keys.Lines(l, width, d.Enhanced, func(b keymap.Binding) bool {
			return b.Zone == keymap.Writing && slices.Contains(composing, b.Action)
		})...)
		key := func(a keymap.Action) string { return d.Keys.Key(keymap.Writing, a) }
		about := "While you write, " + key(keymap.Send) + " asks all, or picks where nothing is written; " + key(keymap.Walk) + " goes back to the columns, " +
			key(keymap.Up) + " to what was asked before; " + key(keymap.Stop) + " stops all, then leaves. What is written stays."
		lines = append(lines, "")
		for _, s := range l.Wrap(about, width) {
			lines = append(lines, l.Dim(s))
		}
		return lines
	}}
}

// here are the commands that work on this page.
var here = []string{"attach", "branch", "compare", "doctor", "editor", "help", "keys", "new", "quit", "standings"}

// Knows reports whether a command works on this page.
func (c *Page) Knows(command string) bool { return slices.Contains(here, command) }

// command carries out a command.
func (c *Page) command(name string, arg draft.Draft) page.Intent {
	if !slices.Contains(here, name) {
		return page.Notice{Text: "/" + name + " is for the chat: " + c.env.Keys.Key(keymap.Writing, keymap.Stop) + " goes there"}
	}
	if c.columns.busy() && slices.Contains([]string{"new", "compare"}, name) {
		return page.Notice{Text: "answers are under way: " + c.env.Keys.Key(keymap.Writing, keymap.Stop) + " stops them"}
	}
	command := c.composer.Draft
	remember := c.composer.Sent()
	var i page.Intent
	switch name {
	case "new":
		m := page.Comparison{Blind: c.always, Tag: c.tag}
		for _, k := range c.columns {
			m.Targets = append(m.Targets, k.choice.Name())
		}
		i = page.Batch{c.leave(), c.Command("new", draft.Draft{}), page.Compare{Comparison: m, Draft: draft.Draft{}}}
	case "compare":
		i = page.Batch{c.leave(), c.composer.Carried(command, c.Command("compare", arg))}
	case "help", "keys":
		i = page.Open{Over: newHelp(c.env)}
	default:
		i = c.composer.Carried(command, c.Command(name, arg))
	}
	return page.Batch{remember, i}
}
