package compare

import (
	"context"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/composer"
	"neonchat/ui/draft"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/theme"
	"neonchat/ui/thread"
	"neonchat/ui/transcript"
)

// A comparison is the questions that several models are asked, and the session
// that their answers become. It knows nothing of how they are shown.
type comparison struct {
	env       *page.Env
	threads   *thread.Threads              // those of the chat
	composer  *composer.Composer           // the chat's
	waiting   []question                   // to be asked once that can be
	began     func() page.Intent           // called when an answer is under way
	thread    *thread.Thread               // whose session it is, once something was asked
	gateway   page.Gateway                 // that is asked, whatever the branch is switched to
	session   *chat.Session                // what that will be
	known     int                          // how many messages of it were there before
	kept      map[string]*transcript.Entry // the others, by their ids
	columns   columns                      // as they stand
	questions []question                   // that were asked
	chosen    *column                      // the chat goes on with it once all has ended
	gate      sync.Mutex                   // one column at a time sets lines
}

// A question is what all columns are asked, and what it was written as.
type question struct {
	parts []chat.Part
	draft draft.Draft
}

// ask puts a question to all columns: to those at once that are done with the
// one before, to the others when they are. One that stopped halfway goes on.
func (c *comparison) ask(q question) page.Intent {
	c.questions = append(c.questions, q)
	var all page.Batch
	for _, k := range c.columns {
		if k.answered() {
			k.halted = false
		}
		all = append(all, c.next(k))
	}
	return all
}

// split puts the first question behind a message of the thread's session, for all
// columns to answer.
func (c *comparison) split(t *thread.Thread, leaf string, q question) {
	c.thread, c.gateway = t, c.env.Deps.Gateway
	s := t.Session
	if s.Title == "" {
		s.Title = chat.Title(chat.Message{Parts: q.parts})
	}
	c.session, c.known = &chat.Session{Head: s.Head, Messages: slices.Clone(s.Messages)}, len(s.Messages)
	c.session.Leaf = leaf
	turns := c.turn(c.session).Split(len(c.columns), q.parts...)
	asked, _ := c.session.Find(c.session.Leaf)
	c.kept[asked.ID] = q.entry(asked)
	for i, k := range c.columns {
		k.first, k.question, k.leaf = turns[i], asked.ID, asked.ID
	}
}

// turn is one in a session. The gateway is that of the start: a switch of the
// branch is for what is asked in the chat afterwards.
func (c *comparison) turn(s *chat.Session) chat.Turn {
	return chat.Turn{Streamer: c.gateway.Streamer, Session: s, Store: c.env.Saver.Ordered(), Now: c.env.Deps.Now}
}

// entry is the question as the chat shows it.
func (q question) entry(m chat.Message) *transcript.Entry {
	return &transcript.Entry{Message: m, Folded: transcript.Lengthy(q.parts), Asked: q.draft}
}

// next asks a column the next of the questions that it wasn't asked yet.
func (c *comparison) next(k *column) page.Intent {
	if k.live() || k.halted || k.problem.Text != "" || k.asked == len(c.questions) || c.chosen != nil {
		return nil
	}
	k.asked++
	if k.asked == 1 {
		return c.begin(k, k.first, transcript.AnswersAgain)
	}
	return c.begin(k, c.turn(pathTo(c.session, k.leaf)), transcript.Asks(c.questions[k.asked-1].parts))
}

// again asks a column its last question once more, beside the answers that it
// has.
func (c *comparison) again(k *column) page.Intent {
	switch {
	case k.problem.Text != "":
		return page.Notice{Text: "there is nobody to ask: " + c.env.Keys.Key(keymap.Comparing, keymap.Another) + " chooses another model"}
	case k.live() || k.asked == 0:
		return c.next(k)
	}
	t := c.turn(nil)
	if k.asked == 1 {
		t = k.first // it takes the question along to the store, should nobody have yet
	}
	t.Session = pathTo(c.session, k.question)
	return c.begin(k, t, transcript.AnswersAgain)
}

// takeUp has a column go on with an answer that was cut.
func (c *comparison) takeUp(k *column) page.Intent {
	e := k.last()
	switch {
	case k.live():
		return page.Notice{Text: stillAnswering(c.env.Keys)}
	case e == nil || !e.Cut():
		return page.Notice{Text: "there is nothing to continue: the answer is whole"}
	}
	said := e.Message.Reasoning()
	i := c.begin(k, c.turn(pathTo(c.session, e.Message.ID)), transcript.Continues)
	k.last().Thoughts.WriteString(said)
	k.resumed = true
	return i
}

