package sessions

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
	"neonchat/cmd/backend"
	"neonchat/cmd/words"
	"neonchat/ui/markdown"
)

type showOptions struct {
	*base
	id        string // "" is the latest
	reasoning bool
}

func showCommand(b *base) *cobra.Command {
	o := &showOptions{base: b}
	c := &cobra.Command{
		Use:   "show [ID]",
		Short: "Print a session",
		Long: `show prints a session, or else the latest of the branch. On a terminal it is
rendered; in a pipe it is the Markdown of 'sessions export'. -o json prints all
of it, as 'sessions export --format json' does.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				o.id = args[0]
			}
			return o.run(c.Context())
		},
	}
	c.Flags().BoolVar(&o.reasoning, "reasoning", false, "include the reasoning")
	return c
}

func (o *showOptions) run(ctx context.Context) error {
	format, err := o.Format("text", "json")
	if err != nil {
		return err
	}
	as := archive.Options{Reasoning: o.reasoning}
	s, err := o.chosen(ctx)
	switch {
	case err != nil:
		return err
	case format == "json":
		return archive.JSON(o.Out, s)
	case !o.IsTerminal(o.Out):
		_, err = o.Out.WriteString(archive.Markdown(s, as))
		return err
	}
	as.Bare = true
	one, err := o.summary(ctx, s.Head)
	if err != nil {
		return err
	}
	o.Status.Line(o.Status.Dim(markdown.Clean(fmt.Sprintf("%s · branch %s · %s · %s · %s",
		s.ID, s.Branch.Name, words.Count(one.Turns, "question"), costShown(one), words.Ago(time.Since(s.Updated))))))
	return o.render(archive.Markdown(s, as))
}

// chosen is the session that is named, or the branch's latest.
func (o *showOptions) chosen(ctx context.Context) (*chat.Session, error) {
	if o.id != "" {
		return o.history.Session(ctx, o.id)
	}
	b, err := backend.CurrentBranch(o.Program)
	if err != nil {
		return nil, err
	}
	id, err := o.history.Latest(ctx, b)
	if err != nil {
		return nil, err
	}
	return o.history.Session(ctx, id)
}

// render shows Markdown on the terminal.
func (o *showOptions) render(text string) error {
	r, err := markdown.New(o.Style())
	if err != nil {
		return o.NoTheme(err)
	}
	lines, _ := r.Render(text)
	w := colorprofile.Writer{Forward: o.Out, Profile: colorprofile.Env(os.Environ())}
	_, err = w.WriteString(strings.Join(lines, "\n") + "\n")
	return err
}
