package cmd

import (
	"cmp"
	"neonchat/config"
	"neonchat/ui/markdown"
	"os"
	"runtime"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"golang.org/x/term"
)

func (p *program) isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// dumb reports whether the terminal can't move its cursor.
func (p *program) dumb() bool {
	t := p.getenv("TERM")
	return t == "dumb" || t == "" && !windows
}

// colour follows no-color.org: any value that isn't empty means no colour.
func (p *program) colour() bool { return p.getenv("NO_COLOR") == "" && !p.dumb() }

// colours are those of the terminal, by the environment: to ask tmux takes time.
func (p *program) colours() colorprofile.Profile {
	if !p.colour() {
		return colorprofile.ASCII
	}
	return max(colorprofile.ANSI, colorprofile.Env(os.Environ()))
}

// width is the terminal's, 0 where there is none.
func (p *program) width() int {
	w, _, err := term.GetSize(int(p.out.Fd()))
	if err != nil {
		return 0
	}
	return w
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

// lightBackground reads what many terminals say of their colours, "15;0" for
// instance: the last number is the background's.
func lightBackground(colours string) bool {
	background := colours[strings.LastIndex(colours, ";")+1:]
	return background == "7" || background == "15"
}

// noTheme says where the theme was set that can't be read.
func (p *program) noTheme(err error) error {
	where := cmp.Or(p.settings.Source("theme"), config.Source{Variable: "GLAMOUR_STYLE"})
	return usagef("give auto, dark, light, dracula, pink, tokyo-night, ascii, notty, or the path of a glamour style file", "%s: %w", where, err)
}

// style is how Markdown is to look on the terminal that we are on.
func (p *program) style() markdown.Options {
	o := markdown.Options{Style: p.theme(), Light: p.light(), Plain: !p.colour(), Linear: p.flags.plain, Printed: true}
	if w, _, err := term.GetSize(int(p.out.Fd())); err == nil && w > 0 {
		o.Width = w
	}
	return o
}

// windows has no TERM.
const windows = runtime.GOOS == "windows"

// console is the terminal that the program was started on, wherever its standard
// input comes from.
var console = map[bool]string{true: "CONIN$", false: "/dev/tty"}[windows]
