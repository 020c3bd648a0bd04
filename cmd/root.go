package cmd

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"neonchat/cmd/backend"
	"neonchat/cmd/code"
	"neonchat/cmd/compare"
	"neonchat/cmd/doctor"
	"neonchat/cmd/mcp"
	"neonchat/cmd/models"
	"neonchat/cmd/program"
	"neonchat/cmd/sessions"
)

const usage = `neonchat talks to the models of a Neon AI Gateway.

Usage:
  neonchat [flags] [prompt...]   ask once; piped input follows the prompt
  neonchat                       open the chat
  neonchat compare -m A -m B     ask several models at once
  neonchat code --sdk NAME       print a question as a program for an SDK
  neonchat models [QUERY]        list the models, their abilities and prices
  neonchat sessions              list, search, show, export and import sessions
  neonchat mcp                   list, check, trust MCP servers, and sign in
  neonchat doctor                check the setup and say how to fix it
  neonchat demo                  serve an offline gateway to SDKs and scripts

Examples:
  neonchat "explain copy-on-write branching"
  git diff | neonchat "write the commit message"
  neonchat compare -m gpt-5-mini -m claude-sonnet-4-6 "explain vacuum"
  neonchat -c "shorter, please"
  neonchat -m gpt-5:low -f chart.png "what does this show?"
  neonchat --demo "no key? this works offline"

Put "--" before a prompt that starts with a dash or is a command's name.

Flags:
  -m, --model MODEL[:EFFORT][@DIALECT]
                         choose the model (default: the one used last on
                         the branch, else the best that it serves)
  -s, --system TEXT      set the system prompt
  -f, --file FILE        attach a text, image or PDF (repeatable)
  -t, --temperature T    set the temperature, from 0 (predictable) to 2
      --max-tokens N     limit the answer, reasoning included
      --effort WORD      set how hard the model thinks: none, minimal, low,
                         medium, high, xhigh or max
      --dialect NAME     use auto, mlflow, openai, anthropic or gemini
  -c, --continue         continue the latest session of the branch
      --session ID       continue this session; the start of its id is enough
  -o, --output FORMAT    print text, json or jsonl
      --no-history       save nothing to the history
      --tools[=SOURCES]  let the model use tools: all, or those of sql, ...
      --allow PATTERN    allow the tools of that name, 'sql_*' (repeatable)
      --max-steps N      end after N answers of a question with tools (20)
      --max-cost USD     end once a question with tools has cost so much
      --timeout TIME     give up after this long: 30s, 5m
      --env-file FILE    read the credentials from this file
      --plain            chat line by line, also in a pipe
      --demo             use the built-in offline gateway: no key, no network
      --debug FILE       log requests to FILE, without prompts and token
  -h, --help             show this help
  -v, --version          show the version

A continued session uses the model that answered last, unless --model names
another. Environment variables (NEONCHAT_MODEL, NEONCHAT_SYSTEM, ...) and
config.toml set the same as the flags; 'neonchat doctor' shows where that file
is. Credentials come from the environment, .env.local or .env, as
'neon env pull' writes them.

Exit codes: 0 success, 1 the request failed or the answer was cut, 2 wrong usage
or configuration, 130 interrupted.
`

// Run runs the command line and returns the process's exit code.
func Run(args []string) int {
	p := program.New()
	return p.Run(func(ctx context.Context) int {
		defer p.Close()
		root := newRoot(p)
		root.SetArgs(args)
		err := root.ExecuteContext(ctx)
		p.Leaving()
		return p.Finish(err)
	})
}

// newRoot makes the root command with all others below it.
func newRoot(p *program.Program) *cobra.Command {
	m, h := backend.NewModels(p), backend.NewHistory(p)
	root := &cobra.Command{
		Use:               "neonchat [flags] [prompt...]",
		Version:           program.Version(),
		Args:              cobra.ArbitraryArgs,
		SilenceErrors:     true,
		SilenceUsage:      true,
		PersistentPreRunE: p.Load,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] == "help" && !p.Settings.Demo {
				c.Print(usage)
				return nil
			}
			if err := checkCommand(c, args); err != nil {
				return err
			}
			return (&askOptions{p, m, h, strings.Join(args, " ")}).run(c.Context())
		},
	}
	root.SetOut(p.Out)
	root.SetErr(p.Err)
	root.SetVersionTemplate("neonchat {{.Version}}\n")
	root.SetHelpFunc(func(c *cobra.Command, _ []string) {
		if c == root {
			c.Print(usage)
			return
		}
		c.Print(c.Long + "\n\n" + c.UsageString())
	})
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return program.FlagError(err) })
	root.Flags().StringVarP(&p.Flags.Model, "model", "m", "", "choose the model, `MODEL[:EFFORT][@DIALECT]` (default: the one used last on the branch, else the best that it serves)")
	p.AskFlags(root)
	p.ResumeFlags(root)
	p.GatewayFlags(root)
	root.Flags().BoolVar(&p.Flags.Plain, "plain", false, "chat line by line, without a full screen")
	root.SetHelpCommand(&cobra.Command{Hidden: true}) // "help" may begin a prompt
	root.AddCommand(
		compare.Command(p, m, h),
		code.Command(p, m, h),
		models.Command(p, m),
		sessions.Command(p, h),
		mcp.Command(p),
		doctor.Command(p, m, h),
		demoCommand(p),
	)
	return root
}
