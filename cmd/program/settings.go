package program

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"neonchat/chat"
	"neonchat/cmd/words"
	"neonchat/config"
)

// Flags are those of every command that asks a model something. NEONCHAT_*
// variables and the settings file set the same; a flag rules over both.
type Flags struct {
	Model       string
	system      string
	Files       []string
	temperature float64
	maxTokens   int
	effort      string
	dialect     string
	output      string
	timeout     time.Duration
	envFile     string
	demo        bool
	Serve       string
	noHistory   bool
	Latest      bool
	session     string
	Plain       bool
	debug       string
	tools       string
	Allow       []string // patterns of tools
	maxSteps    int
	maxCost     float64
}

// AskFlags defines the flags for asking.
func (p *Program) AskFlags(c *cobra.Command) {
	f := c.Flags()
	f.StringVarP(&p.Flags.system, "system", "s", "", "set the system prompt to `TEXT`")
	f.StringArrayVarP(&p.Flags.Files, "file", "f", nil, "attach a text, image or PDF `FILE` (repeatable)")
	f.Float64VarP(&p.Flags.temperature, "temperature", "t", 0, "set the temperature to `T`, from 0 (predictable) to 2")
	f.IntVar(&p.Flags.maxTokens, "max-tokens", 0, "limit the answer to `N` tokens, reasoning included")
	f.StringVar(&p.Flags.effort, "effort", "", "set how hard the model thinks, by this `WORD`: none, minimal, low, medium, high, xhigh or max")
	f.StringVar(&p.Flags.dialect, "dialect", "", "use this dialect, by its `NAME`: auto, mlflow, openai, anthropic or gemini (default auto)")
	f.BoolVar(&p.Flags.noHistory, "no-history", false, "save nothing to the history")
	f.StringVar(&p.Flags.tools, "tools", "", "let the model use tools: all, or those of these `SOURCES`, with commas between")
	f.Lookup("tools").NoOptDefVal = "true"
	f.StringArrayVar(&p.Flags.Allow, "allow", nil, "allow the tools that fit this `PATTERN`, such as 'sql_*' (repeatable)")
	f.IntVar(&p.Flags.maxSteps, "max-steps", 0, "end after `N` answers of a question with tools (default 20)")
	f.Float64Var(&p.Flags.maxCost, "max-cost", 0, "end once a question with tools has cost so many `USD`")
	f.DurationVar(&p.Flags.timeout, "timeout", 0, "give up after this `TIME`: 30s, 5m")
}

// GatewayFlags defines the flags that hold for every command.
func (p *Program) GatewayFlags(c *cobra.Command) {
	f := c.PersistentFlags()
	f.StringVar(&p.Flags.envFile, "env-file", "", "read the credentials from this `FILE` instead of .env.local and .env")
	f.BoolVar(&p.Flags.demo, "demo", false, "use the built-in offline gateway: no key, no network")
	f.StringVar(&p.Flags.debug, "debug", "", "log requests to this `FILE`, without prompts and token")
	f.StringVarP(&p.Flags.output, "output", "o", "", "print in this `FORMAT`: text, json, or jsonl for answers (default text)")
}

// Load reads the settings and lays the flags over them. It runs before every
// command but help.
func (p *Program) Load(c *cobra.Command, _ []string) error {
	p.command = c
	s, err := config.LoadSettings(p.Folders.SettingsFile(), p.Getenv)
	if err != nil && c.Name() == "doctor" {
		p.SettingsErr, err = err, nil // it is for him to say
	}
	if err != nil {
		return Usagef(HintOf(err), "%w", err)
	}
	for _, n := range s.Notices {
		p.Status.Notice(n)
	}
	p.Settings = s
	given := c.Flags().Changed
	if given("model") && !c.HasParent() { // compare names several
		p.Settings.Model = p.Flags.Model
	}
	lay(given, "system", &p.Settings.System, p.Flags.system)
	lay(given, "temperature", &p.Settings.Temperature, &p.Flags.temperature)
	lay(given, "max-tokens", &p.Settings.MaxTokens, p.Flags.maxTokens)
	lay(given, "effort", &p.Settings.Effort, p.Flags.effort)
	lay(given, "dialect", &p.Settings.Dialect, p.Flags.dialect)
	lay(given, "output", &p.Settings.Output, p.Flags.output)
	lay(given, "tools", &p.Settings.Tools, toolSources(p.Flags.tools))
	lay(given, "max-steps", &p.Settings.MaxSteps, p.Flags.maxSteps)
	lay(given, "max-cost", &p.Settings.MaxCost, p.Flags.maxCost)
	lay(given, "timeout", &p.Settings.Timeout, p.Flags.timeout)
	lay(given, "no-history", &p.Settings.NoHistory, p.Flags.noHistory)
	lay(given, "session", &p.Settings.Session, p.Flags.session)
	lay(given, "env-file", &p.Settings.EnvFile, p.Flags.envFile)
	lay(given, "demo", &p.Settings.Demo, p.Flags.demo)
	lay(given, "serve", &p.Settings.DemoServe, p.Flags.Serve)
	lay(given, "debug", &p.Settings.Debug, p.Flags.debug)
	if c.Flags().Lookup("effort") != nil { // only commands that ask a model take these
		if err := p.check(c); err != nil {
			return err
		}
		if err := p.checkResume(); err != nil {
			return err
		}
	}
	return p.openLog()
}

