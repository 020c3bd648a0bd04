package ui

import (
	tea "charm.land/bubbletea/v2"

	"neonchat/ui/markdown"
)

// A pager shows a text to be read.
type pager struct {
	desk   *desk
	title  string
	text   func(l look, width int) []string
	top    int
	height int
	lines  []string
}

func newPager(d *desk, title, text string) *pager {
	return &pager{desk: d, title: title, text: func(l look, width int) []string {
		return l.wrap(markdown.Clean(text), width)
	}}
}

func (p *pager) press(key tea.KeyPressMsg) intent {
	switch p.desk.keys.action(paging, key.String()) {
	case actPageLeave:
		return leave{}
	case actLineUp:
		p.top--
	case actLineDown:
		p.top++
	case actUpPage:
		p.top -= p.height - 2
	case actDownPage:
		p.top += p.height - 2
	}
	return nil
}

func (p *pager) paste(string) intent    { return nil }
func (p *pager) hear(tea.Msg) intent    { return nil }
func (p *pager) wheel(lines int) intent { p.top += lines; return nil }

func (p *pager) arrange(width, height int) intent {
	p.lines = p.text(p.desk.look, max(1, min(width-4, mostColumns)))
	p.height = max(1, height-4)
	p.top = max(0, min(p.top, len(p.lines)-p.height))
	return nil
}

func (p *pager) draw(width, height int) frame {
	l := p.desk.look
	if small := tooSmall(l, width, height); small != nil {
		return frame{lines: small}
	}
	lines := []string{" " + l.accent(l.bold(p.title)), ""}
	for _, s := range p.lines[p.top:min(len(p.lines), p.top+p.height)] {
		lines = append(lines, "  "+s)
	}
	for len(lines) < height-1 {
		lines = append(lines, "")
	}
	hint := p.desk.keys.key(paging, actPageLeave) + " goes back"
	if len(p.lines) > p.height {
		hint += ", up and down scroll"
	}
	return frame{lines: append(lines, " "+l.dim(hint))}
}
