package models

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"neonchat/catalog"
	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/cmd/table"
	"neonchat/cmd/words"
)

// Command makes the command models.
func Command(p *program.Program, m *backend.Models) *cobra.Command {
	return &cobra.Command{
		Use:   "models [flags] [QUERY...]",
		Short: "List the models",
		Long: `models lists the gateway's models with what they can do and cost: the models
that models.dev knows, joined with those that the branch serves. QUERY matches
parts of ids, names and vendors, in any order.

Prices are in USD per million tokens; "-" means unknown. A model of the dialect
"embedding" makes vectors of texts, and can't chat. NEONCHAT_OFFLINE=1 never
asks models.dev.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			return (&options{p, m, strings.Join(args, " ")}).run(c.Context())
		},
	}
}

type options struct {
	*program.Program
	models *backend.Models
	query  string
}

func (o *options) run(ctx context.Context) error {
	format, err := o.Format("text", "json")
	if err != nil {
		return err
	}
	found, err := o.catalog(ctx)
	if err != nil {
		return err
	}
	list := found.Search(o.query)
	if len(list) == 0 {
		hint := "leave the query out to see them all"
		if near := found.Near(o.query, 3); len(near) > 0 {
			hint = "did you mean " + words.OneOf(near) + "?"
		}
		return program.Usagef(hint, "no model fits %q", o.query)
	}
	if format == "json" {
		return o.PrintJSON(modelLines(list))
	}
	_, err = o.Out.WriteString(o.table(list))
	return err
}

// catalog returns the known models, joined with those that the branch serves if
// there is a branch to ask. It asks for both at the same time.
func (o *options) catalog(ctx context.Context) (catalog.Catalog, error) {
	b, err := o.models.Open(ctx)
	if err != nil {
		// The list is useful even without credentials.
		o.Status.Notice("not asked what the branch serves: " + err.Error())
	}
	var both errgroup.Group
	if b != nil {
		both.Go(func() error { _, err := b.Survey(ctx); return err })
	}
	both.Go(func() error {
		if err := o.models.Refresh(ctx); err != nil && ctx.Err() == nil {
			o.Status.Notice(err.Error()) // fall back to the cached catalog
		}
		return nil
	})
	o.Status.Spin("asking for the models")
	err = both.Wait()
	o.Status.Quiet()
	if ctx.Err() != nil {
		return catalog.Catalog{}, ctx.Err()
	}
	if err != nil {
		o.Report(err)
	}
	if _, broken := o.models.Cache().Load(); broken != nil && !o.Settings.Demo {
		o.Status.Notice(broken.Error())
	}
	known := o.models.Known()
	if known.Old(time.Now()) {
		o.Status.Notice("what is told of the models is as of " + known.AsOf().Format(time.DateOnly) + ": models.dev could not be asked since")
	}
	if b == nil {
		return known, nil
	}
	if s, ok := o.models.Served(b.ID()); ok && err != nil {
		o.Status.Notice("what the branch serves is as it was " + words.Ago(time.Since(s.At)))
	}
	return o.models.KnownOn(b.ID()), nil
}

// A modelLine is one object of 'models -o json'.
type modelLine struct {
	ID        string       `json:"id"`
	Name      string       `json:"name"`
	Vendor    string       `json:"vendor"`
	Dialect   string       `json:"dialect"`
	Context   *int         `json:"context"`
	MaxOutput *int         `json:"max_output"`
	Input     []string     `json:"input"`
	Output    []string     `json:"output"`
	Reasoning catalog.Fact `json:"reasoning"`
	Effort    []string     `json:"effort"`
	Cost      costLine     `json:"cost"`
	Released  string       `json:"released"`
	Served    catalog.Fact `json:"served"`
	Kind      string       `json:"kind"` // chat, or embedding
}

func modelLines(list []catalog.Model) []modelLine {
	lines := make([]modelLine, len(list))
	for i, m := range list {
		lines[i] = modelLine{
			ID: m.ID, Name: m.Name, Vendor: m.Vendor, Dialect: m.Dialect,
			Context: orUnknown(m.Context), MaxOutput: orUnknown(m.MaxOutput),
			Input: append([]string{}, m.Input...), Output: append([]string{}, m.Output...),
			Reasoning: m.Reasoning, Effort: append([]string{}, m.Effort...),
			Cost: newCostLine(m.Cost), Released: m.Released, Served: m.Served, Kind: kind(m),
		}
	}
	return lines
}

func kind(m catalog.Model) string {
	if m.Embeds {
		return "embedding"
	}
	return "chat"
}

// A costLine holds prices in USD per million tokens, null where unknown.
type costLine struct {
	rateLine
	Tiers []tierLine `json:"tiers"`
}

type rateLine struct {
	Input      catalog.Rate `json:"input"`
	Output     catalog.Rate `json:"output"`
	CacheRead  catalog.Rate `json:"cache_read"`
	CacheWrite catalog.Rate `json:"cache_write"`
	Reasoning  catalog.Rate `json:"reasoning"`
}

// A tierLine holds the prices of a request whose prompt has more than a number
// of tokens.
type tierLine struct {
	Above int `json:"above"`
	rateLine
}

func newCostLine(c catalog.Cost) costLine {
	line := costLine{rateLine(c.Rates), []tierLine{}}
	for _, t := range c.Tiers {
		line.Tiers = append(line.Tiers, tierLine{t.Above, rateLine(t.Rates)})
	}
	return line
}

func orUnknown(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

// table lists the models in columns. A terminal that is too narrow for all
// columns gets the most important ones.
func (o *options) table(list []catalog.Model) string {
	cols := []table.Column[catalog.Model]{
		{Title: "ID", Rank: 0, Cell: func(m catalog.Model) string { return m.ID }},
		{Title: "NAME", Rank: 8, Cell: func(m catalog.Model) string { return m.Name }},
		{Title: "DIALECT", Rank: 2, Cell: dialectOrKind},
		{Title: "CONTEXT", Rank: 3, Cell: func(m catalog.Model) string { return tokens(m.Context) }},
		{Title: "OUTPUT", Rank: 5, Cell: func(m catalog.Model) string { return tokens(m.MaxOutput) }},
		{Title: "$ IN", Rank: 1, Cell: func(m catalog.Model) string { return m.Cost.Input.String() }},
		{Title: "$ OUT", Rank: 1, Cell: func(m catalog.Model) string { return m.Cost.Output.String() }},
		{Title: "INPUT", Rank: 7, Cell: func(m catalog.Model) string { return strings.Join(m.Input, " ") }},
		{Title: "REASONING", Rank: 6, Cell: func(m catalog.Model) string { return m.Reasoning.String() }},
		{Title: "SERVED", Rank: 4, Cell: func(m catalog.Model) string { return m.Served.String() }},
	}
	return table.Text(cols, list, o.Width())
}

// dialectOrKind is the dialect of a chat model, or the kind of another one.
func dialectOrKind(m catalog.Model) string {
	if m.Embeds {
		return "embedding"
	}
	return m.Dialect
}

// tokens formats a limit: 200k, 1M, 1.05M.
func tokens(n int) string {
	switch {
	case n == 0:
		return "-"
	case n >= 1_000_000:
		return strconv.FormatFloat(float64(n/10_000)/100, 'f', -1, 64) + "M"
	case n >= 1000:
		return strconv.Itoa(n/1000) + "k"
	}
	return strconv.Itoa(n)
}
