package sessions

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"neonchat/chat"
	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/cmd/words"
)

type removeOptions struct {
	*base
	ids []string
	yes bool // without asking
}

func removeCommand(b *base) *cobra.Command {
	o := &removeOptions{base: b}
	c := &cobra.Command{
		Use:   "rm ID...",
		Short: "Delete sessions",
		Long: `rm deletes sessions for good. On a terminal it asks first; elsewhere it needs
--yes. 'sessions export --format json' makes a copy that can be imported.`,
		Args: needs(1, "the id of a session"),
		RunE: func(c *cobra.Command, args []string) error {
			o.ids = args
			return o.run(c.Context())
		},
	}
	c.Flags().BoolVar(&o.yes, "yes", false, "delete without asking")
	return c
}

func (o *removeOptions) run(ctx context.Context) error {
	if _, err := o.Format("text", "json"); err != nil {
		return err
	}
	heads, err := o.heads(ctx, o.ids)
	if err != nil {
		return err
	}
	var titles []string
	for _, h := range heads {
		titles = append(titles, strconv.Quote(backend.Title(h)))
	}
	if err := o.sure(ctx, fmt.Sprintf("delete %s for good: %s?", words.Count(len(heads), "session"), strings.Join(titles, ", ")), o.yes); err != nil {
		return err
	}
	return o.deleteSessions(ctx, heads, nil)
}

type pruneOptions struct {
	*base
	scope
	older string // an age, such as 90d
	yes   bool   // without asking
}

func pruneCommand(b *base) *cobra.Command {
	o := &pruneOptions{base: b}
	c := &cobra.Command{
		Use:   "prune --older-than AGE",
		Short: "Delete old sessions",
		Long: `prune deletes the sessions of this branch whose last message is older than AGE,
in days or weeks: 90d, 12w. It keeps pinned sessions. On a terminal it tells you
how many it would delete and asks; elsewhere it needs --yes. neonchat never
deletes a session by itself.`,
		Args: program.NoArguments,
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context()) },
	}
	o.flags(c)
	c.Flags().StringVar(&o.older, "older-than", "", "delete what is older than this `AGE`, in days or weeks: 90d, 12w")
	c.Flags().BoolVar(&o.yes, "yes", false, "delete without asking")
	return c
}

func (o *pruneOptions) run(ctx context.Context) error {
	format, err := o.Format("text", "json")
	if err != nil {
		return err
	}
	days, ok := daysOf(o.older)
	if !ok {
		return program.Usagef("say how old they have to be, in days or weeks: --older-than 90d", "--older-than can't be %q", o.older)
	}
	in, where, err := o.within(ctx, o.scope)
	if err != nil {
		return err
	}
	in.Before = time.Now().AddDate(0, 0, -days)
	list, err := o.history.Store().List(ctx, in)
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
		o.Status.Notice(fmt.Sprintf("there is no session on %s that is older%s", where, orPinned(pinned)))
		return nil
	}
	question := fmt.Sprintf("delete %s on %s for good, in which nothing was said since %s%s?",
		words.Count(len(heads), "session"), where, in.Before.Format("2 January 2006"), orPinned(pinned))
	if len(heads) > 0 {
		if err := o.sure(ctx, question, o.yes); err != nil {
			return err
		}
	}
	return o.deleteSessions(ctx, heads, &in.Before)
}

func orPinned(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" (%d pinned stay)", n)
}

// daysOf parses an age such as 90d or 12w.
func daysOf(age string) (days int, ok bool) {
	for unit, length := range map[string]int{"d": 1, "w": 7} {
		if text, found := strings.CutSuffix(age, unit); found {
			n, err := strconv.Atoi(text)
			return n * length, err == nil && n > 0 && n < 100_000
		}
	}
	return 0, false
}

func (b *base) deleteSessions(ctx context.Context, heads []chat.Head, before *time.Time) error {
	deleted := []string{}
	for _, h := range heads {
		if err := b.history.Store().Delete(ctx, h.ID); err != nil {
			return fmt.Errorf("%w (%s of %d deleted)", err, strconv.Itoa(len(deleted)), len(heads))
		}
		deleted = append(deleted, h.ID)
	}
	if format, err := b.Format("text", "json"); err != nil || format == "json" {
		return b.PrintJSON(deletedLine{deleted, before})
	}
	b.Status.Notice("deleted " + words.Count(len(deleted), "session"))
	return nil
}

// A deletedLine is the -o json object of deleted sessions.
type deletedLine struct {
	Deleted []string   `json:"deleted"`
	Before  *time.Time `json:"before,omitempty"`
}
