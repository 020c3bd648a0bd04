package cmd

import (
	"strings"

	"github.com/spf13/cobra"
)

const usage = `neonchat talks to the models of a Neon AI Gateway.

Usage:
  neonchat [flags] [prompt...]   ask once; what is piped in goes behind the prompt
  neonchat                       open the chat
  neonchat compare -m A -m B     ask several models at once
  neonchat models [QUERY]        list the models, what they can do and cost
  neonchat sessions              list, show and search what was said, and carry
                                 it in and out
  neonchat doctor                find out what works and what to do about the rest
  neonchat demo                  serve an offline gateway, for SDKs and scripts

Examples:
  neonchat "explain copy-on-write branching"
  git diff | neonchat "write the commit message"
  neonchat compare -m gpt-5-mini -m claude-sonnet-4-6 "explain vacuum"
  neonchat -c "shorter, please"
  neonchat -m gpt-5:low -f chart.png "what does this show?"
  neonchat --demo "no key? this works offline"

What begins with a dash, or is a command's name, is a prompt behind "--".

Flags:
  -m, --model MODEL[:EFFORT][@DIALECT]
                         the model (default ` + defaultModel + `)
  -s, --system TEXT      system prompt
  -f, --file FILE        send a text, image or PDF along; can be repeated
  -t, --temperature T    from 0, the likeliest words, to 2
      --max-tokens N     limit of the answer, reasoning included
      --effort WORD      how hard to think: none, minimal, low, medium, high,
                         xhigh or max
      --dialect NAME     auto, mlflow, openai, anthropic or gemini
  -c, --continue         go on with this branch's latest session
      --session ID       go on with that session; the start of an id does
  -o, --output FORMAT    text, json or jsonl
      --no-history       keep nothing of what is said
      --timeout TIME     give up after this long: 30s, 5m
      --env-file FILE    read the credentials from this file
      --plain            chat line by line, without a full screen; from a pipe too
      --demo             use the built-in offline gateway: no key, no network
      --debug FILE       log what is sent where (no prompts, no token)
  -h, --help             this help
  -v, --version          the version

A session goes on with the model that answered last, unless --model names one.
NEONCHAT_MODEL, NEONCHAT_SYSTEM and so on set the same, and so does config.toml
in the folder that 'neonchat doctor' names. Credentials come from the
environment, .env.local or .env, as 'neonctl env pull' writes them.

Exit codes: 0 well, 1 the request failed or the answer was cut, 2 wrong usage
or configuration, 130 interrupted.
`

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:               "neonchat [flags] [prompt...]",
		Version:           version(),
		Args:              cobra.ArbitraryArgs,
		SilenceErrors:     true,
		SilenceUsage:      true,
		PersistentPreRunE: p.load,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] == "help" && !p.settings.Demo {
				c.Print(usage)
				return nil
			}
			return p.ask(c.Context(), strings.Join(args, " "))
		},
	}
	root.SetOut(p.out)
	root.SetErr(p.err)
	root.SetVersionTemplate("neonchat {{.Version}}\n")
	root.SetHelpFunc(func(c *cobra.Command, _ []string) {
		if c == root {
			c.Print(usage)
			return
		}
		c.Print(c.Long + "\n\n" + c.UsageString())
	})
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return usagef("'neonchat --help' lists the flags", "%w", err)
	})
	root.Flags().StringVarP(&p.flags.model, "model", "m", "", "`MODEL[:EFFORT][@DIALECT]` (default "+defaultModel+")")
	p.askFlags(root)
	p.resumeFlags(root)
	p.gatewayFlags(root)
	root.Flags().BoolVar(&p.flags.plain, "plain", false, "chat line by line, without a full screen")
	root.SetHelpCommand(&cobra.Command{Hidden: true}) // "help" may begin a prompt
	root.AddCommand(p.compareCommand(), p.modelsCommand(), p.sessionsCommand(), p.doctorCommand(), p.demoCommand())
	return root
}
