package cmd

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/cobra"

	"neonchat/chat"
	"neonchat/chat/archive"
	"neonchat/ui/markdown"
)

func (p *program) sessionsShowCommand() *cobra.Command {
	var reasoning bool
	c := &cobra.Command{
		Use:   "show [ID]",
		Short: "Print a session",
		Long: `show prints a session, or else the latest of the branch. On a terminal it is
rendered; in a pipe it is the Markdown of 'sessions export'. -o json prints all
of it, as 'sessions export --format json' does.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return p.showSession(c.Context(), args, archive.Options{Reasoning: reasoning})
		},
	}
	c.Flags().BoolVar(&reasoning, "reasoning", false, "include the reasoning")
	return c
}

func (p *program) showSession(ctx context.Context, args []string, o archive.Options) error {
	format, err := p.outputOf("text", "json")
	if err != nil {
		return err
	}
	s, err := p.chosen(ctx, args)
	switch {
	case err != nil:
		return err
	case format == "json":
		return archive.JSON(p.out, s)
	case !p.isTerminal(p.out):
		_, err = p.out.WriteString(archive.Markdown(s, o))
		return err
	}
	o.Bare = true
	one, err := p.summary(ctx, s.Head)
	if err != nil {
		return err
	}
	p.status.line(p.status.dim(markdown.Clean(fmt.Sprintf("%s · branch %s · %s · %s · %s",
		s.ID, s.Branch.Name, numbered(one.Turns, "question"), costShown(one), ago(time.Since(s.Updated))))))
	return p.render(archive.Markdown(s, o))
}

// chosen is the session that is named, or the branch's latest.
func (p *program) chosen(ctx context.Context, args []string) (*chat.Session, error) {
	if len(args) > 0 {
		return p.session(ctx, args[0])
	}
	b, err := p.here()
	if err != nil {
		return nil, err
	}
	id, err := p.latest(ctx, b)
	if err != nil {
		return nil, err
	}
	return p.session(ctx, id)
}

// render shows Markdown on the terminal.
func (p *program) render(text string) error {
	r, err := markdown.New(p.style())
	if err != nil {
		return p.noTheme(err)
	}
	stream := r.Stream()
	lines := append(stream.Write(text), stream.Close()...)
	w := colorprofile.Writer{Forward: p.out, Profile: colorprofile.Env(os.Environ())}
	_, err = w.WriteString(strings.Join(lines, "\n") + "\n")
	return err
}
