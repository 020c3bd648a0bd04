package draft

import "math"

// A Span is the part of a text from A to B, in bytes.
type Span struct{ A, B int }

// Spans are parts of a text, in order and with gaps between them. They are
// immutable: each change returns new ones.
type Spans []Span

// Has reports whether everything from a to b lies in the spans.
func (s Spans) Has(a, b int) bool {
	for _, p := range s {
		if p.A <= a && b <= p.B {
			return true
		}
	}
	return a == b
}

// part returns the spans between a and b, moved by n.
func (s Spans) part(a, b, n int) Spans {
	var found Spans
	for _, p := range s {
		if p.A, p.B = max(p.A, a), min(p.B, b); p.A < p.B {
			found = append(found, Span{p.A + n, p.B + n})
		}
	}
	return found
}

// Insert returns the spans after n bytes were inserted at a place. in are the
// spans of the inserted text.
func (s Spans) Insert(at, n int, in Spans) Spans {
	return Spans(nil).and(s.part(0, at, 0)).and(in.part(0, n, at)).and(s.part(at, math.MaxInt, n))
}

// Remove returns the spans after the text from a to b was deleted.
func (s Spans) Remove(a, b int) Spans {
	return Spans(nil).and(s.part(0, a, 0)).and(s.part(b, math.MaxInt, a-b))
}

// and returns the spans with those of a later part added.
func (s Spans) and(more Spans) Spans {
	for _, p := range more {
		if n := len(s); n > 0 && s[n-1].B == p.A {
			s[n-1].B = p.B
			continue
		}
		s = append(s, p)
	}
	return s
}
