package conversation

import (
	"slices"
	"strings"

	"neonchat/chat"
	"neonchat/ui/page"
	"neonchat/ui/thread"
)

// Forget drops a session that was deleted.
func (c *Conversation) Forget(id string) {
	if c.Threads.Forget(id, thread.NewThread(c.Env, &chat.Session{}, c.Model)) {
		c.Editing = nil
	}
}

// rename renames the session on the page.
func rename(c *Conversation, title string) page.Intent {
	switch {
	case c.Session.ID == "":
		return page.Notice{Text: "there is nothing to rename yet"}
	case title == "":
		return page.Notice{Text: "/rename TITLE gives the session another title"}
	}
	title = strings.Join(strings.Fields(title), " ")
	c.Renamed(c.Session.ID, title)
	c.Composer.Say("the title is “" + title + "”")
	return c.Env.Saver.Rename(c.Session.ID, title)
}

func listSessions(c *Conversation, words string, text bool) page.Intent {
	if c.Env.Deps.Store == nil {
		return page.Notice{Text: "no sessions are kept here"}
	}
	return page.ListSessions{Page: c.Session.ID, Under: func(id string) bool {
		return slices.ContainsFunc(c.All(), func(t *thread.Thread) bool { return t.Session.ID == id && t.Turn != nil })
	}, Words: words, Text: text}
}

// newSession begins a new session. The one on the page is kept.
func newSession(c *Conversation, _ string) page.Intent {
	if c.Fresh() {
		c.Composer.Say("this is a new session")
		return nil
	}
	return c.Show(thread.NewThread(c.Env, &chat.Session{}, c.Model))
}

func forkLast(c *Conversation, _ string) page.Intent {
	for _, e := range slices.Backward(c.Transcript.Entries) {
		if c.Tree.Message(e.Message.ID) != nil {
			return c.ForkAt(e)
		}
	}
	return page.Notice{Text: "there is nothing to fork yet"}
}
