package ui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/draft"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
)

// A mentionMsg is the file of a mention that stood somewhere in the composer, and
// how much of it is the file's name: nothing when there is no such file.
type mentionMsg struct {
	at   draft.Span
	text string
	path string
	n    int
	key  bool // the user asked for it
}

// mentioning has those mentions looked for that were typed here and that the
// cursor has left.
func (c *conversation) mentioning() page.Intent {
	k := c.composer
	if name, _, ok := commandIn(k.Draft); ok && name != "compare" {
		return nil // what it takes is no prompt
	}
	var all page.Batch
	for _, a := range k.Mentions() {
		if at := (draft.Span{A: a, B: k.MentionEnd(a)}); k.Own.Has(a, a+1) && (k.At < at.A || k.At > at.B) {
			all = append(all, c.lookUp(at, false))
		}
	}
	return all
}

// lookUp finds the file of a mention.
func (c *conversation) lookUp(at draft.Span, key bool) tea.Cmd {
	text, dir := c.composer.Part(at.A, at.B).Plain(), c.env.Deps.Dir
	if !key {
		if c.looking[text] || c.composer.Told(text) {
			return nil
		}
		if c.looking == nil {
			c.looking = map[string]bool{}
		}
		c.looking[text] = true
	}
	return func() tea.Msg {
		path, n := draft.FileOf(dir, text)
		return mentionMsg{at, text, path, n, key}
	}
}

// mentioned makes a chip of a mention, or says that it is no file's.
func (c *conversation) mentioned(msg mentionMsg) {
	delete(c.looking, msg.text)
	k, end := c.composer, msg.at.A+msg.n
	switch {
	case !k.Stands(msg.at, msg.text):
	case msg.n == 0 && (msg.key || k.Own.Has(msg.at.A, msg.at.B)):
		k.Miss(msg.text)
		c.sayMissed([]string{msg.text})
	case msg.n > 0 && (msg.key || k.Own.Has(msg.at.A, end)):
		k.Replace(msg.at.A, end, c.fileChip(msg.path))
	}
}

// An attachedMsg is a draft that was about to be sent, as it was and with chips in
// the place of its mentions.
type attachedMsg struct {
	page         page.Page // it was to be sent there
	before, made draft.Draft
}

// attach looks up the mentions in what is about to be sent. It reports whether
// sending waits for that: a file is seen as a chip before it goes along.
func (c *conversation) attach(to page.Page) (tea.Cmd, bool) {
	d, dir := c.composer.Draft, c.env.Deps.Dir
	if name, _, ok := commandIn(d); ok && name != "compare" || !d.Mentioned() {
		return nil, false
	}
	return func() tea.Msg { return attachedMsg{to, d, d.Attached(dir)} }, true
}

// attachments shows what would go along, and reports whether there is nothing to be
// shown: then it is sent.
func (c *conversation) attachments(msg attachedMsg) (send bool) {
	if k := c.composer.Draft; k.Text != msg.before.Text || len(k.Chips) != len(msg.before.Chips) {
		return false // something else is written by now
	}
	c.composer.Restore(msg.made)
	missed := msg.made.Missed[len(msg.before.Missed):]
	c.sayMissed(missed)
	n := len(paths(msg.made)) - len(paths(msg.before))
	if n == 0 {
		return true
	}
	key, what := c.env.Keys.Key(keymap.Writing, keymap.Send), "the file goes"
	if n > 1 {
		what = strconv.Itoa(n) + " files go"
	}
	s := what + " along; " + key + " sends"
	if len(missed) > 0 {
		s = missedText(missed) + "; " + s
	}
	c.say(s)
	c.chipsOff()
	for _, k := range c.composer.Files() {
		if k.Off {
			c.say(c.refuses(k.Kind))
		}
	}
	return false
}

// paths are the files of a draft, each once.
func paths(d draft.Draft) map[string]bool {
	paths := map[string]bool{}
	for _, k := range d.Files() {
		paths[k.Path] = true
	}
	return paths
}

func (c *conversation) sayMissed(mentions []string) {
	if len(mentions) > 0 {
		c.say(missedText(mentions))
	}
}

func missedText(mentions []string) string {
	if len(mentions) == 1 {
		return mentions[0] + " is no file here, and goes as text"
	}
	return strings.Join(mentions, ", ") + " are no files here, and go as text"
}

// unfold makes what stands at the cursor what it looks like: a paste its text, a
// mention its file, and the first word a command.
func (c *conversation) unfold() page.Intent {
	keep := c.changed()
	if c.composer.Unfold() {
		return keep
	}
	if at, ok := c.composer.MentionHere(); ok {
		return page.Batch{keep, c.lookUp(at, true)}
	}
	if word := textCommand(c.composer.Draft); word != "" {
		c.composer.Own = c.composer.Own.Remove(0, len(word)).Insert(0, len(word), draft.Spans{{A: 0, B: len(word)}})
		c.say(c.env.Keys.Key(keymap.Writing, keymap.Send) + " carries out " + word)
		return page.Batch{keep, c.completing()}
	}
	c.say("no paste, @file or /command is at the cursor")
	return keep
}

// textCommand is the command that a draft begins with, but as text from
// elsewhere; or "".
func textCommand(d draft.Draft) string {
	word := d.FirstWord()
	if !strings.HasPrefix(word, "/") || !isCommand(word[1:]) || d.Slashed() {
		return ""
	}
	return word
}

// textHint says what the key makes of the text at the cursor.
func (c *conversation) textHint() string {
	k, key := c.composer, c.env.Keys.Key(keymap.Writing, keymap.Unfold)
	if at, ok := k.MentionHere(); ok && !k.Own.Has(at.A, at.B) {
		return k.Part(at.A, at.B).Plain() + " goes as text; " + key + " attaches the file"
	}
	if word := textCommand(k.Draft); word != "" {
		return word + " goes as text; " + key + " makes it a command"
	}
	return ""
}

// sayText says what does nothing in a text from elsewhere, though it looks as if
// it would.
func (c *conversation) sayText(d draft.Draft) {
	for _, a := range d.Mentions() {
		word := d.Part(a, d.MentionEnd(a)).Plain()
		if strings.ContainsAny(word, `./\`) {
			c.say(word + " goes as text; " + c.env.Keys.Key(keymap.Writing, keymap.Unfold) + " at it attaches the file")
			return
		}
	}
}
