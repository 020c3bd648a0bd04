package ui

import (
	"math/rand/v2"
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/catalog"
	"neonchat/chat"

	"neonchat/ui/theme"

	"neonchat/ui/draft"

	"neonchat/ui/page"

	"neonchat/ui/transcript"
)

// A contest is the page where several models answer the same questions side by
// side. It is about the chat's session and is written to in the chat's composer,
// so that a draft, what can be recalled and what completes are the same there.
type contest struct {
	comparison
	ballot
	grid
	chat    *conversation
	waiting []question // to be asked once that can be

	writing bool // keys go to the composer
	synced  bool // the columns scroll together
	leaving bool // ctrl+c again quits
	ticking bool
	diff    *difference // nil: the answers are seen as they are
}

// A contendersMsg says who answers.
type contendersMsg struct {
	contest  *contest
	choices  []page.Choice
	problems []page.Problem
}

// newContest opens the page; enter makes its columns.
func newContest(c *conversation, m page.Comparison) *contest {
	k := &contest{
		chat: c, comparison: comparison{desk: c.desk, gateway: c.desk.Deps.Gateway, kept: map[string]*transcript.Entry{}},
		ballot: ballot{tag: m.Tag, blind: m.Blind, fair: m.Blind, always: m.Blind}, writing: len(m.Question) == 0,
	}
	k.began = k.begin
	if !k.writing {
		k.waiting = []question{{m.Question, draft.Brought(chat.Message{Parts: m.Question}.Text())}}
	}
	return k
}

// enter finds out who the targets are.
func (c *contest) enter(targets []string) tea.Cmd {
	resolve, m := c.desk.Deps.Resolve, page.Choice{Temperature: c.chat.model.Temperature, System: c.chat.model.System}
	return func() tea.Msg {
		msg := contendersMsg{contest: c}
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

// entered makes a column of each target, and asks them what there is to ask.
func (c *contest) entered(msg contendersMsg) page.Intent {
	for i, m := range msg.choices {
		k := newLane(c.desk, m)
		k.problem, k.veiled = msg.problems[i], c.blind
		c.lanes = append(c.lanes, k)
	}
	c.count = len(c.lanes)
	if c.blind {
		c.shuffle()
	}
	c.address()
	return c.askWaiting()
}

// address tells the composer who is asked, since that decides what can be sent
// along.
func (c *contest) address() {
	c.chat.asked = nil
	for _, k := range c.lanes {
		if k.problem.Text == "" {
			c.chat.asked = append(c.chat.asked, k.choice.Model)
		}
	}
	c.chat.chipsOff()
}

// askWaiting asks what waits for the columns, or for the session that it is to be
// asked in.
func (c *contest) askWaiting() page.Intent {
	waiting := c.waiting
	c.waiting = nil
	var all page.Batch
	for _, q := range waiting {
		all = append(all, c.ask(q))
	}
	return all
}

// giveBack returns what waits to its writer.
func (c *contest) giveBack() {
	c.chat.over = nil
	for _, q := range c.waiting {
		c.chat.giveBack(q.draft)
	}
	c.waiting = nil
}

// shuffle hides which column is whose.
func (c *contest) shuffle() {
	shuffle := c.desk.Deps.Shuffle
	if shuffle == nil {
		shuffle = rand.Shuffle
	}
	shuffle(len(c.lanes), func(i, j int) { c.lanes[i], c.lanes[j] = c.lanes[j], c.lanes[i] })
}

// lane is the one that keys are about, nil before there are any.
func (c *contest) lane() *lane {
	if len(c.lanes) == 0 {
		return nil
	}
	return c.lanes[c.at]
}

func (c *contest) Update(msg tea.Msg) page.Intent {
	switch msg := msg.(type) {
	case contendersMsg:
		if msg.contest == c {
			return c.entered(msg)
		}
	case loadedMsg:
		return c.askWaiting()
	case otherMsg:
		return c.replaced(msg)
	case transcript.TurnMsg:
		if k := c.lanes.of(msg.Turn); k != nil {
			return c.arrived(k, msg)
		}
	case tickMsg:
		c.ticking = c.lanes.busy()
		if c.ticking {
			return tick()
		}
	case transcript.BodyMsg:
		for _, k := range c.lanes {
			k.thread.Hear(msg)
		}
	case questionMsg:
		return c.gathered(msg)
	case tea.MouseClickMsg:
		if msg.Button == tea.MouseLeft && len(c.lanes) > 0 && c.diff == nil {
			c.at, c.writing = c.under(msg.X), false
		}
	case diffMsg:
		msg.diff.hear(msg)
	}
	return nil
}

// title is that of the window.
func (c *contest) title() string {
	s := c.chat.title()
	if c.talk != nil {
		s = c.desk.Look.Cut(theme.OneLine(c.talk.session.Title), 40) + " · neonchat · " + c.desk.Look.Cut(theme.OneLine(c.gateway.Branch.Name), 40)
	}
	return "comparing · " + s
}

// tick turns the spinners.
func tick() tea.Cmd {
	return tea.Tick(100*time.Millisecond, func(time.Time) tea.Msg { return tickMsg{} })
}
