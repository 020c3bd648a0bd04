package ui

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/markdown"

	"neonchat/ui/theme"

	"neonchat/ui/keymap"

	"neonchat/ui/draft"
)

// A picker chooses a model, and beside it how that is asked.
type picker struct {
	desk    *desk
	title   string
	use     func(choice) intent           // takes the chosen model
	compare func(targets []string) intent // takes those that are marked; nil: none can be

	choice choice // as it is when the picker opens
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

// newPicker opens on the model that is in use now.
func newPicker(d *desk, i chooseModel) *picker {
	now := i.now
	p := &picker{
		desk: d, title: i.title, use: i.use, compare: i.compare, marks: slices.Clone(i.marks),
		choice: now, query: draft.NewBuffer(), rows: 10, effort: now.target.Effort, talk: now.target.Dialect,
	}
	if t := now.options.Temperature; t != nil {
		p.heat = strconv.FormatFloat(*t, 'g', -1, 64)
	}
	p.search()
	for i, m := range p.found {
		if m.ID == now.model.ID {
			p.at = i
		}
	}
	return p
}

// search lists what fits the query; without one favourites come first, then
// what was used last.
func (p *picker) search() {
	p.found = p.desk.known.Search(p.query.Plain())
	if strings.TrimSpace(p.query.Plain()) == "" {
		slices.SortStableFunc(p.found, func(a, b catalog.Model) int { return cmp.Compare(p.rank(a.ID), p.rank(b.ID)) })
	}
	p.at = max(0, min(p.at, len(p.found)-1))
}

func (p *picker) rank(id string) int {
	m := p.desk.memory
	if i := slices.Index(m.favourites, id); i >= 0 {
		return i
	}
	if i := slices.Index(m.recent, id); i >= 0 {
		return len(m.favourites) + i
	}
	return len(m.favourites) + len(m.recent)
}

func (p *picker) model() (catalog.Model, bool) {
	if p.at >= len(p.found) {
		return catalog.Model{}, false
	}
	return p.found[p.at], true
}

func (p *picker) press(key tea.KeyPressMsg) intent {
	a := p.desk.keys.Action(keymap.Listing, key.String())
	switch a {
	case keymap.ListLeave:
		return leave{}
	case keymap.Choose:
		return p.chosen()
	case keymap.ListUp, keymap.ListDown, keymap.ListPgUp, keymap.ListPgDn:
		p.at, p.field = moved(a, p.at, len(p.found), p.rows), 0
	case keymap.Mark:
		p.mark()
	case keymap.Field:
		p.field = (p.field + 1) % (len(p.fields()) + 1)
	case keymap.Favourite:
		if m, ok := p.model(); ok {
			return p.desk.memory.favour(m.ID)
		}
	default:
		return p.typed(key)
	}
	return nil
}

func (p *picker) typed(key tea.KeyPressMsg) intent {
	if by := map[string]int{"left": -1, "right": 1}[key.String()]; by != 0 && p.field > 0 {
		p.fields()[p.field-1].turn(by)
		return nil
	}
	if typed(p.query, p.desk.keys, key) {
		p.at, p.field = 0, 0
		p.search()
	}
	return nil
}

// chosen is the model under the cursor, or those that are marked.
func (p *picker) chosen() intent {
	if targets := p.marked(); targets != nil {
		return both{leave{}, p.compare(targets)}
	}
	if c, ok := p.set(); ok {
		return both{leave{}, p.use(c)}
	}
	return nil
}

// set is the model under the cursor with what was set for it, as far as it takes
// that.
func (p *picker) set() (choice, bool) {
	c := p.choice
	m, ok := p.model()
	if !ok {
		return c, false
	}
	c.target, c.model.Default = catalog.Target{Model: m.ID, Dialect: p.talk}, false
	c.temperature = nil
	for _, f := range p.fields() {
		if f.name == "effort" {
			c.target.Effort = f.is()
		}
		if t, err := strconv.ParseFloat(p.heat, 64); err == nil && f.name == "temperature" {
			c.temperature = &t
		}
	}
	return c, true
}

func (p *picker) paste(text string) intent {
	seek(p.query, text)
	p.at = 0
	p.search()
	return nil
}

func (p *picker) wheel(lines int) intent {
	p.at = max(0, min(p.at+lines, len(p.found)-1))
	return nil
}

// hear learns what the branch serves while the list is open.
func (p *picker) hear(msg tea.Msg) intent {
	switch msg.(type) {
	case liveMsg, keptMsg:
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
func (p *picker) fields() []field {
	m, ok := p.model()
	if !ok {
		return nil
	}
	var fields []field
	if words := efforts(m); len(words) > 0 {
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

func (p *picker) arrange(_, height int) intent {
	p.rows = max(1, height-8)
	return nil
}

func (p *picker) draw(width, height int) frame {
	l := p.desk.look
	if small := theme.TooSmall(l, width, height); small != nil {
		return frame{lines: small}
	}
	lines, cursor := asking(l, p.heading(), p.query, width)
	cols := p.columns(width)
	lines = append(lines, " "+l.Dim(cellsOf(l, cols, func(c modelColumn) string { return c.title })))
	first := window(p.at, len(p.found), p.rows)
	for i := first; i < min(len(p.found), first+p.rows); i++ {
		m := p.found[i]
		s := " " + cellsOf(l, cols, func(c modelColumn) string { return markdown.Clean(c.cell(m)) })
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
	return frame{append(lines, " "+l.Dim(l.Cut(p.hint(), width-2))), cursor}
}

// heading is the title, with the date of what is told of the models where that
// is old.
func (p *picker) heading() string {
	known := p.desk.known
	if !known.Old(p.desk.deps.now()) {
		return p.title
	}
	return p.title + " · as of " + known.AsOf().Format(time.DateOnly)
}

// settings shows the fields, and the one that left and right change.
func (p *picker) settings(l theme.Look, width int) []string {
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
