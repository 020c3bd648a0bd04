package ui

import (
	"slices"
	"strings"

	"neonchat/chat"
)

func (c *conversation) cmdSessions(words string) intent { return c.listSessions(words, false) }
func (c *conversation) cmdSearch(words string) intent   { return c.listSessions(words, true) }

// renamed takes a new title of a session that may be on the page or behind it.
func (c *conversation) renamed(id, title string) {
	for _, t := range c.all() {
		if t.session.ID == id {
			t.session.Title = title
		}
	}
}

// forget lets go of a session that was deleted.
func (c *conversation) forget(id string) {
	c.away = slices.DeleteFunc(c.away, func(t *talk) bool { return t.session.ID == id })
	if c.session.ID == id {
		c.talk = newTalk(c.desk, &chat.Session{}, c.model)
		c.editing = nil
	}
}

// cmdRename gives the session on the page another title.
func (c *conversation) cmdRename(title string) intent {
	switch {
	case c.session.ID == "":
		return say{"there is nothing to rename yet"}
	case title == "":
		return say{"/rename TITLE gives the session another title"}
	}
	title = strings.Join(strings.Fields(title), " ")
	c.renamed(c.session.ID, title)
	c.say("the title is “" + title + "”")
	return rename(c.desk, c.session.ID, title)
}

func (c *conversation) listSessions(words string, text bool) intent {
	if c.desk.deps.Store == nil {
		return say{"no sessions are kept here"}
	}
	return listSessions{c.session.ID, func(id string) bool {
		return slices.ContainsFunc(c.all(), func(t *talk) bool { return t.session.ID == id && t.turn != nil })
	}, words, text}
}
