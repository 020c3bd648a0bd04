package standings

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/chat/rating"
	"neonchat/ui/keymap"
	"neonchat/ui/markdown"
	"neonchat/ui/page"
	"neonchat/ui/pager"
	"neonchat/ui/theme"
)

// Ask reads and counts the votes, to show those with a tag first.
func Ask(d *page.Env, tag string) page.Intent {
	store, last := d.Saver.Store, d.Saver.Last
	if _, ok := store.(chat.Ballot); !ok {
		return page.Notice{Text: "votes are kept with the history, and there is none"}
	}
	demo := d.Deps.Branch.ID == chat.DemoBranch
	return tea.Cmd(func() tea.Msg {
		votes, err := page.FromStore(store, last, func(ctx context.Context, s chat.Store) ([]chat.Vote, error) {
			return s.(chat.Ballot).Votes(ctx, "")
		})
		if err != nil {
			return page.NoticeMsg{Text: "reading the votes: " + err.Error()}
		}
		votes = slices.DeleteFunc(votes, func(v chat.Vote) bool { return (v.Branch == chat.DemoBranch) != demo })
		return StandingsMsg{tallies(votes), tag}
	})
}

// A StandingsMsg brings the standings, and the tag to begin with.
type StandingsMsg struct {
	tallies []tally
	tag     string
}

// A tally is the standings by some of the votes: all of the user's, those with a
// tag, or those of a judge.
type tally struct {
	name  string
	judge bool
	votes int
	list  []rating.Standing
}

// tallies counts the votes: the user's first, then by tag, then by judge.
func tallies(votes []chat.Vote) []tally {
	var tags, judges []string
	for _, v := range votes {
		switch {
		case v.Judge != "":
			judges = append(judges, v.Judge)
		case v.Tag != "":
			tags = append(tags, v.Tag)
		}
	}
	count := func(name string, judge bool, fits func(chat.Vote) bool) tally {
		those := slices.DeleteFunc(slices.Clone(votes), func(v chat.Vote) bool { return !fits(v) })
		return tally{name, judge, len(those), rating.Of(those)}
	}
	all := []tally{count("all", false, func(v chat.Vote) bool { return v.Judge == "" })}
	for _, tag := range sortedOnce(tags) {
		all = append(all, count(tag, false, func(v chat.Vote) bool { return v.Judge == "" && v.Tag == tag }))
	}
	for _, judge := range sortedOnce(judges) {
		all = append(all, count(judge, true, func(v chat.Vote) bool { return v.Judge == judge }))
	}
	return all
}

func sortedOnce(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}

// Standings is the screen of the standings, one tally at a time.
type Standings struct {
	*pager.Pager
	tallies []tally
	at      int
}

// New makes the screen.
func New(d *page.Env, msg StandingsMsg) *Standings {
	s := &Standings{tallies: msg.tallies}
	for i, t := range msg.tallies {
		if !t.judge && t.name == msg.tag && msg.tag != "" {
			s.at = i
		}
	}
	s.Pager = &pager.Pager{Env: d, Body: viewport.New(), Title: "Standings", Text: s.text}
	return s
}

func (s *Standings) Press(key tea.KeyPressMsg) page.Intent {
	switch s.Env.Keys.Action(keymap.Paging, key.String()) {
	case keymap.NextTally:
		s.at = (s.at + 1) % len(s.tallies)
	case keymap.PrevTally:
		s.at = (s.at + len(s.tallies) - 1) % len(s.tallies)
	default:
		return s.Pager.Press(key)
	}
	s.Body.GotoTop()
	return nil
}

func (s *Standings) text(l theme.Look, width int) []string {
	t := s.tallies[s.at]
	if len(s.tallies) == 1 && t.votes == 0 {
		return l.Wrap("There are no votes yet. On the compare screen "+s.Env.Keys.Key(keymap.Comparing, keymap.Vote)+" votes, and "+
			s.Env.Keys.Key(keymap.Comparing, keymap.Blind)+" hides the names before it.", width)
	}
	lines := append(s.names(l, width), "")
	lines = append(lines, standingRows(l, t.list, width)...)
	note := "A win is a vote among several. 1000 is the average; the interval holds the true rating 95 times in 100: where two overlap, the votes don't tell which is better."
	if t.judge {
		note = "These are the opinions of a model, which saw the answers without names. " + note
	}
	lines = append(lines, "")
	for _, line := range l.Wrap(note, width) {
		lines = append(lines, l.Dim(line))
	}
	return lines
}

// names lists the tallies to choose from.
func (s *Standings) names(l theme.Look, width int) []string {
	var parts []string
	for i, t := range s.tallies {
		name := markdown.Clean(t.name)
		switch {
		case t.judge:
			name = "judge " + name
		case i > 0:
			name = "#" + name
		}
		name += fmt.Sprintf(" (%d)", t.votes)
		if i == s.at {
			name = l.Chosen(" " + name + " ")
		}
		parts = append(parts, name)
	}
	lines := theme.Packed(l, parts, width)
	if len(parts) > 1 {
		hint := s.Env.Keys.Key(keymap.Paging, keymap.PrevTally) + " and " + s.Env.Keys.Key(keymap.Paging, keymap.NextTally) + " change whose votes are counted"
		lines = append(lines, l.Dim(l.Cut(hint, width)))
	}
	return lines
}

// standingRows is the table: the rating with its interval, then the counts. A
// narrow one has the rating and the wins only.
func standingRows(l theme.Look, list []rating.Standing, width int) []string {
	low, high := math.Inf(1), math.Inf(-1)
	name := 6
	for _, s := range list {
		low, high = min(low, s.Rating-s.Margin), max(high, s.Rating+s.Margin)
		name = max(name, l.Size(markdown.Clean(s.Target)))
	}
	const figures = 35 // the width of the numbers below
	bar := min(width-min(name, width/2)-figures-14, 40)
	name = min(name, max(10, width-figures-13))
	row := func(target, rating, margin, wins, losses, ties, none, line string) string {
		s := l.Pad(target, name) + fmt.Sprintf(" %6s %-6s %5s %6s %5s %5s", rating, margin, wins, losses, ties, none)
		return l.Cut(s+"  "+line, width)
	}
	lines := []string{l.Dim(row("MODEL", "RATING", "", "WINS", "LOSSES", "TIES", "NONE", ""))}
	for _, s := range list {
		rating, margin, line := theme.Unknown, "", ""
		if s.Rated() {
			rating, margin = strconv.Itoa(int(math.Round(s.Rating))), "±"+strconv.Itoa(int(math.Round(s.Margin)))
			line = l.Accent(interval(s, low, high, bar))
		}
		lines = append(lines, row(markdown.Clean(s.Target), rating, margin, strconv.Itoa(s.Wins), strconv.Itoa(s.Losses), strconv.Itoa(s.Ties), strconv.Itoa(s.None), line))
	}
	return lines
}

// interval draws a rating with its margin on a scale of n columns.
func interval(s rating.Standing, low, high float64, n int) string {
	if n < 10 || high <= low {
		return ""
	}
	at := func(x float64) int { return int(math.Round((x - low) / (high - low) * float64(n-1))) }
	a, b := at(s.Rating-s.Margin), at(s.Rating+s.Margin)
	bar := []rune(strings.Repeat(" ", a) + strings.Repeat("─", b-a+1))
	bar[at(s.Rating)] = '●'
	return string(bar)
}
