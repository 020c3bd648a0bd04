package list

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"neonchat/ui/draft"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/theme"
)

// An Item is one row to choose.
type Item struct {
	Text   string
	Detail string
	Intent page.Intent // returned when it is chosen
}

// A Chooser is an overlay with a list that typing narrows.
type Chooser struct {
	env   *page.Env
	title string
	items []Item
	list  func() []Item // lists the items again when more of the memory is loaded; may be nil
	query *draft.Buffer
	found []int // indexes of the items that match, the best first
	at    int
	rows  int
}

// New makes a chooser of items.
func New(d *page.Env, title string, items []Item) *Chooser {
	c := &Chooser{env: d, title: title, items: items, query: draft.NewBuffer(), rows: 10}
	c.search()
	return c
}

// NewSearch makes a chooser of every prompt that was asked. It may open before
// they are loaded.
func NewSearch(d *page.Env) *Chooser {
	c := New(d, "Asked before", askedBefore(d.Memory))
	c.list = func() []Item { return askedBefore(d.Memory) }
	return c
}

// askedBefore returns the prompts that were asked, each once, the latest first.
func askedBefore(m *page.Memory) []Item {
	var items []Item
	seen := map[string]bool{}
	for _, prompt := range slices.Backward(m.Asked) {
		if !seen[prompt] {
			seen[prompt] = true
			items = append(items, Item{Text: theme.OneLine(prompt), Intent: page.Write{Text: prompt}})
		}
	}
	return items
}

// search finds the items that contain all words of the query; if none does,
// those that contain its letters in order.
func (c *Chooser) search() {
	c.found, c.at = nil, 0
	words := strings.Fields(strings.ToLower(c.query.Plain()))
	for i, it := range c.items {
		text := strings.ToLower(it.Text)
		has := true
		for _, w := range words {
			has = has && strings.Contains(text, w)
		}
		if has {
			c.found = append(c.found, i)
		}
	}
	if len(c.found) > 0 {
		return
	}
	texts := make([]string, len(c.items))
	for i, it := range c.items {
		texts[i] = it.Text
	}
	for _, m := range fuzzy.Find(strings.Join(words, ""), texts) {
		c.found = append(c.found, m.Index)
	}
}

func (c *Chooser) Press(key tea.KeyPressMsg) page.Intent {
	switch a := c.env.Keys.Action(keymap.Listing, key.String()); a {
	case keymap.ListLeave:
		return page.Leave{}
	case keymap.Choose:
		if c.at < len(c.found) {
			return page.Batch{page.Leave{}, c.items[c.found[c.at]].Intent}
		}
	case keymap.ListUp, keymap.ListDown, keymap.ListPgUp, keymap.ListPgDn:
		c.at = Moved(a, c.at, len(c.found), c.rows)
	default:
		if Typed(c.query, c.env.Keys, key) {
			c.search()
		}
	}
	return nil
}

// Moved returns where an action moves the cursor of a list of n, in a window of
// rows.
func Moved(a keymap.Action, at, n, rows int) int {
	switch a {
	case keymap.ListUp:
		at--
	case keymap.ListDown:
		at++
	case keymap.ListPgUp:
		at -= rows
	case keymap.ListPgDn:
		at += rows
	}
	return max(0, min(at, n-1))
}

// Typed handles a key for a query of one line. It reports whether the key was
// for it.
func Typed(query *draft.Buffer, keys keymap.Map, key tea.KeyPressMsg) bool {
	if key.Text != "" {
		Seek(query, key.Text)
		return true
	}
	a := keys.Action(keymap.Writing, key.String())
	return a != keymap.Newline && query.Edit(a)
}

// Seek writes text into a query. The start of a long text is enough to find
// something by.
func Seek(query *draft.Buffer, text string) {
	text = strings.ToValidUTF8(text[:min(len(text), 1000)], "")
	query.Insert(InOneLine(text))
}

// InOneLine joins the lines of a text.
func InOneLine(text string) string {
	return strings.ReplaceAll(draft.LineEnds.Replace(text), "\n", " ")
}

func (c *Chooser) Paste(text string) page.Intent {
	Seek(c.query, text)
	c.search()
	return nil
}

func (c *Chooser) Wheel(lines int) page.Intent {
	c.at = max(0, min(c.at+lines, len(c.found)-1))
	return nil
}

// Update lists the items again when the memory is loaded. What was loaded is
// older than the listed items and comes below them, so that the cursor stays.
func (c *Chooser) Update(msg tea.Msg) page.Intent {
	if _, ok := msg.(page.RememberedMsg); ok && c.list != nil {
		at := c.at
		c.items = c.list()
		c.search()
		c.at = at
	}
	return nil
}

func (c *Chooser) Layout(_, height int) page.Intent {
	c.rows = max(1, height-5)
	return nil
}

func (c *Chooser) View(width, height int) page.Frame {
	l := c.env.Look
	if small := theme.TooSmall(l, width, height); small != nil {
		return page.Frame{Lines: small}
	}
	lines, cursor := Asking(l, c.title, c.query, width)
	first := Window(c.at, len(c.found), c.rows)
	for i := first; i < min(len(c.found), first+c.rows); i++ {
		it := c.items[c.found[i]]
		detail := l.Cut(it.Detail, width/3)
		text := "  " + l.Pad(it.Text, max(1, width-4-l.Size(detail))) + " " + detail
		if i == c.at {
			text = l.Chosen(text)
		}
		lines = append(lines, text)
	}
	switch {
	case len(c.items) == 0:
		lines = append(lines, "  "+l.Dim("there is nothing yet"))
	case len(c.found) == 0:
		lines = append(lines, "  "+l.Dim("nothing fits"))
	}
	for len(lines) < height-1 {
		lines = append(lines, "")
	}
	hints := c.env.Keys.Hints(l, keymap.Listing, width-2, keymap.Hint{Action: keymap.Choose, Does: "chooses"}, keymap.Hint{Action: keymap.ListLeave, Does: "goes back"})
	return page.Frame{Lines: append(lines, " "+hints), Cursor: cursor}
}

// Asking returns the head of a list, its title and its query, and the cursor in
// the query.
func Asking(l theme.Look, title string, query *draft.Buffer, width int) ([]string, *tea.Cursor) {
	text, x, _ := query.Draw(l, max(4, width-5), 1)
	cursor := tea.NewCursor(x+3, 1)
	cursor.Blink = false
	return []string{" " + l.Accent(l.Bold(title)), " " + l.Accent("❯ ") + text[0], ""}, cursor
}

// Window returns the first row to show of a list of n, so that the row at is
// visible.
func Window(at, n, rows int) int {
	return max(0, min(at-rows/2, n-rows))
}
