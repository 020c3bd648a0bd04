package ui

import "neonchat/ui/markdown"

// A spot is a place in an answer that another answer has too: so far into the
// k-th block behind the h-th heading. Answers differ in length, and have their
// outline in common.
type spot struct {
	entry   int
	before  int // the line, in front of the entry's text; -1 in it
	section int // headings up to there
	block   int // behind the last of them
	share   float64
}

// spot is where the window stands.
func (t *transcript) spot() spot {
	if t.top.entry >= len(t.entries) {
		return spot{}
	}
	s := t.entries[t.top.entry].spot(t.top.line)
	s.entry = t.top.entry
	return s
}

// stand moves the window to a spot, or to the end of what comes before it.
func (t *transcript) stand(s spot) {
	if s.entry >= len(t.entries) {
		t.toEnd()
		return
	}
	t.top, t.follow = place{s.entry, t.entries[s.entry].lineOf(s)}, false
}

// blocks are where the entry's blocks begin, counted from its body's start, and
// where the last one ends. What is not finished is one.
func (e *entry) blocks() ([]markdown.Block, int) {
	starts := e.starts
	if len(e.tail) > 0 || len(starts) == 0 {
		starts = append(starts[:len(starts):len(starts)], markdown.Block{Line: len(e.body)})
	}
	return starts, len(e.body) + len(e.tail)
}

func (e *entry) spot(line int) spot {
	if line < len(e.head) {
		return spot{before: line}
	}
	line -= len(e.head)
	starts, end := e.blocks()
	s := spot{before: -1}
	for i, b := range starts {
		if b.Line > line && i > 0 {
			break
		}
		s.block++
		if i == 0 || b.Heading {
			s.block = 0
		}
		if b.Heading {
			s.section++
		}
		next := end
		if i+1 < len(starts) {
			next = starts[i+1].Line
		}
		s.share = float64(line-b.Line) / float64(max(1, next-b.Line))
	}
	return s
}

// lineOf is the line of a spot, or the end of what the entry has of it.
func (e *entry) lineOf(s spot) int {
	if s.before >= 0 {
		return min(s.before, len(e.head))
	}
	starts, end := e.blocks()
	section, block, line := 0, -1, 0
	for i, b := range starts {
		next := end
		if i+1 < len(starts) {
			next = starts[i+1].Line
		}
		block++
		if i == 0 || b.Heading {
			block = 0
		}
		if b.Heading {
			section++
		}
		switch {
		case section > s.section:
			return len(e.head) + max(0, b.Line-1)
		case section == s.section && block == s.block:
			return len(e.head) + b.Line + int(s.share*float64(next-b.Line)+0.5)
		}
		line = max(b.Line, next-1)
	}
	return len(e.head) + line
}
