package ui

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"neonchat/chat"
)

// send takes what is written: a command, or a question to all.
func (c *contest) send() intent {
	if k := c.chat.composer; strings.HasSuffix(k.text[:k.at], `\`) {
		k.edit(actBack)
		k.edit(actNewline)
		return nil
	}
	if name := noCommand(c.chat.composer.text); name != "" {
		return say{"there is no " + name + "; / lists the commands"}
	}
	if name, arg, ok := commandIn(c.chat.composer); ok {
		return c.command(name, arg)
	}
	d := c.chat.composer.draft()
	c.chat.sent()
	c.chat.editing = nil
	return c.put(d)
}

// put asks what is written, after its files were read.
func (c *contest) put(d draft) intent {
	remember := c.desk.memory.ask(d.plain())
	if !d.mentions() {
		return both{remember, c.ask(question{[]chat.Part{chat.Text{Text: d.plain()}}, d})}
	}
	return both{remember, c.gather(d)}
}

// A questionMsg is a question whose files were read.
type questionMsg struct {
	contest *contest
	gatheredMsg
}

// gather reads the files of a question. A model that can't take one is told so
// in its own column.
func (c *contest) gather(d draft) tea.Cmd {
	read := gather(c.desk.deps, chat.Model{}, &d)
	return func() tea.Msg { return questionMsg{c, read().(gatheredMsg)} }
}

func (c *contest) gathered(msg questionMsg) intent {
	switch {
	case msg.contest != c:
		return nil
	case msg.problem == "":
		return c.ask(question{msg.parts, *msg.draft})
	case c.chat.composer.empty():
		c.chat.composer.restore(*msg.draft)
	}
	return say{msg.problem}
}

// ask puts a question to all columns: to those at once that are done with the
// one before, to the others when they are. One that stopped halfway goes on.
func (c *contest) ask(q question) intent {
	if len(c.lanes) == 0 || c.talk == nil && c.chat.opening {
		c.waiting = append(c.waiting, q)
		return nil
	}
	c.voting, c.vote, c.diff, c.writing = false, nil, nil, false
	c.fair = c.blind
	c.questions = append(c.questions, q)
	var all both
	if len(c.questions) == 1 {
		all = append(all, c.split(q))
	}
	for _, k := range c.lanes {
		if k.answered() {
			k.halted = false
		}
		all = append(all, c.next(k))
	}
	return all
}

// split puts the first question behind the session's leaf, for all columns to
// answer.
func (c *contest) split(q question) intent {
	carried, leaf := c.chat.own(c.chat.session.Leaf)
	c.talk, c.gateway = c.chat.talk, c.desk.deps.Gateway
	s := c.talk.session
	if s.Title == "" {
		s.Title = chat.Title(chat.Message{Parts: q.parts})
	}
	c.session, c.known = &chat.Session{Head: s.Head, Messages: slices.Clone(s.Messages)}, len(s.Messages)
	c.session.Leaf = leaf
	turns := c.turn(c.session).Split(len(c.lanes), q.parts...)
	asked, _ := c.session.Find(c.session.Leaf)
	c.kept[asked.ID] = q.entry(asked)
	for i, k := range c.lanes {
		k.first, k.question, k.leaf = turns[i], asked.ID, asked.ID
	}
	return carried
}

// turn is one in a session. The gateway is that of the start: a switch of the
// branch is for what is asked in the chat afterwards.
func (c *contest) turn(s *chat.Session) chat.Turn {
	return chat.Turn{Streamer: c.gateway.Streamer, Session: s, Store: c.desk.ledger.behind(), Now: c.desk.deps.Now}
}

// entry is the question as the chat shows it.
func (q question) entry(m chat.Message) *entry {
	return &entry{message: m, folded: lengthy(q.parts), asked: q.draft}
}

// next asks a column the next of the questions that it wasn't asked yet.
func (c *contest) next(k *lane) intent {
	if k.live() || k.halted || k.problem.Text != "" || k.asked == len(c.questions) || c.chosen != nil {
		return nil
	}
	k.asked++
	if k.asked == 1 {
		return c.begin(k, k.first, answersAnew)
	}
	return c.begin(k, c.turn(pathTo(c.session, k.leaf)), asks(c.questions[k.asked-1].parts))
}

// again asks a column its last question once more, beside the answers that it
// has.
func (c *contest) again(k *lane) intent {
	switch {
	case k.problem.Text != "":
		return say{"there is nobody to ask: " + c.desk.keys.key(comparing, actAnother) + " chooses another model"}
	case k.live() || k.asked == 0:
		return c.next(k)
	}
	t := c.turn(nil)
	if k.asked == 1 {
		t = k.first // it takes the question along to the store, should nobody have yet
	}
	t.Session = pathTo(c.session, k.question)
	return c.begin(k, t, answersAnew)
}

// takeUp has a column go on with an answer that was cut.
func (c *contest) takeUp(k *lane) intent {
	e := k.last()
	switch {
	case k.live():
		return say{c.stillAnswering()}
	case e == nil || !e.cut():
		return say{"there is nothing to continue: the answer is whole"}
	}
	said := e.message.Reasoning()
	i := c.begin(k, c.turn(pathTo(c.session, e.message.ID)), goesOn)
	k.last().thoughts.WriteString(said)
	k.resumed = true
	return i
}

func (c *contest) begin(k *lane, t chat.Turn, do task) intent {
	c.voting, c.vote, c.diff = false, nil, nil
	e := k.begin(c.desk.deps, t, c.questions[k.asked-1].parts, do)
	e.veiled = c.blind
	k.turn.gate = &c.gate
	all := both{k.turn.next(time.Time{})}
	if !c.ticking {
		c.ticking = true
		all = append(all, tick())
	}
	return append(all, c.desk.memory.used(k.choice.model.ID))
}

// arrived takes what has come of a column's answer.
func (c *contest) arrived(k *lane, msg turnMsg) intent {
	end, cmd := k.arrived(msg, c.desk.deps)
	if end == nil {
		return cmd
	}
	c.keep(k, *end)
	if c.chosen != nil {
		return c.settle()
	}
	return both{c.next(k), c.notify()}
}

// keep makes what a turn brought a part of the session.
func (c *contest) keep(k *lane, end ending) {
	for _, m := range end.messages {
		if m.Role == chat.User {
			c.session.Messages = append(c.session.Messages, m)
			c.kept[m.ID] = c.questions[k.asked-1].entry(m)
			continue
		}
		c.session.Beside(m)
		c.kept[m.ID] = k.last()
		c.talk.cost.add(m)
	}
}

// notify tells who looks elsewhere when all have answered.
func (c *contest) notify() intent {
	if c.busy() || !c.desk.deps.Notify || !c.chat.blurred {
		return nil
	}
	slowest := slices.MaxFunc(c.lanes, func(a, b *lane) int { return int(a.took() - b.took()) })
	if slowest.took() < longAnswer {
		return nil
	}
	return tea.Raw(ansi.Notify("all have answered") + "\a")
}

func (k *lane) took() time.Duration {
	if e := k.last(); e != nil {
		return e.message.Timing.Total
	}
	return 0
}

// An otherMsg is who answers in a column from now on.
type otherMsg struct {
	lane   *lane
	choice choice
	err    error
}

// other has another model asked in a column.
func (c *contest) other(k *lane, m choice) tea.Cmd {
	resolve := c.desk.deps.Resolve
	return func() tea.Msg {
		m, err := m.by(resolve)
		return otherMsg{k, m, err}
	}
}

func (c *contest) replaced(msg otherMsg) intent {
	k := msg.lane
	switch {
	case !slices.Contains(c.lanes, k) || k.live():
		return nil
	case msg.err != nil:
		return say{msg.err.Error()}
	}
	k.choice, k.problem = msg.choice, Problem{}
	c.address()
	return c.again(k)
}
