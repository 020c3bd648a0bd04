package compare

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/draft"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// send carries out a command, or asks the question in all columns.
func (c *Page) send() page.Intent {
	if c.composer.BreakAtBackslash() {
		return nil
	}
	if i, wait := c.composer.ShowFiles(); wait {
		return i
	}
	return c.Deliver()
}

// Deliver sends the text as it stands.
func (c *Page) Deliver() page.Intent {
	if name := composer.Mistyped(c.composer.Draft); name != "" {
		return page.Notice{Text: "there is no " + name + "; / lists the commands"}
	}
	if name, arg, ok := composer.CommandIn(c.composer.Draft); ok {
		return c.command(name, arg)
	}
	d := c.composer.Draft
	c.threads.Editing = nil
	return page.Batch{c.composer.Sent(), c.Put(d)}
}

// Put asks a draft, after its files were read.
func (c *Page) Put(d draft.Draft) page.Intent {
	remember := c.composer.Remember(d)
	if len(d.Files()) == 0 {
		return page.Batch{remember, c.ask(question{[]chat.Part{chat.Text{Text: d.Plain()}}, d})}
	}
	read := composer.ReadFiles(c.env.Deps, chat.Model{}, &d) // a column says so when its model can't take a file
	return page.Batch{remember, tea.Cmd(func() tea.Msg { return questionMsg{c, read().(composer.FilesReadMsg)} })}
}

// A questionMsg brings a question whose files were read.
type questionMsg struct {
	page *Page
	composer.FilesReadMsg
}

func (c *Page) filesRead(msg questionMsg) page.Intent {
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

// ask asks a question in all columns. The first question follows the leaf of the
// session on the chat's page.
func (c *Page) ask(q question) page.Intent {
	if len(c.columns) == 0 || c.thread == nil && c.threads.Opening {
		c.waiting = append(c.waiting, q)
		return nil
	}
	c.voteState.begin()
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

// arrived adds what has come of a column's answer.
func (c *Page) arrived(k *column, msg transcript.TurnMsg) page.Intent {
	done, next := c.comparison.arrived(k, msg)
	switch {
	case !done:
		return next
	case c.chosen != nil:
		return c.settle()
	}
	i := c.next(k)
	if c.columns.busy() {
		return i
	}
	return page.Batch{i, c.env.Notify(c.columns.slowest(), "all have answered")}
}

// An otherMsg brings the model of a column from now on.
type otherMsg struct {
	column *column
	choice page.Choice
	err    error
}

// other switches a column to another model.
func other(env *page.Env, k *column, m page.Choice) tea.Cmd {
	resolve := env.Deps.Resolve
	return func() tea.Msg {
		m, err := m.Resolve(resolve)
		return otherMsg{k, m, err}
	}
}
