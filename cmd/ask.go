package cmd

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"neonchat/catalog"
	"neonchat/chat"
)

// ask answers one question, or opens the chat when there is none and somebody
// sits there to ask.
func (p *program) ask(ctx context.Context, prompt string) error {
	format, err := p.outputOf("text", "json", "jsonl")
	if err != nil {
		return err
	}
	var session *chat.Session
	if !p.fullScreen(prompt) { // whose first frame waits for no session
		if session, err = p.resume(ctx); err != nil {
			return err
		}
	}
	q, err := p.question(ctx, prompt)
	if err != nil {
		return err
	}
	q.session = session
	if p.flags.plain {
		if p.given("output") {
			return usagef("leave one of them out: the chat line by line is text", "--plain and --output don't go together")
		}
		return p.converse(ctx, q)
	}
	if len(q.parts) == 0 {
		if p.isTerminal(p.in) && p.isTerminal(p.out) {
			return p.chat(ctx, q)
		}
		return usagef(`give one as an argument or on standard input: neonchat "explain branching"`, "there is no prompt")
	}
	b, err := p.open(ctx)
	if err != nil {
		return err
	}
	switch format {
	case "json":
		return p.askOnce(ctx, b, q, &jsonOutput{p: p})
	case "jsonl":
		return p.askOnce(ctx, b, q, &jsonlOutput{p: p})
	}
	out, err := p.textOutput()
	if err != nil {
		return err
	}
	return p.askOnce(ctx, b, q, out)
}

// A question is what is asked and whom.
type question struct {
	session *chat.Session // that it goes on with; nil begins one
	parts   []chat.Part
	model   chat.Model
	facts   catalog.Model
	options chat.Options
}

// question puts the prompt, the input and the files together and looks whether
// the model can take as much. Without a prompt and an input it has no parts.
func (p *program) question(ctx context.Context, prompt string) (q question, err error) {
	name := p.settings.Model
	if name == "" {
		name, _ = p.byDefault()
	}
	q.model, q.facts, q.options, err = p.target(name)
	if err != nil {
		return q, err
	}
	q.model.Default = !p.picked()
	var length int64
	q.parts, length, err = p.parts(ctx, prompt, promptLimit(q.facts))
	if err != nil && !errors.As(err, new(errTooMuch)) {
		return q, err
	}
	return q, q.fits(length)
}

// picked reports whether the user has named the model that is asked.
func (p *program) picked() bool { return p.settings.Model != "" && !p.carried }

// fits refuses a question of so many bytes when it is longer than the model
// takes.
func (q question) fits(length int64) error {
	return fits(q.facts, q.model.ID, length+int64(len(q.options.System)))
}

// parts puts the prompt, the input and the files together. Without a prompt and
// an input there are none. Of an input that no model with this limit takes it
// gives the length, and an errTooMuch.
func (p *program) parts(ctx context.Context, prompt string, limit int) (parts []chat.Part, length int64, err error) {
	input, err := p.readInput(ctx, limit)
	var much errTooMuch
	if errors.As(err, &much) {
		return nil, much.bytes, err
	}
	if err != nil {
		return nil, 0, err
	}
	for _, path := range p.flags.files {
		f, err := readFile(path)
		if err != nil {
			return nil, 0, err
		}
		if f.MIME == "text/plain" {
			length += int64(len(f.Data))
		}
		parts = append(parts, f)
	}
	if text := join(prompt, input); strings.TrimSpace(text) != "" {
		return append(parts, chat.Text{Text: text}), length + int64(len(text)), nil
	}
	if len(parts) > 0 {
		return nil, 0, usagef("say what to do with the file: neonchat -f FILE \"what is this?\"", "there is no prompt")
	}
	return nil, 0, nil
}

// An output shows an answer while it comes and when it is done.
type output interface {
	event(chat.Event) error
	// done ends the answer; err is what went wrong with it, or nil.
	done(r result, a chat.Answer, err error) error
	// keeps reports whether the answer's text is needed at the end.
	keeps() bool
}

