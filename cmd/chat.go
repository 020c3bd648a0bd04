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

	"github.com/charmbracelet/colorprofile"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/client"
	"neonchat/config"
	"neonchat/ui"
	"neonchat/ui/keymap"
	"neonchat/ui/markdown"
	"neonchat/ui/page"
)

// fullScreen reports whether the full-screen chat is what a prompt, or none,
// leads to.
func (p *program) fullScreen(prompt string) bool {
	asks := strings.TrimSpace(prompt) != "" || len(p.flags.files) > 0
	return !asks && p.isTerminal(p.in) && p.isTerminal(p.out) && !p.flags.plain && !p.dumb()
}

// chat opens the chat: the full-screen program, or line by line where the
// terminal can't do better.
func (p *program) chat(ctx context.Context, q question) error {
	if p.dumb() {
		return p.converse(ctx, q)
	}
	return p.screen(ctx, p.in, nil)
}

// screen opens the full-screen program: the compare screen where there is
// something to compare, else the chat. Its keys come from a terminal.
func (p *program) screen(ctx context.Context, keys *os.File, compared *page.Comparison) error {
	if _, err := markdown.New(p.style()); err != nil {
		return p.noTheme(err)
	}
	if err := p.checkKeys(); err != nil {
		return err
	}
	if p.resumes() && p.settings.NoHistory {
		return usagef("leave --no-history out, or take --plain", "the chat shows a session from the history, and is to have none")
	}
	b, err := p.open(ctx)
	var none *config.NotFoundError
	if err != nil && !errors.As(err, &none) {
		return err
	}
	d, err := p.deps(b, none)
	if err != nil {
		return err
	}
	d.In = keys
	if p.resumes() {
		d.Begin = p.resumed
	}
	if compared != nil {
		d.Compare, d.Named = compared, false // -m names who is compared
	}
	// The terminal belongs to the screen from here on. Ctrl+c is a key there; a
	// signal, or the end of the terminal, ends the program.
	p.status = newStatus(io.Discard, false, false)
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGHUP)
	defer stop()
	err = ui.Run(ctx, d)
	p.status = newStatus(p.err, p.isTerminal(p.err), p.colour())
	return err
}

// deps is what the chat needs of the world. Of b and none one is nil.
func (p *program) deps(b *branch, none *config.NotFoundError) (page.Deps, error) {
	dir, err := os.Getwd()
	if err != nil {
		return page.Deps{}, usagef("change to a folder that exists", "finding the working folder: %w", err)
	}
	told := make(chan page.Problem, 8)
	target := p.settings.Model
	if target == "" {
		target, _ = p.byDefault()
	}
	d := page.Deps{
		Store: p.history(teller(told)).Store, Told: told, Named: p.given("model"),
		Demo: p.startDemo, Known: p.known().Chats(), Resolve: p.target, Target: target, Chosen: p.picked(), Explain: p.explain,
		Keep: newFiles(p.folders.State), ReadFile: readFile, Dir: dir, Timeout: p.settings.Timeout,
		Doctor: func(ctx context.Context) string { return p.diagnosis(p.examine(ctx)) },
		Editor: p.editor(), Copy: ui.Clipboard(p.getenv), Open: ui.Browser(p.getenv),
		Out: p.out, Environment: os.Environ(), Colour: p.colours(),
		Style: p.theme(), Light: p.light(), Keys: p.settings.Keys, Sets: p.settings.Sets,
		Notify: p.settings.Notify == nil || *p.settings.Notify, Leaving: p.leaving,
	}
	if none != nil {
		d.Missing = page.Problem{Text: strings.TrimPrefix(none.Error(), "finding the gateway: "), Hint: none.Hint()}
		d.Next, err = p.follow(config.Gateway{})
		return d, err
	}
	d.Gateway = p.shown(b)
	if !p.settings.Demo {
		d.Next, err = p.follow(b.gateway)
	}
	return d, err
}

