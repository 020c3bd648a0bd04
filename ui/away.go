package ui

import (
	"neonchat/chat"
	"neonchat/ui/page"
)

// newSession begins another session. The one on the page is kept.
func newSession(c *conversation, _ string) page.Intent {
	if c.fresh() {
		return page.Notice{Text: "this is a new session"}
	}
	return c.show(newThread(c.env, &chat.Session{}, c.model))
}