// lay sets a setting to the value of a flag, if that was given.
func lay[T any](given func(flag string) bool, flag string, setting *T, value T) {
	if given(flag) {
		*setting = value
	}
}

// toolSources reads what --tools says.
func toolSources(s string) []string {
	switch on, err := strconv.ParseBool(s); {
	case err != nil:
		return config.ToolSources(s)
	case on:
		return []string{"*"}
	}
	return nil
}

// check refuses what no model could take.
func (p *Program) check(c *cobra.Command) error {
	s := p.Settings
	if t := s.Temperature; t != nil && !(*t >= 0 && *t <= 2) {
		return p.invalid("temperature", strconv.FormatFloat(*t, 'g', -1, 64), wanted["temperature"])
	}
	if s.MaxTokens < 0 || c.Flags().Changed("max-tokens") && s.MaxTokens == 0 {
		return p.invalid("max-tokens", strconv.Itoa(s.MaxTokens), wanted["max-tokens"])
	}
	if s.Effort != "" && !slices.Contains(chat.Efforts[:], s.Effort) {
		return p.invalid("effort", s.Effort, words.OneOf(chat.Efforts[:]))
	}
	if s.Dialect != "" && s.Dialect != "auto" && !slices.Contains(chat.Dialects[:], s.Dialect) {
		return p.invalid("dialect", s.Dialect, words.OneOf(append([]string{"auto"}, chat.Dialects[:]...)))
	}
	if s.MaxSteps < 0 || c.Flags().Changed("max-steps") && s.MaxSteps == 0 {
		return p.invalid("max-steps", strconv.Itoa(s.MaxSteps), "a number of steps, 1 or more")
	}
	if !(s.MaxCost >= 0) || c.Flags().Changed("max-cost") && s.MaxCost == 0 {
		return p.invalid("max-cost", strconv.FormatFloat(s.MaxCost, 'g', -1, 64), "a number of USD, such as 0.25")
	}
	if c.Flags().Changed("allow") && len(s.Tools) == 0 {
		return Usagef("--tools lets the model use tools", "--allow allows tools, and none are switched on")
	}
	if s.Timeout < 0 {
		return p.invalid("timeout", s.Timeout.String(), wanted["timeout"])
	}
	return nil
}

// invalid says which setting is wrong, where it was made, and what it takes.
func (p *Program) invalid(name, value, want string) error {
	where := "--" + name
	if src := p.Settings.Source(name); src != (config.Source{}) && !p.Given(name) {
		where = src.String()
	}
	return Usagef("give "+want, "%s can't be %q", where, value)
}

// Format gives the format of the output, one of those that the command has.
func (p *Program) Format(formats ...string) (string, error) {
	o := p.Settings.Output
	switch {
	case o == "":
		return formats[0], nil
	case slices.Contains(formats, o):
		return o, nil
	case !p.Given("output") && slices.Contains([]string{"text", "json", "jsonl"}, o):
		return formats[0], nil // a setting for another command's sake
	}
	return "", p.invalid("output", o, words.OneOf(formats))
}

// Given reports whether the user gave the flag of this name on the command line.
func (p *Program) Given(name string) bool {
	return p.command != nil && p.command.Flags().Changed(name)
}

func (p *Program) openLog() error {
	if p.Settings.Debug == "" {
		return nil
	}
	f, err := os.OpenFile(p.Settings.Debug, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return Usagef("give a file that can be written", "opening the log: %w", err)
	}
	p.OnClose(func() { f.Close() })
	p.Log = slog.New(slog.NewTextHandler(f, &slog.HandlerOptions{Level: slog.LevelDebug}))
	p.Log.Info("neonchat", "version", Version(), "command", p.command.Name())
	return nil
}

// ResumeFlags defines the flags that go on with a session.
func (p *Program) ResumeFlags(c *cobra.Command) {
	f := c.Flags()
	f.BoolVarP(&p.Flags.Latest, "continue", "c", false, "continue the latest session of the branch")
	f.StringVar(&p.Flags.session, "session", "", "continue the session of this `ID`; the start of it is enough")
}

// checkResume refuses flags that don't go together.
func (p *Program) checkResume() error {
	switch {
	case p.Flags.Latest && p.Given("session"):
		return Usagef("leave one of them out", "--continue names a session, and --session another")
	case p.Given("session") && p.Flags.session == "":
		return p.invalid("session", "", "the id of a session, or the start of one: 'neonchat sessions' lists them")
	case p.Flags.Latest:
		p.Settings.Session = "" // the environment's
	}
	return nil
}

// Resumes reports whether there is a session to go on with.
func (p *Program) Resumes() bool { return p.Flags.Latest || p.Settings.Session != "" }

// WithTimeout is a context for one answer: it ends when the time is over that the
// user gives it.
func (p *Program) WithTimeout(ctx context.Context) (context.Context, context.CancelFunc) {
	if p.Settings.Timeout > 0 {
		return context.WithTimeout(ctx, p.Settings.Timeout)
	}
	return context.WithCancel(ctx)
}

// NoArguments refuses arguments with a sentence of ours.
func NoArguments(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return Usagef(fmt.Sprintf("'neonchat %s --help' shows what it takes", c.Name()), "'neonchat %s' takes no argument, and %q is one", c.Name(), args[0])
}
