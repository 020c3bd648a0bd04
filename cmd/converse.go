package cmd

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"neonchat/chat"
	"neonchat/ui/markdown"
)

// converse is the chat, line by line: a question, its answer, the next
// question, each with all that came before. It needs no full screen, and so
// suits a screen reader.
func (p *program) converse(ctx context.Context, q question) error {
	b, err := p.open(ctx)
	if err != nil {
		return err
	}
	// From here on ctrl+c is for the answer under way; at the prompt it ends
	// the program.
	p.release()
	p.status.line(q.model.ID + " on branch " + markdown.Clean(b.gateway.Branch.Text) + `. A line that ends in \ goes on in the next, ctrl+c stops an answer, ctrl+d ends the chat.`)
	kept := p.history(p.complain).Store
	session, err := p.talk(ctx, b, q.session, kept)
	if err != nil {
		return err
	}
	if q.session != nil {
		p.status.line(fmt.Sprintf("Going on with %q; 'neonchat sessions show %s' shows it.", titled(session.Head), session.ID))
	}
	turn := chat.Turn{
		Streamer: b.client, Session: session, Model: q.model, Options: q.options,
		Store: kept, Price: priceOf(p.factsOf(ctx, q)),
	}
	lines := bufio.NewReader(p.in)
	for {
		text, err := p.readPrompt(lines)
		if errors.Is(err, io.EOF) {
			fmt.Fprintln(p.out)
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the prompt: %w", err)
		}
		if strings.TrimSpace(text) != "" {
			p.reply(turn, text)
		}
	}
}

// readPrompt reads a question. The error is io.EOF when there is none any more.
func (p *program) readPrompt(lines *bufio.Reader) (string, error) {
	var text strings.Builder
	for mark := "\n> "; ; mark = ". " {
		io.WriteString(p.out, mark)
		line, err := lines.ReadString('\n')
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

// reply asks and shows the answer. What goes wrong is told, and the chat goes
// on.
func (p *program) reply(turn chat.Turn, text string) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := p.limited(ctx)
	defer cancel()
	io.WriteString(p.out, "\n")
	out, err := p.newTerminalOutput()
	if err != nil {
		p.report(err)
		return
	}
	turn.Each = out.event
	p.status.spin(turn.Model.ID)
	before := turn.Session.Leaf
	a, err := turn.Ask(ctx, chat.Text{Text: text})
	if err != nil && len(a.Parts) == 0 {
		turn.Session.Leaf = before // the next question stands beside it
	}
	err = p.verdict(a, err, turn.Options)
	if failure := out.done(result{}, a, err); err == nil {
		err = failure
	}
	if err != nil {
		p.report(err)
	}
}
