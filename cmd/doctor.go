package cmd

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/client"
	"neonchat/config"
	"neonchat/ui/markdown"
)

func (p *program) doctorCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "doctor [flags]",
		Short: "Check the setup and say how to fix it",
		Long: `doctor shows where it found the gateway and the settings. It asks the gateway
for its models and each dialect for a very short answer, which costs a fraction
of a cent, and says how to fix what fails.

The exit code is 1 when something essential fails.`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return p.doctor(c.Context()) },
	}
	return c
}

// A check is one thing that was looked at.
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

func (p *program) doctor(ctx context.Context) error {
	format, err := p.outputOf("text", "json")
	if err != nil {
		return err
	}
	checks := p.examine(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	p.status.quiet()
	if format == "json" {
		err = p.printJSON(struct {
			Version string  `json:"version"`
			Checks  []check `json:"checks"`
		}{version(), checks})
	} else {
		_, err = p.out.WriteString(p.diagnosis(checks))
	}
	if err != nil {
		return err
	}
	for _, c := range checks {
		if c.Status == failed {
			return errReported{exitFailed}
		}
	}
	return nil
}

func (p *program) examine(ctx context.Context) []check {
	checks := []check{p.settingsCheck()}
	g, err := p.gateway(ctx)
	for _, n := range append(g.Notices, g.Remarks...) {
		checks = append(checks, check{Name: "note", Status: note, Found: n})
	}
	if err != nil {
		checks = append(checks, check{Name: "gateway", Status: failed, Found: err.Error(), Hint: hintOf(err)})
		return append(checks, p.historyCheck(ctx), p.catalogCheck(), p.terminalCheck())
	}
	checks = append(checks,
		check{Name: "gateway", Status: ok, Found: g.URL + from(g.URLSource)},
		check{Name: "token", Status: ok, Found: g.Token.String() + from(g.TokenSource)},
		check{Name: "branch", Status: ok, Found: branchLine(g)},
	)
	b := p.branchBehind(g)
	checks = append(checks, p.probe(ctx, b)...)
	return append(checks, p.defaultCheck(b), p.historyCheck(ctx), p.catalogCheck(), p.terminalCheck())
}

func (p *program) settingsCheck() check {
	file := p.folders.SettingsFile()
	if p.unsettled != nil {
		return check{Name: "settings", Status: failed, Found: p.unsettled.Error(), Hint: hintOf(p.unsettled)}
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

func (p *program) catalogCheck() check {
	c := check{Name: "catalog", Status: ok}
	known, err := p.cache().Load()
	c.Found = fmt.Sprintf("%s of models.dev", numbered(len(known.Models()), "model"))
	switch {
	case err != nil:
		c.Status, c.Hint = note, err.Error()
	case known.BuiltIn():
		c.Found += ", the built-in list of " + known.AsOf().Format(time.DateOnly)
	default:
		c.Found += ", confirmed " + ago(time.Since(known.AsOf()))
	}
	if err == nil && known.Old(time.Now()) {
		c.Status, c.Hint = note, "newer models are in no list of ours: 'neonchat models' asks models.dev for news"
	}
	return c
}

// defaultCheck names the model that is asked where the command line names none,
// and why it is that.
func (p *program) defaultCheck(b *branch) check {
	c := check{Name: "default", Status: ok}
	id, why := p.byDefault()
	if p.settings.Model != "" {
		t, _ := catalog.ParseTarget(p.settings.Model)
		id, why = t.Model, p.settings.Source("model").String()
	}
	c.Found = id + ", " + why
	known := p.knownOn(b.id())
	if known.Serves(id) == catalog.No {
		c.Status = note
		c.Found += ": this branch doesn't serve it"
		if near := known.Instead(id, 3); len(near) > 0 {
			c.Hint = "it serves " + oneOf(near) + " for instance"
		}
	}
	return c
}

func (p *program) terminalCheck() check {
	found := []string{cmp.Or(p.getenv("TERM"), "none")}
	for _, v := range []string{"COLORTERM", "TERM_PROGRAM", "NO_COLOR"} {
		if w := p.getenv(v); w != "" {
			found = append(found, v+"="+w)
		}
	}
	if p.getenv("TMUX") != "" {
		found = append(found, "tmux")
	}
	return check{Name: "terminal", Status: ok, Found: strings.Join(found, ", ")}
}

// probe asks the gateway for its models and then, all at once, the cheapest model
// of each dialect for the shortest answer.
func (p *program) probe(ctx context.Context, b *branch) []check {
	b.client = client.New(client.Config{
		URL: b.gateway.URL, Token: b.gateway.Token.Reveal, UserAgent: "neonchat/" + version(), Log: p.log, Idle: 20 * time.Second,
	})
	p.status.spin("asking the gateway")
	start := time.Now()
	known, err := b.survey(ctx)
	s, _ := p.served(b.id())
	list := check{Name: "models", Status: ok, Found: numbered(len(s.Models), "model") + " served", Millis: since(start)}
	if err != nil {
		list = check{Name: "models", Status: failed, Found: err.Error(), Hint: cmp.Or(hintOf(err), reachHint), Millis: since(start)}
		return []check{list, {Name: "dialects", Status: skipped, Found: "the gateway has to answer first"}}
	}
	checks := make([]check, len(chat.Dialects))
	var all sync.WaitGroup
	for i, dialect := range chat.Dialects {
		all.Go(func() { checks[i] = tryDialect(ctx, b.client, known, dialect) })
	}
	all.Wait()
	return append(append([]check{list}, checks...), limitChecks(b.client)...)
}

// limitChecks show what is left of the limits that the gateway told of.
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

const reachHint = "see whether the host is right and can be reached from here: a proxy, a VPN, the network"

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
		result.Status, result.Found, result.Hint = failed, id+": "+err.Error(), hintOf(err)
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

// diagnosis writes the checks for people.
func (p *program) diagnosis(checks []check) string {
	marks := map[string]string{ok: "✓", note: "•", failed: "✗", skipped: "-"}
	if p.dumb() {
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
			fmt.Fprintf(&b, "  %-9s hint: %s\n", "", markdown.Clean(c.Hint))
		}
	}
	return b.String()
}
