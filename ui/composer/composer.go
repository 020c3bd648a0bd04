package composer

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/keymap"
	"neonchat/ui/list"
	"neonchat/ui/page"
)

// A Composer is the text that is being written, and what helps to write it.
type Composer struct {
	*draft.Buffer
	Host   Host
	Notice string // the one-line message above; the next key clears it
	Place  int    // the place in the queue that the text was taken from, from 1, and goes back to; 0: none

	env      *page.Env
	complete completion
	recall   recall
	looking  map[string]bool // the mentions that are being looked up
	width    int
	height   int // of the screen
}

// A Host is the page that a composer stands on.
type Host interface {
	// Models are those that are asked. What none of them takes can't be sent along.
	Models() []chat.Model
	// Knows reports whether a command can be carried out here.
	Knows(command string) bool
	// Values are what may follow a command, such as "/model ", which may have
	// words behind it already.
	Values(command string) []string
	// Deliver sends what is written, as it stands.
	Deliver() page.Intent
}

// New makes an empty composer. Its Host has to be set before it is used.
func New(env *page.Env) *Composer {
	return &Composer{Buffer: draft.NewBuffer(), env: env}
}

// Say shows a message above the text until the next key.
func (c *Composer) Say(s string) { c.Notice = s }

// Update takes the messages that are for the composer.
func (c *Composer) Update(msg tea.Msg) page.Intent {
	switch msg := msg.(type) {
	case filesMsg:
		c.complete.files = msg.files
		return c.complete.look(c)
	case matchedMsg:
		return c.complete.matched(msg, c)
	case pathMsg:
		c.attached(msg)
	case mentionMsg:
		c.mentioned(msg)
	case lookedUpMsg:
		if c.lookedUp(msg) {
			return msg.host.Deliver()
		}
	case editMsg:
		return c.edit(msg)
	case EditedMsg:
		return c.edited(msg)
	}
	return nil
}

// Write puts a prompt from elsewhere in the place of the text, which can be
// recalled.
func (c *Composer) Write(text string) tea.Cmd {
	keep := c.Stash()
	c.Fill(text)
	return keep
}

// Fill puts text from elsewhere in the place of the text: a long one as a chip.
func (c *Composer) Fill(text string) {
	c.Clear()
	if draft.Long(text) && len(text) > 20_000 {
		c.Buffer.Paste(text)
		return
	}
	c.Insert(text)
	c.Notice = cmp.Or(inertMention(c.Draft, c.env.Keys), c.Notice)
}

// Put puts a draft back. What none of the models takes is marked in it.
func (c *Composer) Put(d draft.Draft) {
	c.Restore(d)
	c.Refuse()
}

// Stash makes the text one that can be recalled.
func (c *Composer) Stash() tea.Cmd {
	keep := c.Changed()
	c.Place = 0
	if c.Empty() {
		return keep
	}
	return tea.Batch(keep, c.env.Memory.Ask(c.Plain()))
}

// Type writes what a key means as text. It reports whether it means any.
func (c *Composer) Type(key tea.KeyPressMsg) (page.Intent, bool) {
	if key.Text == "" {
		return nil, false
	}
	i := c.Changed()
	c.Buffer.Write(key.Text)
	return i, true
}

// Do carries out an action on the text. It reports whether it was one.
func (c *Composer) Do(a keymap.Action) (page.Intent, bool) {
	switch a {
	case keymap.Search:
		return page.Open{Over: list.NewSearch(c.env)}, true
	case keymap.Editor:
		return c.OpenEditor(), true
	case keymap.Unfold:
		return c.unfold(), true
	}
	i := c.Changed()
	return i, c.Edit(a)
}

// Wrote looks, after a key, what completes the text and which files it mentions.
func (c *Composer) Wrote() page.Intent {
	return page.Batch{c.complete.look(c), c.mentioning()}
}

// Up moves the cursor up a line. It reports false on the first one. Down does the
// same at the other end.
func (c *Composer) Up() bool   { return c.Vertical(c.env.Look, c.columns(), -1) }
func (c *Composer) Down() bool { return c.Vertical(c.env.Look, c.columns(), 1) }
