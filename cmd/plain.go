package cmd

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"neonchat/chat"
	"neonchat/cmd/answer"
	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/ui/markdown"
)

// plainChat is the chat line by line: a question, its answer, the next question,
// each with all that came before. Nothing in it moves, and nothing is told apart
// by its place or its colour alone, which suits a screen reader. The lines may
// come from a pipe and go to one.
type plainChat struct {
	*program.Program
	models  *backend.Models
	history *backend.History
}

// run answers q first, where it has parts.
func (c *plainChat) run(ctx context.Context, q answer.Question) error {
	c.Flags.Plain = true
	if _, err := answer.NewText(c.Program); err != nil {
		return err
	}
	b, err := c.models.Open(ctx)
	if err != nil {
		return err
	}
	c.Status = program.NewStatus(c.Err, false, false)
	if c.IsTerminal(c.In) {
		c.Status.Spoken = true
		c.Status.Line(q.Model.ID + " on branch " + markdown.Clean(b.Gateway.Branch.Text) + `. A line that ends in \ goes on in the next, ctrl+c stops an answer, ctrl+d ends the chat.`)
	}
	kept := c.history.Recorder(c.Complain).Store
	session, err := c.history.Begin(ctx, b, q.Session, kept)
	if err != nil {
		return err
	}
	if q.Session != nil {
		c.Status.Line(fmt.Sprintf("Going on with %q; 'neonchat sessions show %s' shows it.", backend.Title(session.Head), session.ID))
	}
	turn := chat.Turn{
		Streamer: b, Session: session, Model: q.Model, Options: q.Options,
		Store: kept, Price: c.models.Price(ctx, q.Model.ID, q.Facts),
	}
	tools, err := backend.OpenTools(c.Program, b)
	if err != nil {
		return err
	}
	tools.Equip(&turn, q.Facts)
	return c.turns(ctx, q.Parts, turn)
}

// turns asks the first question, if there is one, and then each that it reads. Ctrl+c
// stops the answer under way; at the prompt it ends the program. An error is
// reported and the chat goes on. When the questions come from a pipe, the exit code
// reports it too, and ctrl+c ends the program.
func (c *plainChat) turns(ctx context.Context, question []chat.Part, turn chat.Turn) error {
	lines := bufio.NewReader(c.In)
	typed := c.IsTerminal(c.In)
	var failed error
	for {
		if question == nil {
			text, err := c.nextPrompt(ctx, lines)
			if errors.Is(err, io.EOF) {
				c.mark("\n")
				return failed
			}
			if ctx.Err() != nil {
				c.mark("\n")
				return program.Reported{Code: program.ExitInterrupted}
			}
			if err != nil {
				return fmt.Errorf("reading the prompt: %w", err)
			}
			question = []chat.Part{chat.Text{Text: text}}
		}
		c.mark("\n")
		err := c.reply(ctx, turn, question)
		question = nil
		if errors.Is(err, context.Canceled) && !typed {
			return err
		}
		if err != nil {
			c.Report(err)
		}
		if err != nil && !typed {
			failed = program.Reported{Code: program.ExitFailed}
		}
	}
}

// nextPrompt reads a question that isn't blank. It prints a piped question before the
// answer when standard output is a terminal.
func (c *plainChat) nextPrompt(ctx context.Context, lines *bufio.Reader) (string, error) {
	for {
		text, err := c.readPrompt(ctx, lines)
		if err != nil {
			return "", err
		}
		if strings.TrimSpace(text) == "" {
			continue
		}
		if c.IsTerminal(c.Out) && !c.IsTerminal(c.In) {
			fmt.Fprintf(c.Out, "\n> %s\n\n", markdown.Clean(text))
		}
		return text, nil
	}
}

// readPrompt reads a question. The error is io.EOF when there is none any more.
func (c *plainChat) readPrompt(ctx context.Context, lines *bufio.Reader) (string, error) {
	var text strings.Builder
	for mark := "\n> "; ; mark = ". " {
		c.mark(mark)
		line, err := program.ReadLine(ctx, lines)
		if err != nil && (err != io.EOF || line == "" && text.Len() == 0) {
			return "", err
		}
		line = strings.TrimRight(line, "\r\n")
		head, goesOn := strings.CutSuffix(line, `\`)
		text.WriteString(head)
		if !goesOn || err != nil {
			return text.String(), nil
		}
		text.WriteByte('\n')
	}
}

// mark prints the prompt sign to the terminal that the user types on.
func (c *plainChat) mark(s string) {
	switch {
	case !c.IsTerminal(c.In):
	case c.IsTerminal(c.Out):
		io.WriteString(c.Out, s)
	default:
		io.WriteString(c.Err, s)
	}
}

// reply asks and shows the answer. In a pipe a blank line follows it.
func (c *plainChat) reply(ctx context.Context, turn chat.Turn, question []chat.Part) error {
	ctx, stop := c.WithTimeout(ctx)
	defer stop()
	c.OnInterrupt(stop)
	defer c.OnInterrupt(nil)
	out, err := answer.NewText(c.Program) // as wide as the terminal is now
	if err != nil {
		return err
	}
	turn.Each = answer.EventTo(c.Status, turn.Model, out)
	c.Status.Spin(turn.Model.ID)
	before := turn.Session.Leaf
	a, err := turn.Ask(ctx, question...)
	if err != nil && len(a.Parts) == 0 {
		turn.Session.Leaf = before // the next question stands beside it
	}
	err = answer.Verdict(c.models, a, err, turn.Options, c.Settings.Timeout)
	if err == nil {
		c.models.KeepUsed(turn.Session.Branch.ID, a.Origin.Model)
	}
	if failure := out.Done(answer.Result{}, a, err); err == nil {
		err = failure
	}
	if text := a.Text(); text != "" && !c.IsTerminal(c.Out) {
		if !strings.HasSuffix(text, "\n") {
			io.WriteString(c.Out, "\n")
		}
		io.WriteString(c.Out, "\n")
	}
	return err
}
