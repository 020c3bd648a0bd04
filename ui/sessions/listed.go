package sessions

import (
	"cmp"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/keymap"
	"neonchat/ui/list"
	"neonchat/ui/page"
	"neonchat/ui/theme"
)

func (s *Sessions) Layout(_, height int) page.Intent {
	s.rows = max(1, height-7)
	if s.got.text {
		s.rows = max(1, (height-6)/2)
	}
	return nil
}

func (s *Sessions) View(width, height int) page.Frame {
	l := s.Env.Look
	if small := theme.TooSmall(l, width, height); small != nil {
		return page.Frame{Lines: small}
	}
	lines, cursor := list.Asking(l, s.title(), s.query, width)
	if s.got.text {
		lines = append(lines, s.found(l, width)...)
	} else {
		rows, at := s.listed(l, width)
		if s.Naming != nil {
			cursor = at
			cursor.Y += len(lines)
		}
		lines = append(lines, rows...)
	}
	foot := s.foot(l, width)
	for len(lines) < height-len(foot) {
		lines = append(lines, "")
	}
	return page.Frame{Lines: append(lines[:max(0, height-len(foot))], foot...), Cursor: cursor}
}

func (s *Sessions) title() string {
	what := "Sessions"
	if _, text := s.searching(); text {
		what = "Search in what was said"
	}
	switch s.scope {
	case ofOthers:
		return what + ", the project's other branches"
	case ofAll:
		return what + ", everywhere"
	}
	return what + " on " + theme.OneLine(s.Env.Deps.Branch.Name)
}

type sessionColumn = list.Column[chat.Summary]

// columns returns the columns that fit. The title and the last words share the
// rest.
func (s *Sessions) columns(width int) []sessionColumn {
	now := s.Env.Deps.Time()
	cols := []sessionColumn{
		{Title: "", Wide: 2, Cell: s.mark},
		{Title: "TITLE", Wide: 22, Cell: func(x chat.Summary) string { return cmp.Or(theme.OneLine(x.Title), "untitled") }},
		{Title: "LAST WORDS", Rank: 3, Wide: 18, Cell: func(x chat.Summary) string { return theme.OneLine(x.LastWords) }},
		{Title: "BRANCH", Rank: 2, Wide: 14, Cell: func(x chat.Summary) string { return theme.OneLine(x.Branch.Name) }},
		{Title: "MODEL", Rank: 6, Wide: 17, Cell: func(x chat.Summary) string { return theme.OneLine(x.Model) }},
		{Title: "AGE", Rank: 1, Wide: 3, Right: true, Cell: func(x chat.Summary) string { return theme.Age(now.Sub(x.Updated)) }},
		{Title: "TURNS", Rank: 5, Wide: 5, Right: true, Cell: func(x chat.Summary) string { return strconv.Itoa(x.Turns) }},
		{Title: "COST", Rank: 4, Wide: 9, Right: true, Cell: costOf},
	}
	if s.got.scope == ofBranch {
		cols = append(cols[:3], cols[4:]...)
	}
	cols = list.Fit(cols, width)
	rest := max(0, width-list.Total(cols))
	if len(cols) > 2 && cols[2].Title == "LAST WORDS" {
		cols[2].Wide += rest * 2 / 3
		rest -= rest * 2 / 3
	}
	cols[1].Wide += min(rest, 40)
	return cols
}

// mark is the sign of a session that is being answered, is pinned, is on the
// page, or is a fork.
func (s *Sessions) mark(x chat.Summary) string {
	mark := " "
	switch {
	case s.under(x.ID):
		mark = "…"
	case x.Pinned:
		mark = "★"
	case x.ID == s.page:
		mark = "▸"
	}
	if x.From.Session != "" {
		mark += "⑂"
	}
	return mark
}

func costOf(x chat.Summary) string {
	switch {
	case x.Cost == 0 && x.Unpriced > 0:
		return theme.Unknown
	case x.Unpriced > 0:
		return "≥" + catalog.FormatUSD(x.Cost)
	}
	return catalog.FormatUSD(x.Cost)
}

// listed returns the rows of the sessions, and the cursor in the title that is
// being written.
func (s *Sessions) listed(l theme.Look, width int) ([]string, *tea.Cursor) {
	cols := s.columns(width - 1)
	lines := []string{" " + l.Dim(list.Cells(l, cols, func(c sessionColumn) string { return c.Title }))}
	cursor := tea.NewCursor(0, 0)
	cursor.Blink = false
	first := list.Window(s.at, len(s.List), s.rows)
	for i := first; i < min(len(s.List), first+s.rows); i++ {
		row := " " + list.Cells(l, cols, func(c sessionColumn) string { return c.Cell(s.List[i]) })
		switch {
		case i == s.at && s.Naming != nil:
			text, x, _ := s.Naming.Draw(l, max(4, width-6), 1)
			cursor.X, cursor.Y = x+4, len(lines)
			row = " " + l.Accent("✎  ") + text[0]
		case i == s.at:
			row = l.Chosen(l.Pad(row, width-1))
		}
		lines = append(lines, row)
	}
	if len(s.List) == 0 {
		lines = append(lines, "  "+l.Dim(s.nothing()))
	}
	return lines, cursor
}

// nothing says why the list is empty.
func (s *Sessions) nothing() string {
	switch {
	case s.got.limit == 0:
		return "" // the store hasn't answered yet
	case s.got.words != "":
		return "nothing fits"
	case s.got.text:
		return "type what was said; the last word may be the start of one"
	}
	return "there are no sessions yet"
}

// foot returns the notice and the keys.
func (s *Sessions) foot(l theme.Look, width int) []string {
	key := func(a keymap.Action) string { return s.Env.Keys.Key(keymap.Listing, a) }
	parts := []string{
		key(keymap.Choose) + " opens", key(keymap.Field) + " other branches", key(keymap.Text) + " searches", key(keymap.Rename) + " renames",
		key(keymap.Remove) + " deletes", key(keymap.Favourite) + " pins", key(keymap.ListLeave) + " back",
	}
	switch _, text := s.searching(); {
	case s.Naming != nil:
		parts = []string{key(keymap.Choose) + " renames", key(keymap.ListLeave) + " leaves the title as it was"}
	case text:
		parts = []string{key(keymap.Choose) + " goes to the message", key(keymap.Field) + " other branches", key(keymap.Text) + " the list", key(keymap.ListLeave) + " back"}
	}
	said := theme.OneLine(s.notice)
	if n := len(s.deleted); n > 0 && said == "" {
		said = key(keymap.Undo) + " brings back " + strconv.Itoa(n)
	}
	lines := []string{" " + l.Warn(l.Cut(said, width-2))}
	for _, hint := range theme.Packed(l, parts, width-2) {
		lines = append(lines, " "+l.Dim(hint))
	}
	return lines
}
