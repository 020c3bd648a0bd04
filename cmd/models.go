package cmd

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"neonchat/catalog"
)

func (p *program) modelsCommand() *cobra.Command {
	c := &cobra.Command{
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
			return p.models(c.Context(), strings.Join(args, " "))
		},
	}
	return c
}

func (p *program) models(ctx context.Context, query string) error {
	format, err := p.outputOf("text", "json")
	if err != nil {
		return err
	}
	found, err := p.catalog(ctx)
	if err != nil {
		return err
	}
	list := found.Search(query)
	if len(list) == 0 {
		hint := "leave the query out to see them all"
		if near := found.Near(query, 3); len(near) > 0 {
			hint = "did you mean " + oneOf(near) + "?"
		}
		return &usageError{errors.New("no model fits " + strconv.Quote(query)), hint}
	}
	if format == "json" {
		return p.printJSON(modelLines(list))
	}
	_, err = p.out.WriteString(p.table(list))
	return err
}

// catalog gives what is known of the models, joined with what the branch serves
// when there is a branch to ask. The two questions don't wait for each other.
func (p *program) catalog(ctx context.Context) (catalog.Catalog, error) {
	b, err := p.open(ctx)
	if err != nil {
		// Without credentials the list is of use all the same.
		p.status.notice("not asked what the branch serves: " + err.Error())
	}
	var both errgroup.Group
	if b != nil {
		both.Go(func() error { _, err := b.survey(ctx); return err })
	}
	both.Go(func() error {
		if err := p.refresh(ctx); err != nil && ctx.Err() == nil {
			p.status.notice(err.Error()) // what is at hand serves
		}
		return nil
	})
	p.status.spin("asking for the models")
	err = both.Wait()
	p.status.quiet()
	if ctx.Err() != nil {
		return catalog.Catalog{}, ctx.Err()
	}
	if err != nil {
		p.report(err)
	}
	if _, broken := p.cache().Load(); broken != nil && !p.settings.Demo {
		p.status.notice(broken.Error())
	}
	known := p.known()
	if known.Old(time.Now()) {
		p.status.notice("what is told of the models is as of " + known.AsOf().Format(time.DateOnly) + ": models.dev could not be asked since")
	}
	if b == nil {
		return known, nil
	}
	if s, ok := p.served(b.id()); ok && err != nil {
		p.status.notice("what the branch serves is as it was " + ago(time.Since(s.At)))
	}
	return p.knownOn(b.id()), nil
}

// refresh brings the cached facts up to date when they are a day old.
func (p *program) refresh(ctx context.Context) error {
	defer p.parsed.Store(nil) // this or another program may have written it
	if p.settings.Offline || p.settings.Demo || !p.cache().Stale() {
		return nil
	}
	_, err := p.cache().Refresh(ctx)
	return err
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

// A costLine has prices in USD per million tokens, null where unknown.
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

// A tierLine has the prices of a request whose prompt is longer than so many
// tokens.
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

// table lists the models in columns. A terminal that is too narrow for all of
// them gets those that matter most.
func (p *program) table(list []catalog.Model) string {
	cols := []column[catalog.Model]{
		{"ID", 0, func(m catalog.Model) string { return m.ID }},
		{"NAME", 8, func(m catalog.Model) string { return m.Name }},
		{"DIALECT", 2, dialectOrKind},
		{"CONTEXT", 3, func(m catalog.Model) string { return tokens(m.Context) }},
		{"OUTPUT", 5, func(m catalog.Model) string { return tokens(m.MaxOutput) }},
		{"$ IN", 1, func(m catalog.Model) string { return m.Cost.Input.String() }},
		{"$ OUT", 1, func(m catalog.Model) string { return m.Cost.Output.String() }},
		{"INPUT", 7, func(m catalog.Model) string { return strings.Join(m.Input, " ") }},
		{"REASONING", 6, func(m catalog.Model) string { return m.Reasoning.String() }},
		{"SERVED", 4, func(m catalog.Model) string { return m.Served.String() }},
	}
	return columns(cols, list, p.width())
}

// dialectOrKind is the dialect that a model chats in. One that makes embeddings
// can't.
func dialectOrKind(m catalog.Model) string {
	if m.Embeds {
		return "embedding"
	}
	return m.Dialect
}

// tokens writes a limit as people say it: 200k, 1M, 1.05M.
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

// ago writes how long ago something was, roughly.
func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return numbered(int(d.Minutes()), "minute") + " ago"
	case d < 48*time.Hour:
		return numbered(int(d.Hours()), "hour") + " ago"
	}
	return numbered(int(d.Hours()/24), "day") + " ago"
}
