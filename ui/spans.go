package ui

import "math"

// A span is a part of a text, from a to b.
type span struct{ a, b int }

// spans are parts of a text, in order, none of them touching the next. They never
// change: what a change of the text makes of them are others.
type spans []span

// has reports whether all from a to b lies in them.
func (s spans) has(a, b int) bool {
	for _, p := range s {
		if p.a <= a && b <= p.b {
			return true
		}
	}
	return a == b
}

// part is what lies from a to b, moved by n.
func (s spans) part(a, b, n int) spans {
	var found spans
	for _, p := range s {
		if p.a, p.b = max(p.a, a), min(p.b, b); p.a < p.b {
			found = append(found, span{p.a + n, p.b + n})
		}
	}
	return found
}

// insert makes room at a place for n bytes, of which the parts in are theirs.
func (s spans) insert(at, n int, in spans) spans {
	return spans(nil).and(s.part(0, at, 0)).and(in.part(0, n, at)).and(s.part(at, math.MaxInt, n))
}

// remove closes the gap of what was deleted from a to b.
func (s spans) remove(a, b int) spans {
	return spans(nil).and(s.part(0, a, 0)).and(s.part(b, math.MaxInt, a-b))
}

// and adds those behind them.
func (s spans) and(more spans) spans {
	for _, p := range more {
		if n := len(s); n > 0 && s[n-1].b == p.a {
			s[n-1].b = p.b
			continue
		}
		s = append(s, p)
	}
	return s
}
