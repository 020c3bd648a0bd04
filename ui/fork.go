package ui

import (
	"slices"

	"neonchat/ui/page"
)

func forkLast(c *conversation, _ string) page.Intent {
	for _, e := range slices.Backward(c.Transcript.Entries) {
		if c.Tree.Message(e.Message.ID) != nil {
			return c.ForkAt(e)
		}
	}
	return page.Notice{Text: "there is nothing to fork yet"}
}
