package cmd

import (
	"context"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"neonchat/ui/page"
)

// A comparing is what was asked for on the command line of compare, beside what
// every question takes.
type comparing struct {
	targets   []string
	set       string
	judge     string
	tag       string
	blind     bool
	strict    bool
	standings bool
}

func (p *program) compareCommand() *cobra.Command {
	var o comparing
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
			if o.standings {
				return p.standings(c.Context(), o, args)
			}
			return p.compare(c.Context(), o, strings.Join(args, " "))
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

// compare asks several targets one question and shows what each says.
func (p *program) compare(ctx context.Context, o comparing, prompt string) error {
	format, err := p.outputOf("text", "json", "jsonl")
	if err != nil {
		return err
	}
	keys := p.keyboard(o)
	if err := o.check(); err != nil && keys == nil {
		return err
	}
	c := &contest{p: p, tag: o.tag}
	if c.contenders, err = p.contenders(o.set, o.targets); err != nil {
		return err
	}
	if c.judge, err = p.judge(o.judge); err != nil {
		return err
	}
	if keys == nil {
		if c.session, err = p.resume(ctx); err != nil {
			return err
		}
	}
	if c.question, err = p.shared(ctx, prompt, c.contenders); err != nil {
		return err
	}
	if keys != nil {
		return c.onScreen(ctx, keys, o.blind)
	}
	if len(c.question) == 0 {
		return usagef(`give one as an argument or on standard input: neonchat compare -m A -m B "explain branching"`, "there is no prompt")
	}
	if c.branch, err = p.open(ctx); err != nil {
		return err
	}
	p.tellUnserved(c.branch.id(), c.asked()...)
	if c.out, err = p.compareOutput(format, c.contenders); err != nil {
		return err
	}
	if err := c.run(ctx); err != nil {
		return err
	}
	return c.exit(ctx, o.strict)
}

// asked are the ids of the models that the question goes to, and the judge's.
func (c *contest) asked() []string {
	var ids []string
	for _, one := range c.contenders {
		ids = append(ids, one.model.ID)
	}
	if c.judge != nil {
		ids = append(ids, c.judge.model.ID)
	}
	return ids
}

// keyboard is where the keys for the compare screen come from. It is nil where
// nobody sits there, or has asked for something that is printed.
func (p *program) keyboard(o comparing) *os.File {
	if !p.isTerminal(p.out) || p.dumb() || p.flags.plain || p.given("output") || o.strict || o.judge != "" {
		return nil
	}
	if p.isTerminal(p.in) {
		return p.in
	}
	// What is piped in is the question's; the terminal is there all the same.
	tty, err := os.OpenFile(console, os.O_RDWR, 0)
	if err != nil {
		return nil
	}
	p.closers = append(p.closers, func() { tty.Close() })
	return tty
}

// onScreen opens the compare screen. Without a question it is asked there.
func (c *contest) onScreen(ctx context.Context, keys *os.File, blind bool) error {
	m := &page.Comparison{Question: c.question, Blind: blind, Tag: c.tag}
	for _, one := range c.contenders {
		m.Targets = append(m.Targets, one.target)
	}
	return c.p.screen(ctx, keys, m)
}

// check refuses flags for a vote where nobody can cast one.
func (o comparing) check() error {
	const hint = "on a terminal the answers can be voted on, and anywhere a model can choose with --judge"
	switch {
	case o.blind:
		return usagef(hint, "--blind hides who wrote what until a vote, and nobody can vote in a pipe")
	case o.tag != "" && o.judge == "":
		return usagef(hint, "--tag is for votes, and nobody can vote in a pipe")
	}
	return nil
}
