package transcript

import (
	"strings"
	"time"

	"neonchat/ui/markdown"
	"neonchat/ui/theme"
)

// A renderer turns one growing text into lines. Only one goroutine may use it at
// a time.
type renderer struct {
	look   theme.Look
	source strings.Builder
	stream *markdown.Stream

	tail  []string  // the lines of the unfinished end when it was last rendered
	after string    // the text that came since
	rest  time.Time // don't render the end again before this time
}

// patience limits the work for the unfinished end: after rendering it, the
// renderer rests for patience times as long. 4 takes at most a fifth of a core.
const patience = 4

// Lines is what a renderer made: lines that stay, unless something they refer to
// is defined later, and the lines of the unfinished end after them.
type Lines struct {
	Look   theme.Look
	keep   int              // how many of the earlier lines stay
	Rows   []string         // the lines after those
	starts []markdown.Block // of the blocks in all lines that stay
	tail   []string
	Stale  bool // the end must be rendered again, at Rest at the earliest
	Rest   time.Time
}

// add adds text. done says that it was the last.
func (r *renderer) add(l theme.Look, delta string, done bool) Lines {
	r.source.WriteString(delta)
	if done && (r.stream == nil || r.look != l) {
		r.stream = nil
		return Render(l, r.source.String())
	}
	g := Lines{Look: l}
	if r.stream == nil || r.look != l {
		r.look, r.stream = l, l.Markdown().Stream()
		r.tail, r.after, r.rest = nil, "", time.Time{}
		delta = r.source.String()
	}
	g.keep, g.Rows = r.stream.Write(delta)
	if done {
		keep, rows := r.stream.Close()
		g.Rows = append(g.Rows[:max(0, keep-g.keep)], rows...)
		g.keep, g.starts = min(keep, g.keep), r.stream.Blocks()
		r.stream = nil
		return g
	}
	if len(g.Rows) > 0 {
		r.tail, r.after = nil, ""
		r.rest = time.Time{}
	}
	r.end(delta)
	g.starts, g.tail = r.stream.Blocks(), r.tail
	if r.after != "" {
		g.Stale, g.Rest = true, r.rest
		g.tail = append(r.tail[:len(r.tail):len(r.tail)], l.Wrap(markdown.Clean(r.after), l.Column())...)
	}
	return g
}

// end renders the unfinished end, unless the renderer has to rest.
func (r *renderer) end(delta string) {
	start := time.Now()
	if start.Before(r.rest) {
		r.after += delta
		return
	}
	r.tail, r.after = r.stream.Tail(), ""
	took := time.Since(start)
	if took > 2*time.Millisecond {
		r.rest = start.Add(took + patience*took)
	}
}

// Render renders a whole text.
func Render(l theme.Look, text string) Lines {
	rows, starts := l.Markdown().Render(text)
	return Lines{Look: l, Rows: rows, starts: starts}
}
