package ui

import (
	"neonchat/chat"
	"neonchat/ui/page"
	"neonchat/ui/thread"
)

// newSession begins another session. The one on the page is kept.
func newSession(c *conversation, _ string) page.Intent {
	if c.Fresh() {
		return page.Notice{Text: "this is a new session"}
	}
	return c.Show(thread.NewThread(c.Env, &chat.Session{}, c.Model))
}
