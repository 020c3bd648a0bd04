package compare

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/keymap"
	"neonchat/ui/markdown"
	"neonchat/ui/page"
	"neonchat/ui/theme"
	"neonchat/ui/transcript"
)

// name is the name of a column in sentences and heads.
func (k *column) name() string {
	if k.hidden {
		return "?"
	}
	return markdown.Clean(k.choice.Name())
}

// head returns the head of a column, n cells wide: its name, and the figures
// below it on as many lines as there is room for.
func (c *Page) head(i, n int) []string {
	l, k := c.env.Look, c.columns[i]
	mark := "  "
	if i == c.at {
		mark = "▸ "
		if c.writing {
			mark = "▹ "
		}
	}
	marks := c.marks(c.env, c.columns, k)
	name := mark + strconv.Itoa(i+1) + " " + k.name()
	if l.Size(name+" "+marks) > n {
		marks = shortMarks.Replace(marks)
	}
	name = l.Cut(name, max(n-l.Size(marks)-1, 12))
	gap := strings.Repeat(" ", max(1, n-l.Size(name)-l.Size(marks)))
	name = l.Bold(name)
	if i == c.at {
		name = l.Accent(name)
	}
	rows := 2
	if n > 60 || c.height < 20 {
		rows = 1
	}
	lines := []string{l.Cut(name+gap+l.Accent(marks), n)}
	figures := theme.Packed(l, k.figures(k.asked < len(c.questions)), n-2)
	for y := range rows {
		lines = append(lines, "  "+l.Dim(at(figures, y)))
	}
	if s := k.failure(); s != "" {
		lines[rows] = "  " + l.Problem(l.Cut(s, n-2))
	}
	return lines
}

// marks returns the marks beside the name: the vote, and once all are done the
// fastest and the cheapest.
func (b *voteState) marks(env *page.Env, all columns, k *column) string {
	if k.live() {
		return theme.Spinner(env.Deps.Time())
	}
	var marks []string
	if !b.blind && !k.answered() && env.Unserved(k.choice) {
		marks = append(marks, "not served")
	}
	if v := b.vote; v != nil && k.answered() {
		switch {
		case b.winner == k:
			marks = append(marks, "★ voted")
		case v.Tie:
			marks = append(marks, "= tie")
		case v.Winner == "":
			marks = append(marks, "– none")
		}
	}
	if b.blind || all.busy() {
		return strings.Join(marks, " ")
	}
	if all.least(k, func(k *column) (float64, bool) { return k.took().Seconds(), !k.resumed }) {
		marks = append(marks, "fastest")
	}
	if all.least(k, func(k *column) (float64, bool) { usd, known := k.cost(); return usd, known && !k.resumed }) {
		marks = append(marks, "cheapest")
	}
	return strings.Join(marks, " ")
}

// shortMarks are for where the whole would cut the name.
var shortMarks = strings.NewReplacer("★ voted", "★", "fastest", "fast", "cheapest", "cheap")

// cost is what the last answer cost.
func (k *column) cost() (float64, bool) {
	e := k.last()
	if e == nil || e.Message.Cost == nil {
		return 0, false
	}
	return *e.Message.Cost, true
}

// figures returns the figures of the last answer; while it comes, those of what
// has come. left says that another question waits.
func (k *column) figures(left bool) []string {
	e := k.last()
	switch {
	case k.hidden:
		return []string{k.state(left)}
	case e == nil || k.problem.Text != "":
		return []string{k.state(left)}
	}
	m := e.Message
	parts := []string{markdown.Clean(m.Origin.Dialect)}
	if e.Live {
		parts = append(parts, k.liveFigures(k.env.Deps.Time())...)
	} else if m.Timing.FirstToken > 0 {
		parts = append(parts, "first "+theme.Seconds(m.Timing.FirstToken))
		if u := m.Usage; u != nil {
			parts = append(parts, transcript.Speed(u.Output, m.Timing), theme.Count(u.Output)+" tokens")
		}
		if _, attempts := m.Billed(); attempts > 1 {
			parts = append(parts, strconv.Itoa(attempts)+" attempts")
		}
		if usd, known := k.cost(); known {
			parts = append(parts, catalog.FormatUSD(usd))
		} else {
			parts = append(parts, "$ "+theme.Unknown)
		}
		parts = append(parts, theme.Seconds(m.Timing.Total))
	}
	return append(parts, k.state(left))
}

// failure says in the last line of the head what went wrong, since the end of a
// long answer may not be visible.
func (k *column) failure() string {
	e := k.last()
	switch {
	case k.problem.Text != "":
		return "✗ nobody to ask"
	case e == nil || e.Live || e.Problem.Text == "":
		return ""
	case k.hidden:
		return "✗ no answer"
	}
	return "✗ " + theme.OneLine(e.Problem.Text)
}

// state says what a column is doing when it has no figures.
func (k *column) state(left bool) string {
	e := k.last()
	again := k.env.Keys.Key(keymap.Comparing, keymap.Again) + " asks again"
	switch {
	case e == nil || k.problem.Text != "" || e.Problem.Text != "":
		return ""
	case e.Live && k.spoke == 0:
		return cmp.Or(e.Sending(), "waiting") + theme.After(k.env.Deps.Time().Sub(e.Begun).Truncate(time.Second))
	case e.Live && k.hidden:
		return "answering"
	case e.Live:
		return ""
	case e.Message.Stop.Reason == chat.StopUser:
		return "stopped; " + again
	case left:
		return "has a question left; " + again
	case k.hidden:
		return "done"
	case e.Message.Stop.Reason != chat.StopEnd:
		return markdown.Clean(string(e.Message.Stop.Reason))
	}
	return ""
}

// liveFigures returns the figures of an answer that comes. Tokens are estimated
// from the length of the text until the gateway counts them.
func (k *column) liveFigures(now time.Time) []string {
	e := k.last()
	if k.spoke == 0 {
		return nil
	}
	tokens, about := guessed(e), "≈ "
	if u := e.Message.Usage; u != nil && u.Output > tokens {
		tokens, about = u.Output, ""
	}
	parts := []string{"first " + theme.Seconds(k.spoke)}
	parts = append(parts, transcript.Speed(tokens, chat.Timing{FirstToken: k.spoke, Total: now.Sub(e.Begun)}), about+theme.Count(tokens)+" tokens")
	usage := catalog.Usage{Input: 1, Output: tokens}
	if u := e.Message.Usage; u != nil {
		usage.Input = cmp.Or(u.Input, 1)
	}
	if usd, known := e.Facts.Price(usage); known {
		parts = append(parts, "≈ "+catalog.FormatUSD(usd))
	}
	return parts
}

// guessed estimates how many tokens have come: about one for four letters.
func guessed(e *transcript.Entry) int64 { return int64(e.Source.Len()+e.Thoughts.Len()+3) / 4 }
