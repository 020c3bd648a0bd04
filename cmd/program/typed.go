package program

import (
	"bufio"
	"context"
	"strings"

	"github.com/muesli/cancelreader"
)

// CanAsk reports whether somebody sits there who sees a question on standard error
// and can answer it.
func (p *Program) CanAsk() bool { return p.IsTerminal(p.In) && p.IsTerminal(p.Err) }

// Ask asks a question on standard error and reads the line that answers it, as long
// as ctx lasts. What was typed before the question is no answer to it.
func (p *Program) Ask(ctx context.Context, question string) (string, error) {
	p.Status.Quiet()
	p.Status.EndReasoning()
	forgetTyped(p.In)
	if _, err := p.Err.WriteString(question); err != nil {
		return "", err
	}
	in, err := cancelreader.NewReader(p.In)
	if err != nil {
		return "", err
	}
	defer in.Close()
	stop := context.AfterFunc(ctx, func() { in.Cancel() })
	defer stop()
	line, err := bufio.NewReader(in).ReadString('\n')
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	return strings.TrimSpace(line), err
}
