package ui

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/markdown"
)

// A conversation is the page of the program: the transcript, the composer below
// it, and the turn under way.
type conversation struct {
	desk       *desk
	session    *chat.Session
	kept       map[string]*entry // by the ids of the session's messages
	transcript *transcript
	composer   *composer
	model      choice

	turn    *turn // nil when nothing is under way
	pending draft // what the turn asked, or what is being made ready to
	getting bool  // the files of pending are being read
	queue   []draft
	before  standing // what the turn began from
	over    *entry   // the question that pending is another version of, or nil
	editing *entry   // the one that what is being written will be a version of

	line     line
	recall   recall
	complete *completion
	said     string // beside the composer, until the next key
	insisted string // the unknown model that was asked for; the same again is used
	leaving  bool   // ctrl+c again quits
	blurred  bool
	saving   bool // the draft will be written in a moment
	saved    string
	cost     bill
	width    int
	height   int
}

func newConversation(d *desk) (*conversation, error) {
	c := &conversation{desk: d, session: &chat.Session{}, kept: map[string]*entry{}, transcript: newTranscript(d), composer: newComposer()}
	m, facts, o, err := d.deps.Resolve(d.deps.Target)
	if err != nil {
		return nil, err
	}
	c.model = choice{target: targetOf(d.deps.Target), model: m, facts: facts, options: o}
	if len(d.deps.Notices) > 0 {
		c.said = d.deps.Notices[0]
	}
	return c, nil
}

func (c *conversation) close() {
	if c.turn != nil {
		c.turn.cancel()
	}
}

// unsent is what was written and has not been asked: the composer, and the
// queue before it.
func (c *conversation) unsent() string {
	var texts []string
	if c.getting {
		texts = append(texts, c.pending.plain())
	}
	writing := c.composer.draft()
	if c.recall.back > 0 {
		writing = c.recall.mine
	}
	for _, d := range append(slices.Clone(c.queue), writing) {
		if s := d.plain(); strings.TrimSpace(s) != "" {
			texts = append(texts, s)
		}
	}
	return strings.Join(texts, "\n\n")
}

func (c *conversation) say(s string) { c.said = s }

func (c *conversation) busy() bool { return c.turn != nil || c.getting }

// thinking reports whether an answer is awaited.
func (c *conversation) thinking() bool { return c.turn != nil }

// title is that of the window.
func (c *conversation) title() string {
	s := "neonchat"
	if b := c.desk.deps.Branch.Name; b != "" {
		s += " · " + b
	}
	for _, e := range c.transcript.entries {
		if e.question() {
			return c.desk.look.cut(oneLine(e.text()), 40) + " · " + s
		}
	}
	return s
}

// oneLine is the start of a text on one line, cleaned.
func oneLine(text string) string {
	text = text[:min(len(text), 1000)]
	return strings.Join(strings.Fields(markdown.Clean(text)), " ")
}

// write puts a prompt into the composer. What stood there can be recalled.
func (c *conversation) write(text string) tea.Cmd {
	keep := c.stash()
	c.fill(text)
	c.transcript.selected = -1
	return keep
}

// fill puts text into the composer: a long one as a chip.
func (c *conversation) fill(text string) {
	c.composer.clear()
	text = written(text)
	if long(text) && len(text) > 20_000 {
		c.composer.add(pasteChip(len(c.composer.chips)+1, text))
		return
	}
	c.composer.insert(text)
}

// stash makes what stands in the composer something that can be recalled.
func (c *conversation) stash() tea.Cmd {
	keep := c.changed()
	c.line.place = 0
	if c.composer.empty() {
		return keep
	}
	return tea.Batch(keep, c.desk.memory.ask(c.composer.draft().plain()))
}

func (c *conversation) hear(msg tea.Msg) intent {
	switch msg := msg.(type) {
	case turnMsg:
		return c.arrived(msg)
	case tickMsg:
		if c.turn == nil {
			return nil
		}
		return tick()
	case bodyMsg:
		if e := msg.entry; e.look == msg.look {
			c.transcript.hold(e, func() { e.body = msg.lines; e.arrange(c.desk) })
		}
	case gatheredMsg:
		return c.gathered(msg)
	case resolvedMsg:
		return c.resolved(msg)
	case keptMsg:
		return c.remembered()
	case draftMsg:
		return c.saveDraft()
	case filesMsg:
		return c.listed(msg)
	case matchedMsg:
		return c.matched(msg)
	case pathMsg:
		c.attached(msg)
	case editMsg:
		return c.edit(msg)
	case editedMsg:
		return c.edited(msg)
	case saidMsg:
		c.say(msg.text)
	case pageMsg:
		return open{newPager(c.desk, msg.title, msg.text)}
	case tea.FocusMsg:
		c.blurred = false
	case tea.BlurMsg:
		c.blurred = true
	}
	return nil
}

// remembered puts the draft of the last run back.
func (c *conversation) remembered() intent {
	m := c.desk.memory
	draft := m.draft
	m.draft, c.saved = "", draft
	if strings.TrimSpace(draft) == "" {
		return nil
	}
	if c.composer.empty() {
		c.fill(draft)
		return nil
	}
	return m.ask(draft)
}

// A draftMsg says that it is time to keep the draft.
type draftMsg struct{}

// drafting has the draft kept a moment from now, if it changed.
func (c *conversation) drafting() tea.Cmd {
	if c.saving || c.desk.memory.keep == nil || !c.desk.memory.loaded || c.unsent() == c.saved {
		return nil
	}
	c.saving = true
	return tea.Tick(500*time.Millisecond, func(time.Time) tea.Msg { return draftMsg{} })
}

func (c *conversation) saveDraft() tea.Cmd {
	c.saving = false
	c.saved = c.unsent()
	return c.desk.memory.save(c.saved)
}

// A tickMsg turns the spinner.
type tickMsg struct{}

func tick() tea.Cmd {
	return tea.Tick(100*time.Millisecond, func(time.Time) tea.Msg { return tickMsg{} })
}
