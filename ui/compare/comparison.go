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

// A comparison holds the questions that several models are asked, and the
// session that their answers become. It knows nothing of how they are shown.
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

// A question is what all columns are asked, with its draft.
type question struct {
	parts []chat.Part
	draft draft.Draft
}

// ask asks a question in all columns: at once in those that are idle, later in
// the others.
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

// split starts the comparison after a message of the thread's session, with its
// first question for all columns.
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

// turn makes a turn in a session. It uses the gateway of the start: a switch of
// the branch takes effect only in the chat afterwards.
func (c *comparison) turn(s *chat.Session) chat.Turn {
	return chat.Turn{Streamer: c.gateway.Streamer, Session: s, Store: c.env.Saver.Ordered(), Now: c.env.Deps.Now}
}

// entry makes the entry that the chat shows for the question.
func (q question) entry(m chat.Message) *transcript.Entry {
	return &transcript.Entry{Message: m, Folded: transcript.Lengthy(q.parts), Asked: q.draft}
}

// next asks a column the next question that it wasn't asked yet.
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

// again asks a column its last question again. The new answer becomes a version
// beside the others.
func (c *comparison) again(k *column) page.Intent {
	switch {
	case k.problem.Text != "":
		return page.Notice{Text: "there is nobody to ask: " + c.env.Keys.Key(keymap.Comparing, keymap.Another) + " chooses another model"}
	case k.live() || k.asked == 0:
		return c.next(k)
	}
	t := c.turn(nil)
	if k.asked == 1 {
		t = k.first // saves the question too, in case no column has yet
	}
	t.Session = pathTo(c.session, k.question)
	return c.begin(k, t, transcript.AnswersAgain)
}

// takeUp continues a column's answer that was cut.
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

// arrived adds what has come of a column's answer. It reports whether the answer
// has ended.
func (c *comparison) arrived(k *column, msg transcript.TurnMsg) (done bool, next tea.Cmd) {
	end, cmd := k.arrived(msg, c.env.Deps)
	if end == nil {
		return false, cmd
	}
	c.keep(k, *end)
	return true, nil
}

// keep adds the messages of a turn to the session.
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

// best is the message that the session continues from if the user picks none:
// the first complete answer, or else the first answer at all, even to an earlier
// question, or else the first message that explains a failure.
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

// hasAnswered reports whether a column has any answer, even to an earlier
// question.
func (c *comparison) hasAnswered(k *column) bool {
	e := c.kept[k.leaf]
	return e != nil && !e.Question()
}

// mark saves which message the session continues from. Until then it is the one
// saved last.
func (c *comparison) mark(leaf string) tea.Cmd {
	id := c.session.ID
	return c.env.Saver.Later("keeping which answer was picked", func(ctx context.Context, s chat.Store) error {
		return s.Change(ctx, id, chat.Change{Leaf: &leaf})
	})
}

// choose continues the session with a column's answer, once the other answers
// are stopped.
func (c *comparison) choose(k *column) {
	c.chosen = k
	c.columns.stop()
}

// handOver adds the answers to the thread's session, which continues from one of
// them.
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

// Close stops what is under way when the program ends, waits until it is saved,
// as long as ctx lasts, and saves which message the session continues from.
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

// Models returns the models of the columns.
func (c *comparison) Models() []chat.Model {
	var models []chat.Model
	for _, k := range c.columns {
		if k.problem.Text == "" {
			models = append(models, k.choice.Model)
		}
	}
	return models
}

// giveBack returns the waiting questions to the composer.
func (c *comparison) giveBack() {
	for _, q := range c.waiting {
		c.threads.GiveBack(q.draft, nil)
	}
	c.waiting = nil
}

// Title is the title of the window, "" before anything was asked.
func (c *comparison) Title() string {
	if c.thread == nil {
		return ""
	}
	return c.env.Look.Cut(theme.OneLine(c.thread.Session.Title), 40) + " · neonchat · " + c.env.Look.Cut(theme.OneLine(c.gateway.Branch.Name), 40)
}

// Busy reports whether an answer is under way.
func (c *comparison) Busy() bool { return c.columns.busy() }

// Stop stops the answers under way. Waiting questions return to the composer.
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
	return c.again(k)
}
