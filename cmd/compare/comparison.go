package compare

import (
	"context"
	"sync"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/cmd/answer"
	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/cmd/words"
)

// A comparison asks several targets one question. Each target has a goroutine that
// streams its answer and ends with it. They send everything to ask, which alone
// touches the output and the outcomes.
type comparison struct {
	*options
	branch     *backend.Branch
	candidates []candidate
	question   []chat.Part
	out        output
	session    *chat.Session // the session to continue; nil starts one
	judging    *candidate    // the judge; nil for none
	tools      *backend.Tools

	kept      *backend.Recorder
	uploads   []chat.Upload // the progress of each upload that takes long
	outcomes  []outcome     // in the order asked
	judgement *judgement
}

// An outcome is a candidate with its answer.
type outcome struct {
	candidate
	answer chat.Answer
	err    error // what is wrong with the answer; nil for nothing
	result answer.Result
}

// An output shows answers while they arrive and when they are done. Its methods
// are called one at a time.
type output interface {
	event(i int, e chat.Event) error
	// answered ends the i-th answer.
	answered(i int, o outcome) error
	// done ends the comparison.
	done(c *comparison) error
}

// An arrival is an event of an answer, or the end of the answer where event is nil.
type arrival struct {
	index  int
	event  chat.Event
	answer chat.Answer
	err    error
}

// ask asks all candidates at once. It returns the error of the output; the errors of
// answers are in the outcomes.
func (c *comparison) ask(ctx context.Context) (err error) {
	c.kept = c.history.Recorder(c.Complain)
	if c.session, err = c.history.Begin(ctx, c.branch, c.session, c.kept.Store); err != nil {
		return err
	}
	c.outcomes = make([]outcome, len(c.candidates))
	c.uploads = make([]chat.Upload, len(c.candidates))
	c.Status.Spin(words.Count(len(c.candidates), "model"))
	failure := c.stream(ctx)
	c.Status.Quiet()
	c.choose()
	if failure != nil {
		return failure
	}
	if c.judging != nil && ctx.Err() == nil {
		c.judgement = c.judged(ctx)
	}
	return c.out.done(c)
}

// stream gives the answers to the output. An answer that can't be written stops all.
func (c *comparison) stream(ctx context.Context) (failure error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for a := range c.start(ctx) {
		if failure != nil {
			continue
		}
		if u, ok := a.event.(chat.Upload); ok {
			c.sent(a.index, u)
		} else if a.event != nil {
			failure = c.out.event(a.index, a.event)
		} else {
			c.end(a)
			failure = c.out.answered(a.index, c.outcomes[a.index])
		}
		if failure != nil {
			cancel()
		}
	}
	return failure
}

// sent shows the progress of all uploads together.
func (c *comparison) sent(i int, u chat.Upload) {
	c.uploads[i] = u
	var all chat.Upload
	for _, u := range c.uploads {
		all.Sent += u.Sent
		all.Total += u.Total
	}
	c.Status.Sent(all)
}

// start starts the turns. The channel is closed when the last has ended.
func (c *comparison) start(ctx context.Context) <-chan arrival {
	tools := c.tools
	turns := chat.Turn{Streamer: c.branch, Session: c.session, Store: c.kept.Store}.Split(len(c.candidates), c.question...)
	facts := c.models.Newest(ctx, factsOf(c.candidates)...)
	arrivals := make(chan arrival)
	var all sync.WaitGroup
	for i, t := range turns {
		one := c.candidates[i]
		t.Model, t.Options, t.Price = one.Model, one.Options, c.models.PriceOf(one.Model.ID, func() catalog.Model { return facts()[i] })
		tools.Equip(&t, one.Facts)
		t.Each = func(e chat.Event) error {
			arrivals <- arrival{index: i, event: e}
			return nil
		}
		all.Go(func() {
			a, err := c.answer(ctx, t, one.unfit)
			arrivals <- arrival{index: i, answer: a, err: err}
		})
	}
	go func() {
		all.Wait()
		close(arrivals)
	}()
	return arrivals
}

// answer has a turn answered within the time that there is, or not at all for a
// question that is unfit.
func (o *options) answer(ctx context.Context, t chat.Turn, unfit error) (chat.Answer, error) {
	if unfit != nil {
		return chat.Answer{Message: chat.Message{
			Role: chat.Assistant, Origin: chat.Origin{Dialect: t.Model.Dialect, Model: t.Model.ID},
			Stop: chat.Stop{Reason: chat.StopError}, Err: unfit.Error(),
		}}, unfit
	}
	ctx, cancel := o.WithTimeout(ctx)
	defer cancel()
	return t.Answer(ctx)
}

// end notes the outcome of an answer.
func (c *comparison) end(a arrival) {
	one := c.candidates[a.index]
	err := answer.Verdict(c.models, a.answer, a.err, one.Options, c.Settings.Timeout)
	o := outcome{candidate: one, answer: answer.Total(a.answer), err: err, result: answer.NewResult(c.branch, a.answer, err)}
	o.result.Session = c.kept.SavedID(c.session)
	c.outcomes[a.index] = o
}

// choose puts the answers beside each other in the session and goes on from the
// first that is whole, until the user picks another.
func (c *comparison) choose() {
	leaf := ""
	for _, o := range c.outcomes {
		if o.answer.ID == "" {
			continue // it wasn't asked
		}
		c.session.Beside(o.answer.Steps...)
		if leaf == "" && o.err == nil {
			leaf = o.answer.ID
		}
	}
	if leaf == "" || c.kept.Store == nil {
		return
	}
	c.session.Leaf = leaf
	if err := c.kept.Change(c.Saving(), c.session.ID, chat.Change{Leaf: &leaf}); err != nil {
		c.Log.Info("choosing an answer", "error", err) // that nothing is kept was told
	}
}

// exitError is the error that the exit code is made of. What was wrong has been told.
func (c *comparison) exitError(ctx context.Context) error {
	failed, unjudged := 0, c.judgement != nil && c.judgement.err != nil
	for _, o := range c.outcomes {
		if o.err != nil {
			failed++
		}
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case failed == len(c.outcomes), c.strict && (failed > 0 || unjudged):
		return program.Reported{Code: program.ExitFailed}
	}
	return nil
}
