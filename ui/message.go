package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/markdown"

	"neonchat/ui/theme"

	"neonchat/ui/keymap"

	"neonchat/ui/draft"

	"neonchat/ui/page"
)

// An entry is one message as the transcript shows it. Its lines are set once
// for a look; those of an answer that arrives come from its turn.
type entry struct {
	message chat.Message
	facts   catalog.Model // of the model that answered
	notices []string
	problem page.Problem
	live    bool        // still arriving
	open    bool        // the reasoning is shown
	folded  bool        // only the first lines are shown
	asked   draft.Draft // what a question was written as
	nth, of int         // which version it is, of how many
	past    bool        // others follow it: the keys of the composer are not for it
	bare    bool        // the head of its column has its figures
	veiled  bool        // nothing may tell who answers

	upload   chat.Upload     // of a question that takes long to send
	thoughts strings.Builder // the reasoning of a live answer
	begun    time.Time       // when it was asked
	spoke    time.Duration   // when the first text came, counted from begun
	heard    time.Time       // when text or reasoning came last

	look   theme.Look
	set    bool     // the lines below are those of look
	rough  bool     // others stand in for the body, until it is set
	head   []string // the question's mark, the reasoning
	body   []string
	starts []markdown.Block // of the body
	tail   []string         // the unfinished end of a live body
	foot   []string
	source strings.Builder // the text of a live answer
}

// fold is how much of a folded message is shown, and longQuestion from how many
// lines on a question starts out folded.
const (
	fold         = 3
	longQuestion = 24
)

func (e *entry) question() bool { return e.message.Role == chat.User }

// text is the message's own, as it is copied.
func (e *entry) text() string {
	if e.live {
		return e.source.String()
	}
	return e.message.Text()
}

func (e *entry) reasoning() string {
	if e.live {
		return e.thoughts.String()
	}
	return e.message.Reasoning()
}

// height is how many lines the entry has, the blank one behind it included.
func (e *entry) height() int {
	return len(e.head) + e.shown() + len(e.foot) + 1
}

func (e *entry) shown() int {
	n := len(e.body) + len(e.tail)
	if e.folded {
		n = min(n, fold)
	}
	return n
}

// line gives the i-th line.
func (e *entry) line(i int) string {
	if i < len(e.head) {
		return e.head[i]
	}
	i -= len(e.head)
	n := e.shown()
	switch {
	case i < min(n, len(e.body)):
		return e.body[i]
	case i < n:
		return e.tail[i-len(e.body)]
	case i-n < len(e.foot):
		return e.foot[i-n]
	}
	return ""
}

// A style is what the lines around a message are made with.
type style struct {
	look theme.Look
	keys keymap.Map
	now  func() time.Time
}

// decorate makes the lines around the body, which is cheap.
func (e *entry) decorate(d style) {
	l := d.look
	e.head, e.foot = e.head[:0:0], e.foot[:0:0]
	if n := len(e.body) + len(e.tail) - fold; e.folded && n > 0 {
		e.below(l, l.Dim, fmt.Sprintf("… %d more lines, %s unfolds", n, keyOf(d.keys, keymap.Walk, keymap.Fold)))
	}
	if e.question() {
		e.attachments(l)
		if s := e.version(); s != "" {
			e.below(l, l.Dim, s)
		}
		return
	}
	e.reason(d)
	notices := e.notices
	if e.veiled {
		notices = nil
	}
	for _, n := range notices {
		for _, s := range l.Wrap("· "+markdown.Clean(n), l.Column()-len(margin)) {
			e.head = append(e.head, margin+l.Dim(s))
		}
	}
	if len(notices) > 0 {
		e.head = append(e.head, "")
	}
	n := len(e.foot)
	e.parts(d)
	e.trouble(d)
	e.silence(d)
	for _, s := range theme.Packed(l, e.figures(), l.Column()-len(margin)) {
		e.below(l, l.Dim, s)
	}
	if len(e.foot) > n && len(e.body)+len(e.tail) > 0 {
		e.foot = slices.Insert(e.foot, n, "")
	}
}

// margin is how far the lines around a body stand in, as glamour's do.
const margin = "  "

// below adds a sentence to the foot.
func (e *entry) below(l theme.Look, paint func(string) string, text string) {
	for _, s := range l.Wrap(text, l.Column()-len(margin)) {
		e.foot = append(e.foot, margin+paint(s))
	}
}

// keyOf names the keys that lead to an action on a message.
func keyOf(keys keymap.Map, lead, a keymap.Action) string {
	return keys.Key(keymap.Writing, lead) + " " + keys.Key(keymap.Walking, a)
}

// reason folds the reasoning to a line, or shows it.
func (e *entry) reason(d style) {
	l := d.look
	text := strings.TrimSpace(e.reasoning())
	if e.veiled {
		text = ""
	}
	thinking := e.live && e.spoke == 0
	if text == "" && !thinking {
		return
	}
	line := e.reasonLine(text == "", thinking, d.now())
	if text != "" {
		does := " shows)"
		if e.open {
			does = " folds)"
		}
		key := d.keys.Key(keymap.Writing, keymap.Thoughts)
		if e.bare {
			key = d.keys.Key(keymap.Comparing, keymap.Mind)
		}
		if hint := "  (" + key + does; l.Size(line+hint) <= l.Column()-len(margin) {
			line += hint
		} else {
			line += "  (" + key + ")"
		}
	}
	e.head = append(e.head, margin+l.Dim(l.Cut(line, l.Column()-len(margin))))
	if e.open && text != "" {
		for _, line := range l.Wrap(markdown.Clean(text), l.Column()-2*len(margin)) {
			e.head = append(e.head, margin+margin+l.Dim(line))
		}
	}
	e.head = append(e.head, "")
}