func (c *comparison) begin(k *column, t chat.Turn, do transcript.Task) page.Intent {
	k.begin(c.env.Deps, t, c.questions[k.asked-1].parts, do)
	k.turn.Gate = &c.gate
	return page.Batch{k.turn.Next(time.Time{}), c.began(), c.env.Memory.Used(k.choice.Model.ID)}
}

// arrived takes what has come of a column's answer, and reports whether that was
// all.
func (c *comparison) arrived(k *column, msg transcript.TurnMsg) (done bool, next tea.Cmd) {
	end, cmd := k.arrived(msg, c.env.Deps)
	if end == nil {
		return false, cmd
	}
	c.keep(k, *end)
	return true, nil
}

// keep makes what a turn brought a part of the session.
func (c *comparison) keep(k *column, end transcript.Ending) {
	for _, m := range end.Messages {
		if m.Role == chat.User {
			c.session.Messages = append(c.session.Messages, m)
			c.kept[m.ID] = c.questions[k.asked-1].entry(m)
			continue
		}
		c.session.Beside(m)
		c.kept[m.ID] = k.last()
		c.thread.Cost.Add(m)
	}
}

// best is what the session goes on from where nobody picks: the first answer that
// ended well, else the first that there is, be it to an earlier question, else the
// first that says why there is none.
func (c *comparison) best() string {
	for _, fits := range []func(*column) bool{(*column).well, (*column).answered, c.hasAnswered} {
		if i := slices.IndexFunc(c.columns, fits); i >= 0 {
			return c.columns[i].leaf
		}
	}
	for _, k := range c.columns {
		if e := k.last(); e != nil && e.Problem.Text != "" {
			return e.Message.ID
		}
	}
	return ""
}

// hasAnswered reports whether a column has answered anything, be it an earlier
// question.
func (c *comparison) hasAnswered(k *column) bool {
	e := c.kept[k.leaf]
	return e != nil && !e.Question()
}

// mark keeps which message the session goes on from: until now that is the one
// that was saved last.
func (c *comparison) mark(leaf string) tea.Cmd {
	id := c.session.ID
	return c.env.Saver.Later("keeping which answer was picked", func(ctx context.Context, s chat.Store) error {
		return s.Change(ctx, id, chat.Change{Leaf: &leaf})
	})
}

// choose has the session go on with a column's answer, once those that still come
// are stopped.
func (c *comparison) choose(k *column) {
	c.chosen = k
	c.columns.stop()
}

// handOver makes the answers a part of the thread's session, which goes on from one
// of them.
func (c *comparison) handOver(leaf string) {
	t := c.thread
	t.Session.Messages = append(t.Session.Messages, c.session.Messages[c.known:]...)
	t.Session.Leaf = leaf
	for id, e := range c.kept {
		e.Bare, e.Anonymous, e.Rendered = false, false, false
		t.Kept[id] = e
	}
	t.Rebuild(transcript.NewReader(c.env))
}

// Close ends what is under way when the program does, waits until it is kept, as
// long as ctx lasts, and notes what the session goes on from.
func (c *comparison) Close(ctx context.Context) {
	c.columns.stop()
	for _, k := range c.columns {
		if k.live() {
			k.turn.Leave(ctx)
		}
	}
	if leaf := c.best(); leaf != "" {
		c.mark(leaf)
	}
}

func stillAnswering(keys keymap.Map) string {
	return "it is still answering: " + keys.Key(keymap.Comparing, keymap.StopOne) + " stops it"
}

// Models are those that are asked in the columns.
func (c *comparison) Models() []chat.Model {
	var models []chat.Model
	for _, k := range c.columns {
		if k.problem.Text == "" {
			models = append(models, k.choice.Model)
		}
	}
	return models
}

// giveBack returns what waits to its writer.
func (c *comparison) giveBack() {
	for _, q := range c.waiting {
		c.threads.GiveBack(q.draft, nil)
	}
	c.waiting = nil
}

// Title is that of the window, "" before anything was asked.
func (c *comparison) Title() string {
	if c.thread == nil {
		return ""
	}
	return c.env.Look.Cut(theme.OneLine(c.thread.Session.Title), 40) + " · neonchat · " + c.env.Look.Cut(theme.OneLine(c.gateway.Branch.Name), 40)
}

// Busy reports whether an answer is under way.
func (c *comparison) Busy() bool { return c.columns.busy() }

// Stop ends the answers under way. What waits goes back to its writer.
func (c *comparison) Stop() {
	c.columns.stop()
	c.giveBack()
}

func (c *comparison) replaced(msg otherMsg) page.Intent {
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
