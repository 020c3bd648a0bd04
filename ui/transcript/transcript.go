package transcript

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"neonchat/ui/draft"
	"neonchat/ui/markdown"
	"neonchat/ui/page"
	"neonchat/ui/theme"
)

// A Transcript is the list of messages, of which only what is seen gets set in
// lines. Where it stands is a message and a line of it, so that nothing that
// grows, shrinks or wraps elsewhere moves what is being read.
type Transcript struct {
	style
	Entries []*Entry
	Height  int // of the window, in lines

	Top      Place  // the first line of the window
	Follow   bool   // stays at the end instead
	Unseen   bool   // something came below the window
	Selected int    // the message that is walked on, or -1
	seek     string // a word to stand near the top, once its message is set
}

// A Place is a line of an entry.
type Place struct{ Entry, Line int }

func (p Place) before(q Place) bool {
	return p.Entry < q.Entry || p.Entry == q.Entry && p.Line < q.Line
}

func New(d *page.Env) *Transcript {
	return &Transcript{style: style{d.Look, d.Keys, d.Deps.Time}, Follow: true, Selected: -1}
}

// Decorate makes the lines around the body of an entry anew.
func (t *Transcript) Decorate(e *Entry) { e.decorate(t.style) }

// BodyMsg brings the lines of a body that was too long to set at once.
type BodyMsg struct {
	transcript *Transcript
	entry      *Entry
	galley     Lines
}

// slow is the size of a text, in bytes, that takes longer than a frame to set.
const slow = 6 << 10

// prepare sets the lines of e for the look. A long text is set by the command
// that it returns; in the meantime its old lines stand in, or its start as it
// was written.
func (t *Transcript) prepare(e *Entry) tea.Cmd {
	if e.Set && e.look == t.Look {
		return nil
	}
	e.look, e.Set = t.Look, true
	defer t.Decorate(e)
	l, text, set := t.Look, e.Text(), Set
	if e.Question() {
		set = setQuestion
	}
	switch {
	case e.Live:
		e.Body, e.tail = l.Fit(e.Body, l.Column()), l.Fit(e.tail, l.Column())
		return nil
	case len(text) < slow:
		e.Lay(set(l, text))
		return nil
	case e.Body == nil:
		e.Body = l.Wrap(markdown.Clean(text[:slow]), l.Column())
	}
	e.rough = true
	e.Body = l.Fit(e.Body, l.Column())
	return func() tea.Msg { return BodyMsg{t, e, set(l, text)} }
}

// Hear takes a body of its own.
func (t *Transcript) Hear(msg BodyMsg) {
	if e := msg.entry; msg.transcript == t && e.look == msg.galley.Look {
		t.Hold(e, func() { e.Lay(msg.galley); t.Decorate(e) })
	}
}

// setQuestion shows a question as it was written, on a ground.
func setQuestion(l theme.Look, text string) Lines {
	lines := l.Wrap(draft.Brought(text).Seen(), l.Column()-3)
	for i, s := range lines {
		mark := "  "
		if i == 0 {
			mark = "❯ "
		}
		lines[i] = l.Grounded(mark, s, l.Column())
	}
	return Lines{Look: l, Rows: lines}
}

// Hold changes e by f and keeps the line that is being read in its place, as far
// as the entry still has it.
func (t *Transcript) Hold(e *Entry, f func()) {
	i := t.Top.Entry
	if t.Follow || i >= len(t.Entries) || t.Entries[i] != e || e.Height() == 0 {
		f()
		return
	}
	old, line := e.Height(), t.Top.Line
	f()
	if n := e.Height(); n != old && line >= len(e.Head) && !e.Live {
		t.Top.Line = line * n / old
	}
	t.Top.Line = min(t.Top.Line, max(0, e.Height()-1))
}

// Resize takes the window's size and sets what is seen anew. It is called
// whenever the entries or the window changed.
func (t *Transcript) Resize(l theme.Look, height int) tea.Cmd {
	t.Look, t.Height = l, max(1, height)
	var cmds []tea.Cmd
	prepare := func(i int) *Entry {
		e := t.Entries[i]
		if !e.Set || e.look != l {
			t.Hold(e, func() { cmds = append(cmds, t.prepare(e)) })
		}
		return e
	}
	if !t.Follow && t.Top.Entry < len(t.Entries) {
		t.sought(prepare(t.Top.Entry))
	}
	end := t.end(prepare)
	if t.Follow || !t.Top.before(end) {
		t.Top, t.Follow, t.Unseen = end, true, false
	}
	for i, n := t.Top.Entry, t.Height+t.Top.Line; i < len(t.Entries) && n > 0; i++ {
		n -= prepare(i).Height()
	}
	return tea.Batch(cmds...)
}

