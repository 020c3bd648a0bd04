package ui

import (
	"slices"

	"neonchat/ui/page"
)

func forkLast(c *conversation, _ string) page.Intent {
	for _, e := range slices.Backward(c.transcript.Entries) {
		if c.tree.message(e.Message.ID) != nil {
			return c.forkAt(e)
		}
	}
	return page.Notice{Text: "there is nothing to fork yet"}
}
