package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/theme"
)

func (c *contest) paste(text string) intent {
	c.writing = true
	return both{c.chat.paste(text), c.onlyHere()}
}

// write takes a key for the composer.
func (c *contest) write(key tea.KeyPressMsg, leaving bool) intent {
	a := c.desk.keys.action(writing, key.String())
	if i, done := c.completed(key, a); done {
		return i
	}
	empty := c.chat.composer.empty()
	switch a {
	case actBreak:
		return c.interrupt(leaving)
	case actStop:
		return c.back()
	case actSend:
		if empty {
			return c.take(c.lane())
		}
		return c.send()
	case actWalk:
		c.writing = len(c.lanes) == 0
		return nil
	case actModels:
		c.writing = false
		if k := c.lane(); k != nil {
			return c.with(k, actAnother)
		}
		return nil
	case actThoughts:
		if k := c.lane(); k != nil {
			c.thoughts(k)
		}
		return nil
	case actHelp:
		if empty || key.Text == "" {
			return open{newContestHelp(c.desk)}
		}
	case actRetry, actContinue:
		if k := c.lane(); empty && k != nil && k.failed() {
			return c.with(k, map[action]action{actRetry: actAgain, actContinue: actTakeUp}[a])
		}
		a = "" // a letter like others
	case actLeft, actRight:
		if empty {
			c.turnTo(c.at + map[action]int{actLeft: -1, actRight: 1}[a])
			return nil
		}
	case actUp:
		if c.chat.composer.vertical(c.desk.look, c.chat.columns(), -1) {
			return nil
		}
		return c.chat.back()
	case actDown:
		if c.chat.composer.vertical(c.desk.look, c.chat.columns(), 1) {
			return nil
		}
		return c.chat.forth()
	case actPageUp, actPageDown, actTop, actBottom:
		if k := c.lane(); k != nil {
			return c.scrolling(k, a)
		}
		return nil
	}
	if a != "" && a != actHelp && !slices.Contains(composing, a) {
		return say{"that is for the chat: " + c.desk.keys.key(writing, actStop) + " goes there"}
	}
	return both{c.chat.written(key, a), c.chat.completing(), c.chat.mentioning(), c.onlyHere()}
}

// completed takes a key for the list of offers, if it is one. A command that is
// chosen there is this page's.
func (c *contest) completed(key tea.KeyPressMsg, a action) (intent, bool) {
	offers, k := c.chat.offers(), c.chat.complete
	if a != actSend || len(offers) == 0 || offers[k.at].file || offers[k.at].text == k.word {
		return c.chat.completed(key, a)
	}
	o := offers[k.at]
	i := c.chat.accept(o)
	if name, slash := strings.CutPrefix(o.text, "/"); slash && takesNothing(name) {
		return both{i, c.send()}, true
	}
	return i, true
}

// composing are the actions of the composer that do the same here as in the chat.
var composing = []action{
	actNewline, actSearch, actEditor, actUnfold, actLeft, actRight, actWordLeft, actWordRight, actHome, actEnd,
	actBack, actDelete, actKillWord, actKillLeft, actKillRight, actYank, actSuspend,
}

// newContestHelp lists the keys of this page: those of the columns, and those of
// the composer that do something here.
func newContestHelp(d *desk) *pager {
	return &pager{desk: d, view: viewport.New(), title: "Comparing", text: func(l theme.Look, width int) []string {
		lines := append(d.keys.lines(l, width, d.enhanced, func(b binding) bool { return b.zone == comparing }), "")
		lines = append(lines, d.keys.lines(l, width, d.enhanced, func(b binding) bool {
			return b.zone == writing && slices.Contains(composing, b.action)
		})...)
		key := func(a action) string { return d.keys.key(writing, a) }
		about := "While you write, " + key(actSend) + " asks all, or picks where nothing is written; " + key(actWalk) + " goes back to the columns, " +
			key(actUp) + " to what was asked before; " + key(actStop) + " stops all, then leaves. What is written stays."
		lines = append(lines, "")
		for _, s := range l.Wrap(about, width) {
			lines = append(lines, l.Dim(s))
		}
		return lines
	}}
}

// here are the commands that mean something on this page.
var here = []string{"attach", "branch", "compare", "doctor", "editor", "help", "keys", "new", "quit", "standings"}

// onlyHere leaves out of what completes the commands that mean nothing here.
func (c *contest) onlyHere() intent {
	if k := c.chat.complete; k != nil {
		k.shown = slices.DeleteFunc(k.shown, func(o option) bool {
			name, slash := strings.CutPrefix(o.text, "/")
			return slash && !o.file && isCommand(name) && !slices.Contains(here, name)
		})
	}
	return nil
}

// command carries out what a line with a slash says.
func (c *contest) command(name string, arg draft) intent {
	if !slices.Contains(here, name) {
		return say{"/" + name + " is for the chat: " + c.desk.keys.key(writing, actStop) + " goes there"}
	}
	if c.lanes.busy() && slices.Contains([]string{"new", "compare"}, name) {
		return say{"answers are under way: " + c.desk.keys.key(writing, actStop) + " stops them"}
	}
	c.chat.sent()
	switch name {
	case "new":
		m := Comparison{Blind: c.always, Tag: c.tag}
		for _, k := range c.lanes {
			m.Targets = append(m.Targets, k.choice.name())
		}
		return both{c.leave(), c.chat.cmdNew(""), compare{m, draft{}}}
	case "compare":
		return both{c.leave(), c.chat.cmdCompare(arg)}
	case "help", "keys":
		return open{newContestHelp(c.desk)}
	}
	return c.chat.command(name, arg)
}
