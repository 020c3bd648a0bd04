package transcript

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/keymap"
	"neonchat/ui/markdown"
	"neonchat/ui/page"
	"neonchat/ui/theme"
)

// An Entry is one message as the transcript shows it. Its body is rendered once
// for a look; the body of an answer that arrives is rendered by its turn.
type Entry struct {
	Message   chat.Message
	Facts     catalog.Model // about the model that answered
	notices   []string
	Problem   page.Problem
	Live      bool        // still arriving
	Open      bool        // the reasoning is shown
	Folded    bool        // only the first lines are shown
	Asked     draft.Draft // the draft of a question
	Nth, Of   int         // version Nth of Of; 0 when there is one only
	Past      bool        // other messages follow it, so that the composer's keys don't act on it
	Bare      bool        // without figures: the head of its column shows them
	Anonymous bool        // nothing may show which model answers

	upload    chat.Upload     // the progress of a question that takes long to send
	Thoughts  strings.Builder // the reasoning of a live answer
	Begun     time.Time       // when it was asked
	firstText time.Duration   // when the first text came, counted from Begun
	lastText  time.Time       // when text or reasoning came last

	look     theme.Look
	Rendered bool     // the lines below are rendered for look
	rough    bool     // Body is a stand-in until the real one is rendered
	Head     []string // the question's mark, the reasoning
	Body     []string
	Starts   []markdown.Block // where the blocks of Body begin
	tail     []string         // the unfinished end of a live body
	foot     []string
	Source   strings.Builder // the text of a live answer
}

// fold is how many lines of a folded message are shown. A question with at least
// longQuestion lines starts out folded.
const (
	fold         = 3
	longQuestion = 24
)

// Question reports whether the message is the user's.
func (e *Entry) Question() bool { return e.Message.Role == chat.User }

// Text is the text of the message, without reasoning, as it is copied.
func (e *Entry) Text() string {
	if e.Live {
		return e.Source.String()
	}
	return e.Message.Text()
}

func (e *Entry) reasoning() string {
	if e.Live {
		return e.Thoughts.String()
	}
	return e.Message.Reasoning()
}

// Height is how many lines the entry has, including the blank line after it.
func (e *Entry) Height() int {
	return len(e.Head) + e.shown() + len(e.foot) + 1
}

// shown is how many lines of the body are shown.
func (e *Entry) shown() int {
	n := len(e.Body) + len(e.tail)
	if e.Folded {
		n = min(n, fold)
	}
	return n
}

// line returns the i-th line.
func (e *Entry) line(i int) string {
	if i < len(e.Head) {
		return e.Head[i]
	}
	i -= len(e.Head)
	n := e.shown()
	switch {
	case i < min(n, len(e.Body)):
		return e.Body[i]
	case i < n:
		return e.tail[i-len(e.Body)]
	case i-n < len(e.foot):
		return e.foot[i-n]
	}
	return ""
}

// A style is what the lines around a message depend on.
type style struct {
	Look theme.Look
	keys keymap.Map
	now  func() time.Time
}

// decorate makes the lines around the body, which is cheap.
func (e *Entry) decorate(d style) {
	l := d.Look
	e.Head, e.foot = e.Head[:0:0], e.foot[:0:0]
	if n := len(e.Body) + len(e.tail) - fold; e.Folded && n > 0 {
		e.below(l, l.Dim, fmt.Sprintf("… %d more lines, %s unfolds", n, KeyOf(d.keys, keymap.Walk, keymap.Fold)))
	}
	if e.Question() {
		e.attachments(l)
		if s := e.version(); s != "" {
			e.below(l, l.Dim, s)
		}
		return
	}
	e.reason(d)
	notices := e.notices
	if e.Anonymous {
		notices = nil
	}
	for _, n := range notices {
		for _, s := range l.Wrap("· "+markdown.Clean(n), l.Column()-len(Margin)) {
			e.Head = append(e.Head, Margin+l.Dim(s))
		}
	}
	if len(notices) > 0 {
		e.Head = append(e.Head, "")
	}
	n := len(e.foot)
	e.parts(d)
	e.trouble(d)
	e.silence(d)
	for _, s := range theme.Packed(l, e.Figures(), l.Column()-len(Margin)) {
		e.below(l, l.Dim, s)
	}
	if len(e.foot) > n && len(e.Body)+len(e.tail) > 0 {
		e.foot = slices.Insert(e.foot, n, "")
	}
}

