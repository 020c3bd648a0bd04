package program

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"golang.org/x/term"

	"neonchat/config"
	"neonchat/ui/markdown"
)

// IsTerminal reports whether a stream is one.
func (p *Program) IsTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// Dumb reports whether the terminal can't move its cursor.
func (p *Program) Dumb() bool {
	t := p.Getenv("TERM")
	return t == "dumb" || t == "" && !Windows
}

// Colour follows no-color.org: any value that isn't empty means no colour.
func (p *Program) Colour() bool { return p.Getenv("NO_COLOR") == "" && !p.Dumb() }

// Colours are those of the terminal, by the environment: to ask tmux takes time.
func (p *Program) Colours() colorprofile.Profile {
	if !p.Colour() {
		return colorprofile.ASCII
	}
	return max(colorprofile.ANSI, colorprofile.Env(os.Environ()))
}

// Width is the terminal's, 0 where there is none.
func (p *Program) Width() int {
	w, _, err := term.GetSize(int(p.Out.Fd()))
	if err != nil {
		return 0
	}
	return w
}

// Theme is the style of Markdown, or its file; "" goes with the background.
func (p *Program) Theme() string {
	return cmp.Or(p.Settings.Theme, p.Getenv("GLAMOUR_STYLE"))
}

// Light reports whether the background is: by the theme, else by what the
// environment says of the terminal.
func (p *Program) Light() bool {
	switch t := p.Theme(); t {
	case "dark", "light":
		return t == "light"
	}
	return lightBackground(p.Getenv("COLORFGBG"))
}

// lightBackground reads what many terminals say of their colours, "15;0" for
// instance: the last number is the background's.
func lightBackground(colours string) bool {
	background := colours[strings.LastIndex(colours, ";")+1:]
	return background == "7" || background == "15"
}

// NoTheme says where the theme was set that can't be read.
func (p *Program) NoTheme(err error) error {
	where := cmp.Or(p.Settings.Source("theme"), config.Source{Variable: "GLAMOUR_STYLE"})
	return Usagef("give auto, dark, light, dracula, pink, tokyo-night, ascii, notty, or the path of a glamour style file", "%s: %w", where, err)
}

// Style is how Markdown is to look on the terminal that we are on.
func (p *Program) Style() markdown.Options {
	o := markdown.Options{Style: p.Theme(), Light: p.Light(), Plain: !p.Colour(), Linear: p.Flags.Plain, Printed: true}
	if w, _, err := term.GetSize(int(p.Out.Fd())); err == nil && w > 0 {
		o.Width = w
	}
	return o
}

// Windows has no TERM.
const Windows = runtime.GOOS == "windows"

// Console is the terminal that the program was started on, wherever its standard
// input comes from.
var Console = map[bool]string{true: "CONIN$", false: "/dev/tty"}[Windows]

// ReadLine reads a line, as long as ctx lasts.
func ReadLine(ctx context.Context, lines *bufio.Reader) (string, error) {
	type result struct {
		line string
		err  error
	}
	read := make(chan result, 1)
	go func() { // ends with the line, or with the process
		line, err := lines.ReadString('\n')
		read <- result{line, err}
	}()
	select {
	case r := <-read:
		return r.line, r.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// Confirm asks a person on the terminal for a yes. Where nobody is there to say it, it has to
// have been said before, which yes tells.
func (p *Program) Confirm(ctx context.Context, question string, yes bool) (bool, error) {
	if yes {
		return true, nil
	}
	if !p.IsTerminal(p.In) || !p.IsTerminal(p.Err) {
		return false, Usagef("say --yes", "nobody is there to ask: %s", question)
	}
	fmt.Fprintf(p.Err, "neonchat: %s [y/N] ", markdown.Clean(question))
	answer, _ := ReadLine(ctx, bufio.NewReader(p.In))
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return true, ctx.Err()
	}
	return false, ctx.Err()
}
