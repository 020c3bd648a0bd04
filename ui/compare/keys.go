package compare

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/keymap"
	"neonchat/ui/page"
)

// Press handles a key: in the composer while the user writes, else in the
// columns.
func (c *Page) Press(key tea.KeyPressMsg) page.Intent {
	c.composer.Notice = ""
	leaving := c.leaving
	c.leaving = false
	a := c.env.Keys.Action(keymap.Comparing, key.String())
	if c.writing || a == "" && key.Text != "" {
		c.writing = true
		return c.write(key, leaving)
	}
	if c.voting {
		if i, done := c.votes(a, key); done {
			return i
		}
	}
	switch a {
	case keymap.Break:
		return c.interrupt(leaving)
	case keymap.StopAll:
		return c.back()
	case keymap.Column:
		return c.digit(numbered(c.env.Keys, key))
	case keymap.Write:
		c.writing = true
	case keymap.Help:
		return page.Open{Over: newHelp(c.env)}
	case keymap.Standings:
		return page.ShowStandings{Tag: c.tag}
	case keymap.Suspend:
		return tea.Cmd(tea.Suspend)
	case keymap.Blind:
		return c.toggleBlind()
	case keymap.Vote:
		return c.voteState.start(c.columns, c.env.Keys)
	case keymap.Tie, keymap.None:
		if !c.blind {
			return page.Notice{Text: c.env.Keys.Key(keymap.Comparing, keymap.Vote) + " votes"}
		}
		return c.cast(nil, a == keymap.Tie)
	}
	if k := c.current(); k != nil {
		return c.with(k, a)
	}
	return nil
}

// with carries out an action on a column.
func (c *Page) with(k *column, a keymap.Action) page.Intent {
	switch a {
	case keymap.NextColumn:
		c.focus(c.at + 1)
	case keymap.PrevColumn:
		c.focus(c.at - 1)
	case keymap.Pick:
		return c.take(k)
	case keymap.Again:
		return c.again(k)
	case keymap.TakeUp:
		return c.takeUp(k)
	case keymap.Another:
		if c.blind {
			return page.Notice{Text: "that would name it: after the vote"}
		}
		if k.live() {
			return page.Notice{Text: stillAnswering(c.env.Keys)}
		}
		return page.ChooseModel{Title: "Model, from the next question on", Now: k.choice, Use: func(m page.Choice) page.Intent { return other(c.env, k, m) }}
	case keymap.Nearest:
		return c.takeServed(k)
	case keymap.StopOne:
		if !k.stop() {
			return page.Notice{Text: "nothing is under way here"}
		}
	case keymap.Zoom:
		c.zoomed = !c.zoomed
	case keymap.Sync:
		c.synced = !c.synced
		c.composer.Say("each column scrolls by itself")
		if c.synced {
			c.composer.Say("all columns scroll together, by heading and block")
		}
	case keymap.Diff:
		return c.differ()
	case keymap.CopyColumn:
		if !k.answered() {
			return page.Notice{Text: "there is no answer to copy"}
		}
		return page.Copy{Text: k.last().Text(), What: "the answer"}
	case keymap.Mind:
		k.toggleThoughts()
	default:
		return c.scrolling(k, a)
	}
	return nil
}

// scrolling carries out an action that moves what is seen of a column.
func (c *Page) scrolling(k *column, a keymap.Action) page.Intent {
	if c.diff != nil {
		c.diff.press(a)
		return nil
	}
	return k.press(a)
}

// focus focuses a column.
func (c *Page) focus(i int) {
	c.grid.setFocus(i)
	c.diff = nil
}

// numbered is the column that a digit means, or one that there isn't.
func numbered(keys keymap.Map, key tea.KeyPressMsg) int {
	for _, b := range keys.Table {
		if b.Zone == keymap.Comparing && b.Action == keymap.Column {
			return slices.Index(b.Keys(), key.String())
		}
	}
	return -1
}

// digit takes the i-th column. One that isn't visible is only focused.
func (c *Page) digit(i int) page.Intent {
	if i < 0 || i >= len(c.columns) {
		return page.Notice{Text: "there is no such column"}
	}
	if c.diff != nil {
		return c.against(i)
	}
	from, n := c.shown()
	seen := i >= from && i < from+n
	c.focus(i)
	if !seen {
		return nil
	}
	return c.take(c.columns[i])
}

// take picks a column, or votes for it while the models are hidden.
func (c *Page) take(k *column) page.Intent {
	if c.blind {
		return c.cast(k, false)
	}
	return c.pick(k)
}

// votes handles a key of a vote.
func (c *Page) votes(a keymap.Action, key tea.KeyPressMsg) (page.Intent, bool) {
	switch a {
	case keymap.Column:
		i := numbered(c.env.Keys, key)
		if i >= len(c.columns) {
			return page.Notice{Text: "there is no such column"}, true
		}
		return c.cast(c.columns[i], false), true
	case keymap.Pick:
		return c.cast(c.current(), false), true
	case keymap.Tie, keymap.None:
		return c.cast(nil, a == keymap.Tie), true
	case keymap.Vote, keymap.StopAll:
		c.voting = false
		return nil, true
	}
	return nil, false
}

// back stops what is under way, or else closes what was opened last: the
// difference, the zoom, and in the end the page.
func (c *Page) back() page.Intent {
	switch {
	case c.columns.stop():
	case c.diff != nil:
		c.diff = nil
	case c.zoomed:
		c.zoomed = false
	default:
		return c.leave()
	}
	return nil
}

// interrupt stops, or clears, or quits when asked twice.
func (c *Page) interrupt(again bool) page.Intent {
	switch {
	case c.columns.stop():
		return nil
	case !c.composer.Empty():
		i := c.composer.Stash()
		c.composer.Say("cleared; up brings it back")
		return i
	case again:
		return page.Quit{}
	}
	c.leaving = true
	c.composer.Say("ctrl+c again leaves")
	return nil
}

func (c *Page) Wheel(lines int) page.Intent {
	if c.diff != nil {
		c.diff.scroll(lines)
		return nil
	}
	if len(c.columns) == 0 {
		return nil
	}
	i := c.under(c.env.Pointer)
	if c.synced {
		c.focus(i) // synced columns follow it
	}
	return c.columns[i].scroll(lines)
}