// Margin indents the lines around a body as far as glamour indents the body.
const Margin = "  "

// below adds a sentence to the foot.
func (e *Entry) below(l theme.Look, paint func(string) string, text string) {
	for _, s := range l.Wrap(text, l.Column()-len(Margin)) {
		e.foot = append(e.foot, Margin+paint(s))
	}
}

// KeyOf names the keys for an action on a message: first the key that enters the
// transcript, then the action's own.
func KeyOf(keys keymap.Map, lead, a keymap.Action) string {
	return keys.Key(keymap.Writing, lead) + " " + keys.Key(keymap.Walking, a)
}

// reason adds the reasoning to the head, folded to a line or whole.
func (e *Entry) reason(d style) {
	l := d.Look
	text := strings.TrimSpace(e.reasoning())
	if e.Anonymous {
		text = ""
	}
	thinking := e.Live && e.firstText == 0
	if text == "" && !thinking {
		return
	}
	line := e.reasonLine(text == "", thinking, d.now())
	if text != "" {
		does := " shows)"
		if e.Open {
			does = " folds)"
		}
		key := d.keys.Key(keymap.Writing, keymap.Thoughts)
		if e.Bare {
			key = d.keys.Key(keymap.Comparing, keymap.Mind)
		}
		if hint := "  (" + key + does; l.Size(line+hint) <= l.Column()-len(Margin) {
			line += hint
		} else {
			line += "  (" + key + ")"
		}
	}
	e.Head = append(e.Head, Margin+l.Dim(l.Cut(line, l.Column()-len(Margin))))
	if e.Open && text != "" {
		for _, line := range l.Wrap(markdown.Clean(text), l.Column()-2*len(Margin)) {
			e.Head = append(e.Head, Margin+Margin+l.Dim(line))
		}
	}
	e.Head = append(e.Head, "")
}

// reasonLine is the line that stands for the reasoning, or for the wait before
// anything comes.
func (e *Entry) reasonLine(silent, thinking bool, now time.Time) string {
	if thinking {
		waited := theme.After(now.Sub(e.Begun).Truncate(time.Second))
		sending := e.Sending()
		switch {
		case silent && sending != "":
			return theme.Spinner(now) + " " + sending + waited
		case silent && e.Bare:
			return theme.Spinner(now) + " waiting" + waited
		case silent:
			return theme.Spinner(now) + " waiting for " + e.Message.Origin.Model + waited
		}
		return theme.Spinner(now) + " thinking" + waited
	}
	s := "▸ thought"
	if e.Open {
		s = "▾ thought"
	}
	if e.firstText > 0 {
		s += " for " + theme.Seconds(e.firstText)
	}
	if u := e.Message.Usage; u != nil && u.Reasoning > 0 {
		s += ", " + theme.Count(u.Reasoning) + " tokens"
	}
	return s
}

// Sending says how much of a long question has been sent, "" when all has.
func (e *Entry) Sending() string {
	u := e.upload
	switch {
	case u.Sent == u.Total:
		return ""
	case e.Anonymous: // the size would hint at the model
		return fmt.Sprintf("sending %d%%", u.Percent())
	}
	return fmt.Sprintf("sending %d%% of %s", u.Percent(), humanize.Bytes(uint64(u.Total)))
}

