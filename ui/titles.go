package ui

import (
	"slices"
	"strings"

	"neonchat/chat"
	"neonchat/ui/page"
	"neonchat/ui/sessions"
)

// forget lets go of a session that was deleted.
func (c *conversation) forget(id string) {
	if c.threads.forget(id, newThread(c.env, &chat.Session{}, c.model)) {
		c.editing = nil
	}
}

// rename gives the session on the page another title.
func rename(c *conversation, title string) page.Intent {
	switch {
	case c.session.ID == "":
		return page.Notice{Text: "there is nothing to rename yet"}
	case title == "":
		return page.Notice{Text: "/rename TITLE gives the session another title"}
	}
	title = strings.Join(strings.Fields(title), " ")
	c.renamed(c.session.ID, title)
	c.composer.Say("the title is “" + title + "”")
	return sessions.Rename(c.env, c.session.ID, title)
}

func listSessions(c *conversation, words string, text bool) page.Intent {
	if c.env.Deps.Store == nil {
		return page.Notice{Text: "no sessions are kept here"}
	}
	return page.ListSessions{Page: c.session.ID, Under: func(id string) bool {
		return slices.ContainsFunc(c.all(), func(t *thread) bool { return t.session.ID == id && t.turn != nil })
	}, Words: words, Text: text}
}
