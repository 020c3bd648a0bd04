package conversation

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/thread"
)

// A Conversation is the chat's page: a session, and the composer below it.
type Conversation struct {
	thread.Threads

	previous chat.Head // the session on the page before the branch was switched
	ticking  bool      // the spinner turns
	Compared []string  // the targets that were compared last

	insisted string        // the unknown model, or what /compare has for one; the same again is taken as it is
	proposed keymap.Action // what enter asks a model about the selected message, or ""
	twice    keymap.Action // what does more when its key is pressed again, or ""
	drafts   drafts
	width    int
	height   int
}

// New begins with a new session and the model that the user has chosen.
func New(d *page.Env) (*Conversation, error) {
	m, facts, o, err := d.Deps.Resolve(d.Deps.Target)
	if err != nil {
		return nil, err
	}
	m.Default = !d.Deps.Chosen
	c := &Conversation{Threads: thread.NewThreads(d, page.Choice{Target: page.TargetOf(d.Deps.Target), Model: m, Facts: facts, Options: o})}
	c.Composer.Host, c.Host = c, c
	if len(d.Deps.Notices) > 0 {
		c.Composer.Say(d.Deps.Notices[0])
	}
	return c, nil
}

// Write puts a prompt into the composer. The old text can be recalled.
func (c *Conversation) Write(text string) tea.Cmd {
	c.Transcript.Selected = -1
	return c.Composer.Write(text)
}

func (c *Conversation) Update(msg tea.Msg) page.Intent {
	switch msg := msg.(type) {
	case spinMsg:
		c.ticking = false
	case page.SwitchMsg:
		return c.switched(msg)
	case branchesMsg:
		return showBranches(c, msg)
	case page.TroubleMsg:
		c.Warning = strings.TrimSuffix(msg.Problem.Text+"; "+msg.Problem.Hint, "; ")
		return c.Env.AwaitTrouble()
	case page.LiveMsg:
		return c.surveyed()
	case resolvedMsg:
		return c.resolved(msg)
	case page.RememberedMsg:
		return c.remembered()
	case draftMsg:
		return c.drafts.save(c.Env.Memory, c.Unsent())
	case page.NoticeMsg:
		c.Composer.Say(msg.Text)
	default:
		return c.Threads.Update(msg)
	}
	return nil
}

// remembered puts the draft of the last run back.
func (c *Conversation) remembered() page.Intent {
	m := c.Env.Memory
	draft := m.Draft
	m.Draft, c.drafts.saved = "", draft
	if strings.TrimSpace(draft) == "" {
		return nil
	}
	if c.Composer.Empty() {
		c.Composer.Fill(draft)
		return nil
	}
	return m.Ask(draft)
}

// KeepDraft keeps the unsent text for the next run, if it changed.
func (c *Conversation) KeepDraft() tea.Cmd { return c.drafts.keep(c.Env.Memory, c.Unsent()) }

// A spinMsg turns the spinner.
type spinMsg struct{}

// spin turns the spinner while an answer on the page is awaited.
func (c *Conversation) spin() tea.Cmd {
	if c.Turn == nil || c.ticking {
		return nil
	}
	c.ticking = true
	return tea.Tick(100*time.Millisecond, func(time.Time) tea.Msg { return spinMsg{} })
}
