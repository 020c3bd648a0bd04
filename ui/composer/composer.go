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

// A Composer is the text that is being written, with what helps to write it.
type Composer struct {
	*draft.Buffer
	Host   Host
	Notice string // the one-line message above; the next key clears it
	Place  int    // the place in the queue, from 1, that the text came from and returns to; 0 is none

	env      *page.Env
	complete completion
	recall   recall
	looking  map[string]bool // the mentions that are being looked up
	width    int
	height   int // the height of the screen
}

// A Host is the page that a composer belongs to.
type Host interface {
	// Models returns the models that are asked. A file that none of them accepts
	// can't be attached.
	Models() []chat.Model
	// Knows reports whether the page carries out a command.
	Knows(command string) bool
	// Values returns what may follow a command, such as "/model ", which may have
	// words after it already.
	Values(command string) []string
	// Deliver sends the text as it stands.
	Deliver() page.Intent
}

// New makes an empty composer. Set Host before using it.
func New(env *page.Env) *Composer {
	return &Composer{Buffer: draft.NewBuffer(), env: env}
}

// Say shows a message above the text until the next key.
func (c *Composer) Say(s string) { c.Notice = s }

// Update handles the messages of the composer's own commands.
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
	case refusedMsg:
		c.refused(msg.command)
		c.Say(msg.why)
	case editMsg:
		return c.edit(msg)
	case EditedMsg:
		return c.edited(msg)
	}
	return nil
}

// Write replaces the text by what was asked before. The old text can be recalled.
func (c *Composer) Write(text string) tea.Cmd {
	keep := c.Stash()
	c.recalled(text)
	return keep
}

// Fill replaces the text by text from elsewhere, a long one as a chip.
func (c *Composer) Fill(text string) {
	c.Clear()
	if draft.Long(text) && len(text) > 20_000 {
		c.Buffer.Paste(text)
		return
	}
	c.Insert(text)
	c.Notice = cmp.Or(inertMention(c.Draft, c.env.Keys), c.Notice)
}

// Stash clears the text, which can be recalled.
func (c *Composer) Stash() tea.Cmd {
	keep := c.Changed()
	c.Place = 0
	if !c.Empty() {
		keep = tea.Batch(keep, c.Remember(c.Draft))
	}
	c.Clear()
	return keep
}

// Type writes the text of a key. It reports whether the key has any.
func (c *Composer) Type(key tea.KeyPressMsg) (page.Intent, bool) {
	if key.Text == "" {
		return nil, false
	}
	i := c.Changed()
	c.Buffer.Write(key.Text)
	return i, true
}

// Do carries out an action on the text. It reports whether the action was one. Up on
// the first line and down on the last one recall.
func (c *Composer) Do(a keymap.Action) (page.Intent, bool) {
	switch a {
	case keymap.Up:
		if c.Line(-1) {
			return nil, true
		}
		return c.back(), true
	case keymap.Down:
		if c.Line(1) {
			return nil, true
		}
		return c.forth(), true
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

// Arrange sets the size of the screen, and updates what depends on the text, however
// that was changed: the completion, and which files no model takes.
func (c *Composer) Arrange(width, height int) tea.Cmd {
	c.width, c.height = width, height
	c.refuse()
	return c.complete.follow(c)
}

// Line moves the cursor by lines. It reports false where there is none to go to.
func (c *Composer) Line(by int) bool {
	columns, _ := c.size()
	return c.Vertical(c.env.Look, columns, by)
}
