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

// A Transcript is the list of messages, of which only the visible ones are
// rendered. Its position is a message and a line of it, so that nothing that
// grows, shrinks or wraps elsewhere moves the line that is being read.
type Transcript struct {
	style
	Entries []*Entry
	Height  int // the height of the window, in lines

	Top      Place  // the first line of the window
	Follow   bool   // the window stays at the end instead
	Unseen   bool   // something new is below the window
	Selected int    // the index of the selected message, or -1
	marked   int    // the index of the message that was gone to, or -1
	seek     string // a word to bring near the top once its message is rendered
}

// A Place is a line of an entry: the entry's index, and the line in it.
type Place struct{ Entry, Line int }

func (p Place) before(q Place) bool {
	return p.Entry < q.Entry || p.Entry == q.Entry && p.Line < q.Line
}

// New makes an empty transcript that follows its end.
func New(d *page.Env) *Transcript {
	return &Transcript{style: style{d.Look, d.Keys, d.Deps.Time}, Follow: true, Selected: -1, marked: -1}
}

// Decorate makes the lines around the body of an entry again.
func (t *Transcript) Decorate(e *Entry) { e.decorate(t.style) }

// A BodyMsg brings the body of a message that was too long to render at once.
type BodyMsg struct {
	transcript *Transcript
	entry      *Entry
	lines      Lines
}

// slow is the size of a text, in bytes, that takes longer than a frame to
// render.
const slow = 6 << 10

// prepare renders e for the current look. A long text is rendered by the command
// that it returns; until then the old lines stand in for it, or the start of the
// text as it was written.
func (t *Transcript) prepare(e *Entry) tea.Cmd {
	if e.Rendered && e.look == t.Look {
		return nil
	}
	e.look, e.Rendered = t.Look, true
	defer t.Decorate(e)
	l, text, set := t.Look, e.Text(), Render
	if e.Question() {
		set = renderQuestion
	}
	switch {
	case e.Live:
		e.Body, e.tail = l.Fit(e.Body, l.Column()), l.Fit(e.tail, l.Column())
		return nil
	case len(text) < slow:
		e.SetLines(set(l, text))
		return nil
	case e.Body == nil:
		e.Body = l.Wrap(markdown.Clean(text[:slow]), l.Column())
	}
	e.rough = true
	e.Body = l.Fit(e.Body, l.Column())
	return func() tea.Msg { return BodyMsg{t, e, set(l, text)} }
}

// Update takes a rendered body, if it is one of this transcript's.
func (t *Transcript) Update(msg BodyMsg) {
	if e := msg.entry; msg.transcript == t && e.look == msg.lines.Look {
		t.Hold(e, func() { e.SetLines(msg.lines); t.Decorate(e) })
	}
}

// renderQuestion shows a question as it was written, on a background.
func renderQuestion(l theme.Look, text string) Lines {
	lines := l.Wrap(draft.External(text).Seen(), l.Column()-3)
	for i, s := range lines {
		mark := "  "
		if i == 0 {
			mark = "❯ "
		}
		lines[i] = l.Grounded(mark, s, l.Column())
	}
	return Lines{Look: l, Rows: lines}
}

// Hold changes e by calling f and keeps the line that is being read in its
// place, as far as the entry still has it.
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

// Resize sets the look and the height, and renders what is visible. Call it
// whenever the entries or the window changed.
func (t *Transcript) Resize(l theme.Look, height int) tea.Cmd {
	t.Look, t.Height = l, max(1, height)
	var cmds []tea.Cmd
	prepare := func(i int) *Entry {
		e := t.Entries[i]
		if !e.Rendered || e.look != l {
			t.Hold(e, func() { cmds = append(cmds, t.prepare(e)) })
		}
		return e
	}
	if !t.Follow && t.Top.Entry < len(t.Entries) {
		t.showSought(prepare(t.Top.Entry))
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

// end is the top of the window when it shows the end of the transcript.
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

// ready returns the i-th entry, rendered as far as possible, and the command
// that renders the rest.
func (t *Transcript) ready(i int) (*Entry, tea.Cmd) {
	e := t.Entries[i]
	return e, t.prepare(e)
}

// Scroll moves the window by n lines, up when n is negative.
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
	t.Follow = false // Resize follows again when this is the end
	return tea.Batch(cmds...)
}

// ToStart moves the window to the start.
func (t *Transcript) ToStart() { t.Top, t.Follow, t.seek = Place{}, false, "" }

// ToEnd moves the window to the end and follows it.
func (t *Transcript) ToEnd() { t.Follow, t.marked = true, -1 }

// Choose selects the i-th message and brings it into the window.
func (t *Transcript) Choose(i int) tea.Cmd {
	if len(t.Entries) == 0 {
		t.Selected = -1
		return nil
	}
	t.Selected, t.seek, t.marked = min(max(i, 0), len(t.Entries)-1), "", -1
	e, cmd := t.ready(t.Selected)
	first := Place{t.Selected, 0}
	last := Place{t.Selected, max(0, e.Height()-2)}
	if first.before(t.Top) || t.beyond(last) {
		t.Top, t.Follow = first, false
	}
	return cmd
}

// GoTo marks the i-th message and puts it at the top, or the first of its lines
// with a word. It selects nothing: keys stay text.
func (t *Transcript) GoTo(i int, word string) {
	t.Top, t.Follow, t.seek, t.marked = Place{i, 0}, false, strings.ToLower(word), i
}

// showSought brings the word that is showSought near the top, once its message is
// rendered.
func (t *Transcript) showSought(e *Entry) {
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

// Enter selects the message that is being read: the last one, or the one at the
// top.
func (t *Transcript) Enter() {
	t.Selected = len(t.Entries) - 1
	switch {
	case t.marked >= 0:
		t.Selected, t.marked = t.marked, -1
	case !t.Follow:
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

// Chosen is the selected message, nil when none is.
func (t *Transcript) Chosen() *Entry {
	if t.Selected < 0 || t.Selected >= len(t.Entries) {
		return nil
	}
	return t.Entries[t.Selected]
}

// Lines returns the Height lines of the window.
func (t *Transcript) Lines() []string {
	lines := make([]string, 0, t.Height)
	at := t.Top
	for len(lines) < t.Height && at.Entry < len(t.Entries) {
		e := t.Entries[at.Entry]
		for n := e.Height(); at.Line < n && len(lines) < t.Height; at.Line++ {
			gutter := " "
			if (at.Entry == t.Selected || at.Entry == t.marked) && at.Line < n-1 {
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
