package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"neonchat/ui/markdown"

	"neonchat/ui/theme"

	"neonchat/ui/draft"

	"neonchat/ui/page"
)

// A transcript is the list of messages, of which only what is seen gets set in
// lines. Where it stands is a message and a line of it, so that nothing that
// grows, shrinks or wraps elsewhere moves what is being read.
type transcript struct {
	style
	entries []*entry
	height  int // of the window, in lines

	top      place  // the first line of the window
	follow   bool   // stays at the end instead
	unseen   bool   // something came below the window
	selected int    // the message that is walked on, or -1
	seek     string // a word to stand near the top, once its message is set
}

// A place is a line of an entry.
type place struct{ entry, line int }

func (p place) before(q place) bool {
	return p.entry < q.entry || p.entry == q.entry && p.line < q.line
}

func newTranscript(d *page.Env) *transcript {
	return &transcript{style: style{d.Look, d.Keys, d.Deps.Time}, follow: true, selected: -1}
}

// decorate makes the lines around the body of an entry anew.
func (t *transcript) decorate(e *entry) { e.decorate(t.style) }

// bodyMsg brings the lines of a body that was too long to set at once.
type bodyMsg struct {
	transcript *transcript
	entry      *entry
	galley     galley
}

// slow is the size of a text, in bytes, that takes longer than a frame to set.
const slow = 6 << 10

// prepare sets the lines of e for the look. A long text is set by the command
// that it returns; in the meantime its old lines stand in, or its start as it
// was written.
func (t *transcript) prepare(e *entry) tea.Cmd {
	if e.set && e.look == t.look {
		return nil
	}
	e.look, e.set = t.look, true
	defer t.decorate(e)
	l, text, set := t.look, e.text(), set
	if e.question() {
		set = setQuestion
	}
	switch {
	case e.live:
		e.body, e.tail = l.Fit(e.body, l.Column()), l.Fit(e.tail, l.Column())
		return nil
	case len(text) < slow:
		e.lay(set(l, text))
		return nil
	case e.body == nil:
		e.body = l.Wrap(markdown.Clean(text[:slow]), l.Column())
	}
	e.rough = true
	e.body = l.Fit(e.body, l.Column())
	return func() tea.Msg { return bodyMsg{t, e, set(l, text)} }
}

// hear takes a body of its own.
func (t *transcript) hear(msg bodyMsg) {
	if e := msg.entry; msg.transcript == t && e.look == msg.galley.look {
		t.hold(e, func() { e.lay(msg.galley); t.decorate(e) })
	}
}

// setQuestion shows a question as it was written.
func setQuestion(l theme.Look, text string) galley {
	lines := l.Wrap(draft.Brought(text).Seen(), l.Column()-2)
	for i, s := range lines {
		mark := "  "
		if i == 0 {
			mark = l.Accent("❯ ")
		}
		lines[i] = mark + l.Bold(s)
	}
	return galley{look: l, anew: true, lines: lines}
}

// hold changes e by f and keeps the line that is being read in its place, as far
// as the entry still has it.
func (t *transcript) hold(e *entry, f func()) {
	i := t.top.entry
	if t.follow || i >= len(t.entries) || t.entries[i] != e || e.height() == 0 {
		f()
		return
	}
	old, line := e.height(), t.top.line
	f()
	if n := e.height(); n != old && line >= len(e.head) && !e.live {
		t.top.line = line * n / old
	}
	t.top.line = min(t.top.line, max(0, e.height()-1))
}

// resize takes the window's size and sets what is seen anew. It is called
// whenever the entries or the window changed.
func (t *transcript) resize(l theme.Look, height int) tea.Cmd {
	t.look, t.height = l, max(1, height)
	var cmds []tea.Cmd
	prepare := func(i int) *entry {
		e := t.entries[i]
		if !e.set || e.look != l {
			t.hold(e, func() { cmds = append(cmds, t.prepare(e)) })
		}
		return e
	}
	if !t.follow && t.top.entry < len(t.entries) {
		t.sought(prepare(t.top.entry))
	}
	end := t.end(prepare)
	if t.follow || !t.top.before(end) {
		t.top, t.follow, t.unseen = end, true, false
	}
	for i, n := t.top.entry, t.height+t.top.line; i < len(t.entries) && n > 0; i++ {
		n -= prepare(i).height()
	}
	return tea.Batch(cmds...)
}

