package cmd

import (
	"context"
	"errors"
	"strings"

	"neonchat/chat"
	"neonchat/cmd/answer"
	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/cmd/screen"
)

// askOptions is the root command: it answers one question, or opens the chat
// when there is none and a terminal is there.
type askOptions struct {
	*program.Program
	models  *backend.Models
	history *backend.History
	prompt  string
}

func (o *askOptions) run(ctx context.Context) error {
	format, err := o.Format("text", "json", "jsonl")
	if err != nil {
		return err
	}
	var session *chat.Session
	if !o.opensScreen() { // the screen loads the session after its first frame
		if session, err = o.history.Resume(ctx); err != nil {
			return err
		}
	}
	q, err := o.question(ctx, session)
	if err != nil {
		return err
	}
	if o.Flags.Plain && o.Given("output") {
		return program.Usagef("leave one of them out: the chat line by line is text", "--plain and --output don't go together")
	}
	asked := len(q.Parts) > 0
	switch {
	case o.opensScreen() && !asked:
		return screen.Open(ctx, o.Program, o.models, o.history, o.In, nil)
	case o.Flags.Plain, !asked && o.IsTerminal(o.In) && o.IsTerminal(o.Out):
		return (&plainChat{o.Program, o.models, o.history}).run(ctx, q)
	case !asked:
		return program.Usagef(`give one as an argument or on standard input: neonchat "explain branching"`, "there is no prompt")
	}
	b, err := o.models.Open(ctx)
	if err != nil {
		return err
	}
	out, err := answer.NewOutput(o.Program, format)
	if err != nil {
		return err
	}
	return o.once(ctx, b, q, out)
}

// opensScreen reports whether to open the full-screen chat: there is no
// question, and there is a terminal for it.
func (o *askOptions) opensScreen() bool {
	asks := strings.TrimSpace(o.prompt) != "" || len(o.Flags.Files) > 0
	return !asks && o.IsTerminal(o.In) && o.IsTerminal(o.Out) && !o.Flags.Plain && !o.Dumb()
}

// question joins the prompt, the input and the files, and checks that the model
// accepts them. Without a prompt and an input it has no parts.
func (o *askOptions) question(ctx context.Context, session *chat.Session) (q answer.Question, err error) {
	name, chosen := o.model(session)
	if err := o.check(name, chosen); err != nil {
		return q, err
	}
	if _, q, err = answer.NewQuestion(o.models, name); err != nil {
		return q, err
	}
	q.Session, q.Model.Default = session, !chosen
	var length int64
	q.Parts, length, err = answer.Parts(ctx, o.Program, o.prompt, answer.PromptLimit(q.Facts))
	if err != nil && !errors.As(err, new(answer.TooMuchError)) {
		return q, err
	}
	return q, q.Fits(length)
}

// model names the target to ask: that of --model, the last one of the session,
// that of the settings, or the default. It reports whether the user chose it.
func (o *askOptions) model(session *chat.Session) (name string, chosen bool) {
	if session != nil && !o.Given("model") {
		if last := o.models.AnsweredLast(session); last != "" {
			return last, false
		}
	}
	if o.Settings.Model != "" {
		return o.Settings.Model, true
	}
	name, _ = o.models.Default()
	return name, false
}

// check refuses a mistyped model and says where the user named it.
func (o *askOptions) check(name string, chosen bool) error {
	if !chosen {
		return nil
	}
	err := o.models.Check(name)
	if err != nil && !o.Given("model") {
		return program.Usagef(program.HintOf(err), "%s: %w", o.Settings.Source("model"), err)
	}
	return err
}

// once asks the question and shows the answer.
func (o *askOptions) once(ctx context.Context, b *backend.Branch, q answer.Question, out answer.Output) error {
	ctx, cancel := o.WithTimeout(ctx)
	defer cancel()
	kept := o.history.Recorder(o.Complain)
	session, err := o.history.Begin(ctx, b, q.Session, kept.Store)
	if err != nil {
		return err
	}
	tools, err := backend.OpenTools(o.Program, b)
	if err != nil {
		return err
	}
	var streamer chat.Streamer = b
	if o.IsTerminal(o.Out) && (o.Settings.Output == "" || o.Settings.Output == "text") {
		streamer = chat.Folding{Streamer: b}
	}
	turn := chat.Turn{
		Streamer: streamer, Session: session, Model: q.Model, Options: q.Options,
		Store: kept.Store, Price: o.models.Price(ctx, q.Model.ID, q.Facts), Each: answer.EventTo(o.Status, q.Model, out), Discard: !out.Keeps(),
	}
	tools.Equip(&turn, q.Facts)
	o.Status.Spin(q.Model.ID)
	a, err := turn.Ask(ctx, q.Parts...)
	o.Status.Quiet()
	err = answer.Verdict(o.models, a, err, q.Options, o.Settings.Timeout)
	if err == nil {
		o.models.KeepUsed(b.ID(), a.Origin.Model)
	}
	r := answer.NewResult(b, a, err)
	r.Session = kept.SavedID(turn.Session)
	if err := out.Done(r, a, err); err != nil {
		return err
	}
	return err
}
