package picker

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/keymap"
	"neonchat/ui/list"
	"neonchat/ui/markdown"
	"neonchat/ui/page"
	"neonchat/ui/theme"
)

// A Picker chooses a model, and beside it how that is asked.
type Picker struct {
	env     *page.Env
	title   string
	use     func(page.Choice) page.Intent      // takes the chosen model
	compare func(targets []string) page.Intent // takes those that are marked; nil: none can be

	choice page.Choice // as it is when the picker opens
	query  *draft.Buffer
	found  []catalog.Model
	at     int
	rows   int
	field  int // 0: the list; then those of fields
	effort string
	heat   string   // the temperature, "" as the model likes
	talk   string   // the dialect, "" the one that fits
	marks  []string // targets to be compared
}

// New opens on the model that is in use now.
func New(d *page.Env, i page.ChooseModel) *Picker {
	now := i.Now
	p := &Picker{
		env: d, title: i.Title, use: i.Use, compare: i.Compare, marks: slices.Clone(i.Marks),
		choice: now, query: draft.NewBuffer(), rows: 10, effort: now.Target.Effort, talk: now.Target.Dialect,
	}
	if t := now.Options.Temperature; t != nil {
		p.heat = strconv.FormatFloat(*t, 'g', -1, 64)
	}
	p.search()
	for i, m := range p.found {
		if m.ID == now.Model.ID {
			p.at = i
		}
	}
	return p
}

// search lists what fits the query; without one favourites come first, then
// what was used last.
func (p *Picker) search() {
	p.found = p.env.Known.Search(p.query.Plain())
	if strings.TrimSpace(p.query.Plain()) == "" {
		slices.SortStableFunc(p.found, func(a, b catalog.Model) int { return cmp.Compare(p.rank(a.ID), p.rank(b.ID)) })
	}
	p.at = max(0, min(p.at, len(p.found)-1))
}

func (p *Picker) rank(id string) int {
	m := p.env.Memory
	if i := slices.Index(m.Favourites, id); i >= 0 {
		return i
	}
	if i := slices.Index(m.Recent, id); i >= 0 {
		return len(m.Favourites) + i
	}
	return len(m.Favourites) + len(m.Recent)
}

func (p *Picker) model() (catalog.Model, bool) {
	if p.at >= len(p.found) {
		return catalog.Model{}, false
	}
	return p.found[p.at], true
}

func (p *Picker) Press(key tea.KeyPressMsg) page.Intent {
	a := p.env.Keys.Action(keymap.Listing, key.String())
	switch a {
	case keymap.ListLeave:
		return page.Leave{}
	case keymap.Choose:
		return p.chosen()
	case keymap.ListUp, keymap.ListDown, keymap.ListPgUp, keymap.ListPgDn:
		p.at, p.field = list.Moved(a, p.at, len(p.found), p.rows), 0
	case keymap.Mark:
		p.mark()
	case keymap.Field:
		p.field = (p.field + 1) % (len(p.fields()) + 1)
	case keymap.Favourite:
		if m, ok := p.model(); ok {
			return p.env.Memory.Favour(m.ID)
		}
	default:
		return p.typed(key)
	}
	return nil
}

func (p *Picker) typed(key tea.KeyPressMsg) page.Intent {
	if by := map[string]int{"left": -1, "right": 1}[key.String()]; by != 0 && p.field > 0 {
		p.fields()[p.field-1].turn(by)
		return nil
	}
	if list.Typed(p.query, p.env.Keys, key) {
		p.at, p.field = 0, 0
		p.search()
	}
	return nil
}

// chosen is the model under the cursor, or those that are marked.
func (p *Picker) chosen() page.Intent {
	if targets := p.marked(); targets != nil {
		return page.Batch{page.Leave{}, p.compare(targets)}
	}
	if c, ok := p.set(); ok {
		return page.Batch{page.Leave{}, p.use(c)}
	}
	return nil
}

// set is the model under the cursor with what was set for it, as far as it takes
// that.
func (p *Picker) set() (page.Choice, bool) {
	c := p.choice
	m, ok := p.model()
	if !ok {
		return c, false
	}
	c.Target, c.Model.Default = catalog.Target{Model: m.ID, Dialect: p.talk}, false
	c.Temperature = nil
	for _, f := range p.fields() {
		if f.name == "effort" {
			c.Target.Effort = f.is()
		}
		if t, err := strconv.ParseFloat(p.heat, 64); err == nil && f.name == "temperature" {
			c.Temperature = &t
		}
	}
	return c, true
}

func (p *Picker) Paste(text string) page.Intent {
	list.Seek(p.query, text)
	p.at = 0
	p.search()
	return nil
}

