package transcript

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

// Spot is where the window stands.
func (t *Transcript) Spot() spot {
	if t.Top.Entry >= len(t.Entries) {
		return spot{}
	}
	s := t.Entries[t.Top.Entry].Spot(t.Top.Line)
	s.entry = t.Top.Entry
	return s
}

// Stand moves the window to a spot, or to the end of what comes before it.
func (t *Transcript) Stand(s spot) {
	if s.entry >= len(t.Entries) {
		t.ToEnd()
		return
	}
	t.Top, t.Follow = Place{s.entry, t.Entries[s.entry].LineOf(s)}, false
}

// blocks are where the entry's blocks begin, counted from its body's start, and
// where the last one ends. What is not finished is one.
func (e *Entry) blocks() ([]markdown.Block, int) {
	starts := e.Starts
	if len(e.tail) > 0 || len(starts) == 0 {
		starts = append(starts[:len(starts):len(starts)], markdown.Block{Line: len(e.Body)})
	}
	return starts, len(e.Body) + len(e.tail)
}

func (e *Entry) Spot(line int) spot {
	if line < len(e.Head) {
		return spot{before: line}
	}
	line -= len(e.Head)
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

// LineOf is the line of a spot, or the end of what the entry has of it.
func (e *Entry) LineOf(s spot) int {
	if s.before >= 0 {
		return min(s.before, len(e.Head))
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
			return len(e.Head) + max(0, b.Line-1)
		case section == s.section && block == s.block:
			return len(e.Head) + b.Line + int(s.share*float64(next-b.Line)+0.5)
		}
		line = max(b.Line, next-1)
	}
	return len(e.Head) + line
}
