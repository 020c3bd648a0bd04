package draft

import "math"

// A Span is a part of a text, from a to b.
type Span struct{ A, B int }

// Spans are parts of a text, in order, none of them touching the next. They never
// change: what a change of the text makes of them are others.
type Spans []Span

// Has reports whether all from a to b lies in them.
func (s Spans) Has(a, b int) bool {
	for _, p := range s {
		if p.A <= a && b <= p.B {
			return true
		}
	}
	return a == b
}

// part is what lies from a to b, moved by n.
func (s Spans) part(a, b, n int) Spans {
	var found Spans
	for _, p := range s {
		if p.A, p.B = max(p.A, a), min(p.B, b); p.A < p.B {
			found = append(found, Span{p.A + n, p.B + n})
		}
	}
	return found
}

// Insert makes room at a place for n bytes, of which the parts in are theirs.
func (s Spans) Insert(at, n int, in Spans) Spans {
	return Spans(nil).and(s.part(0, at, 0)).and(in.part(0, n, at)).and(s.part(at, math.MaxInt, n))
}

// Remove closes the gap of what was deleted from a to b.
func (s Spans) Remove(a, b int) Spans {
	return Spans(nil).and(s.part(0, a, 0)).and(s.part(b, math.MaxInt, a-b))
}

// and adds those behind them.
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
