package cmd

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"neonchat/chat"
)

func (p *program) sessionsRenameCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "rename ID TITLE...",
		Short: "Change a session's title",
		Long:  "rename changes a session's title.",
		Args:  needs(2, "the id of a session and a title"),
		RunE: func(c *cobra.Command, args []string) error {
			return p.renameSession(c.Context(), args[0], strings.Join(args[1:], " "))
		},
	}
}

func (p *program) renameSession(ctx context.Context, id, title string) error {
	title = strings.Join(strings.Fields(title), " ")
	if title == "" {
		return usagef("give the session a title", "the title is empty")
	}
	s, err := p.session(ctx, id)
	if err != nil {
		return err
	}
	if err := p.store().Change(ctx, s.ID, chat.Change{Title: &title}); err != nil {
		return err
	}
	return p.tellSession(ctx, s.Head, "renamed")
}

func (p *program) sessionsForkCommand() *cobra.Command {
	var at string
	var here bool
	c := &cobra.Command{
		Use:   "fork ID",
		Short: "Copy a conversation into a new session",
		Long: `fork copies a conversation into a new session, up to its end or to the message
that --at names. --at takes a message's id or the start of it; 'sessions search'
and -o json show the ids. The fork stays on the session's branch, unless --here
puts it on this one. fork prints the new session's id.`,
		Args: needs(1, "the id of a session"),
		RunE: func(c *cobra.Command, args []string) error { return p.forkSession(c.Context(), args[0], at, here) },
	}
	c.Flags().StringVar(&at, "at", "", "end the fork at this `MESSAGE`, by its id")
	c.Flags().BoolVar(&here, "here", false, "put the fork on this branch")
	return c
}

func (p *program) forkSession(ctx context.Context, id, at string, here bool) error {
	format, err := p.outputOf("text", "json")
	if err != nil {
		return err
	}
	s, err := p.session(ctx, id)
	if err != nil {
		return err
	}
	end, err := endOf(s, at)
	if err != nil {
		return err
	}
	f := s.Fork(end, time.Now())
	if here {
		if f.Branch, err = p.here(); err != nil {
			return err
		}
	}
	if err := p.store().Save(ctx, f.Head, f.Messages...); err != nil {
		return err
	}
	if format == "text" {
		if _, err := fmt.Fprintln(p.out, f.ID); err != nil {
			return err
		}
	}
	return p.tellSession(ctx, f.Head, "forked on branch "+f.Branch.Name)
}

// endOf is the message of an id or the start of one, or the session's leaf.
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
		return "", usagef("'neonchat sessions show -o json "+s.ID+"' shows its messages", "session %s has no message %q", s.ID, at)
	}
	return "", usagef("give more of it: "+oneOf(found[:min(len(found), 4)]), "several messages' ids begin with %q", at)
}

// tellSession tells what was done to a session: with the session in JSON, or in
// a word.
func (p *program) tellSession(ctx context.Context, h chat.Head, done string) error {
	format, err := p.outputOf("text", "json")
	if err != nil {
		return err
	}
	s, err := p.summary(ctx, h)
	if err != nil {
		return err
	}
	if format == "json" {
		return p.printJSON(newSessionLine(s))
	}
	p.status.notice(fmt.Sprintf("%s: %s", done, titled(s.Head)))
	return nil
}
