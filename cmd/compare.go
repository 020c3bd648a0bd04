package cmd

import (
	"context"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"neonchat/ui/page"
)

// compareOptions are those of the command line, beside what every question takes.
type compareOptions struct {
	*program
	models    *models
	history   *hist
	prompt    string
	targets   []string
	set       string
	judge     string
	tag       string
	blind     bool
	strict    bool
	standings bool
}

func compareCommand(p *program, models *models, history *hist) *cobra.Command {
	o := &compareOptions{program: p, models: models, history: history}
	c := &cobra.Command{
		Use:   "compare -m MODEL -m MODEL [flags] [prompt...]",
		Short: "Ask several models at once",
		Long: `compare asks 2 to 8 models the same question at once. Piped input follows the
prompt.

On a terminal it opens the compare screen: the answers stream in columns; vote
on them, or go on in the chat with one.

In a pipe, or with --plain, -o text, --strict or --judge, it prints one
Markdown document: a section for each answer, in the order asked, and a table
of the figures. -o json prints {"prompt": ..., "results": [...]}; each result
is the object of 'neonchat -o json'. The exit code is 1 when every answer
fails, with --strict when any does.

A target is MODEL[:EFFORT][@DIALECT]. Name the same target twice to see how
much its answers differ. config.toml can have sets of targets:

  [compare]
  fast = ["gpt-5-mini", "gemini-2-5-flash"]

--judge asks a model to rank the answers, without names and in both orders; the
ranking is an opinion. --standings rates the targets by your votes, or by the
rankings of the model that --judge names.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			o.prompt = strings.Join(args, " ")
			if o.standings {
				return o.showStandings(c.Context())
			}
			return o.run(c.Context())
		},
	}
	f := c.Flags()
	f.StringArrayVarP(&o.targets, "model", "m", nil, "ask this target, `MODEL[:EFFORT][@DIALECT]` (repeatable)")
	f.StringVar(&o.set, "set", "", "ask the targets of the set of this `NAME` in config.toml, and those of -m")
	f.StringVar(&o.judge, "judge", "", "ask this `MODEL` to rank the answers; with --standings: show its rankings")
	f.BoolVar(&o.blind, "blind", false, "hide the models' names until you vote (on a terminal)")
	f.StringVar(&o.tag, "tag", "", "tag the votes with this `WORD`; with --standings: count only votes with this tag")
	f.BoolVar(&o.strict, "strict", false, "exit with 1 when any answer fails")
	f.BoolVar(&o.standings, "standings", false, "rate the targets by the votes")
	p.askFlags(c)
	p.resumeFlags(c)
	c.Flags().BoolVar(&p.flags.plain, "plain", false, "print the answers one after the other, without a full screen")
	return c
}

// run asks several targets one question and shows what each says.
func (o *compareOptions) run(ctx context.Context) error {
	format, err := o.outputOf("text", "json", "jsonl")
	if err != nil {
		return err
	}
	keys := o.keyboard()
	if err := o.check(); err != nil && keys == nil {
		return err
	}
	c := &contest{compareOptions: o}
	if c.contenders, err = o.contenders(); err != nil {
		return err
	}
	if c.judging, err = newJudge(o.models, o.judge); err != nil {
		return err
	}
	if keys == nil {
		if c.session, err = o.history.resume(ctx); err != nil {
			return err
		}
	}
	if c.question, err = o.shared(ctx, c.contenders); err != nil {
		return err
	}
	if keys != nil {
		return c.onScreen(ctx, keys)
	}
	if len(c.question) == 0 {
		return usagef(`give one as an argument or on standard input: neonchat compare -m A -m B "explain branching"`, "there is no prompt")
	}
	if c.branch, err = o.models.open(ctx); err != nil {
		return err
	}
	o.models.tellUnserved(c.branch.id(), c.asked()...)
	if c.out, err = newCompareOutput(o.program, format, c.contenders); err != nil {
		return err
	}
	if err := c.ask(ctx); err != nil {
		return err
	}
	return c.exitError(ctx)
}

// asked are the ids of the models that the question goes to, and the judge's.
func (c *contest) asked() []string {
	var ids []string
	for _, one := range c.contenders {
		ids = append(ids, one.model.ID)
	}
	if c.judging != nil {
		ids = append(ids, c.judging.model.ID)
	}
	return ids
}

// keyboard is where the keys for the compare screen come from. It is nil where
// nobody sits there, or has asked for something that is printed.
func (o *compareOptions) keyboard() *os.File {
	if !o.isTerminal(o.out) || o.dumb() || o.flags.plain || o.given("output") || o.strict || o.judge != "" {
		return nil
	}
	if o.isTerminal(o.in) {
		return o.in
	}
	// What is piped in is the question's; the terminal is there all the same.
	tty, err := os.OpenFile(console, os.O_RDWR, 0)
	if err != nil {
		return nil
	}
	o.closers = append(o.closers, func() { tty.Close() })
	return tty
}

// onScreen opens the compare screen. Without a question it is asked there.
func (c *contest) onScreen(ctx context.Context, keys *os.File) error {
	m := &page.Comparison{Question: c.question, Blind: c.blind, Tag: c.tag}
	for _, one := range c.contenders {
		m.Targets = append(m.Targets, one.target)
	}
	return (&screenOptions{c.program, c.models, c.history}).run(ctx, keys, m)
}

// check refuses flags for a vote where nobody can cast one.
func (o *compareOptions) check() error {
	const hint = "on a terminal the answers can be voted on, and anywhere a model can choose with --judge"
	switch {
	case o.blind:
		return usagef(hint, "--blind hides who wrote what until a vote, and nobody can vote in a pipe")
	case o.tag != "" && o.judge == "":
		return usagef(hint, "--tag is for votes, and nobody can vote in a pipe")
	}
	return nil
}
