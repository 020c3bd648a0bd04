package composer

import (
	"cmp"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/draft"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
)

// A mentionMsg brings the file of a mention in the text and the length of its
// name, which is 0 when there is no such file.
type mentionMsg struct {
	at   draft.Span
	text string
	path string
	n    int
	key  bool // the user pressed the key for it
}

// LookUpMentions looks up the mentions that were typed here and that the cursor has
// left.
func (c *Composer) LookUpMentions() page.Intent {
	k := c.Buffer
	if name, _, ok := CommandIn(k.Draft); ok && name != "compare" {
		return nil // a command's argument is no prompt
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
func (c *Composer) lookUp(at draft.Span, key bool) tea.Cmd {
	text, dir := c.Part(at.A, at.B).Plain(), c.env.Deps.Dir
	if !key {
		if c.looking[text] || c.Told(text) {
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

// mentioned replaces a mention by a chip, or says that it names no file.
func (c *Composer) mentioned(msg mentionMsg) {
	delete(c.looking, msg.text)
	k, end := c.Buffer, msg.at.A+msg.n
	switch {
	case !k.StillAt(msg.at, msg.text):
	case msg.n == 0 && (msg.key || k.Own.Has(msg.at.A, msg.at.B)):
		k.Miss(msg.text)
		c.Say(missedText([]string{msg.text}))
	case msg.n > 0 && (msg.key || k.Own.Has(msg.at.A, end)):
		k.Replace(msg.at.A, end, c.fileChip(msg.path))
	}
}

// A lookedUpMsg brings a draft that is about to be sent, as it was and with its
// mentions as chips.
type lookedUpMsg struct {
	host         Host // the page that is about to send it
	before, made draft.Draft
}

// ShowFiles looks up the mentions in the text before it is sent. It reports
// whether sending has to wait for that, so that the user sees a file as a chip
// before it is sent. The host delivers the text if there is none.
func (c *Composer) ShowFiles() (tea.Cmd, bool) {
	d, host, dir := c.Draft, c.Host, c.env.Deps.Dir
	if name, _, ok := CommandIn(d); ok && name != "compare" || !d.Mentioned() {
		return nil, false
	}
	return func() tea.Msg { return lookedUpMsg{host, d, d.Attached(dir)} }, true
}

// lookedUp shows the files that would be sent. It reports whether the text can
// be sent at once: it has no files, and it hasn't changed.
func (c *Composer) lookedUp(msg lookedUpMsg) bool {
	if msg.host != c.Host || c.Text != msg.before.Text || len(c.Chips) != len(msg.before.Chips) {
		return false
	}
	c.Restore(msg.made)
	c.refuse()
	missed := missedText(msg.made.Missed[len(msg.before.Missed):])
	n := len(paths(msg.made)) - len(paths(msg.before))
	if n == 0 {
		c.Notice = cmp.Or(missed, c.Notice)
		return true
	}
	s := "the file goes along"
	if n > 1 {
		s = strconv.Itoa(n) + " files go along"
	}
	s += "; " + c.env.Keys.Key(keymap.Writing, keymap.Send) + " sends"
	if missed != "" {
		s = missed + "; " + s
	}
	c.Say(s)
	for _, k := range c.Files() {
		if k.Off {
			c.Say(c.Refuses(k.Kind))
		}
	}
	return false
}

// paths returns the files of a draft, each once.
func paths(d draft.Draft) map[string]bool {
	paths := map[string]bool{}
	for _, k := range d.Files() {
		paths[k.Path] = true
	}
	return paths
}

// missedText says that mentions name no file and are sent as text.
func missedText(mentions []string) string {
	if len(mentions) == 0 {
		return ""
	}
	if len(mentions) == 1 {
		return mentions[0] + " is no file here, and goes as text"
	}
	return strings.Join(mentions, ", ") + " are no files here, and go as text"
}

// unfold makes of the text at the cursor what it looks like: a paste becomes its
// text, a mention its file, and the first word a command.
func (c *Composer) unfold() page.Intent {
	keep := c.Changed()
	if c.Unfold() {
		return keep
	}
	if at, ok := c.MentionHere(); ok {
		return page.Batch{keep, c.lookUp(at, true)}
	}
	if word := textCommand(c.Draft); word != "" {
		c.Claim(len(word))
		c.Say(c.env.Keys.Key(keymap.Writing, keymap.Send) + " carries out " + word)
		return keep
	}
	c.Say("no paste, @file or /command is at the cursor")
	return keep
}

// Hint says what the unfold key makes of the text at the cursor.
func (c *Composer) Hint() string {
	k, key := c.Buffer, c.env.Keys.Key(keymap.Writing, keymap.Unfold)
	if at, ok := k.MentionHere(); ok && !k.Own.Has(at.A, at.B) {
		return k.Part(at.A, at.B).Plain() + " goes as text; " + key + " attaches the file"
	}
	if word := textCommand(k.Draft); word != "" {
		return word + " goes as text; " + key + " makes it a command"
	}
	return ""
}

// inertMention says that a mention in text from elsewhere attaches nothing, ""
// when there is none that looks like a file.
func inertMention(d draft.Draft, keys keymap.Map) string {
	for _, a := range d.Mentions() {
		word := d.Part(a, d.MentionEnd(a)).Plain()
		if strings.ContainsAny(word, `./\`) {
			return word + " goes as text; " + keys.Key(keymap.Writing, keymap.Unfold) + " at it attaches the file"
		}
	}
	return ""
}
