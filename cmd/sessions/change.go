package sessions

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"neonchat/chat"
	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/cmd/words"
)

func renameCommand(b *base) *cobra.Command {
	return &cobra.Command{
		Use:   "rename ID TITLE...",
		Short: "Change a session's title",
		Long:  "rename changes a session's title.",
		Args:  needs(2, "the id of a session and a title"),
		RunE: func(c *cobra.Command, args []string) error {
			return (&renameOptions{b, args[0], strings.Join(args[1:], " ")}).run(c.Context())
		},
	}
}

type renameOptions struct {
	*base
	id, title string
}

func (o *renameOptions) run(ctx context.Context) error {
	title := strings.Join(strings.Fields(o.title), " ")
	if title == "" {
		return program.Usagef("give the session a title", "the title is empty")
	}
	s, err := o.history.Session(ctx, o.id)
	if err != nil {
		return err
	}
	if err := o.history.Store().Change(ctx, s.ID, chat.Change{Title: &title}); err != nil {
		return err
	}
	return o.tellSession(ctx, s.Head, "renamed")
}

type forkOptions struct {
	*base
	id   string
	at   string // the last message, by a prefix of its id; "" is the leaf
	here bool   // fork onto the current branch
}

func forkCommand(b *base) *cobra.Command {
	o := &forkOptions{base: b}
	c := &cobra.Command{
		Use:   "fork ID",
		Short: "Copy a conversation into a new session",
		Long: `fork copies a conversation into a new session, up to its end or to the message
that --at names. --at takes a message's id or the start of it; 'sessions search'
and -o json show the ids. The fork stays on the session's branch, unless --here
puts it on this one. fork prints the new session's id.`,
		Args: needs(1, "the id of a session"),
		RunE: func(c *cobra.Command, args []string) error {
			o.id = args[0]
			return o.run(c.Context())
		},
	}
	c.Flags().StringVar(&o.at, "at", "", "end the fork at this `MESSAGE`, by its id")
	c.Flags().BoolVar(&o.here, "here", false, "put the fork on this branch")
	return c
}

func (o *forkOptions) run(ctx context.Context) error {
	format, err := o.Format("text", "json")
	if err != nil {
		return err
	}
	s, err := o.history.Session(ctx, o.id)
	if err != nil {
		return err
	}
	end, err := endOf(s, o.at)
	if err != nil {
		return err
	}
	f := s.Fork(end, time.Now())
	if o.here {
		if f.Branch, err = backend.CurrentBranch(o.Program); err != nil {
			return err
		}
	}
	if err := o.history.Store().Save(ctx, f.Head, f.Messages...); err != nil {
		return err
	}
	if format == "text" {
		if _, err := fmt.Fprintln(o.Out, f.ID); err != nil {
			return err
		}
	}
	return o.tellSession(ctx, f.Head, "forked on branch "+f.Branch.Name)
}

// endOf returns the message with an id or a prefix of one, or the session's
// leaf.
func endOf(s *chat.Session, at string) (string, error) {
	if at == "" {
		return s.Leaf, nil
	}
	var found []string
	for _, m := range s.Messages {
		if strings.HasPrefix(m.ID, at) {
			found = append(found, m.ID)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return "", program.Usagef("'neonchat sessions show -o json "+s.ID+"' shows its messages", "session %s has no message %q", s.ID, at)
	}
	return "", program.Usagef("give more of it: "+words.OneOf(found[:min(len(found), 4)]), "several messages' ids begin with %q", at)
}

// tellSession reports what was done to a session: the session as JSON, or a
// notice.
func (b *base) tellSession(ctx context.Context, h chat.Head, done string) error {
	format, err := b.Format("text", "json")
	if err != nil {
		return err
	}
	s, err := b.summary(ctx, h)
	if err != nil {
		return err
	}
	if format == "json" {
		return b.PrintJSON(newSessionLine(s))
	}
	b.Status.Notice(fmt.Sprintf("%s: %s", done, backend.Title(s.Head)))
	return nil
}