func (e *entry) reasonLine(silent, thinking bool, now time.Time) string {
	if thinking {
		waited := theme.After(now.Sub(e.begun).Truncate(time.Second))
		sending := e.sending()
		switch {
		case silent && sending != "":
			return theme.Spinner(now) + " " + sending + waited
		case silent && e.bare:
			return theme.Spinner(now) + " waiting" + waited
		case silent:
			return theme.Spinner(now) + " waiting for " + e.message.Origin.Model + waited
		}
		return theme.Spinner(now) + " thinking" + waited
	}
	s := "▸ thought"
	if e.open {
		s = "▾ thought"
	}
	if e.spoke > 0 {
		s += " for " + theme.Seconds(e.spoke)
	}
	if u := e.message.Usage; u != nil && u.Reasoning > 0 {
		s += ", " + theme.Count(u.Reasoning) + " tokens"
	}
	return s
}

// sending says how far a question is that takes long to send, "" when it is sent.
func (e *entry) sending() string {
	u := e.upload
	switch {
	case u.Sent == u.Total:
		return ""
	case e.veiled: // models differ in how large they want it
		return fmt.Sprintf("sending %d%%", u.Percent())
	}
	return fmt.Sprintf("sending %d%% of %s", u.Percent(), humanize.Bytes(uint64(u.Total)))
}

// attachments names the files of a question.
func (e *entry) attachments(l theme.Look) {
	for _, p := range e.message.Parts {
		if f, ok := p.(chat.File); ok {
			e.below(l, l.Dim, "▣ "+markdown.Clean(f.Name)+", "+humanize.Bytes(uint64(len(f.Data))))
		}
	}
}

// parts names what an answer holds beside its text.
func (e *entry) parts(d style) {
	for _, p := range e.message.Parts {
		s := ""
		switch p := p.(type) {
		case chat.ToolCall:
			s = "⚙ asks to call " + p.Name + "(" + p.Arguments + ")"
		case chat.File:
			s = "▣ " + p.MIME + ", " + humanize.Bytes(uint64(len(p.Data)))
			if !e.bare {
				s += " (" + keyOf(d.keys, keymap.Walk, keymap.Save) + " keeps it in a file)"
			}
		default:
			continue
		}
		s = strings.Join(strings.Fields(markdown.Clean(s)), " ")
		e.below(d.look, d.look.Dim, d.look.Cut(s, 4*d.look.Column()))
	}
}

// silent is how long nothing comes until that is told.
const silent = 5 * time.Second

// silence tells that a live answer has stalled. Before anything has come, the
// waiting is told at its head.
func (e *entry) silence(d style) {
	if !e.live || e.heard.IsZero() {
		return
	}
	if quiet := d.now().Sub(e.heard); quiet >= silent {
		e.below(d.look, d.look.Warn, "no word for "+theme.Seconds(quiet.Truncate(time.Second))+"; "+d.keys.Key(keymap.Writing, keymap.Stop)+" stops")
	}
}

// trouble tells what went wrong, where it went wrong, and what can be done.
func (e *entry) trouble(d style) {
	if e.problem.Text == "" {
		if e.cut() {
			e.below(d.look, d.look.Dim, hints("it was stopped here", e.ways(d)))
		}
		return
	}
	problem := e.problem
	if e.veiled {
		problem = page.Problem{Text: "no answer; why is told after the vote"}
	}
	e.below(d.look, d.look.Problem, "✗ "+markdown.Clean(problem.Text))
	if s := hints(markdown.Clean(problem.Hint), e.ways(d)); s != "" {
		e.below(d.look, d.look.Dim, s)
	}
}

func hints(one, other string) string { return strings.Trim(one+"; "+other, "; ") }

// ways are the keys that mend an answer.
func (e *entry) ways(d style) string {
	var ways []string
	if e.past {
		return ""
	}
	if e.problem.Text != "" {
		ways = append(ways, d.keys.Key(keymap.Writing, keymap.Retry)+" retries")
	}
	if e.cut() {
		ways = append(ways, d.keys.Key(keymap.Writing, keymap.Continue)+" continues")
	}
	if e.bare && !e.veiled {
		ways = append(ways, d.keys.Key(keymap.Comparing, keymap.Another)+" asks another model")
	}
	return strings.Join(ways, ", ")
}

// cut reports whether this is an answer that can be taken up where it ended.
func (e *entry) cut() bool {
	if e.live || e.question() || strings.TrimSpace(e.text()) == "" {
		return false
	}
	r := e.message.Stop.Reason
	return r.Failed() || r == chat.StopLength || r == chat.StopPause
}

// version says which of several an entry is.
func (e *entry) version() string {
	if e.of < 2 {
		return ""
	}
	return fmt.Sprintf("‹%d/%d›", e.nth, e.of)
}
