package welcome

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/markdown"
	"neonchat/ui/page"
	"neonchat/ui/theme"
)

// A Page is the screen for somebody who has no credentials yet.
type Page struct {
	Env      *page.Env
	starting bool
	problem  string
}

// A demoMsg brings the demo's gateway, or the error of starting it.
type demoMsg struct {
	gateway page.Gateway
	err     error
}

func (w *Page) Press(key tea.KeyPressMsg) page.Intent {
	switch key.String() {
	case "q", "esc", "ctrl+c", "ctrl+d":
		return page.Quit{}
	case "d":
		demo := w.Env.Deps.Demo
		if demo == nil || w.starting {
			return nil
		}
		w.starting = true
		return tea.Cmd(func() tea.Msg {
			g, err := demo(context.Background())
			return demoMsg{g, err}
		})
	}
	return nil
}

func (w *Page) Update(msg tea.Msg) page.Intent {
	if m, ok := msg.(page.SwitchMsg); ok && m.Err == nil {
		return page.Begin{} // the credentials have come
	}
	m, ok := msg.(demoMsg)
	if !ok {
		return nil
	}
	if m.err != nil {
		w.starting, w.problem = false, m.err.Error()
		return nil
	}
	w.Env.Deps.Gateway = m.gateway
	return page.Begin{}
}

func (w *Page) Paste(string) page.Intent    { return nil }
func (w *Page) Wheel(int) page.Intent       { return nil }
func (w *Page) Layout(int, int) page.Intent { return nil }

func (w *Page) View(width, height int) page.Frame {
	l := w.Env.Look
	if small := theme.TooSmall(l, width, height); small != nil {
		return page.Frame{Lines: small}
	}
	lines := []string{"", l.Accent(l.Bold("neonchat")), ""}
	text := func(s string) { lines = append(lines, l.Wrap(markdown.Clean(s), max(1, min(width-4, 90)))...) }
	text("There is no gateway yet: " + w.Env.Deps.Missing.Text + ".")
	lines = append(lines, "")
	text("Neon's CLI (neon; neonctl, its older name, does the same) fetches the credentials of a branch into .env.local:")
	lines = append(lines, "",
		"    "+l.Accent("npm i -g neon"),
		"    "+l.Accent("neon link"),
		"    "+l.Accent("neon env pull"), "")
	if w.Env.Deps.Missing.Hint != "" {
		for _, s := range l.Wrap(markdown.Clean(w.Env.Deps.Missing.Hint), max(1, min(width-4, 90))) {
			lines = append(lines, l.Dim(s))
		}
		lines = append(lines, "")
	}
	foot := w.foot(width)
	foot = foot[max(0, len(foot)-height):]
	lines = append(lines[:min(len(lines), height-len(foot))], foot...)
	for i, s := range lines {
		lines[i] = "  " + s
	}
	return page.Frame{Lines: lines}
}

// foot says what can be done here. It is shown on every screen; the text above
// it takes the room that is left.
func (w *Page) foot(width int) []string {
	l := w.Env.Look
	quits := l.Bold("q") + " quits"
	if w.Env.Deps.Demo == nil {
		return []string{quits}
	}
	if w.starting {
		return []string{"starting the demo…   " + quits}
	}
	var lines []string
	if w.problem != "" {
		lines = append(l.Wrap(markdown.Clean("The demo doesn't start: "+w.problem), max(1, min(width-4, 90))), "")
	}
	starts := l.Bold("d") + " starts the demo, which needs no credentials"
	if l.Size(starts+"   "+quits) > width-4 {
		return append(lines, l.Bold("d")+" starts the demo", quits)
	}
	return append(lines, starts+"   "+quits)
}
