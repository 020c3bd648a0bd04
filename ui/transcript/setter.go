package transcript

import (
	"strings"
	"time"

	"neonchat/ui/markdown"
	"neonchat/ui/theme"
)

// A setter makes lines of one text that grows. It is for one goroutine at a
// time.
type setter struct {
	look   theme.Look
	source strings.Builder
	stream *markdown.Stream
	blocks []markdown.Block // of the lines that were given out
	lines  int              // how many those were
	whole  int              // how many lines of the stream they are

	tail  []string  // how the unfinished end looked when it was last set
	after string    // what came behind that
	rest  time.Time // the end isn't set again before, as it cost so much
}

// patience is how many times as long as the setting of an end took passes
// before the next: 4 bounds it to a fifth of a core.
const patience = 4

// A Lines is what a setter made: lines that will not change any more, and those
// of the unfinished end behind them.
type Lines struct {
	Look   theme.Look
	anew   bool             // all lines are here again, in another look
	Rows   []string         // more of those that stay
	starts []markdown.Block // of the blocks in all lines that stay
	tail   []string
	Stale  bool // the tail is to be set again, not before rest
	Rest   time.Time
}

// add takes more text. done says that it was the last.
func (s *setter) add(l theme.Look, delta string, done bool) Lines {
	s.source.WriteString(delta)
	g := Lines{Look: l}
	if s.stream == nil || s.look != l {
		s.look, s.stream = l, l.Stream()
		s.tail, s.after, s.rest = nil, "", time.Time{}
		s.blocks, s.lines, s.whole = nil, 0, 0
		g.anew, delta = true, s.source.String()
	}
	g.Rows = s.stream.Write(delta)
	if done {
		g.Rows = append(g.Rows, s.stream.Close()...)
		g.Rows, g.starts = s.fit(g.Rows)
		s.stream = nil
		return g
	}
	if len(g.Rows) > 0 {
		s.tail, s.after = nil, ""
		s.rest = time.Time{}
	}
	s.end(delta)
	g.Rows, g.starts = s.fit(g.Rows)
	g.tail = s.tail
	if s.after != "" {
		g.Stale, g.Rest = true, s.rest
		g.tail = append(s.tail[:len(s.tail):len(s.tail)], l.Wrap(markdown.Clean(s.after), l.Column())...)
	}
	return g
}

// fit breaks lines of the stream where the terminal needs that, and says where
// all blocks begin in what was given out.
func (s *setter) fit(lines []string) ([]string, []markdown.Block) {
	n := s.look.Column()
	fitted := s.look.Fit(lines, n)
	for _, b := range s.stream.Blocks()[len(s.blocks):] {
		at := b.Line - s.whole
		if len(fitted) != len(lines) {
			at = len(s.look.Fit(lines[:at], n))
		}
		s.blocks = append(s.blocks, markdown.Block{Line: s.lines + at, Heading: b.Heading})
	}
	s.whole += len(lines)
	s.lines += len(fitted)
	return fitted, s.blocks
}

// end sets the unfinished end, unless that cost too much a moment ago.
func (s *setter) end(delta string) {
	start := time.Now()
	if start.Before(s.rest) {
		s.after += delta
		return
	}
	s.tail, s.after = s.look.Fit(s.stream.Tail(), s.look.Column()), ""
	took := time.Since(start)
	if took > 2*time.Millisecond {
		s.rest = start.Add(took + patience*took)
	}
}

// Set makes the lines of a text that is whole.
func Set(l theme.Look, text string) Lines {
	var s setter
	return s.add(l, text, true)
}
