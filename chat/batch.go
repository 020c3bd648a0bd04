package chat

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/sync/semaphore"
)

// sideBySide is how many calls may run at the same time.
const sideBySide = 4

// mostText is how many bytes of a result's text a model gets.
const mostText = 64 << 10

// A batch is the calls of one answer. Each call runs in a goroutine of its own,
// which sends updates to the turn's goroutine; only that one touches the fields.
type batch struct {
	*loop
	calls   []ToolCall
	results []*ToolResult // in the order of the calls; nil if there is none yet
	began   []bool        // calls that have started
	words   []string      // from the permit, to add to the results
	kept    func(results []Part)
}

// run gives every call a result. The error is that of the permission, of Each,
// or of the context.
func (b *batch) run(ctx context.Context, limit error) error {
	b.words = make([]string, len(b.calls))
	if limit != nil {
		return b.rest(ctx, "Not run: the turn has reached its limit.")
	}
	err := b.decide(ctx)
	if err == nil {
		err = b.runPermitted(ctx)
	}
	if shown := b.rest(ctx, "Not run: "+ended(ctx)+" before."); err == nil {
		err = shown
	}
	return err
}

// ended says why a turn ended.
func ended(ctx context.Context) string {
	switch ctx.Err() {
	case nil:
		return "the turn was ended"
	case context.DeadlineExceeded:
		return "the turn's time was over"
	}
	return "the user stopped the turn"
}

// decide gives a result to each call that mustn't run.
func (b *batch) decide(ctx context.Context) error {
	var wishes []Wish
	var at []int
	for i, c := range b.calls {
		if why := b.refuse(c); why != "" {
			if err := b.unrun(i, why); err != nil {
				return err
			}
			continue
		}
		wishes, at = append(wishes, Wish{c, *b.tool(c.Name), b.warning(c)}), append(at, i)
	}
	if len(wishes) == 0 {
		return nil
	}
	verdicts := make([]Verdict, len(wishes))
	if b.Permit != nil {
		given, err := b.Permit.Permit(ctx, wishes)
		if err != nil {
			return err
		}
		copy(verdicts, given)
	}
	for i, v := range verdicts {
		if v.Allowed {
			b.words[at[i]] = v.Words
			continue
		}
		if err := b.unrun(at[i], cmp.Or(v.Words, "Not run: the user doesn't allow it.")); err != nil {
			return err
		}
	}
	return nil
}

// warning asks the toolbox for a warning about a call.
func (b *batch) warning(c ToolCall) func(context.Context) string {
	w, ok := b.Tools.(Warner)
	if !ok {
		return func(context.Context) string { return "" }
	}
	return func(ctx context.Context) string { return w.Warn(ctx, c) }
}

// An update is what a goroutine of a batch sends.
type update struct {
	at       int
	event    Event // CallStarted or CallProgress
	result   *ToolResult
	finished bool // no more updates follow
}

// runPermitted runs the calls that have no result yet. When ctx ends it waits
// only a moment for those that run.
func (b *batch) runPermitted(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	updates, left := make(chan update), make(chan struct{})
	defer close(left)
	b.start(ctx, func(u update) {
		select {
		case updates <- u:
		case <-left:
		}
	})
	var failure error
	last, done := lasting(ctx, moment/2) // leaves the other half for saving
	defer done()
	for {
		select {
		case u := <-updates:
			if u.finished {
				return cmp.Or(failure, ctx.Err())
			}
			if err := b.take(u); err != nil && failure == nil {
				failure = err
				cancel()
			}
		case <-last.Done():
			return cmp.Or(failure, ctx.Err())
		}
	}
}

func (b *batch) take(u update) error {
	if u.result != nil {
		return b.result(u.at, *u.result)
	}
	b.began[u.at] = true
	return b.each(u.event)
}

// start starts the calls in order, up to sideBySide at once.
func (b *batch) start(ctx context.Context, bring func(update)) {
	type task struct {
		at    int
		call  ToolCall
		alone bool
	}
	var tasks []task
	for i, c := range b.calls {
		if b.results[i] == nil {
			tasks = append(tasks, task{i, c, b.tool(c.Name).Alone})
		}
	}
	toolbox, now := b.Tools, b.now
	go func() { // ends with the last call
		room := semaphore.NewWeighted(sideBySide)
		var all sync.WaitGroup
		for _, t := range tasks {
			weight := int64(1)
			if t.alone {
				weight = sideBySide
			}
			if room.Acquire(ctx, weight) != nil || ctx.Err() != nil {
				break
			}
			all.Go(func() {
				defer room.Release(weight)
				bring(update{at: t.at, event: CallStarted{t.call}})
				began := now()
				r := toolbox.Call(ctx, t.call, func(text string) { bring(update{at: t.at, event: CallProgress{t.call.ID, text}}) })
				r.Took = max(now().Sub(began), time.Nanosecond)
				if ctx.Err() != nil && r.IsError {
					r.Text = cutShort(ctx)
				}
				bring(update{at: t.at, result: &r})
			})
		}
		all.Wait()
		bring(update{finished: true})
	}()
}

// cutShort is the result of a call that was running when the turn ended.
func cutShort(ctx context.Context) string {
	return "It ran when " + ended(ctx) + ". What it has done by then isn't known."
}

// rest gives a result to the calls that have none.
func (b *batch) rest(ctx context.Context, why string) (err error) {
	for i, r := range b.results {
		switch {
		case r != nil:
		case b.began[i]:
			err = errors.Join(err, b.result(i, ToolResult{Text: cutShort(ctx), IsError: true}))
		default:
			err = errors.Join(err, b.unrun(i, why))
		}
	}
	return err
}

func (b *batch) unrun(i int, why string) error {
	return b.result(i, ToolResult{Text: why, IsError: true, Unrun: true})
}

// result shows the result of a call and saves it with the others.
func (b *batch) result(i int, r ToolResult) error {
	r.ID, r.Name = b.calls[i].ID, b.calls[i].Name
	r.Text = shortened(strings.ToValidUTF8(r.Text, "\uFFFD"))
	if b.words[i] != "" {
		r.Text += "\n\nThe user says to this: " + b.words[i]
	}
	if r.Text == "" && len(r.Files) == 0 {
		r.Text = "It is done, and nothing came back."
	}
	b.results[i] = &r
	var parts []Part
	for _, r := range b.results {
		if r != nil {
			parts = append(parts, *r)
		}
	}
	b.kept(parts)
	return b.each(CallDone{b.calls[i], r})
}

// shortened returns a text without its middle if it is too long.
func shortened(text string) string {
	missing := len(text) - mostText
	if missing <= 0 {
		return text
	}
	head, tail := mostText*3/4, len(text)-mostText/4
	for !utf8.RuneStart(text[head]) {
		head--
	}
	for !utf8.RuneStart(text[tail]) {
		tail++
	}
	return fmt.Sprintf("%s\n\n[%d of %d bytes are left out here. Ask for less to see them: fewer rows or fields, a filter, or a part.]\n\n%s",
		text[:head], tail-head, len(text), text[tail:])
}
