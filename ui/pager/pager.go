package pager

import (
	"strings"

	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/keymap"
	"neonchat/ui/markdown"
	"neonchat/ui/page"
	"neonchat/ui/theme"
)

// A Pager shows a text to read.
type Pager struct {
	Env   *page.Env
	Title string
	Text  func(l theme.Look, width int) []string
	Body  viewport.Model
}

// New makes a pager of a text.
func New(d *page.Env, title, text string) *Pager {
	return &Pager{Env: d, Title: title, Body: viewport.New(), Text: func(l theme.Look, width int) []string {
		return l.Wrap(markdown.Clean(text), width)
	}}
}

func (p *Pager) Press(key tea.KeyPressMsg) page.Intent {
	switch p.Env.Keys.Action(keymap.Paging, key.String()) {
	case keymap.PageLeave:
		return page.Leave{}
	case keymap.LineUp:
		p.Body.ScrollUp(1)
	case keymap.LineDown:
		p.Body.ScrollDown(1)
	case keymap.UpPage:
		p.Body.ScrollUp(p.page())
	case keymap.DownPage:
		p.Body.ScrollDown(p.page())
	}
	return nil
}

// page is how many lines a page key scrolls: two lines of the old page stay.
func (p *Pager) page() int { return max(1, p.Body.Height()-2) }

func (p *Pager) Paste(string) page.Intent   { return nil }
func (p *Pager) Update(tea.Msg) page.Intent { return nil }

func (p *Pager) Wheel(lines int) page.Intent {
	p.Body.SetYOffset(p.Body.YOffset() + lines)
	return nil
}

func (p *Pager) Layout(width, height int) page.Intent {
	columns := max(1, min(width-4, theme.MostColumns))
	p.Body.SetWidth(columns)
	p.Body.SetHeight(max(1, height-4))
	p.Body.SetContentLines(p.Text(p.Env.Look, columns))
	p.Body.SetYOffset(p.Body.YOffset()) // there may be less to scroll now
	return nil
}

func (p *Pager) View(width, height int) page.Frame {
	l := p.Env.Look
	if small := theme.TooSmall(l, width, height); small != nil {
		return page.Frame{Lines: small}
	}
	lines := []string{" " + l.Accent(l.Bold(p.Title)), ""}
	for s := range strings.Lines(p.Body.View()) {
		lines = append(lines, "  "+strings.TrimRight(s, " \n"))
	}
	for len(lines) < height-1 {
		lines = append(lines, "")
	}
	hints := p.Env.Keys.Hints(l, keymap.Paging, width-2, keymap.Hint{Action: keymap.PageLeave, Does: "goes back"})
	if p.Body.TotalLineCount() > p.Body.Height() {
		hints += l.Dim(", up and down scroll")
	}
	return page.Frame{Lines: append(lines, " "+hints)}
}