func (p *program) askOnce(ctx context.Context, b *branch, q question, out output) error {
	ctx, cancel := p.limited(ctx)
	defer cancel()
	kept := p.history(p.complain)
	session, err := p.talk(ctx, b, q.session, kept.Store)
	if err != nil {
		return err
	}
	turn := chat.Turn{
		Streamer: b, Session: session, Model: q.model, Options: q.options,
		Store: kept.Store, Price: p.priceOf(q.model.ID, p.factsOf(ctx, q)), Each: p.showing(q.model, out), Discard: !out.keeps(),
	}
	p.status.spin(q.model.ID)
	a, err := turn.Ask(ctx, q.parts...)
	p.status.quiet()
	err = p.verdict(a, err, q.options)
	if err == nil {
		p.keepUsed(b.id(), a.Origin.Model)
	}
	r := newResult(b, a, err)
	r.Session = kept.kept(turn.Session)
	if err := out.done(r, a, err); err != nil {
		return err
	}
	return err
}

// showing gives the output what comes, and the status how the question gets on.
func (p *program) showing(m chat.Model, out output) func(chat.Event) error {
	return func(e chat.Event) error {
		if u, ok := e.(chat.Upload); ok {
			p.status.sends(m.ID, u)
			return nil
		}
		return out.event(e)
	}
}

// factsOf gives the newest facts at hand of the model that is asked, for the
// price of the answer.
func (p *program) factsOf(ctx context.Context, q question) func() catalog.Model {
	facts := p.newest(ctx, q.facts)
	return func() catalog.Model { return facts()[0] }
}

// newest looks models up in the newest facts at hand, and has them brought up to
// date when they are old. It does so beside the request, which never waits for
// it; nor does the program's end wait for news.
func (p *program) newest(ctx context.Context, models ...catalog.Model) func() []catalog.Model {
	found := make(chan struct{})
	go func() {
		if c, err := p.cache().Load(); err == nil && !p.settings.Demo {
			for i, m := range models {
				if latest, ok := c.Find(m.ID); ok {
					models[i] = latest
				}
			}
		}
		close(found)
		if err := p.refresh(ctx); err != nil {
			p.log.Info("models.dev", "error", err)
		}
	}()
	return func() []catalog.Model {
		<-found
		return models
	}
}

// limited is a context for one answer: it ends when the time is over that the
// user gives it.
func (p *program) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	if p.settings.Timeout > 0 {
		return context.WithTimeout(ctx, p.settings.Timeout)
	}
	return context.WithCancel(ctx)
}

// verdict says whether the answer can be trusted to be what was asked for. What
// is short of that is an error, so that a script can tell.
func (p *program) verdict(a chat.Answer, err error, o chat.Options) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return &answerError{fmt.Sprintf("the answer was not complete within %s", p.settings.Timeout), "give it more time with --timeout, or leave that out"}
	}
	if err != nil {
		return err
	}
	model := a.Origin.Model
	switch a.Stop.Reason {
	case chat.StopLength:
		if o.MaxTokens > 0 {
			return &answerError{fmt.Sprintf("the answer was cut at its limit of %s", numbered(o.MaxTokens, "token")), "raise --max-tokens; reasoning counts too"}
		}
		return &answerError{"the answer was cut: it reached the length that " + model + " writes", "set --max-tokens, or ask for less"}
	case chat.StopRefusal:
		return &answerError{model + " refused to answer" + because(a.Stop.Detail), "ask in other words, or another model"}
	case chat.StopContentFilter:
		return &answerError{"the answer was blocked by a content filter" + because(a.Stop.Detail), "ask in other words, or another model"}
	case chat.StopOther, chat.StopPause:
		return &answerError{fmt.Sprintf("the answer is not complete: %s stopped for %q%s", model, a.Stop.Raw, because(a.Stop.Detail)), "try again, or another model"}
	}
	if a.Empty {
		return &answerError{model + " answered with nothing", "ask again, or another model"}
	}
	return nil
}

func because(detail string) string {
	if detail == "" {
		return ""
	}
	return ": " + detail
}

// An answerError is an answer that came, and fell short.
type answerError struct{ problem, hint string }

func (e *answerError) Error() string { return e.problem }
func (e *answerError) Hint() string  { return e.hint }
