package doctor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/client"
	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/cmd/words"
	"neonchat/config"
	"neonchat/history"
	"neonchat/ui/markdown"
)

// Command makes the command doctor.
func Command(p *program.Program, m *backend.Models, h *backend.History) *cobra.Command {
	return &cobra.Command{
		Use:   "doctor [flags]",
		Short: "Check the setup and say how to fix it",
		Long: `doctor shows where it found the gateway and the settings. It asks the gateway
for its models and each dialect for a very short answer, which costs a fraction
of a cent, and says how to fix what fails.

The exit code is 1 when something essential fails.`,
		Args: program.NoArguments,
		RunE: func(c *cobra.Command, _ []string) error { return (&options{p, m, h}).run(c.Context()) },
	}
}

// Report runs all checks and returns the result as text.
func Report(ctx context.Context, p *program.Program, m *backend.Models, h *backend.History) string {
	d := &options{p, m, h}
	return d.diagnosis(d.examine(ctx))
}

// options are the options of the command.
type options struct {
	*program.Program
	models  *backend.Models
	history *backend.History
}

// A check is the result of one check.
type check struct {
	Name   string `json:"check"`
	Status string `json:"status"` // ok, note, failed or skipped
	Found  string `json:"found"`
	Hint   string `json:"hint,omitempty"`
	Millis *int64 `json:"duration_ms,omitempty"`
}

const (
	ok      = "ok"
	note    = "note" // worth knowing, nothing is broken
	failed  = "failed"
	skipped = "skipped"
)

