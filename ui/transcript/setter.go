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

	tail  []string  // how the unfinished end looked when it was last set
	after string    // what came behind that
	rest  time.Time // the end isn't set again before, as it cost so much
}

// patience is how many times as long as the setting of an end took passes
// before the next: 4 bounds it to a fifth of a core.
const patience = 4

// A Lines is what a setter made: lines that stay, unless what they refer to is
// defined later, and those of the unfinished end behind them.
type Lines struct {
	Look   theme.Look
	keep   int              // how many of the lines made before stay
	Rows   []string         // what follows those
	starts []markdown.Block // of the blocks in all lines that stay
	tail   []string
	Stale  bool // the tail is to be set again, not before rest
	Rest   time.Time
}

// add takes more text. done says that it was the last.
func (s *setter) add(l theme.Look, delta string, done bool) Lines {
	s.source.WriteString(delta)
	if done && (s.stream == nil || s.look != l) {
		s.stream = nil
		return Set(l, s.source.String())
	}
	g := Lines{Look: l}
	if s.stream == nil || s.look != l {
		s.look, s.stream = l, l.Markdown().Stream()
		s.tail, s.after, s.rest = nil, "", time.Time{}
		delta = s.source.String()
	}
	g.keep, g.Rows = s.stream.Write(delta)
	if done {
		keep, rows := s.stream.Close()
		g.Rows = append(g.Rows[:max(0, keep-g.keep)], rows...)
		g.keep, g.starts = min(keep, g.keep), s.stream.Blocks()
		s.stream = nil
		return g
	}
	if len(g.Rows) > 0 {
		s.tail, s.after = nil, ""
		s.rest = time.Time{}
	}
	s.end(delta)
	g.starts, g.tail = s.stream.Blocks(), s.tail
	if s.after != "" {
		g.Stale, g.Rest = true, s.rest
		g.tail = append(s.tail[:len(s.tail):len(s.tail)], l.Wrap(markdown.Clean(s.after), l.Column())...)
	}
	return g
}

// end sets the unfinished end, unless that cost too much a moment ago.
func (s *setter) end(delta string) {
	start := time.Now()
	if start.Before(s.rest) {
		s.after += delta
		return
	}
	s.tail, s.after = s.stream.Tail(), ""
	took := time.Since(start)
	if took > 2*time.Millisecond {
		s.rest = start.Add(took + patience*took)
	}
}

// Set makes the lines of a text that is whole.
func Set(l theme.Look, text string) Lines {
	rows, starts := l.Markdown().Render(text)
	return Lines{Look: l, Rows: rows, starts: starts}
}
