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

// converse is the chat, line by line: a question, its answer, the next
// question, each with all that came before. Nothing in it moves or is told apart
// by its place or its colour alone, which suits a screen reader; and the lines
// may come from a pipe, and go to one.
func (p *program) converse(ctx context.Context, q question) error {
	p.flags.plain = true
	if _, err := p.textOutput(); err != nil {
		return err
	}
	b, err := p.open(ctx)
	if err != nil {
		return err
	}
	p.status = newStatus(p.err, false, false)
	if p.isTerminal(p.in) {
		p.status.spoken = true
		p.status.line(q.model.ID + " on branch " + markdown.Clean(b.gateway.Branch.Text) + `. A line that ends in \ goes on in the next, ctrl+c stops an answer, ctrl+d ends the chat.`)
	}
	kept := p.history(p.complain).Store
	session, err := p.talk(ctx, b, q.session, kept)
	if err != nil {
		return err
	}
	if q.session != nil {
		p.status.line(fmt.Sprintf("Going on with %q; 'neonchat sessions show %s' shows it.", titled(session.Head), session.ID))
	}
	return p.turns(ctx, q.parts, chat.Turn{
		Streamer: b, Session: session, Model: q.model, Options: q.options,
		Store: kept, Price: p.priceOf(q.model.ID, p.factsOf(ctx, q)),
	})
}

// turns asks the first question, if there is one yet, and then those that are
// read. Ctrl+c is for the answer under way, and at the prompt it ends the program.
// What goes wrong is told, and the chat goes on; where it is read from a pipe the
// exit code tells it too, and ctrl+c ends it.
func (p *program) turns(ctx context.Context, question []chat.Part, turn chat.Turn) error {
	lines := bufio.NewReader(p.in)
	typed := p.isTerminal(p.in)
	var failed error
	for {
		if question == nil {
			text, err := p.nextPrompt(ctx, lines)
			if errors.Is(err, io.EOF) {
				p.mark("\n")
				return failed
			}
			if ctx.Err() != nil {
				p.mark("\n")
				return errReported{exitInterrupted}
			}
			if err != nil {
				return fmt.Errorf("reading the prompt: %w", err)
			}
			question = []chat.Part{chat.Text{Text: text}}
		}
		p.mark("\n")
		err := p.reply(ctx, turn, question)
		question = nil
		if errors.Is(err, context.Canceled) && !typed {
			return err
		}
		if err != nil {
			p.report(err)
		}
		if err != nil && !typed {
			failed = errReported{exitFailed}
		}
	}
}

// nextPrompt reads a question that isn't blank. One that was not typed is shown
// before its answer, where somebody looks.
func (p *program) nextPrompt(ctx context.Context, lines *bufio.Reader) (string, error) {
	for {
		text, err := p.readPrompt(ctx, lines)
		if err != nil {
			return "", err
		}
		if strings.TrimSpace(text) == "" {
			continue
		}
		if p.isTerminal(p.out) && !p.isTerminal(p.in) {
			fmt.Fprintf(p.out, "\n> %s\n\n", markdown.Clean(text))
		}
		return text, nil
	}
}

// readPrompt reads a question. The error is io.EOF when there is none any more.
func (p *program) readPrompt(ctx context.Context, lines *bufio.Reader) (string, error) {
	var text strings.Builder
	for mark := "\n> "; ; mark = ". " {
		p.mark(mark)
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
func (p *program) mark(s string) {
	switch {
	case !p.isTerminal(p.in):
	case p.isTerminal(p.out):
		io.WriteString(p.out, s)
	default:
		io.WriteString(p.err, s)
	}
}

// reply asks and shows the answer. In a pipe a blank line follows it.
func (p *program) reply(ctx context.Context, turn chat.Turn, question []chat.Part) error {
	ctx, stop := p.limited(ctx)
	defer stop()
	p.interrupt.Store(&stop)
	defer p.interrupt.Store(nil)
	out, err := p.textOutput() // as wide as the terminal is now
	if err != nil {
		return err
	}
	turn.Each = p.showing(turn.Model, out)
	p.status.spin(turn.Model.ID)
	before := turn.Session.Leaf
	a, err := turn.Ask(ctx, question...)
	if err != nil && len(a.Parts) == 0 {
		turn.Session.Leaf = before // the next question stands beside it
	}
	err = p.verdict(a, err, turn.Options)
	if err == nil {
		p.keepUsed(turn.Session.Branch.ID, a.Origin.Model)
	}
	if failure := out.done(result{}, a, err); err == nil {
		err = failure
	}
	if text := a.Text(); text != "" && !p.isTerminal(p.out) {
		if !strings.HasSuffix(text, "\n") {
			io.WriteString(p.out, "\n")
		}
		io.WriteString(p.out, "\n")
	}
	return err
}