func (d *options) run(ctx context.Context) error {
	format, err := d.Format("text", "json")
	if err != nil {
		return err
	}
	checks := d.examine(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	d.Status.Quiet()
	if format == "json" {
		err = d.PrintJSON(struct {
			Version string  `json:"version"`
			Checks  []check `json:"checks"`
		}{program.Version(), checks})
	} else {
		_, err = d.Out.WriteString(d.diagnosis(checks))
	}
	if err != nil {
		return err
	}
	for _, c := range checks {
		if c.Status == failed {
			return program.Reported{Code: program.ExitFailed}
		}
	}
	return nil
}

func (d *options) examine(ctx context.Context) []check {
	checks := []check{d.settingsCheck()}
	g, err := backend.OpenGateway(ctx, d.Program)
	for _, n := range append(g.Notices, g.Remarks...) {
		checks = append(checks, check{Name: "note", Status: note, Found: n})
	}
	if err != nil {
		checks = append(checks, check{Name: "gateway", Status: failed, Found: err.Error(), Hint: program.HintOf(err)})
		return append(checks, d.historyCheck(ctx), d.catalogCheck(), d.terminalCheck())
	}
	checks = append(checks,
		check{Name: "gateway", Status: ok, Found: g.URL + from(g.URLSource)},
		check{Name: "token", Status: ok, Found: g.Token.String() + from(g.TokenSource)},
		check{Name: "branch", Status: ok, Found: branchLine(g)},
	)
	if c := d.databaseCheck(ctx, g); c != nil {
		checks = append(checks, *c)
	}
	b := d.models.Branch(g)
	checks = append(checks, d.probe(ctx, b)...)
	return append(checks, d.defaultCheck(b), d.historyCheck(ctx), d.catalogCheck(), d.terminalCheck())
}

func (d *options) settingsCheck() check {
	file := d.Folders.SettingsFile()
	if d.SettingsErr != nil {
		return check{Name: "settings", Status: failed, Found: d.SettingsErr.Error(), Hint: program.HintOf(d.SettingsErr)}
	}
	if _, err := os.Stat(file); err != nil {
		return check{Name: "settings", Status: ok, Found: "defaults (" + file + " would be read)"}
	}
	return check{Name: "settings", Status: ok, Found: file}
}

func branchLine(g config.Gateway) string {
	s := cmp.Or(g.Branch.Text, "unknown") + from(g.Branch.Source)
	if g.BranchID != "" && g.BranchID != g.Branch.Text {
		s += ", id " + g.BranchID
	}
	if url := config.ConsoleURL(g); url != "" {
		s += ", " + url
	}
	return s
}

func from(s config.Source) string {
	if s == (config.Source{}) {
		return ""
	}
	return " (" + s.String() + ")"
}

func (d *options) catalogCheck() check {
	c := check{Name: "catalog", Status: ok}
	known, err := d.models.Cache().Load()
	c.Found = fmt.Sprintf("%s of models.dev", words.Count(len(known.Models()), "model"))
	switch {
	case err != nil:
		c.Status, c.Hint = note, err.Error()
	case known.BuiltIn():
		c.Found += ", the built-in list of " + known.AsOf().Format(time.DateOnly)
	default:
		c.Found += ", confirmed " + words.Ago(time.Since(known.AsOf()))
	}
	if err == nil && known.Old(time.Now()) {
		c.Status, c.Hint = note, "newer models are in no list of ours: 'neonchat models' asks models.dev for news"
	}
	return c
}

// defaultCheck names the model that answers when the command line names none,
// and says why.
func (d *options) defaultCheck(b *backend.Branch) check {
	c := check{Name: "default", Status: ok}
	id, why := d.models.Default()
	if d.Settings.Model != "" {
		t, _ := catalog.ParseTarget(d.Settings.Model)
		id, why = t.Model, d.Settings.Source("model").String()
	}
	c.Found = id + ", " + why
	known := d.models.KnownOn(b.ID())
	if known.Serves(id) == catalog.No {
		c.Status = note
		c.Found += ": this branch doesn't serve it"
		if near := known.Instead(id, 3); len(near) > 0 {
			c.Hint = "it serves " + words.OneOf(near) + " for instance"
		}
	}
	return c
}

func (d *options) terminalCheck() check {
	found := []string{cmp.Or(d.Getenv("TERM"), "none")}
	for _, v := range []string{"COLORTERM", "TERM_PROGRAM", "NO_COLOR"} {
		if w := d.Getenv(v); w != "" {
			found = append(found, v+"="+w)
		}
	}
	if d.Getenv("TMUX") != "" {
		found = append(found, "tmux")
	}
	return check{Name: "terminal", Status: ok, Found: strings.Join(found, ", ")}
}

// probe asks the gateway for its models and then, at the same time, the cheapest
// model of each dialect for a very short answer.
func (d *options) probe(ctx context.Context, b *backend.Branch) []check {
	b.Client = client.New(client.Config{
		URL: b.Gateway.URL, Token: b.Gateway.Token.Reveal, UserAgent: "neonchat/" + program.Version(), Log: d.Log, Idle: 20 * time.Second,
	})
	d.Status.Spin("asking the gateway")
	start := time.Now()
	known, err := b.Survey(ctx)
	s, _ := d.models.Served(b.ID())
	list := check{Name: "models", Status: ok, Found: words.Count(len(s.Models), "model") + " served", Millis: since(start)}
	if err != nil {
		list = check{Name: "models", Status: failed, Found: err.Error(), Hint: program.HintOf(err), Millis: since(start)}
		return []check{list, {Name: "dialects", Status: skipped, Found: "the gateway has to answer first"}}
	}
	checks := make([]check, len(chat.Dialects))
	var all sync.WaitGroup
	for i, dialect := range chat.Dialects {
		all.Go(func() { checks[i] = tryDialect(ctx, b.Client, known, dialect) })
	}
	all.Wait()
	return append(append([]check{list}, checks...), limitChecks(b.Client)...)
}

// limitChecks shows what is left of the limits that the gateway reported.
func limitChecks(c *client.Client) []check {
	var left []string
	for _, l := range c.Limits() {
		left = append(left, l.String()+" are left")
	}
	if left == nil {
		return nil
	}
	return []check{{Name: "limits", Status: ok, Found: strings.Join(left, ", ")}}
}

func tryDialect(ctx context.Context, c *client.Client, known catalog.Catalog, dialect string) check {
	facts, served := known.Cheapest(dialect)
	if !served {
		return check{Name: dialect, Status: skipped, Found: "the branch serves none of its models"}
	}
	id := facts.ID
	turn := chat.Turn{
		Streamer: c, Session: &chat.Session{},
		Model:   chat.Model{ID: id, Dialect: dialect, Pinned: true, OutputLimit: facts.MaxOutput, Inputs: facts.Input},
		Options: chat.Options{MaxTokens: 16},
		Price:   func(_ string, u chat.Usage) (float64, bool) { return facts.Price(catalog.Usage(u)) },
	}
	start := time.Now()
	a, err := turn.Ask(ctx, chat.Text{Text: "Say ok."})
	result := check{Name: dialect, Status: ok, Found: id + " answers", Millis: since(start)}
	if err != nil {
		result.Status, result.Found, result.Hint = failed, id+": "+err.Error(), program.HintOf(err)
	}
	if usd := a.Cost; usd != nil && *usd > 0 {
		result.Found += ", " + catalog.FormatUSD(*usd)
	}
	return result
}

func since(t time.Time) *int64 {
	ms := time.Since(t).Milliseconds()
	return &ms
}

// diagnosis writes the checks as text.
func (d *options) diagnosis(checks []check) string {
	marks := map[string]string{ok: "✓", note: "•", failed: "✗", skipped: "-"}
	if d.Dumb() {
		marks = map[string]string{ok: "ok", note: "note", failed: "FAILED", skipped: "skipped"}
	}
	var b strings.Builder
	for _, c := range checks {
		fmt.Fprintf(&b, "%s %-9s %s", marks[c.Status], c.Name, markdown.Clean(c.Found))
		if c.Millis != nil {
			fmt.Fprintf(&b, ", %d ms", *c.Millis)
		}
		b.WriteByte('\n')
		if c.Hint != "" {
			hint := strings.ReplaceAll(markdown.Clean(c.Hint), "\n", "\n              ")
			fmt.Fprintf(&b, "  %-9s hint: %s\n", "", hint)
		}
	}
	return b.String()
}

// historyCheck checks the history without creating one.
func (d *options) historyCheck(ctx context.Context) check {
	path := d.history.File()
	c := check{Name: "history", Status: ok}
	if d.Settings.NoHistory {
		c.Status, c.Found = note, "nothing is kept"+from(d.Settings.Source("no_history"))
		return c
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		c.Found = "nothing yet (" + path + " would be made)"
		return c
	}
	store := history.Open(path)
	defer store.Close()
	store.Notice = func(sentence string) { c.Status, c.Hint = note, sentence }
	h, err := store.Examine(ctx)
	if err != nil {
		return check{Name: "history", Status: failed, Found: err.Error(), Hint: program.HintOf(err)}
	}
	c.Found = fmt.Sprintf("%s, %s, %s in %s", words.Count(h.Sessions, "session"), words.Count(h.Messages, "message"), humanize.Bytes(uint64(h.Size)), path)
	if h.Trouble != "" {
		c.Status, c.Hint = failed, "it is damaged ("+h.Trouble+"): take what there is out of it with 'neonchat sessions export'"
	}
	return c
}
