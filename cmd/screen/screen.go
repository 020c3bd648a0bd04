package screen

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/client"
	"neonchat/cmd/answer"
	"neonchat/cmd/backend"
	"neonchat/cmd/doctor"
	"neonchat/cmd/program"
	"neonchat/config"
	"neonchat/ui"
	"neonchat/ui/keymap"
	"neonchat/ui/markdown"
	"neonchat/ui/page"
)

// options is the full-screen program.
type options struct {
	*program.Program
	models  *backend.Models
	history *backend.History
}

// Open opens the compare screen where there is something to compare, else the
// chat. Its keys come from a terminal.
func Open(ctx context.Context, p *program.Program, m *backend.Models, h *backend.History, keys *os.File, compared *page.Comparison) error {
	return (&options{p, m, h}).run(ctx, keys, compared)
}

func (s *options) run(ctx context.Context, keys *os.File, compared *page.Comparison) error {
	if _, err := markdown.New(s.Style()); err != nil {
		return s.NoTheme(err)
	}
	if err := s.checkKeys(); err != nil {
		return err
	}
	if s.Resumes() && s.Settings.NoHistory {
		return program.Usagef("leave --no-history out, or take --plain", "the chat shows a session from the history, and is to have none")
	}
	b, err := s.models.Open(ctx)
	var none *config.NotFoundError
	if err != nil && !errors.As(err, &none) {
		return err
	}
	d, err := s.deps(b, none)
	if err != nil {
		return err
	}
	d.In = keys
	if s.Resumes() {
		d.Begin = s.history.Resumed
	}
	if compared != nil {
		d.Compare, d.Named = compared, false // -m names who is compared
	}
	// The terminal belongs to the screen from here on. Ctrl+c is a key there; a
	// signal, or the end of the terminal, ends the program.
	s.Status = program.NewStatus(io.Discard, false, false)
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGHUP)
	defer stop()
	err = ui.Run(ctx, d)
	s.Status = program.NewStatus(s.Err, s.IsTerminal(s.Err), s.Colour())
	return err
}

// deps is what the chat needs of the world. Of b and none one is nil.
func (s *options) deps(b *backend.Branch, none *config.NotFoundError) (page.Deps, error) {
	dir, err := os.Getwd()
	if err != nil {
		return page.Deps{}, program.Usagef("change to a folder that exists", "finding the working folder: %w", err)
	}
	told := make(chan page.Problem, 8)
	target := s.Settings.Model
	if target == "" {
		target, _ = s.models.Default()
	}
	d := page.Deps{
		Store: s.history.Recorder(teller(told)).Store, Told: told, Named: s.Given("model"),
		Demo: s.startDemo, Known: s.models.Known().Chats(), Resolve: s.models.Target, Target: target, Chosen: s.Settings.Model != "", Explain: s.explain,
		Keep: newStateFiles(s.Folders.State), ReadFile: answer.ReadFile, Dir: dir, Timeout: s.Settings.Timeout,
		Doctor: func(ctx context.Context) string { return doctor.Report(ctx, s.Program, s.models, s.history) },
		Editor: s.editor(), Copy: ui.Clipboard(s.Getenv), Open: ui.Browser(s.Getenv),
		Out: s.Out, Environment: os.Environ(), Colour: s.Colours(),
		Style: s.Theme(), Light: s.Light(), Keys: s.Settings.Keys, Sets: s.Settings.Sets,
		Notify: s.Settings.Notify == nil || *s.Settings.Notify, Leaving: s.Leaving,
	}
	if none != nil {
		d.Missing = page.Problem{Text: strings.TrimPrefix(none.Error(), "finding the gateway: "), Hint: none.Hint()}
		d.Next, err = s.follow(config.Gateway{})
		return d, err
	}
	d.Gateway = s.shown(b)
	if !s.Settings.Demo {
		d.Next, err = s.follow(b.Gateway)
	}
	return d, err
}

// follow gives what waits until the files name another gateway than now.
func (s *options) follow(now config.Gateway) (func(context.Context) (page.Gateway, error), error) {
	where, err := backend.Place(s.Program)
	if err != nil {
		return nil, err
	}
	w := config.Watch(where, now)
	s.OnClose(func() { w.Close() })
	return func(ctx context.Context) (page.Gateway, error) {
		g, err := w.Next(ctx)
		if err != nil {
			return page.Gateway{}, err
		}
		return s.shown(s.models.Branch(g)), nil
	}, nil
}

// teller sends problems to the screen, which shows the last one. It drops them when
// the channel is full, and never blocks.
func teller(told chan<- page.Problem) func(sentence, hint string) {
	return func(sentence, hint string) {
		select {
		case told <- page.Problem{Text: sentence, Hint: hint}:
		default:
		}
	}
}