func (p *Picker) Wheel(lines int) page.Intent {
	p.at = max(0, min(p.at+lines, len(p.found)-1))
	return nil
}

// Update learns what the branch serves while the list is open.
func (p *Picker) Update(msg tea.Msg) page.Intent {
	switch msg.(type) {
	case page.LiveMsg, page.RememberedMsg:
		before, _ := p.model()
		p.search()
		for i, m := range p.found {
			if m.ID == before.ID {
				p.at = i
			}
		}
	}
	return nil
}

// A field is a setting beside the list: a name, and what its value can be.
type field struct {
	name   string
	value  *string
	values []string // the first is "", as the model likes
	usual  string   // what "" means
}

// is the value, "" when the model takes no such.
func (f field) is() string {
	if slices.Contains(f.values, *f.value) {
		return *f.value
	}
	return ""
}

func (f field) turn(by int) {
	i := slices.Index(f.values, *f.value)
	*f.value = f.values[(max(i, 0)+by+len(f.values))%len(f.values)]
}

// fields are those that the model under the cursor takes.
func (p *Picker) fields() []field {
	m, ok := p.model()
	if !ok {
		return nil
	}
	var fields []field
	if words := page.Efforts(m); len(words) > 0 {
		fields = append(fields, field{"effort", &p.effort, append([]string{""}, words...), "the model's own"})
	}
	if m.Temperature != catalog.No {
		heats := []string{"", "0", "0.2", "0.4", "0.6", "0.8", "1", "1.2", "1.5", "2"}
		if !slices.Contains(heats, p.heat) {
			heats = append(heats, p.heat)
		}
		fields = append(fields, field{"temperature", &p.heat, heats, "the model's own"})
	}
	return append(fields, field{"dialect", &p.talk, append([]string{""}, chat.Dialects[:]...), m.Dialect + ", as fits"})
}

func (p *Picker) Layout(_, height int) page.Intent {
	p.rows = max(1, height-8)
	return nil
}

func (p *Picker) View(width, height int) page.Frame {
	l := p.env.Look
	if small := theme.TooSmall(l, width, height); small != nil {
		return page.Frame{Lines: small}
	}
	lines, cursor := list.Asking(l, p.heading(), p.query, width)
	cols := p.Columns(width)
	lines = append(lines, " "+l.Dim(list.Cells(l, cols, func(c modelColumn) string { return c.Title })))
	first := list.Window(p.at, len(p.found), p.rows)
	for i := first; i < min(len(p.found), first+p.rows); i++ {
		m := p.found[i]
		s := " " + list.Cells(l, cols, func(c modelColumn) string { return markdown.Clean(c.Cell(m)) })
		switch {
		case i == p.at:
			s = l.Chosen(l.Pad(s, width-1))
		case m.Served == catalog.No:
			s = l.Dim(s)
		}
		lines = append(lines, s)
	}
	if len(p.found) == 0 {
		lines = append(lines, "  "+l.Dim("no model fits"))
	}
	for len(lines) < height-3 {
		lines = append(lines, "")
	}
	lines = append(lines[:height-3], p.settings(l, width)...)
	return page.Frame{Lines: append(lines, " "+l.Dim(l.Cut(p.hint(), width-2))), Cursor: cursor}
}

// heading is the title, with the date of what is told of the models where that
// is old.
func (p *Picker) heading() string {
	known := p.env.Known
	if !known.Old(p.env.Deps.Time()) {
		return p.title
	}
	return p.title + " · as of " + known.AsOf().Format(time.DateOnly)
}

// settings shows the fields, and the one that left and right change.
func (p *Picker) settings(l theme.Look, width int) []string {
	var parts []string
	for i, f := range p.fields() {
		value := cmp.Or(f.is(), f.usual)
		s := l.Dim(f.name+" ") + value
		if p.field == i+1 {
			s = l.Dim(f.name+" ") + l.Chosen("◂ "+value+" ▸")
		}
		parts = append(parts, s)
		if i < p.field && l.Size(strings.Join(parts, "   ")) > width-2 {
			parts = parts[len(parts)-1:] // what is changed has to be seen
		}
	}
	name := ""
	if m, ok := p.model(); ok {
		name = l.Bold(markdown.Clean(m.Name)) + l.Dim("  "+markdown.Clean(m.Vendor))
		if m.Served == catalog.No {
			name += l.Warn("  this branch doesn't serve it")
		}
		if m.Cost.Input == (catalog.Rate{}) && m.Cost.Output == (catalog.Rate{}) {
			name += l.Dim("  price unknown")
		}
		if facts := p.beside(m, width); facts != "" {
			name += l.Dim("  " + facts)
		}
	}
	return []string{" " + l.Cut(name, width-2), " " + l.Cut(strings.Join(parts, "   "), width-2)}
}
