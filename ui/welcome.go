package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/markdown"

	"neonchat/ui/theme"
)

// A welcome is the page of somebody who has no credentials yet.
type welcome struct {
	desk     *desk
	starting bool
	problem  string
}

// A demoMsg is a gateway that needs no credentials.
type demoMsg struct {
	gateway Gateway
	err     error
}

func (w *welcome) press(key tea.KeyPressMsg) intent {
	switch key.String() {
	case "q", "esc", "ctrl+c", "ctrl+d":
		return quit{}
	case "d":
		demo := w.desk.deps.Demo
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

func (w *welcome) hear(msg tea.Msg) intent {
	if m, ok := msg.(switchMsg); ok && m.err == nil {
		return begin{} // the credentials have come
	}
	m, ok := msg.(demoMsg)
	if !ok {
		return nil
	}
	if m.err != nil {
		w.starting, w.problem = false, m.err.Error()
		return nil
	}
	w.desk.deps.Gateway = m.gateway
	return begin{}
}

func (w *welcome) paste(string) intent     { return nil }
func (w *welcome) wheel(int) intent        { return nil }
func (w *welcome) arrange(int, int) intent { return nil }

func (w *welcome) draw(width, height int) frame {
	l := w.desk.look
	if small := theme.TooSmall(l, width, height); small != nil {
		return frame{lines: small}
	}
	lines := []string{"", l.Accent(l.Bold("neonchat")), ""}
	text := func(s string) { lines = append(lines, l.Wrap(markdown.Clean(s), max(1, min(width-4, 90)))...) }
	text("There is no gateway yet: " + w.desk.deps.Missing.Text + ".")
	lines = append(lines, "")
	text("Neon's CLI (neon; neonctl, its older name, does the same) fetches the credentials of a branch into .env.local:")
	lines = append(lines, "",
		"    "+l.Accent("npm i -g neon"),
		"    "+l.Accent("neon link"),
		"    "+l.Accent("neon env pull"), "")
	if w.desk.deps.Missing.Hint != "" {
		for _, s := range l.Wrap(markdown.Clean(w.desk.deps.Missing.Hint), max(1, min(width-4, 90))) {
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
	return frame{lines: lines}
}

// foot is what can be done here. It stands on every screen, whatever has room
// above it.
func (w *welcome) foot(width int) []string {
	l := w.desk.look
	quits := l.Bold("q") + " quits"
	if w.desk.deps.Demo == nil {
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