// end is where the window stands when its last line is the transcript's.
func (t *Transcript) end(prepare func(int) *Entry) Place {
	left := t.Height
	for i := len(t.Entries) - 1; i >= 0; i-- {
		h := prepare(i).Height()
		if h >= left {
			return Place{i, h - left}
		}
		left -= h
	}
	return Place{}
}

func (t *Transcript) ready(i int) (*Entry, tea.Cmd) {
	e := t.Entries[i]
	return e, t.prepare(e)
}

// Scroll moves the window by n lines, up when negative.
func (t *Transcript) Scroll(n int) tea.Cmd {
	var cmds []tea.Cmd
	t.seek = ""
	at := func(i int) int {
		e, cmd := t.ready(i)
		cmds = append(cmds, cmd)
		return e.Height()
	}
	if len(t.Entries) == 0 {
		return nil
	}
	for t.Top.Line += n; t.Top.Line < 0; {
		if t.Top.Entry == 0 {
			t.Top.Line = 0
			break
		}
		t.Top.Entry--
		t.Top.Line += at(t.Top.Entry)
	}
	for h := at(t.Top.Entry); t.Top.Line >= h && t.Top.Entry < len(t.Entries)-1; h = at(t.Top.Entry) {
		t.Top.Line -= h
		t.Top.Entry++
	}
	t.Follow = false // resize follows again where this is the end
	return tea.Batch(cmds...)
}

func (t *Transcript) ToStart() { t.Top, t.Follow, t.seek = Place{}, false, "" }
func (t *Transcript) ToEnd()   { t.Follow = true }

// Choose selects the i-th message and brings it into the window.
func (t *Transcript) Choose(i int) tea.Cmd {
	if len(t.Entries) == 0 {
		t.Selected = -1
		return nil
	}
	t.Selected, t.seek = min(max(i, 0), len(t.Entries)-1), ""
	e, cmd := t.ready(t.Selected)
	first := Place{t.Selected, 0}
	last := Place{t.Selected, max(0, e.Height()-2)}
	if first.before(t.Top) || t.beyond(last) {
		t.Top, t.Follow = first, false
	}
	return cmd
}

// GoTo selects the i-th message and puts it on top, or the first line of it that
// has a word.
func (t *Transcript) GoTo(i int, word string) {
	t.Selected, t.Top, t.Follow, t.seek = i, Place{i, 0}, false, strings.ToLower(word)
}

// sought brings the word that is sought near the top, as soon as it is there.
func (t *Transcript) sought(e *Entry) {
	if t.seek == "" || e.rough {
		return
	}
	for i, line := range e.Body {
		if strings.Contains(strings.ToLower(ansi.Strip(line)), t.seek) {
			t.Top.Line, t.seek = max(0, len(e.Head)+i-t.Height/4), ""
			return
		}
	}
}

// Enter selects what is being read: the last message, or the one on top.
func (t *Transcript) Enter() {
	t.Selected = len(t.Entries) - 1
	if !t.Follow {
		t.Selected = t.Top.Entry
	}
}

// beyond reports whether p is below the window.
func (t *Transcript) beyond(p Place) bool {
	n := -t.Top.Line
	for i := t.Top.Entry; i < p.Entry && n < t.Height; i++ {
		n += t.Entries[i].Height()
	}
	return n+p.Line >= t.Height
}

// Chosen is the message that is walked on, nil when none is.
func (t *Transcript) Chosen() *Entry {
	if t.Selected < 0 || t.Selected >= len(t.Entries) {
		return nil
	}
	return t.Entries[t.Selected]
}

// Lines is what the window shows: height lines.
func (t *Transcript) Lines() []string {
	lines := make([]string, 0, t.Height)
	at := t.Top
	for len(lines) < t.Height && at.Entry < len(t.Entries) {
		e := t.Entries[at.Entry]
		for n := e.Height(); at.Line < n && len(lines) < t.Height; at.Line++ {
			gutter := " "
			if at.Entry == t.Selected && at.Line < n-1 {
				gutter = t.Look.Accent("▎")
			}
			lines = append(lines, gutter+e.line(at.Line))
		}
		at = Place{at.Entry + 1, 0}
	}
	for len(lines) < t.Height {
		lines = append(lines, "")
	}
	return lines
}
