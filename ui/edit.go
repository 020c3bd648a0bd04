package ui

import "strings"

// edit carries out an action that changes the text or moves the cursor in it. It
// reports whether the action was one.
func (c *composer) edit(a action) bool {
	switch a {
	case actNewline:
		c.write("\n")
	case actLeft:
		c.move(c.left())
	case actRight:
		c.move(c.right())
	case actWordLeft:
		c.move(c.wordLeft())
	case actWordRight:
		c.move(c.wordRight())
	case actHome:
		c.move(c.lineStart())
	case actEnd:
		c.move(c.lineEnd())
	case actBack:
		c.remove(c.left(), c.at, false)
	case actDelete:
		c.remove(c.at, c.right(), false)
	case actKillWord:
		c.remove(c.wordLeft(), c.at, true)
	case actKillLeft:
		c.remove(c.lineStart(), c.at, true)
	case actKillRight:
		c.remove(c.at, max(c.lineEnd(), c.ifAtEnd()), true)
	case actYank:
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
	c.edit(actBack)
	c.edit(actNewline)
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
