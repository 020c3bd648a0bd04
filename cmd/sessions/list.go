package sessions

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/cmd/backend"
	"neonchat/cmd/table"
	"neonchat/ui/markdown"
	"neonchat/ui/theme"
)

type listOptions struct {
	*base
	scope
	match string
}

func listCommand(b *base) *cobra.Command {
	o := &listOptions{base: b}
	c := &cobra.Command{
		Use:   "list [MATCH...]",
		Short: "List the sessions of a branch",
		Long: `list lists the sessions of this branch: pinned ones (★) first, then the latest.
MATCH is words of the title, the last message or the model's name, in any order.

In a pipe, each session is a line of fields with tabs between them: id, updated,
branch, model, turns, cost, pinned, title. The cost is in USD: "~" before it
means that the cost of some answers is unknown, "-" that all of it is.`,
		RunE: func(c *cobra.Command, args []string) error {
			o.match = strings.Join(args, " ")
			return o.run(c.Context())
		},
	}
	o.flags(c)
	return c
}

func (o *listOptions) run(ctx context.Context) error {
	format, err := o.Format("text", "json")
	if err != nil {
		return err
	}
	in, where, err := o.within(ctx, o.scope)
	if err != nil {
		return err
	}
	in.Match = o.match
	list, err := o.history.Store().List(ctx, in)
	if err != nil {
		return err
	}
	if format == "json" {
		lines := []sessionLine{}
		for _, one := range list {
			lines = append(lines, newSessionLine(one))
		}
		return o.PrintJSON(lines)
	}
	if len(list) == 0 {
		if o.match != "" {
			where += fmt.Sprintf(" that fits %q", o.match)
		}
		o.Status.Notice("there is no session on " + where)
		return nil
	}
	text := sessionFields(list)
	if o.IsTerminal(o.Out) {
		text = sessionTable(list, in.Branch == "", o.Width(), time.Now())
	}
	_, err = o.Out.WriteString(text)
	return err
}

func sessionFields(list []chat.Summary) string {
	var b strings.Builder
	for _, s := range list {
		cost, pinned := "-", "-"
		if usd, known := costOf(s); known {
			cost = strconv.FormatFloat(usd, 'f', -1, 64)
			if s.Unpriced > 0 {
				cost = "~" + cost
			}
		}
		if s.Pinned {
			pinned = "pinned"
		}
		fields := []string{s.ID, s.Updated.UTC().Format(time.RFC3339), s.Branch.Name, s.Model, strconv.Itoa(s.Turns), cost, pinned, s.Title}
		for i, f := range fields {
			fields[i] = forALine(f)
		}
		b.WriteString(strings.Join(fields, "\t") + "\n")
	}
	return b.String()
}

// leastTitle is how narrow titles may get before other columns are dropped.
const leastTitle = 16

// sessionTable lists sessions in columns. The titles get the room that the rest
// leaves; where that is too little, the least important column is dropped.
func sessionTable(list []chat.Summary, branches bool, width int, now time.Time) string {
	var ids []string
	for _, s := range list {
		ids = append(ids, s.ID)
	}
	short := shortIDs(ids)
	cols := []table.Column[chat.Summary]{
		{Title: "TITLE", Rank: 0, Cell: func(s chat.Summary) string {
			if s.Pinned {
				return "★ " + backend.Title(s.Head)
			}
			return backend.Title(s.Head)
		}},
		{Title: "BRANCH", Rank: 3, Cell: func(s chat.Summary) string { return markdown.Clean(s.Branch.Name) }},
		{Title: "MODEL", Rank: 2, Cell: func(s chat.Summary) string { return markdown.Clean(s.Model) }},
		{Title: "AGE", Rank: 4, Cell: func(s chat.Summary) string { return theme.Age(now.Sub(s.Updated)) }},
		{Title: "TURNS", Rank: 6, Cell: func(s chat.Summary) string { return strconv.Itoa(s.Turns) }},
		{Title: "COST", Rank: 5, Cell: costShown},
		{Title: "ID", Rank: 1, Cell: func(s chat.Summary) string { return short[s.ID] }},
	}
	if !branches {
		cols = slices.Delete(cols, 1, 2)
	}
	if width == 0 {
		return table.Text(cols, list, 0)
	}
	whole := cols[0].Cell
	cut := func(width int) {
		cols[0].Cell = func(s chat.Summary) string { return ansi.Truncate(whole(s), width, "…") }
	}
	cut(leastTitle)
	_, total := table.Widths(cols, list, 2)
	for total > width && len(cols) > 1 {
		least := slices.MaxFunc(cols, func(a, b table.Column[chat.Summary]) int { return cmp.Compare(a.Rank, b.Rank) })
		cols = slices.DeleteFunc(cols, func(c table.Column[chat.Summary]) bool { return c.Rank == least.Rank })
		_, total = table.Widths(cols, list, 2)
	}
	cut(leastTitle + max(0, width-total))
	return table.Text(cols, list, width)
}

func costShown(s chat.Summary) string {
	usd, known := costOf(s)
	switch {
	case !known:
		return "-"
	case s.Unpriced > 0:
		return "~" + catalog.FormatUSD(usd)
	}
	return catalog.FormatUSD(usd)
}

// shortIDs returns unique prefixes of ids, at least as long as their time.
func shortIDs(ids []string) map[string]string {
	const moment, whole = len("0198c2f1-7a3b"), len("0198c2f1-7a3b-7000-8000-000000000000")
	short := map[string]string{}
	for n := moment; n <= whole; n++ {
		taken := map[string]int{}
		for _, id := range ids {
			taken[id[:min(n, len(id))]]++
		}
		for _, id := range ids {
			start := id[:min(n, len(id))]
			if short[id] == "" && (taken[start] == 1 && !strings.HasSuffix(start, "-") || n == whole) {
				short[id] = start
			}
		}
		if len(short) == len(taken) {
			break
		}
	}
	return short
}