// follow gives what waits until the files name another gateway than now.
func (p *program) follow(now config.Gateway) (func(context.Context) (page.Gateway, error), error) {
	place, err := p.place()
	if err != nil {
		return nil, err
	}
	w := config.Watch(place, now)
	p.closers = append(p.closers, func() { w.Close() })
	return func(ctx context.Context) (page.Gateway, error) {
		g, err := w.Next(ctx)
		if err != nil {
			return page.Gateway{}, err
		}
		return p.shown(p.branchBehind(g)), nil
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

// theme is the style of Markdown, or its file; "" goes with the background.
func (p *program) theme() string {
	return cmp.Or(p.settings.Theme, p.getenv("GLAMOUR_STYLE"))
}

// light reports whether the background is: by the theme, else by what the
// environment says of the terminal.
func (p *program) light() bool {
	switch t := p.theme(); t {
	case "dark", "light":
		return t == "light"
	}
	return lightBackground(p.getenv("COLORFGBG"))
}

// noTheme says where the theme was set that can't be read.
func (p *program) noTheme(err error) error {
	where := cmp.Or(p.settings.Source("theme"), config.Source{Variable: "GLAMOUR_STYLE"})
	return usagef("give auto, dark, light, dracula, pink, tokyo-night, ascii, notty, or the path of a glamour style file", "%s: %w", where, err)
}

// checkKeys refuses keys that the chat can't go by, and names the line to
// change. That of a clash with an action's usual key is the other action's.
func (p *program) checkKeys() error {
	own := p.settings.Keys
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
	where := p.settings.Source("keys." + action)
	where.Variable = "" // the sentence has it
	return usagef(`a key does one thing in a place; in [keys], ACTION = "ctrl+x", ["ctrl+x", "f5"] or [] gives an action its keys`, "%s: %w", where, err)
}

// known is the catalog at hand. A cache that can't be read is the doctor's
// business.
func (p *program) known() catalog.Catalog {
	if p.settings.Demo {
		return catalog.Embedded()
	}
	if known := p.parsed.Load(); known != nil {
		return *known
	}
	known, _ := p.cache().Load()
	p.parsed.Store(&known)
	return known
}

// shown is a branch as the chat knows it.
func (p *program) shown(b *branch) page.Gateway {
	g := b.gateway
	return page.Gateway{
		Streamer: b,
		Branch:   branchOf(g),
		Console:  config.ConsoleURL(g),
		Sources:  sources(g),
		Notices:  g.Notices,
		Listed:   p.listedOn(b.id()),
		Live:     func(ctx context.Context) (catalog.Catalog, error) { return p.live(ctx, b) },
		Used:     func(model string) { p.keepUsed(b.id(), model) },
	}
}

// sources says what of a gateway was found where.
func sources(g config.Gateway) []string {
	var lines []string
	for _, s := range []struct {
		what string
		from config.Source
	}{
		{"address", g.URLSource}, {"token", g.TokenSource}, {"branch", g.Branch.Source}, {"project", g.ProjectID.Source},
	} {
		if from := s.from.String(); from != "" {
			lines = append(lines, fmt.Sprintf("%-9s%s", s.what, from))
		}
	}
	return lines
}

// startDemo is the way in for somebody without credentials.
func (p *program) startDemo(ctx context.Context) (page.Gateway, error) {
	p.settings.Demo = true
	b, err := p.open(ctx)
	if err != nil {
		return page.Gateway{}, err
	}
	return p.shown(b), nil
}

// live is the catalog as the branch serves it, after models.dev was asked for
// news.
func (p *program) live(ctx context.Context, b *branch) (catalog.Catalog, error) {
	if _, err := b.survey(ctx); err != nil {
		return catalog.Catalog{}, err
	}
	if err := p.refresh(ctx); err != nil {
		p.log.Info("models.dev", "error", err)
	}
	return p.knownOn(b.id()).Chats(), nil
}

// listedOn is the catalog as a branch served it when it was last asked, empty
// where it never was.
func (p *program) listedOn(branch string) catalog.Catalog {
	if known := p.knownOn(branch); known.Joined() {
		return known.Chats()
	}
	return catalog.Catalog{}
}

// explain says what an answer lacks, one that was kept too.
func (p *program) explain(a chat.Answer, err error, o chat.Options) page.Problem {
	if err == nil && a.Err != "" {
		err = client.Recall(a.Err)
	}
	err = p.verdict(a, err, o)
	if err == nil {
		return page.Problem{}
	}
	return page.Problem{Text: err.Error(), Hint: p.hintAfter(a.Origin.Model, err)}
}

// hintAfter is the hint for an answer of a model. Of a refusal that was kept it
// speaks as if it came now.
func (p *program) hintAfter(model string, err error) string {
	var fresh *refusedError
	var e *client.Error
	if errors.As(err, &fresh) || !errors.As(err, &e) || !e.RefusesModel() || e.RefusesRoute() {
		return hintOf(err)
	}
	here, _ := p.here()
	return refusalHint(p.knownOn(here.ID), model, e)
}

// editor is the user's, as git and many others find it: one that has more than
// plain words in it is for the shell.
func (p *program) editor() []string {
	own := cmp.Or(strings.TrimSpace(p.getenv("VISUAL")), strings.TrimSpace(p.getenv("EDITOR")))
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

// colours are those of the terminal, by the environment: to ask tmux takes time.
func (p *program) colours() colorprofile.Profile {
	if !p.colour() {
		return colorprofile.ASCII
	}
	return max(colorprofile.ANSI, colorprofile.Env(os.Environ()))
}
