package cmd

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
	"neonchat/config"
	"neonchat/ui"
	"neonchat/ui/keymap"
	"neonchat/ui/markdown"
	"neonchat/ui/page"
)

// screenOptions is the full-screen program.
type screenOptions struct {
	*program
	models  *models
	history *hist
}

// run opens the compare screen where there is something to compare, else the
// chat. Its keys come from a terminal.
func (s *screenOptions) run(ctx context.Context, keys *os.File, compared *page.Comparison) error {
	if _, err := markdown.New(s.style()); err != nil {
		return s.noTheme(err)
	}
	if err := s.checkKeys(); err != nil {
		return err
	}
	if s.resumes() && s.settings.NoHistory {
		return usagef("leave --no-history out, or take --plain", "the chat shows a session from the history, and is to have none")
	}
	b, err := s.models.open(ctx)
	var none *config.NotFoundError
	if err != nil && !errors.As(err, &none) {
		return err
	}
	d, err := s.deps(b, none)
	if err != nil {
		return err
	}
	d.In = keys
	if s.resumes() {
		d.Begin = s.history.resumed
	}
	if compared != nil {
		d.Compare, d.Named = compared, false // -m names who is compared
	}
	// The terminal belongs to the screen from here on. Ctrl+c is a key there; a
	// signal, or the end of the terminal, ends the program.
	s.status = newStatus(io.Discard, false, false)
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGHUP)
	defer stop()
	err = ui.Run(ctx, d)
	s.status = newStatus(s.err, s.isTerminal(s.err), s.colour())
	return err
}

// deps is what the chat needs of the world. Of b and none one is nil.
func (s *screenOptions) deps(b *branch, none *config.NotFoundError) (page.Deps, error) {
	dir, err := os.Getwd()
	if err != nil {
		return page.Deps{}, usagef("change to a folder that exists", "finding the working folder: %w", err)
	}
	told := make(chan page.Problem, 8)
	target := s.settings.Model
	if target == "" {
		target, _ = s.models.byDefault()
	}
	d := page.Deps{
		Store: s.history.keep(teller(told)).Store, Told: told, Named: s.given("model"),
		Demo: s.startDemo, Known: s.models.known().Chats(), Resolve: s.models.target, Target: target, Chosen: s.settings.Model != "", Explain: s.explain,
		Keep: newFiles(s.folders.State), ReadFile: readFile, Dir: dir, Timeout: s.settings.Timeout,
		Doctor: func(ctx context.Context) string { return s.diagnosis(ctx) },
		Editor: s.editor(), Copy: ui.Clipboard(s.getenv), Open: ui.Browser(s.getenv),
		Out: s.out, Environment: os.Environ(), Colour: s.colours(),
		Style: s.theme(), Light: s.light(), Keys: s.settings.Keys, Sets: s.settings.Sets,
		Notify: s.settings.Notify == nil || *s.settings.Notify, Leaving: s.leaving,
	}
	if none != nil {
		d.Missing = page.Problem{Text: strings.TrimPrefix(none.Error(), "finding the gateway: "), Hint: none.Hint()}
		d.Next, err = s.follow(config.Gateway{})
		return d, err
	}
	d.Gateway = s.shown(b)
	if !s.settings.Demo {
		d.Next, err = s.follow(b.gateway)
	}
	return d, err
}

// follow gives what waits until the files name another gateway than now.
func (s *screenOptions) follow(now config.Gateway) (func(context.Context) (page.Gateway, error), error) {
	where, err := place(s.program)
	if err != nil {
		return nil, err
	}
	w := config.Watch(where, now)
	s.closers = append(s.closers, func() { w.Close() })
	return func(ctx context.Context) (page.Gateway, error) {
		g, err := w.Next(ctx)
		if err != nil {
			return page.Gateway{}, err
		}
		return s.shown(s.models.branchBehind(g)), nil
	}, nil
}

// teller passes on what is said to the screen, which shows the last: where nobody
// listens yet, more than it can hold is not worth waiting for.
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
func (s *screenOptions) checkKeys() error {
	own := s.settings.Keys
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
	where := s.settings.Source("keys." + action)
	where.Variable = "" // the sentence has it
	return usagef(`a key does one thing in a place; in [keys], ACTION = "ctrl+x", ["ctrl+x", "f5"] or [] gives an action its keys`, "%s: %w", where, err)
}

// shown is a branch as the chat knows it.
func (s *screenOptions) shown(b *branch) page.Gateway {
	g := b.gateway
	return page.Gateway{
		Streamer: b,
		Branch:   branchOf(g),
		Console:  config.ConsoleURL(g),
		Sources:  sources(g),
		Notices:  g.Notices,
		Listed:   s.models.listedOn(b.id()),
		Live:     func(ctx context.Context) (catalog.Catalog, error) { return s.live(ctx, b) },
		Used:     func(model string) { s.models.keepUsed(b.id(), model) },
	}
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
func (s *screenOptions) startDemo(ctx context.Context) (page.Gateway, error) {
	s.settings.Demo = true
	b, err := s.models.open(ctx)
	if err != nil {
		return page.Gateway{}, err
	}
	return s.shown(b), nil
}

// live is the catalog as the branch serves it, after models.dev was asked for
// news.
func (s *screenOptions) live(ctx context.Context, b *branch) (catalog.Catalog, error) {
	if _, err := b.survey(ctx); err != nil {
		return catalog.Catalog{}, err
	}
	if err := s.models.refresh(ctx); err != nil {
		s.log.Info("models.dev", "error", err)
	}
	return s.models.knownOn(b.id()).Chats(), nil
}

// explain says what an answer lacks, one that was kept too.
func (s *screenOptions) explain(a chat.Answer, err error, o chat.Options) page.Problem {
	if err == nil && a.Err != "" {
		err = client.Recall(a.Err)
	}
	err = s.models.verdict(a, err, o, s.settings.Timeout)
	if err == nil {
		return page.Problem{}
	}
	return page.Problem{Text: err.Error(), Hint: s.hintAfter(a.Origin.Model, err)}
}

// hintAfter is the hint for an answer of a model. Of a refusal that was kept it
// speaks as if it came now.
func (s *screenOptions) hintAfter(model string, err error) string {
	var fresh *refusedError
	var e *client.Error
	if errors.As(err, &fresh) || !errors.As(err, &e) || !e.RefusesModel() || e.RefusesRoute() {
		return hintOf(err)
	}
	here, _ := here(s.program)
	return refusalHint(s.models.knownOn(here.ID), model, e)
}

// editor is the user's, as git and many others find it: one that has more than
// plain words in it is for the shell.
func (s *screenOptions) editor() []string {
	own := cmp.Or(strings.TrimSpace(s.getenv("VISUAL")), strings.TrimSpace(s.getenv("EDITOR")))
	switch {
	case own == "" && windows:
		return []string{"notepad"}
	case own == "":
		return []string{"vi"}
	case !windows && strings.ContainsAny(own, "\"'\\$&;|<>()*?[#~=%`"):
		return []string{"sh", "-c", own + ` "$@"`, own}
	}
	return strings.Fields(own)
}

// diagnosis is what the doctor says.
func (s *screenOptions) diagnosis(ctx context.Context) string {
	d := &doctor{s.program, s.models, s.history}
	return d.diagnosis(d.examine(ctx))
}
