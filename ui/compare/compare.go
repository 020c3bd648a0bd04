package compare

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/page"
	"neonchat/ui/thread"
	"neonchat/ui/transcript"
)

// A Page is the page where several models answer the same questions side by
// side. It works on the chat's session and in the chat's composer, so that the
// draft, the recall and the completion are the same as there.
type Page struct {
	comparison
	voteState
	grid
	Chat

	writing bool // keys go to the composer
	synced  bool // the columns scroll together
	leaving bool // ctrl+c again quits
	ticking bool
	diff    *difference // nil: the columns are shown
}

// A Chat is the page that the comparison was opened from.
type Chat interface {
	// Values returns what may follow a command. Command carries one out.
	Values(command string) []string
	Command(name string, arg draft.Draft) page.Intent
}

// A targetsMsg brings the resolved targets.
type targetsMsg struct {
	page     *Page
	choices  []page.Choice
	problems []page.Problem
}

// New makes the page; Enter makes its columns.
func New(c Chat, ts *thread.Threads, m page.Comparison) *Page {
	k := &Page{
		Chat: c, comparison: comparison{env: ts.Env, threads: ts, composer: ts.Composer, gateway: ts.Env.Deps.Gateway, kept: map[string]*transcript.Entry{}},
		voteState: voteState{tag: m.Tag, blind: m.Blind, fair: m.Blind, always: m.Blind}, writing: len(m.Question) == 0,
	}
	k.began = k.begin
	if !k.writing {
		k.waiting = []question{{m.Question, draft.External(chat.Message{Parts: m.Question}.Text())}}
	}
	return k
}

// Enter resolves the targets.
func (c *Page) Enter(targets []string) tea.Cmd {
	resolve, m := c.env.Deps.Resolve, page.Choice{Temperature: c.threads.Model.Temperature, System: c.threads.Model.System}
	return func() tea.Msg {
		msg := targetsMsg{page: c}
		for _, name := range targets {
			m, problem := m, page.Problem{}
			t, err := catalog.ParseTarget(name)
			m.Target = t
			if err == nil {
				m, err = m.Resolve(resolve)
			}
			if err != nil {
				m.Target.Model, problem = name, page.Problem{Text: err.Error()}
			}
			msg.choices, msg.problems = append(msg.choices, m), append(msg.problems, problem)
		}
		return msg
	}
}

// entered makes a column for each target and asks the questions that wait.
func (c *Page) entered(msg targetsMsg) page.Intent {
	for i, m := range msg.choices {
		k := newColumn(c.env, m)
		k.problem, k.hidden = msg.problems[i], c.blind
		c.columns = append(c.columns, k)
	}
	c.count = len(c.columns)
	if c.blind {
		c.columns.shuffle(c.env.Deps.Shuffle)
	}
	return c.askWaiting()
}

// askWaiting asks the questions that wait for the columns, or for the session
// that they belong to.
func (c *Page) askWaiting() page.Intent {
	waiting := c.waiting
	c.waiting = nil
	var all page.Batch
	for _, q := range waiting {
		all = append(all, c.ask(q))
	}
	return all
}

// current is the focused column, nil before there are any.
func (c *Page) current() *column {
	if len(c.columns) == 0 {
		return nil
	}
	return c.columns[c.at]
}

func (c *Page) Update(msg tea.Msg) page.Intent {
	switch msg := msg.(type) {
	case targetsMsg:
		if msg.page == c {
			return c.entered(msg)
		}
	case thread.LoadedMsg:
		return c.askWaiting()
	case otherMsg:
		return c.replaced(msg)
	case transcript.TurnMsg:
		if k := c.columns.of(msg.Turn); k != nil {
			return c.arrived(k, msg)
		}
	case tickMsg:
		c.ticking = c.columns.busy()
		if c.ticking {
			return tick()
		}
	case transcript.BodyMsg:
		for _, k := range c.columns {
			k.transcript.Update(msg)
		}
	case questionMsg:
		return c.filesRead(msg)
	case tea.MouseClickMsg:
		if msg.Button == tea.MouseLeft && len(c.columns) > 0 && c.diff == nil {
			c.at, c.writing = c.under(msg.X), false
		}
	case diffMsg:
		msg.diff.receive(msg)
	}
	return nil
}

// A tickMsg turns the spinners.
type tickMsg struct{}

// tick turns the spinners.
func tick() tea.Cmd {
	return tea.Tick(100*time.Millisecond, func(time.Time) tea.Msg { return tickMsg{} })
}
