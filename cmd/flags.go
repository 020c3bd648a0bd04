package cmd

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"neonchat/chat"
	"neonchat/config"
)

// flags are those of every command that asks a model something. NEONCHAT_*
// variables and the settings file set the same; a flag rules over both.
type flags struct {
	model       string
	system      string
	files       []string
	temperature float64
	maxTokens   int
	effort      string
	dialect     string
	output      string
	timeout     time.Duration
	envFile     string
	demo        bool
	serve       string
	noHistory   bool
	latest      bool
	session     string
	plain       bool
	debug       string
}

// askFlags defines the flags for asking.
func (p *program) askFlags(c *cobra.Command) {
	f := c.Flags()
	f.StringVarP(&p.flags.system, "system", "s", "", "set the system prompt to `TEXT`")
	f.StringArrayVarP(&p.flags.files, "file", "f", nil, "attach a text, image or PDF `FILE` (repeatable)")
	f.Float64VarP(&p.flags.temperature, "temperature", "t", 0, "set the temperature to `T`, from 0 (predictable) to 2")
	f.IntVar(&p.flags.maxTokens, "max-tokens", 0, "limit the answer to `N` tokens, reasoning included")
	f.StringVar(&p.flags.effort, "effort", "", "set how hard the model thinks, by this `WORD`: none, minimal, low, medium, high, xhigh or max")
	f.StringVar(&p.flags.dialect, "dialect", "", "use this dialect, by its `NAME`: auto, mlflow, openai, anthropic or gemini (default auto)")
	f.BoolVar(&p.flags.noHistory, "no-history", false, "save nothing to the history")
	f.DurationVar(&p.flags.timeout, "timeout", 0, "give up after this `TIME`: 30s, 5m")
}

// gatewayFlags defines the flags that hold for every command.
func (p *program) gatewayFlags(c *cobra.Command) {
	f := c.PersistentFlags()
	f.StringVar(&p.flags.envFile, "env-file", "", "read the credentials from this `FILE` instead of .env.local and .env")
	f.BoolVar(&p.flags.demo, "demo", false, "use the built-in offline gateway: no key, no network")
	f.StringVar(&p.flags.debug, "debug", "", "log requests to this `FILE`, without prompts and token")
	f.StringVarP(&p.flags.output, "output", "o", "", "print in this `FORMAT`: text, json, or jsonl for answers (default text)")
}

// load reads the settings and lays the flags over them. It runs before every
// command but help.
func (p *program) load(c *cobra.Command, _ []string) error {
	p.command = c
	s, err := config.LoadSettings(p.folders.SettingsFile(), p.getenv)
	if err != nil && c.Name() == "doctor" {
		p.unsettled, err = err, nil // it is for him to say
	}
	if err != nil {
		return &usageError{err: err, hint: hintOf(err)}
	}
	for _, n := range s.Notices {
		p.status.notice(n)
	}
	p.settings = s
	given := c.Flags().Changed
	if given("model") && !c.HasParent() { // compare names several
		p.settings.Model = p.flags.model
	}
	if given("system") {
		p.settings.System = p.flags.system
	}
	if given("temperature") {
		p.settings.Temperature = &p.flags.temperature
	}
	if given("max-tokens") {
		p.settings.MaxTokens = p.flags.maxTokens
	}
	if given("effort") {
		p.settings.Effort = p.flags.effort
	}
	if given("dialect") {
		p.settings.Dialect = p.flags.dialect
	}
	if given("output") {
		p.settings.Output = p.flags.output
	}
	if given("timeout") {
		p.settings.Timeout = p.flags.timeout
	}
	if given("no-history") {
		p.settings.NoHistory = p.flags.noHistory
	}
	if given("session") {
		p.settings.Session = p.flags.session
	}
	if given("env-file") {
		p.settings.EnvFile = p.flags.envFile
	}
	if given("demo") {
		p.settings.Demo = p.flags.demo
	}
	if given("serve") {
		p.settings.DemoServe = p.flags.serve
	}
	if given("debug") {
		p.settings.Debug = p.flags.debug
	}
	if c.Flags().Lookup("effort") != nil { // the other commands ask with nobody's options
		if err := p.check(c); err != nil {
			return err
		}
		if err := p.checkResume(); err != nil {
			return err
		}
	}
	return p.openLog()
}