// attachments adds the names of a question's files to the foot.
func (e *Entry) attachments(l theme.Look) {
	for _, p := range e.Message.Parts {
		if f, ok := p.(chat.File); ok {
			e.below(l, l.Dim, "▣ "+markdown.Clean(f.Name)+", "+humanize.Bytes(uint64(len(f.Data))))
		}
	}
}

// parts adds what an answer holds beside its text to the foot.
func (e *Entry) parts(d style) {
	for _, p := range e.Message.Parts {
		s := ""
		switch p := p.(type) {
		case chat.ToolCall:
			s = "⚙ asks to call " + p.Name + "(" + p.Arguments + ")"
		case chat.File:
			s = "▣ " + p.MIME + ", " + humanize.Bytes(uint64(len(p.Data)))
			if !e.Bare {
				s += " (" + KeyOf(d.keys, keymap.Walk, keymap.Save) + " keeps it in a file)"
			}
		default:
			continue
		}
		s = strings.Join(strings.Fields(markdown.Clean(s)), " ")
		e.below(d.Look, d.Look.Dim, d.Look.Cut(s, 4*d.Look.Column()))
	}
}

// silent is how long nothing must come before the foot says so.
const silent = 5 * time.Second

// silence says in the foot that a live answer has stalled. Before anything has
// come, the head shows the wait instead.
func (e *Entry) silence(d style) {
	if !e.Live || e.lastText.IsZero() {
		return
	}
	if quiet := d.now().Sub(e.lastText); quiet >= silent {
		e.below(d.Look, d.Look.Warn, "no word for "+theme.Seconds(quiet.Truncate(time.Second))+"; "+d.keys.Key(keymap.Writing, keymap.Stop)+" stops")
	}
}

// trouble says what went wrong at the place where it went wrong, and what can be
// done.
func (e *Entry) trouble(d style) {
	if e.Problem.Text == "" {
		if e.Cut() {
			e.below(d.Look, d.Look.Dim, hints("it was stopped here", e.remedies(d)))
		}
		return
	}
	problem := e.Problem
	if e.Anonymous {
		problem = page.Problem{Text: "no answer; why is told after the vote"}
	}
	e.below(d.Look, d.Look.Problem, "✗ "+markdown.Clean(problem.Text))
	if s := hints(markdown.Clean(problem.Hint), e.remedies(d)); s != "" {
		e.below(d.Look, d.Look.Dim, s)
	}
}

// hints joins two hints, either of which may be empty.
func hints(one, other string) string { return strings.Trim(one+"; "+other, "; ") }

// remedies names the keys that mend an answer: of its column, or on the empty line
// below the conversation.
func (e *Entry) remedies(d style) string {
	if e.Past {
		return ""
	}
	send := d.keys.Key(keymap.Writing, keymap.Send)
	on, again := send, send
	switch {
	case e.Bare:
		on, again = d.keys.Key(keymap.Comparing, keymap.TakeUp), d.keys.Key(keymap.Comparing, keymap.Again)
	case e.Cut():
		again = KeyOf(d.keys, keymap.Walk, keymap.Redo)
	}
	var ways []string
	if e.Cut() {
		ways = append(ways, on+" continues")
	}
	if e.Problem.Text != "" {
		ways = append(ways, again+" retries")
	}
	if e.Bare && !e.Anonymous {
		ways = append(ways, d.keys.Key(keymap.Comparing, keymap.Another)+" asks another model")
	}
	return strings.Join(ways, ", ")
}

// Cut reports whether this is an answer that was cut and can be continued.
func (e *Entry) Cut() bool {
	if e.Live || e.Question() || strings.TrimSpace(e.Text()) == "" {
		return false
	}
	r := e.Message.Stop.Reason
	return r.Failed() || r == chat.StopLength || r == chat.StopPause
}

// version says which of several versions the entry is.
func (e *Entry) version() string {
	if e.Of < 2 {
		return ""
	}
	return fmt.Sprintf("‹%d/%d›", e.Nth, e.Of)
}
