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

// A Picker chooses a model and its settings.
type Picker struct {
	env     *page.Env
	title   string
	use     func(page.Choice) page.Intent      // called with the chosen model
	price   func(catalog.Model) string         // says what choosing it costs at once; nil: nothing
	compare func(targets []string) page.Intent // called with the marked targets; nil: none can be marked

	choice      page.Choice // the choice when the picker opens
	query       *draft.Buffer
	found       []catalog.Model
	at          int
	rows        int
	field       int // 0 is the list, n is the n-th of fields
	effort      string
	temperature string   // the temperature, "" for the model's own
	dialect     string   // the dialect, "" for the one that fits
	marks       []string // targets to be compared
}

// New opens the picker with the cursor on the model in use.
func New(d *page.Env, i page.ChooseModel) *Picker {
	now := i.Now
	p := &Picker{
		env: d, title: i.Title, use: i.Use, price: i.Price, compare: i.Compare, marks: slices.Clone(i.Marks),
		choice: now, query: draft.NewBuffer(), rows: 10, effort: now.Target.Effort, dialect: now.Target.Dialect,
	}
	if t := now.Options.Temperature; t != nil {
		p.temperature = strconv.FormatFloat(*t, 'g', -1, 64)
	}
	p.search()
	for i, m := range p.found {
		if m.ID == now.Model.ID {
			p.at = i
		}
	}
	return p
}

// search lists the models that match the query. Without a query favourites come
// first, then recently used models.
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

// chosen returns the intent for the model under the cursor, or for the marked
// ones.
func (p *Picker) chosen() page.Intent {
	if targets := p.marked(); targets != nil {
		return page.Batch{page.Leave{}, p.compare(targets)}
	}
	if c, ok := p.set(); ok {
		return page.Batch{page.Leave{}, p.use(c)}
	}
	return nil
}

// set returns the model under the cursor with its settings, as far as it
// supports them.
func (p *Picker) set() (page.Choice, bool) {
	c := p.choice
	m, ok := p.model()
	if !ok {
		return c, false
	}
	c.Target, c.Model.Default = catalog.Target{Model: m.ID, Dialect: p.dialect}, false
	c.Temperature = nil
	for _, f := range p.fields() {
		if f.name == "effort" {
			c.Target.Effort = f.is()
		}
		if t, err := strconv.ParseFloat(p.temperature, 64); err == nil && f.name == "temperature" {
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

// Update refreshes the list when the branch says what it serves.
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

// A field is a setting beside the list: its name and its possible values.
type field struct {
	name   string
	value  *string
	values []string // the first is "", for the model's own
	usual  string   // what "" means
}

// is returns the value, "" when the model doesn't support it.
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

// fields returns the settings that the model under the cursor supports.
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
		temperatures := []string{"", "0", "0.2", "0.4", "0.6", "0.8", "1", "1.2", "1.5", "2"}
		if !slices.Contains(temperatures, p.temperature) {
			temperatures = append(temperatures, p.temperature)
		}
		fields = append(fields, field{"temperature", &p.temperature, temperatures, "the model's own"})
	}
	return append(fields, field{"dialect", &p.dialect, append([]string{""}, chat.Dialects[:]...), m.Dialect + ", as fits"})
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

// heading is the title, with the date of the catalog if that is old.
func (p *Picker) heading() string {
	known := p.env.Known
	if !known.Old(p.env.Deps.Time()) {
		return p.title
	}
	return p.title + " · as of " + known.AsOf().Format(time.DateOnly)
}

// settings shows the fields and marks the one that left and right change.
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
			parts = parts[len(parts)-1:] // the field that is being changed must be visible
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