// check refuses what no model could take.
func (p *program) check(c *cobra.Command) error {
	s := p.settings
	if t := s.Temperature; t != nil && !(*t >= 0 && *t <= 2) {
		return p.invalid("temperature", strconv.FormatFloat(*t, 'g', -1, 64), wanted["temperature"])
	}
	if s.MaxTokens < 0 || c.Flags().Changed("max-tokens") && s.MaxTokens == 0 {
		return p.invalid("max-tokens", strconv.Itoa(s.MaxTokens), wanted["max-tokens"])
	}
	if s.Effort != "" && !slices.Contains(chat.Efforts[:], s.Effort) {
		return p.invalid("effort", s.Effort, oneOf(chat.Efforts[:]))
	}
	if s.Dialect != "" && s.Dialect != "auto" && !slices.Contains(chat.Dialects[:], s.Dialect) {
		return p.invalid("dialect", s.Dialect, oneOf(append([]string{"auto"}, chat.Dialects[:]...)))
	}
	if s.Timeout < 0 {
		return p.invalid("timeout", s.Timeout.String(), wanted["timeout"])
	}
	return nil
}

// invalid says which setting is wrong, where it was made, and what it takes.
func (p *program) invalid(name, value, want string) error {
	where := "--" + name
	if src := p.settings.Source(name); src != (config.Source{}) && !p.given(name) {
		where = src.String()
	}
	return usagef("give "+want, "%s can't be %q", where, value)
}

// outputOf gives the format of the output, one of those that the command has.
func (p *program) outputOf(formats ...string) (string, error) {
	o := p.settings.Output
	switch {
	case o == "":
		return formats[0], nil
	case slices.Contains(formats, o):
		return o, nil
	case !p.given("output") && slices.Contains([]string{"text", "json", "jsonl"}, o):
		return formats[0], nil // a setting for another command's sake
	}
	return "", p.invalid("output", o, oneOf(formats))
}

func (p *program) given(name string) bool {
	return p.command != nil && p.command.Flags().Changed(name)
}

func (p *program) openLog() error {
	if p.settings.Debug == "" {
		return nil
	}
	f, err := os.OpenFile(p.settings.Debug, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return usagef("give a file that can be written", "opening the log: %w", err)
	}
	p.closers = append(p.closers, func() { f.Close() })
	p.log = slog.New(slog.NewTextHandler(f, &slog.HandlerOptions{Level: slog.LevelDebug}))
	p.log.Info("neonchat", "version", version(), "command", p.command.Name())
	return nil
}

// resumeFlags defines the flags that go on with a session.
func (p *program) resumeFlags(c *cobra.Command) {
	f := c.Flags()
	f.BoolVarP(&p.flags.latest, "continue", "c", false, "continue the latest session of the branch")
	f.StringVar(&p.flags.session, "session", "", "continue the session of this `ID`; the start of it is enough")
}

// checkResume refuses flags that don't go together.
func (p *program) checkResume() error {
	switch {
	case p.flags.latest && p.given("session"):
		return usagef("leave one of them out", "--continue names a session, and --session another")
	case p.given("session") && p.flags.session == "":
		return p.invalid("session", "", "the id of a session, or the start of one: 'neonchat sessions' lists them")
	case p.flags.latest:
		p.settings.Session = "" // the environment's
	}
	return nil
}

// resumes reports whether there is a session to go on with.
func (p *program) resumes() bool { return p.flags.latest || p.settings.Session != "" }

// limited is a context for one answer: it ends when the time is over that the
// user gives it.
func (p *program) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	if p.settings.Timeout > 0 {
		return context.WithTimeout(ctx, p.settings.Timeout)
	}
	return context.WithCancel(ctx)
}
