package transcript

import "neonchat/ui/markdown"

// A spot is a place that two answers have in common: the k-th block after the
// h-th heading, and how far into it. Answers differ in length but often share
// their outline.
type spot struct {
	entry   int
	before  int // a line in the head of the entry; -1 when the spot is in the body
	section int // how many headings come before
	block   int // how many blocks after the last of them
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

// MoveTo moves the window to a spot, or to the end when the answer doesn't reach
// that far yet.
func (t *Transcript) MoveTo(s spot) {
	if s.entry >= len(t.Entries) {
		t.ToEnd()
		return
	}
	t.Top, t.Follow = Place{s.entry, t.Entries[s.entry].LineOf(s)}, false
}

// blocks returns where the blocks of an entry begin, counted from the start of
// its body, and where the last one ends. The unfinished end counts as one block.
func (e *Entry) blocks() ([]markdown.Block, int) {
	starts := e.Starts
	if len(e.tail) > 0 || len(starts) == 0 {
		starts = append(starts[:len(starts):len(starts)], markdown.Block{Line: len(e.Body)})
	}
	return starts, len(e.Body) + len(e.tail)
}

// Spot is the spot of a line.
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

// LineOf is the line of a spot, or the last line before it that the entry has.
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
