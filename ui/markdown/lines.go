package markdown

import (
	"bytes"
	"slices"
)

// lines are those that a stream has returned, as far as they may still change.
type lines struct {
	count   int // of all lines
	told    int // how many of them the reader knows as they are now
	first   int // the number of the first of rows; those before it stay
	rows    []string
	blocks  []Block            // of all lines; never written to, as readers hold it
	waiting []*held            // in the order of the text
	labels  map[string][]*held // the same, by each label that they wait for
}

// A held fragment refers to something that is not defined yet.
type held struct {
	*fragment
	from  int // its first line
	block int // the number of its first block
}

// add appends lines with their blocks.
func (l *lines) add(rows []string, starts []Block) {
	blocks := l.blocks
	for _, b := range starts {
		blocks = append(blocks, Block{l.count + b.Line, b.Heading})
	}
	l.blocks = blocks
	l.rows = append(l.rows, rows...)
	l.count += len(rows)
}

// hold appends a fragment, and keeps it if it waits for a definition.
func (l *lines) hold(f *fragment) {
	if len(f.missed) > 0 {
		f.src = bytes.Clone(f.src)
		h := &held{f, l.count, len(l.blocks)}
		l.waiting = append(l.waiting, h)
		l.await(h)
	}
	l.add(f.lines, f.starts)
}

func (l *lines) await(h *held) {
	if l.labels == nil {
		l.labels = map[string][]*held{}
	}
	for label := range h.missed {
		if hs := l.labels[label]; !slices.Contains(hs, h) {
			l.labels[label] = append(hs, h)
		}
	}
}

// revise has those fragments rendered again that wait for one of the definitions.
func (l *lines) revise(own glossary, render func(*fragment)) {
	affected := map[*held]bool{}
	for label := range own {
		for _, h := range l.labels[label] {
			affected[h] = true
		}
		delete(l.labels, label)
	}
	if len(affected) == 0 {
		return
	}
	l.blocks = slices.Clone(l.blocks)
	moved := 0
	for _, h := range l.waiting {
		h.from += moved
		if affected[h] {
			moved += l.replace(h, render)
		}
	}
	l.waiting = slices.DeleteFunc(l.waiting, func(h *held) bool { return len(h.missed) == 0 })
}

// replace puts the new lines of a fragment in the place of its old ones, and returns how many more they are.
func (l *lines) replace(h *held, render func(*fragment)) int {
	old := h.lines
	render(h.fragment)
	l.await(h)
	same := 0
	for same < min(len(old), len(h.lines)) && old[same] == h.lines[same] {
		same++
	}
	l.told = min(l.told, h.from+same)
	l.rows = slices.Replace(l.rows, h.from-l.first, h.from-l.first+len(old), h.lines...)
	moved := len(h.lines) - len(old)
	l.count += moved
	for i, b := range h.starts {
		l.blocks[h.block+i].Line = h.from + b.Line
	}
	for i := h.block + len(h.starts); i < len(l.blocks); i++ {
		l.blocks[i].Line += moved
	}
	return moved
}

// news returns what the reader does not know.
func (l *lines) news() (keep int, rows []string) {
	keep = l.told
	if keep < l.count {
		rows = slices.Clone(l.rows[keep-l.first:])
	}
	l.told = l.count
	if len(l.waiting) == 0 {
		l.rows, l.first = nil, l.count
	}
	return keep, rows
}
