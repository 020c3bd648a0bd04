package ui

import (
	"context"
	"slices"
	"strings"

	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/page"
)

// close ends what is under way, and waits until it is kept, as long as ctx lasts.
func (c *conversation) close(ctx context.Context) {
	c.leave(ctx)
	c.env.Saver.Close(ctx)
}

// unsent is what was written and has not been asked: the queues, and the composer
// behind them.
func (c *conversation) unsent() string {
	var drafts []draft.Draft
	for _, t := range slices.Backward(c.all()) {
		if t.getting != nil {
			drafts = append(drafts, *t.getting)
		}
		drafts = append(drafts, t.queue.Drafts...)
	}
	drafts = append(drafts, c.composer.Unsent())
	var texts []string
	for _, d := range drafts {
		if s := d.Plain(); strings.TrimSpace(s) != "" {
			texts = append(texts, s)
		}
	}
	return strings.Join(texts, "\n\n")
}

// newSession begins another session. The one on the page is kept.
func newSession(c *conversation, _ string) page.Intent {
	if c.fresh() {
		return page.Notice{Text: "this is a new session"}
	}
	return c.show(newThread(c.env, &chat.Session{}, c.model))
}
