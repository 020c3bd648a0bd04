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

// name is how a column is called.
func (k *column) name() string {
	if k.veiled {
		return "?"
	}
	return markdown.Clean(k.choice.Name())
}

// head tells in n columns who answers and how: the name, and the figures below
// it on as many lines as there is room for.
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

// marks are what stands beside the name: the vote, and once all are done which
// was the fastest and which the cheapest.
func (b *ballot) marks(env *page.Env, all columns, k *column) string {
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

// figures are what there is to tell of the last answer: while it comes, by what
// has come of it. Left says that a question is left to be asked.
func (k *column) figures(left bool) []string {
	e := k.last()
	switch {
	case k.veiled:
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

// failure says what went wrong in a column, in the last line of its head: the
// answer may be too long for the place where it went wrong to be seen.
func (k *column) failure() string {
	e := k.last()
	switch {
	case k.problem.Text != "":
		return "✗ nobody to ask"
	case e == nil || e.Live || e.Problem.Text == "":
		return ""
	case k.veiled:
		return "✗ no answer"
	}
	return "✗ " + theme.OneLine(e.Problem.Text)
}

// state says how a column stands where its figures don't.
func (k *column) state(left bool) string {
	e := k.last()
	again := k.env.Keys.Key(keymap.Comparing, keymap.Again) + " asks again"
	switch {
	case e == nil || k.problem.Text != "" || e.Problem.Text != "":
		return ""
	case e.Live && k.spoke == 0:
		return cmp.Or(e.Sending(), "waiting") + theme.After(k.env.Deps.Time().Sub(e.Begun).Truncate(time.Second))
	case e.Live && k.veiled:
		return "answering"
	case e.Live:
		return ""
	case e.Message.Stop.Reason == chat.StopUser:
		return "stopped; " + again
	case left:
		return "has a question left; " + again
	case k.veiled:
		return "done"
	case e.Message.Stop.Reason != chat.StopEnd:
		return markdown.Clean(string(e.Message.Stop.Reason))
	}
	return ""
}

// liveFigures are those of an answer that comes. Until the gateway counts the
// tokens, they are told by the length of the text.
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

// guessed is how many tokens have come: four letters make one, more or less.
func guessed(e *transcript.Entry) int64 { return int64(e.Source.Len()+e.Thoughts.Len()+3) / 4 }