// checkKeys refuses keys that the chat can't go by, and names the line to
// change. That of a clash with an action's usual key is the other action's.
func (s *options) checkKeys() error {
	own := s.Settings.Keys
	err := keymap.Check(own)
	if err == nil {
		return nil
	}
	action, problem, _ := strings.Cut(err.Error(), ": ")
	if _, ok := own[action]; !ok {
		words := strings.Fields(problem)
		named := func(word string) bool { return slices.Contains(words, word) }
		for other, keys := range own {
			if named(other) && slices.ContainsFunc(keys, named) {
				action = other
			}
		}
	}
	where := s.Settings.Source("keys." + action)
	where.Variable = "" // the sentence has it
	return program.Usagef(`a key does one thing in a place; in [keys], ACTION = "ctrl+x", ["ctrl+x", "f5"] or [] gives an action its keys`, "%s: %w", where, err)
}

// shown is a branch as the chat knows it.
func (s *options) shown(b *backend.Branch) page.Gateway {
	g := b.Gateway
	return page.Gateway{
		Streamer: chat.Folding{Streamer: b},
		Branch:   backend.BranchOf(g),
		Console:  config.ConsoleURL(g),
		Sources:  sources(g),
		Notices:  notices(g.Notices, s.Settings.Tools),
		Listed:   s.models.ListedOn(b.ID()),
		Live:     func(ctx context.Context) (catalog.Catalog, error) { return s.live(ctx, b) },
		Used:     func(model string) { s.models.KeepUsed(b.ID(), model) },
	}
}

// notices are what the chat says first. Tools that are switched on are not offered
// on the screen, which nobody should have to find out.
func notices(found, tools []string) []string {
	if len(tools) == 0 {
		return found
	}
	return append(slices.Clone(found), "the screen offers models no tools: ask with neonchat --tools PROMPT, or in neonchat --tools --plain")
}

// sources says what of a gateway was found where.
func sources(g config.Gateway) []string {
	var lines []string
	for _, one := range []struct {
		what string
		from config.Source
	}{
		{"address", g.URLSource}, {"token", g.TokenSource}, {"branch", g.Branch.Source}, {"project", g.ProjectID.Source},
	} {
		if from := one.from.String(); from != "" {
			lines = append(lines, fmt.Sprintf("%-9s%s", one.what, from))
		}
	}
	return lines
}

// startDemo is the way in for somebody without credentials.
func (s *options) startDemo(ctx context.Context) (page.Gateway, error) {
	s.Settings.Demo = true
	b, err := s.models.Open(ctx)
	if err != nil {
		return page.Gateway{}, err
	}
	return s.shown(b), nil
}

// live is the catalog as the branch serves it, after models.dev was asked for
// news.
func (s *options) live(ctx context.Context, b *backend.Branch) (catalog.Catalog, error) {
	if _, err := b.Survey(ctx); err != nil {
		return catalog.Catalog{}, err
	}
	if err := s.models.Refresh(ctx); err != nil {
		s.Log.Info("models.dev", "error", err)
	}
	return s.models.KnownOn(b.ID()).Chats(), nil
}

// explain says what an answer lacks, one that was kept too.
func (s *options) explain(a chat.Answer, err error, o chat.Options) page.Problem {
	if err == nil && a.Err != "" {
		err = client.Recall(a.Err)
	}
	err = answer.Verdict(s.models, a, err, o, s.Settings.Timeout)
	if err == nil {
		return page.Problem{}
	}
	return page.Problem{Text: err.Error(), Hint: s.hintAfter(a.Origin.Model, err)}
}

// hintAfter is the hint for an answer of a model. Of a refusal that was kept it
// speaks as if it came now.
func (s *options) hintAfter(model string, err error) string {
	var fresh *backend.RefusedError
	var e *client.Error
	if errors.As(err, &fresh) || !errors.As(err, &e) || !e.RefusesModel() || e.RefusesRoute() {
		return program.HintOf(err)
	}
	here, _ := backend.CurrentBranch(s.Program)
	return backend.RefusalHint(s.models.KnownOn(here.ID), model, e)
}

// editor is the user's, as git and many others find it: one that has more than
// plain words in it is for the shell.
func (s *options) editor() []string {
	own := cmp.Or(strings.TrimSpace(s.Getenv("VISUAL")), strings.TrimSpace(s.Getenv("EDITOR")))
	switch {
	case own == "" && program.Windows:
		return []string{"notepad"}
	case own == "":
		return []string{"vi"}
	case !program.Windows && strings.ContainsAny(own, "\"'\\$&;|<>()*?[#~=%`"):
		return []string{"sh", "-c", own + ` "$@"`, own}
	}
	return strings.Fields(own)
}
