package ui

import (
	"strings"

	"neonchat/ui/keymap"
)

// edit carries out an action that changes the text or moves the cursor in it. It
// reports whether the action was one.
func (c *composer) edit(a keymap.Action) bool {
	switch a {
	case keymap.Newline:
		c.write("\n")
	case keymap.Left:
		c.move(c.left())
	case keymap.Right:
		c.move(c.right())
	case keymap.WordLeft:
		c.move(c.wordLeft())
	case keymap.WordRight:
		c.move(c.wordRight())
	case keymap.Home:
		c.move(c.lineStart())
	case keymap.End:
		c.move(c.lineEnd())
	case keymap.Back:
		c.remove(c.left(), c.at, false)
	case keymap.Delete:
		c.remove(c.at, c.right(), false)
	case keymap.KillWord:
		c.remove(c.wordLeft(), c.at, true)
	case keymap.KillLeft:
		c.remove(c.lineStart(), c.at, true)
	case keymap.KillRight:
		c.remove(c.at, max(c.lineEnd(), c.ifAtEnd()), true)
	case keymap.Yank:
		c.put(c.cut)
	default:
		return false
	}
	return true
}

// broke breaks the line at the backslash that was typed before the cursor. It
// reports whether there was one.
func (c *composer) broke() bool {
	if !strings.HasSuffix(c.text[:c.at], `\`) || !c.own.has(c.at-1, c.at) {
		return false
	}
	c.edit(keymap.Back)
	c.edit(keymap.Newline)
	return true
}

// ifAtEnd is where the next line begins when the cursor is at a line's end, so
// that deleting to the end joins the two.
func (c *composer) ifAtEnd() int {
	if c.at == c.lineEnd() {
		return c.right()
	}
	return c.at
}
