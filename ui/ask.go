package ui

import (
	"strings"
	"time"

	"neonchat/chat"
)

// send takes what is written: a command, a question, or one for the queue.
func (c *conversation) send() intent {
	if strings.HasSuffix(c.composer.text[:c.composer.at], `\`) {
		c.composer.edit(actBack)
		c.composer.edit(actNewline)
		return nil
	}
	if c.composer.empty() {
		if !c.busy() && len(c.queue) > 0 {
			c.attend()
		}
		return c.sendQueued()
	}
	if name, arg, ok := commandIn(c.composer); ok {
		c.sent()
		return c.command(name, arg)
	}
	d, over := c.composer.draft(), c.editing
	c.sent()
	c.editing = nil
	remember := c.desk.memory.ask(d.plain())
	if c.busy() {
		c.enqueue(d)
		return remember
	}
	c.attend()
	if over == nil && len(c.queue) > 0 {
		c.enqueue(d)
		return both{remember, c.sendQueued()}
	}
	return both{remember, c.ask(d, over)}
}

// attend goes to the end, where the answer to what is being asked will be.
func (c *conversation) attend() {
	c.transcript.selected = -1
	c.transcript.toEnd()
}

func (c *conversation) sendQueued() intent {
	if c.busy() {
		return nil
	}
	if d, ok := c.dequeue(); ok {
		return c.ask(d, nil)
	}
	return nil
}

// ask asks a draft, after its files were read: at the end, or as another version
// of a question.
func (c *conversation) ask(d draft, over *entry) intent {
	c.pending, c.over = d, over
	if !d.mentions() {
		return c.begin([]chat.Part{chat.Text{Text: d.plain()}})
	}
	c.getting = true
	return gather(c.desk.deps, c.model.model, d)
}

func (c *conversation) gathered(msg gatheredMsg) intent {
	c.getting = false
	if msg.problem != "" {
		c.giveBack(msg.draft)
		c.say(msg.problem)
		return nil
	}
	return c.begin(msg.parts)
}

// giveBack returns a question to the composer. When something else is written
// there by now it goes to the queue; but not another version of one, which would
// be asked at the end from there, and can be recalled.
func (c *conversation) giveBack(d draft) {
	switch {
	case c.composer.empty():
		c.composer.restore(d)
		c.chipsOff()
		c.editing = c.over
	case c.over == nil:
		c.line.place = 1
		c.enqueue(d)
	}
}

// begin asks: the question stands in the transcript, and its answer grows. Who
// reads or walks further up isn't taken away from there.
func (c *conversation) begin(question []chat.Part) intent {
	c.before = standing{c.session.Leaf, c.transcript.entries}
	if c.over != nil {
		c.branch(c.over)
	}
	now := c.desk.deps.now()
	o := c.model.options
	t := chat.Turn{Streamer: c.desk.deps.Streamer, Session: copyOf(c.session), Model: c.model.model, Options: o}
	origin := chat.Origin{Dialect: c.model.model.Dialect, Model: c.model.model.ID}
	c.transcript.entries = append(c.transcript.entries,
		&entry{message: chat.Message{Role: chat.User, Parts: question}, folded: lengthy(question), asked: c.pending},
		&entry{message: chat.Message{Role: chat.Assistant, Origin: origin}, facts: c.model.facts, live: true, begun: now},
	)
	if c.transcript.selected >= 0 {
		c.transcript.follow = false
	}
	c.transcript.unseen = !c.transcript.follow
	c.turn = start(c.desk.deps, c.desk.look, t, question)
	return both{c.turn.next(time.Time{}), tick(), c.desk.memory.used(c.model.model.ID)}
}

func lengthy(question []chat.Part) bool {
	text := chat.Message{Parts: question}.Text()
	return strings.Count(text, "\n") >= longQuestion || len(text) > 4000
}

// stop ends the answer under way.
func (c *conversation) stop() bool {
	if c.turn == nil {
		return false
	}
	c.turn.cancel()
	return true
}

// retry asks the last question once more: in the place of an answer that never
// came, beside one that did.
func (c *conversation) retry() intent {
	n := len(c.transcript.entries)
	if n < 2 || c.busy() {
		return nil
	}
	return c.again(n - 1)
}

// again asks anew what the i-th entry answers, or asks.
func (c *conversation) again(i int) intent {
	if c.busy() {
		c.say("an answer is under way: esc stops it")
		return nil
	}
	i -= i % 2
	q := c.transcript.entries[i]
	c.pending, c.over, c.editing = q.asked, nil, nil
	if q.message.ID != "" || i == len(c.transcript.entries)-2 {
		c.over = q
	}
	c.attend()
	return c.begin(q.message.Parts)
}
