package cmd

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"neonchat/chat"
	"neonchat/ui/markdown"
)

// plainChat is the chat line by line: a question, its answer, the next question,
// each with all that came before. Nothing in it moves, and nothing is told apart
// by its place or its colour alone, which suits a screen reader. The lines may
// come from a pipe and go to one.
type plainChat struct {
	*program
	models  *models
	history *hist
}

// run answers q first, where it has parts.
func (c *plainChat) run(ctx context.Context, q question) error {
	c.flags.plain = true
	if _, err := textOutput(c.program); err != nil {
		return err
	}
	b, err := c.models.open(ctx)
	if err != nil {
		return err
	}
	c.status = newStatus(c.err, false, false)
	if c.isTerminal(c.in) {
		c.status.spoken = true
		c.status.line(q.model.ID + " on branch " + markdown.Clean(b.gateway.Branch.Text) + `. A line that ends in \ goes on in the next, ctrl+c stops an answer, ctrl+d ends the chat.`)
	}
	kept := c.history.keep(c.complain).Store
	session, err := c.history.begin(ctx, b, q.session, kept)
	if err != nil {
		return err
	}
	if q.session != nil {
		c.status.line(fmt.Sprintf("Going on with %q; 'neonchat sessions show %s' shows it.", titled(session.Head), session.ID))
	}
	return c.turns(ctx, q.parts, chat.Turn{
		Streamer: b, Session: session, Model: q.model, Options: q.options,
		Store: kept, Price: c.models.price(ctx, q.model.ID, q.facts),
	})
}

// turns asks the first question, if there is one yet, and then those that are
// read. Ctrl+c is for the answer under way, and at the prompt it ends the program.
// What goes wrong is told, and the chat goes on; where it is read from a pipe the
// exit code tells it too, and ctrl+c ends it.
func (c *plainChat) turns(ctx context.Context, question []chat.Part, turn chat.Turn) error {
	lines := bufio.NewReader(c.in)
	typed := c.isTerminal(c.in)
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
				return errReported{exitInterrupted}
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
			c.report(err)
		}
		if err != nil && !typed {
			failed = errReported{exitFailed}
		}
	}
}

// nextPrompt reads a question that isn't blank. One that was not typed is shown
// before its answer, where somebody looks.
func (c *plainChat) nextPrompt(ctx context.Context, lines *bufio.Reader) (string, error) {
	for {
		text, err := c.readPrompt(ctx, lines)
		if err != nil {
			return "", err
		}
		if strings.TrimSpace(text) == "" {
			continue
		}
		if c.isTerminal(c.out) && !c.isTerminal(c.in) {
			fmt.Fprintf(c.out, "\n> %s\n\n", markdown.Clean(text))
		}
		return text, nil
	}
}

// readPrompt reads a question. The error is io.EOF when there is none any more.
func (c *plainChat) readPrompt(ctx context.Context, lines *bufio.Reader) (string, error) {
	var text strings.Builder
	for mark := "\n> "; ; mark = ". " {
		c.mark(mark)
		line, err := readLine(ctx, lines)
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

// readLine reads a line, as long as ctx lasts.
func readLine(ctx context.Context, lines *bufio.Reader) (string, error) {
	type result struct {
		line string
		err  error
	}
	read := make(chan result, 1)
	go func() { // ends with the line, or with the process
		line, err := lines.ReadString('\n')
		read <- result{line, err}
	}()
	select {
	case r := <-read:
		return r.line, r.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// mark shows who types that it is their turn.
func (c *plainChat) mark(s string) {
	switch {
	case !c.isTerminal(c.in):
	case c.isTerminal(c.out):
		io.WriteString(c.out, s)
	default:
		io.WriteString(c.err, s)
	}
}

// reply asks and shows the answer. In a pipe a blank line follows it.
func (c *plainChat) reply(ctx context.Context, turn chat.Turn, question []chat.Part) error {
	ctx, stop := c.limited(ctx)
	defer stop()
	c.interrupt.Store(&stop)
	defer c.interrupt.Store(nil)
	out, err := textOutput(c.program) // as wide as the terminal is now
	if err != nil {
		return err
	}
	turn.Each = eventTo(c.status, turn.Model, out)
	c.status.spin(turn.Model.ID)
	before := turn.Session.Leaf
	a, err := turn.Ask(ctx, question...)
	if err != nil && len(a.Parts) == 0 {
		turn.Session.Leaf = before // the next question stands beside it
	}
	err = c.models.verdict(a, err, turn.Options, c.settings.Timeout)
	if err == nil {
		c.models.keepUsed(turn.Session.Branch.ID, a.Origin.Model)
	}
	if failure := out.done(result{}, a, err); err == nil {
		err = failure
	}
	if text := a.Text(); text != "" && !c.isTerminal(c.out) {
		if !strings.HasSuffix(text, "\n") {
			io.WriteString(c.out, "\n")
		}
		io.WriteString(c.out, "\n")
	}
	return err
}
