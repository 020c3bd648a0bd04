package compare

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/draft"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// send takes what is written: a command, or a question to all.
func (c *Page) send() page.Intent {
	if c.composer.Broke() {
		return nil
	}
	if i, wait := c.composer.ShowFiles(); wait {
		return i
	}
	return c.Deliver()
}

// Deliver sends what is written as it stands.
func (c *Page) Deliver() page.Intent {
	if name := composer.Mistyped(c.composer.Draft); name != "" {
		return page.Notice{Text: "there is no " + name + "; / lists the commands"}
	}
	if name, arg, ok := composer.CommandIn(c.composer.Draft); ok {
		return c.command(name, arg)
	}
	d := c.composer.Draft
	c.composer.Sent()
	c.threads.Editing = nil
	return c.Put(d)
}

// Put asks what is written, after its files were read.
func (c *Page) Put(d draft.Draft) page.Intent {
	remember := c.env.Memory.Ask(d.Plain())
	if len(d.Files()) == 0 {
		return page.Batch{remember, c.ask(question{[]chat.Part{chat.Text{Text: d.Plain()}}, d})}
	}
	return page.Batch{remember, c.gather(d)}
}

// A questionMsg is a question whose files were read.
type questionMsg struct {
	page *Page
	composer.FilesReadMsg
}

// gather reads the files of a question. A model that can't take one is told so
// in its own column.
func (c *Page) gather(d draft.Draft) tea.Cmd {
	read := composer.ReadFiles(c.env.Deps, chat.Model{}, &d)
	return func() tea.Msg { return questionMsg{c, read().(composer.FilesReadMsg)} }
}

func (c *Page) gathered(msg questionMsg) page.Intent {
	switch {
	case msg.page != c:
		return nil
	case msg.Problem == "":
		return c.ask(question{msg.Parts, *msg.Draft})
	case c.composer.Empty():
		c.composer.Restore(*msg.Draft)
	}
	return page.Notice{Text: msg.Problem}
}

// ask puts a question to all columns, the first one behind the leaf of the session
// on the chat's page.
func (c *Page) ask(q question) page.Intent {
	if len(c.columns) == 0 || c.thread == nil && c.threads.Opening {
		c.waiting = append(c.waiting, q)
		return nil
	}
	c.ballot.begin()
	c.diff, c.writing = nil, false
	if c.thread != nil {
		return c.comparison.ask(q)
	}
	carried, leaf := c.threads.Own(c.threads.Session.Leaf)
	c.split(c.threads.Thread, leaf, q)
	return page.Batch{carried, c.comparison.ask(q)}
}

// begin waits for an answer.
func (c *Page) begin() page.Intent {
	c.voting, c.vote, c.diff = false, nil, nil
	if c.ticking {
		return nil
	}
	c.ticking = true
	return tick()
}

// arrived takes what has come of a column's answer.
func (c *Page) arrived(k *column, msg transcript.TurnMsg) page.Intent {
	done, next := c.comparison.arrived(k, msg)
	switch {
	case !done:
		return next
	case c.chosen != nil:
		return c.settle()
	}
	return page.Batch{c.next(k), c.notify()}
}

// notify tells who looks elsewhere when all have answered.
func (c *Page) notify() page.Intent {
	if c.columns.busy() {
		return nil
	}
	slowest := slices.MaxFunc(c.columns, func(a, b *column) int { return int(a.took() - b.took()) })
	return c.env.Notify(slowest.took(), "all have answered")
}

// An otherMsg is who answers in a column from now on.
type otherMsg struct {
	column *column
	choice page.Choice
	err    error
}

// other has another model asked in a column.
func (c *Page) other(k *column, m page.Choice) tea.Cmd {
	resolve := c.env.Deps.Resolve
	return func() tea.Msg {
		m, err := m.Resolve(resolve)
		return otherMsg{k, m, err}
	}
}

func (c *Page) replaced(msg otherMsg) page.Intent {
	k := msg.column
	switch {
	case !slices.Contains(c.columns, k) || k.live():
		return nil
	case msg.err != nil:
		return page.Notice{Text: msg.err.Error()}
	}
	k.choice, k.problem = msg.choice, page.Problem{}
	c.composer.Refuse()
	return c.again(k)
}
