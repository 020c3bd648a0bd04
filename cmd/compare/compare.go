package compare

import (
	"context"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/cmd/screen"
	"neonchat/ui/page"
)

// options are those of the command line, beside what every question takes.
type options struct {
	*program.Program
	models    *backend.Models
	history   *backend.History
	prompt    string
	targets   []string
	set       string
	judge     string
	tag       string
	blind     bool
	strict    bool
	standings bool
}

// Command is the command compare.
func Command(p *program.Program, m *backend.Models, h *backend.History) *cobra.Command {
	o := &options{Program: p, models: m, history: h}
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
			if len(args) > 0 && c.ArgsLenAtDash() != 0 {
				if err := o.checkPrompt(args[0]); err != nil {
					return err
				}
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
	p.AskFlags(c)
	p.ResumeFlags(c)
	c.Flags().BoolVar(&p.Flags.Plain, "plain", false, "print the answers one after the other, without a full screen")
	return c
}

// run asks several targets one question and shows what each says.
func (o *options) run(ctx context.Context) error {
	format, err := o.Format("text", "json", "jsonl")
	if err != nil {
		return err
	}
	keys := o.keyboard()
	if err := o.check(); err != nil && keys == nil {
		return err
	}
	c := &comparison{options: o}
	if c.candidates, err = o.candidates(); err != nil {
		return err
	}
	if c.judging, err = newJudge(o.models, o.judge); err != nil {
		return err
	}
	if err := o.models.Check(o.judge); err != nil {
		return err
	}
	if keys == nil {
		if c.session, err = o.history.Resume(ctx); err != nil {
			return err
		}
	}
	if c.question, err = o.shared(ctx, c.candidates); err != nil {
		return err
	}
	if keys != nil {
		return c.onScreen(ctx, keys)
	}
	if len(c.question) == 0 {
		return program.Usagef(`give one as an argument or on standard input: neonchat compare -m A -m B "explain branching"`, "there is no prompt")
	}
	if c.branch, err = o.models.Open(ctx); err != nil {
		return err
	}
	if c.tools, err = backend.OpenTools(o.Program, c.branch); err != nil {
		return err
	}
	c.tools.AskOnce()
	o.models.TellUnserved(c.branch.ID(), c.asked()...)
	if c.out, err = newOutput(o.Program, format, c.candidates); err != nil {
		return err
	}
	if err := c.ask(ctx); err != nil {
		return err
	}
	return c.exitError(ctx)
}

// asked are the ids of the models that the question goes to, and the judge's.
func (c *comparison) asked() []string {
	var ids []string
	for _, one := range c.candidates {
		ids = append(ids, one.Model.ID)
	}
	if c.judging != nil {
		ids = append(ids, c.judging.Model.ID)
	}
	return ids
}

// keyboard is the terminal that the compare screen reads keys from. It is nil when
// there is no terminal, or when the flags ask for printed output.
func (o *options) keyboard() *os.File {
	if !o.IsTerminal(o.Out) || o.Dumb() || o.Flags.Plain || o.Given("output") || o.strict || o.judge != "" {
		return nil
	}
	if o.IsTerminal(o.In) {
		return o.In
	}
	// Standard input has the question; the keys come from the terminal itself.
	tty, err := os.OpenFile(program.Console, os.O_RDWR, 0)
	if err != nil {
		return nil
	}
	o.OnClose(func() { tty.Close() })
	return tty
}

// onScreen opens the compare screen. Without a question, the user writes it there.
func (c *comparison) onScreen(ctx context.Context, keys *os.File) error {
	m := &page.Comparison{Question: c.question, Blind: c.blind, Tag: c.tag}
	for _, one := range c.candidates {
		m.Targets = append(m.Targets, one.target)
	}
	return screen.Open(ctx, c.Program, c.models, c.history, keys, m)
}

// check refuses flags about votes when there is no screen to vote on.
func (o *options) check() error {
	const hint = "on a terminal the answers can be voted on, and anywhere a model can choose with --judge"
	switch {
	case o.blind:
		return program.Usagef(hint, "--blind hides who wrote what until a vote, and nobody can vote in a pipe")
	case o.tag != "" && o.judge == "":
		return program.Usagef(hint, "--tag is for votes, and nobody can vote in a pipe")
	}
	return nil
}
