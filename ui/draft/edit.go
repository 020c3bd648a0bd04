package draft

import (
	"strings"

	"neonchat/ui/keymap"
)

// Edit carries out an action that changes the text or moves the cursor. It
// reports whether the action was one.
func (c *Buffer) Edit(a keymap.Action) bool {
	switch a {
	case keymap.Newline:
		c.Write("\n")
	case keymap.Left:
		c.Move(c.left())
	case keymap.Right:
		c.Move(c.right())
	case keymap.WordLeft:
		c.Move(c.wordLeft())
	case keymap.WordRight:
		c.Move(c.wordRight())
	case keymap.Home:
		c.Move(c.lineStart())
	case keymap.End:
		c.Move(c.lineEnd())
	case keymap.Back:
		c.Remove(c.left(), c.At, false)
	case keymap.Delete:
		c.Remove(c.At, c.right(), false)
	case keymap.KillWord:
		c.Remove(c.wordLeft(), c.At, true)
	case keymap.KillLeft:
		c.Remove(c.lineStart(), c.At, true)
	case keymap.KillRight:
		c.Remove(c.At, max(c.lineEnd(), c.ifAtEnd()), true)
	case keymap.Yank:
		c.Put(c.cut)
	default:
		return false
	}
	return true
}

// BreakAtBackslash replaces a backslash that was typed before the cursor by a line break.
// It reports whether there was one.
func (c *Buffer) BreakAtBackslash() bool {
	if !strings.HasSuffix(c.Text[:c.At], `\`) || !c.Own.Has(c.At-1, c.At) {
		return false
	}
	c.Edit(keymap.Back)
	c.Edit(keymap.Newline)
	return true
}

// ifAtEnd is the end of the line, or past its line break when the cursor is at
// the end, so that deleting to it joins the next line.
func (c *Buffer) ifAtEnd() int {
	if c.At == c.lineEnd() {
		return c.right()
	}
	return c.At
}
