package sessions

import (
	"regexp"
	"slices"
	"strings"

	"neonchat/chat"
	"neonchat/ui/list"
	"neonchat/ui/markdown"
	"neonchat/ui/theme"
)

// found returns the messages that were found, two lines each: where, and an
// excerpt.
func (s *Sessions) found(l theme.Look, width int) []string {
	if len(s.hits) == 0 {
		return []string{"  " + l.Dim(s.nothing())}
	}
	var lines []string
	first := list.Window(s.at, len(s.hits), s.rows)
	for i := first; i < min(len(s.hits), first+s.rows); i++ {
		h := s.hits[i]
		where := " " + s.where(l, h, width-3)
		if i == s.at {
			where = l.Chosen(l.Pad(where, width-1))
		}
		lines = append(lines, where, "   "+excerpt(l, h.Excerpt, width-5))
	}
	return lines
}

// where says in which session a hit is, who wrote it, and when.
func (s *Sessions) where(l theme.Look, h chat.Hit, width int) string {
	who := "answered"
	if h.Role == chat.User {
		who = "asked"
	}
	right := who + " " + theme.Age(s.Env.Deps.Time().Sub(h.At))
	if s.got.scope != ofBranch {
		right = l.Cut(theme.OneLine(h.Session.Branch.Name), 20) + " · " + right
	}
	title := theme.OneLine(h.Session.Title)
	return l.Pad(l.Bold(l.Cut(title, max(1, width-l.Size(right)-2))), max(1, width-l.Size(right)-1)) + l.Dim(right)
}

// excerpt returns a line of the message, from a little before the first hit on.
func excerpt(l theme.Look, spans []chat.Span, width int) string {
	first := max(0, slices.IndexFunc(spans, func(sp chat.Span) bool { return sp.Found }))
	var before strings.Builder
	for _, sp := range spans[:first] {
		before.WriteString(folded(sp.Text))
	}
	var line strings.Builder
	line.WriteString(l.Ending(before.String(), width/3))
	for _, sp := range spans[first:] {
		text := folded(sp.Text)
		if sp.Found {
			text = l.Accent(l.Bold(text))
		}
		line.WriteString(text)
	}
	return l.Cut(line.String(), width)
}

// folded cleans foreign text for one line and shortens each run of spaces to
// one.
func folded(text string) string {
	return spaces.ReplaceAllString(markdown.Clean(text), " ")
}

var spaces = regexp.MustCompile(`\s+`)
