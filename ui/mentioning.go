package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/keymap"
)

// A mentionMsg is the file of a mention that stood somewhere in the composer, and
// how much of it is the file's name: nothing when there is no such file.
type mentionMsg struct {
	at   span
	text string
	path string
	n    int
	key  bool // the user asked for it
}

// mentioning has those mentions looked for that were typed here and that the
// cursor has left.
func (c *conversation) mentioning() intent {
	k := c.composer
	if name, _, ok := commandIn(k.draft); ok && name != "compare" {
		return nil // what it takes is no prompt
	}
	var all both
	for _, a := range k.mentions() {
		if at := (span{a, k.mentionEnd(a)}); k.own.has(a, a+1) && (k.at < at.a || k.at > at.b) {
			all = append(all, c.lookUp(at, false))
		}
	}
	return all
}

// lookUp finds the file of a mention.
func (c *conversation) lookUp(at span, key bool) tea.Cmd {
	text, dir := c.composer.part(at.a, at.b).plain(), c.desk.deps.Dir
	if !key {
		if c.looking[text] || c.composer.told(text) {
			return nil
		}
		if c.looking == nil {
			c.looking = map[string]bool{}
		}
		c.looking[text] = true
	}
	return func() tea.Msg {
		path, n := fileOf(dir, text)
		return mentionMsg{at, text, path, n, key}
	}
}

// mentioned makes a chip of a mention, or says that it is no file's.
func (c *conversation) mentioned(msg mentionMsg) {
	delete(c.looking, msg.text)
	k, end := c.composer, msg.at.a+msg.n
	switch {
	case !k.stands(msg.at, msg.text):
	case msg.n == 0 && (msg.key || k.own.has(msg.at.a, msg.at.b)):
		k.miss(msg.text)
		c.sayMissed([]string{msg.text})
	case msg.n > 0 && (msg.key || k.own.has(msg.at.a, end)):
		k.replace(msg.at.a, end, c.fileChip(msg.path))
	}
}

func (c *conversation) sayMissed(mentions []string) {
	switch n := len(mentions); {
	case n == 1:
		c.say(mentions[0] + " is no file here, and goes as text")
	case n > 1:
		c.say(strings.Join(mentions, ", ") + " are no files here, and go as text")
	}
}

// unfold makes what stands at the cursor what it looks like: a paste its text, a
// mention its file, and the first word a command.
func (c *conversation) unfold() intent {
	keep := c.changed()
	if c.composer.unfold() {
		return keep
	}
	if at, ok := c.composer.mentionHere(); ok {
		return both{keep, c.lookUp(at, true)}
	}
	if word := c.composer.textCommand(); word != "" {
		c.composer.own = c.composer.own.remove(0, len(word)).insert(0, len(word), spans{{0, len(word)}})
		c.say(c.desk.keys.Key(keymap.Writing, keymap.Send) + " carries out " + word)
		return both{keep, c.completing()}
	}
	c.say("no paste, @file or /command is at the cursor")
	return keep
}

// mentionHere is the mention at the cursor.
func (c *composer) mentionHere() (span, bool) {
	for _, a := range c.mentions() {
		if at := (span{a, c.mentionEnd(a)}); at.a <= c.at && c.at <= at.b {
			return at, true
		}
	}
	return span{}, false
}

// textCommand is the command that a draft begins with, but as text from
// elsewhere; or "".
func (d draft) textCommand() string {
	word := d.firstWord()
	if !strings.HasPrefix(word, "/") || !isCommand(word[1:]) || d.slashed() {
		return ""
	}
	return word
}

// textHint says what the key makes of the text at the cursor.
func (c *conversation) textHint() string {
	k, key := c.composer, c.desk.keys.Key(keymap.Writing, keymap.Unfold)
	if at, ok := k.mentionHere(); ok && !k.own.has(at.a, at.b) {
		return k.part(at.a, at.b).plain() + " goes as text; " + key + " attaches the file"
	}
	if word := k.textCommand(); word != "" {
		return word + " goes as text; " + key + " makes it a command"
	}
	return ""
}

// sayText says what does nothing in a text from elsewhere, though it looks as if
// it would.
func (c *conversation) sayText(d draft) {
	for _, a := range d.mentions() {
		word := d.part(a, d.mentionEnd(a)).plain()
		if strings.ContainsAny(word, `./\`) {
			c.say(word + " goes as text; " + c.desk.keys.Key(keymap.Writing, keymap.Unfold) + " at it attaches the file")
			return
		}
	}
}