// end is where the window stands when its last line is the transcript's.
func (t *transcript) end(prepare func(int) *entry) place {
	left := t.height
	for i := len(t.entries) - 1; i >= 0; i-- {
		h := prepare(i).height()
		if h >= left {
			return place{i, h - left}
		}
		left -= h
	}
	return place{}
}

func (t *transcript) ready(i int) (*entry, tea.Cmd) {
	e := t.entries[i]
	return e, t.prepare(e)
}

// scroll moves the window by n lines, up when negative.
func (t *transcript) scroll(n int) tea.Cmd {
	var cmds []tea.Cmd
	t.seek = ""
	at := func(i int) int {
		e, cmd := t.ready(i)
		cmds = append(cmds, cmd)
		return e.height()
	}
	if len(t.entries) == 0 {
		return nil
	}
	for t.top.line += n; t.top.line < 0; {
		if t.top.entry == 0 {
			t.top.line = 0
			break
		}
		t.top.entry--
		t.top.line += at(t.top.entry)
	}
	for h := at(t.top.entry); t.top.line >= h && t.top.entry < len(t.entries)-1; h = at(t.top.entry) {
		t.top.line -= h
		t.top.entry++
	}
	t.follow = false // resize follows again where this is the end
	return tea.Batch(cmds...)
}

func (t *transcript) toStart() { t.top, t.follow, t.seek = place{}, false, "" }
func (t *transcript) toEnd()   { t.follow = true }

// choose selects the i-th message and brings it into the window.
func (t *transcript) choose(i int) tea.Cmd {
	if len(t.entries) == 0 {
		t.selected = -1
		return nil
	}
	t.selected, t.seek = min(max(i, 0), len(t.entries)-1), ""
	e, cmd := t.ready(t.selected)
	first := place{t.selected, 0}
	last := place{t.selected, max(0, e.height()-2)}
	if first.before(t.top) || t.beyond(last) {
		t.top, t.follow = first, false
	}
	return cmd
}

// goTo selects the i-th message and puts it on top, or the first line of it that
// has a word.
func (t *transcript) goTo(i int, word string) {
	t.selected, t.top, t.follow, t.seek = i, place{i, 0}, false, strings.ToLower(word)
}

// sought brings the word that is sought near the top, as soon as it is there.
func (t *transcript) sought(e *entry) {
	if t.seek == "" || e.rough {
		return
	}
	for i, line := range e.body {
		if strings.Contains(strings.ToLower(ansi.Strip(line)), t.seek) {
			t.top.line, t.seek = max(0, len(e.head)+i-t.height/4), ""
			return
		}
	}
}

// enter selects what is being read: the last message, or the one on top.
func (t *transcript) enter() {
	t.selected = len(t.entries) - 1
	if !t.follow {
		t.selected = t.top.entry
	}
}

// beyond reports whether p is below the window.
func (t *transcript) beyond(p place) bool {
	n := -t.top.line
	for i := t.top.entry; i < p.entry && n < t.height; i++ {
		n += t.entries[i].height()
	}
	return n+p.line >= t.height
}

// chosen is the message that is walked on, nil when none is.
func (t *transcript) chosen() *entry {
	if t.selected < 0 || t.selected >= len(t.entries) {
		return nil
	}
	return t.entries[t.selected]
}

// lines is what the window shows: height lines.
func (t *transcript) lines() []string {
	lines := make([]string, 0, t.height)
	at := t.top
	for len(lines) < t.height && at.entry < len(t.entries) {
		e := t.entries[at.entry]
		for n := e.height(); at.line < n && len(lines) < t.height; at.line++ {
			gutter := " "
			if at.entry == t.selected && at.line < n-1 {
				gutter = t.look.Accent("▎")
			}
			lines = append(lines, gutter+e.line(at.line))
		}
		at = place{at.entry + 1, 0}
	}
	for len(lines) < t.height {
		lines = append(lines, "")
	}
	return lines
}
