package ui

import (
	"strings"

	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/markdown"

	"neonchat/ui/theme"

	"neonchat/ui/keymap"

	"neonchat/ui/page"
)

// A pager shows a text to be read.
type pager struct {
	desk  *page.Env
	title string
	text  func(l theme.Look, width int) []string
	view  viewport.Model
}

func newPager(d *page.Env, title, text string) *pager {
	return &pager{desk: d, title: title, view: viewport.New(), text: func(l theme.Look, width int) []string {
		return l.Wrap(markdown.Clean(text), width)
	}}
}

func (p *pager) Press(key tea.KeyPressMsg) page.Intent {
	switch p.desk.Keys.Action(keymap.Paging, key.String()) {
	case keymap.PageLeave:
		return page.Leave{}
	case keymap.LineUp:
		p.view.ScrollUp(1)
	case keymap.LineDown:
		p.view.ScrollDown(1)
	case keymap.UpPage:
		p.view.ScrollUp(p.page())
	case keymap.DownPage:
		p.view.ScrollDown(p.page())
	}
	return nil
}

// page is how far a page goes: two lines of the old one stay.
func (p *pager) page() int { return max(1, p.view.Height()-2) }

func (p *pager) Paste(string) page.Intent   { return nil }
func (p *pager) Update(tea.Msg) page.Intent { return nil }

func (p *pager) Wheel(lines int) page.Intent {
	p.view.SetYOffset(p.view.YOffset() + lines)
	return nil
}

func (p *pager) Layout(width, height int) page.Intent {
	columns := max(1, min(width-4, theme.MostColumns))
	p.view.SetWidth(columns)
	p.view.SetHeight(max(1, height-4))
	p.view.SetContentLines(p.text(p.desk.Look, columns))
	p.view.SetYOffset(p.view.YOffset()) // there may be less to scroll now
	return nil
}

func (p *pager) View(width, height int) page.Frame {
	l := p.desk.Look
	if small := theme.TooSmall(l, width, height); small != nil {
		return page.Frame{Lines: small}
	}
	lines := []string{" " + l.Accent(l.Bold(p.title)), ""}
	for s := range strings.Lines(p.view.View()) {
		lines = append(lines, "  "+strings.TrimRight(s, " \n"))
	}
	for len(lines) < height-1 {
		lines = append(lines, "")
	}
	hints := p.desk.Keys.Hints(l, keymap.Paging, width-2, keymap.Hint{Action: keymap.PageLeave, Does: "goes back"})
	if p.view.TotalLineCount() > p.view.Height() {
		hints += l.Dim(", up and down scroll")
	}
	return page.Frame{Lines: append(lines, " "+hints)}
}
