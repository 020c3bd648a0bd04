package cmd

import (
	"context"
	"errors"
	"strings"

	"neonchat/chat"
)

// askOptions is the root command: it answers one question, or opens the chat when
// there is none and somebody is there to ask.
type askOptions struct {
	*program
	models  *models
	history *hist
	prompt  string
}

func (o *askOptions) run(ctx context.Context) error {
	format, err := o.outputOf("text", "json", "jsonl")
	if err != nil {
		return err
	}
	var session *chat.Session
	if !o.opensScreen() { // whose first frame waits for no session
		if session, err = o.history.resume(ctx); err != nil {
			return err
		}
	}
	q, err := o.question(ctx, session)
	if err != nil {
		return err
	}
	if o.flags.plain && o.given("output") {
		return usagef("leave one of them out: the chat line by line is text", "--plain and --output don't go together")
	}
	asked := len(q.parts) > 0
	switch {
	case o.opensScreen() && !asked:
		return (&screenOptions{o.program, o.models, o.history}).run(ctx, o.in, nil)
	case o.flags.plain, !asked && o.isTerminal(o.in) && o.isTerminal(o.out):
		return (&plainChat{o.program, o.models, o.history}).run(ctx, q)
	case !asked:
		return usagef(`give one as an argument or on standard input: neonchat "explain branching"`, "there is no prompt")
	}
	b, err := o.models.open(ctx)
	if err != nil {
		return err
	}
	out, err := newOutput(o.program, format)
	if err != nil {
		return err
	}
	return o.once(ctx, b, q, out)
}

// opensScreen reports whether the full-screen chat opens: there is nothing to ask
// yet, and a terminal for it.
func (o *askOptions) opensScreen() bool {
	asks := strings.TrimSpace(o.prompt) != "" || len(o.flags.files) > 0
	return !asks && o.isTerminal(o.in) && o.isTerminal(o.out) && !o.flags.plain && !o.dumb()
}

// question puts the prompt, the input and the files together and checks that the
// model takes as much. Without a prompt and an input it has no parts.
func (o *askOptions) question(ctx context.Context, session *chat.Session) (q question, err error) {
	name, chosen := o.model(session)
	if _, q, err = newQuestion(o.models, name); err != nil {
		return q, err
	}
	q.session, q.model.Default = session, !chosen
	var length int64
	q.parts, length, err = parts(ctx, o.program, o.prompt, promptLimit(q.facts))
	if err != nil && !errors.As(err, new(errTooMuch)) {
		return q, err
	}
	return q, q.fits(length)
}

// model names the target to ask: the one of --model, the one that answered last
// in the session, that of the settings, or the default. It reports whether the
// user chose it.
func (o *askOptions) model(session *chat.Session) (name string, chosen bool) {
	if session != nil && !o.given("model") {
		if last := o.models.answeredLast(session); last != "" {
			return last, false
		}
	}
	if o.settings.Model != "" {
		return o.settings.Model, true
	}
	name, _ = o.models.byDefault()
	return name, false
}

// once asks the question and shows the answer.
func (o *askOptions) once(ctx context.Context, b *branch, q question, out output) error {
	ctx, cancel := o.limited(ctx)
	defer cancel()
	kept := o.history.keep(o.complain)
	session, err := o.history.begin(ctx, b, q.session, kept.Store)
	if err != nil {
		return err
	}
	turn := chat.Turn{
		Streamer: b, Session: session, Model: q.model, Options: q.options,
		Store: kept.Store, Price: o.models.price(ctx, q.model.ID, q.facts), Each: eventTo(o.status, q.model, out), Discard: !out.keeps(),
	}
	o.status.spin(q.model.ID)
	a, err := turn.Ask(ctx, q.parts...)
	o.status.quiet()
	err = o.models.verdict(a, err, q.options, o.settings.Timeout)
	if err == nil {
		o.models.keepUsed(b.id(), a.Origin.Model)
	}
	r := newResult(b, a, err)
	r.Session = kept.kept(turn.Session)
	if err := out.done(r, a, err); err != nil {
		return err
	}
	return err
}
