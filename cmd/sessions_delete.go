package cmd

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"neonchat/chat"
)

func (p *program) sessionsRemoveCommand() *cobra.Command {
	var yes bool
	c := &cobra.Command{
		Use:   "rm ID...",
		Short: "Delete sessions",
		Long: `rm deletes sessions for good. On a terminal it asks first; elsewhere it needs
--yes. 'sessions export --format json' makes a copy that can be imported.`,
		Args: needs(1, "the id of a session"),
		RunE: func(c *cobra.Command, args []string) error { return p.removeSessions(c.Context(), args, yes) },
	}
	c.Flags().BoolVar(&yes, "yes", false, "delete without asking")
	return c
}

func (p *program) removeSessions(ctx context.Context, ids []string, yes bool) error {
	if _, err := p.outputOf("text", "json"); err != nil {
		return err
	}
	heads, err := p.heads(ctx, ids)
	if err != nil {
		return err
	}
	var titles []string
	for _, h := range heads {
		titles = append(titles, strconv.Quote(titled(h)))
	}
	if err := p.sure(ctx, fmt.Sprintf("delete %s for good: %s?", numbered(len(heads), "session"), strings.Join(titles, ", ")), yes); err != nil {
		return err
	}
	return p.deleteSessions(ctx, heads, nil)
}

func (p *program) sessionsPruneCommand() *cobra.Command {
	s := &scope{}
	var older string
	var yes bool
	c := &cobra.Command{
		Use:   "prune --older-than AGE",
		Short: "Delete old sessions",
		Long: `prune deletes the sessions of this branch whose last message is older than AGE,
in days or weeks: 90d, 12w. It keeps pinned sessions. On a terminal it tells you
how many it would delete and asks; elsewhere it needs --yes. neonchat never
deletes a session by itself.`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return p.pruneSessions(c.Context(), s, older, yes) },
	}
	s.flags(c)
	c.Flags().StringVar(&older, "older-than", "", "delete what is older than this `AGE`, in days or weeks: 90d, 12w")
	c.Flags().BoolVar(&yes, "yes", false, "delete without asking")
	return c
}

func (p *program) pruneSessions(ctx context.Context, s *scope, older string, yes bool) error {
	format, err := p.outputOf("text", "json")
	if err != nil {
		return err
	}
	days, ok := daysOf(older)
	if !ok {
		return usagef("say how old they have to be, in days or weeks: --older-than 90d", "--older-than can't be %q", older)
	}
	in, where, err := p.within(ctx, s)
	if err != nil {
		return err
	}
	in.Before = time.Now().AddDate(0, 0, -days)
	list, err := p.store().List(ctx, in)
	if err != nil {
		return err
	}
	old := slices.DeleteFunc(slices.Clone(list), func(s chat.Summary) bool { return s.Pinned })
	pinned := len(list) - len(old)
	var heads []chat.Head
	for _, s := range old {
		heads = append(heads, s.Head)
	}
	if len(heads) == 0 && format == "text" {
		p.status.notice(fmt.Sprintf("there is no session on %s that is older%s", where, orPinned(pinned)))
		return nil
	}
	question := fmt.Sprintf("delete %s on %s for good, in which nothing was said since %s%s?",
		numbered(len(heads), "session"), where, in.Before.Format("2 January 2006"), orPinned(pinned))
	if len(heads) > 0 {
		if err := p.sure(ctx, question, yes); err != nil {
			return err
		}
	}
	return p.deleteSessions(ctx, heads, &in.Before)
}

func orPinned(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" (%d pinned stay)", n)
}

// daysOf reads 90d and 12w.
func daysOf(age string) (days int, ok bool) {
	for unit, length := range map[string]int{"d": 1, "w": 7} {
		if text, found := strings.CutSuffix(age, unit); found {
			n, err := strconv.Atoi(text)
			return n * length, err == nil && n > 0 && n < 100_000
		}
	}
	return 0, false
}

func (p *program) deleteSessions(ctx context.Context, heads []chat.Head, before *time.Time) error {
	deleted := []string{}
	for _, h := range heads {
		if err := p.store().Delete(ctx, h.ID); err != nil {
			return fmt.Errorf("%w (%s of %d deleted)", err, strconv.Itoa(len(deleted)), len(heads))
		}
		deleted = append(deleted, h.ID)
	}
	if format, err := p.outputOf("text", "json"); err != nil || format == "json" {
		return p.printJSON(deletedLine{deleted, before})
	}
	p.status.notice("deleted " + numbered(len(deleted), "session"))
	return nil
}

// A deletedLine tells which sessions were deleted, as -o json has it.
type deletedLine struct {
	Deleted []string   `json:"deleted"`
	Before  *time.Time `json:"before,omitempty"`
}
