package compare

import (
	"math"
	"strconv"
	"time"

	"github.com/dustin/go-humanize"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/cmd/answer"
	"neonchat/cmd/table"
)

// figures are the columns that compare outcomes. The fastest and the cheapest of
// the answers that are whole are marked, where there are several.
func figures(outcomes []outcome) []table.Column[outcome] {
	fastest := least(outcomes, " fastest", func(o outcome) (float64, bool) { return float64(o.answer.Timing.Total), true })
	cheapest := least(outcomes, " cheapest", func(o outcome) (float64, bool) {
		if o.answer.Cost == nil {
			return 0, false
		}
		return *o.answer.Cost, true
	})
	tokens := func(count func(answer.UsageCounts) int64) func(outcome) string {
		return func(o outcome) string {
			if o.result.Usage == nil {
				return ""
			}
			return humanize.Comma(count(*o.result.Usage))
		}
	}
	return []table.Column[outcome]{
		{Title: "model", Rank: 0, Cell: func(o outcome) string { return o.label }},
		{Title: "dialect", Rank: 5, Cell: func(o outcome) string { return o.result.Dialect }},
		{Title: "first token", Rank: 6, Cell: func(o outcome) string { return seconds(o.answer.Timing.FirstToken) }},
		{Title: "time", Rank: 1, Cell: func(o outcome) string { return seconds(o.answer.Timing.Total) + fastest(o) }},
		{Title: "tok/s", Rank: 4, Cell: speed},
		{Title: "in", Rank: 8, Cell: tokens(func(u answer.UsageCounts) int64 { return u.Input })},
		{Title: "out", Rank: 7, Cell: tokens(func(u answer.UsageCounts) int64 { return u.Output })},
		{Title: "reasoning", Rank: 9, Cell: tokens(func(u answer.UsageCounts) int64 { return u.Reasoning })},
		{Title: "attempts", Rank: 9, Cell: func(o outcome) string {
			if _, n := o.answer.Billed(); n > 1 {
				return strconv.Itoa(n)
			}
			return ""
		}},
		{Title: "steps", Rank: 4, Cell: usesTools(answer.Answers)},
		{Title: "calls", Rank: 4, Cell: usesTools(answer.Calls)},
		{Title: "cost", Rank: 2, Cell: func(o outcome) string {
			if o.answer.Cost == nil {
				return ""
			}
			return catalog.FormatUSD(*o.answer.Cost) + cheapest(o)
		}},
		{Title: "stop", Rank: 3, Cell: func(o outcome) string { return o.result.StopReason }},
	}
}

// usesTools counts something of turns that used tools.
func usesTools(count func(chat.Answer) int) func(outcome) string {
	return func(o outcome) string {
		if answer.Answers(o.answer) < 2 {
			return ""
		}
		return strconv.Itoa(count(o.answer))
	}
}

// least gives the word for the outcomes that have the least of something. Those
// that lack something don't count, nor does one that is alone.
func least(outcomes []outcome, word string, of func(outcome) (n float64, known bool)) func(outcome) string {
	lowest, several := math.Inf(1), -1
	for _, o := range outcomes {
		if n, known := of(o); known && o.err == nil {
			lowest = min(lowest, n)
			several++
		}
	}
	return func(o outcome) string {
		if n, known := of(o); known && o.err == nil && n == lowest && several > 0 {
			return word
		}
		return ""
	}
}

// speed is in tokens a second.
func speed(o outcome) string {
	if o.answer.Usage == nil {
		return ""
	}
	switch n := o.answer.Timing.Speed(o.answer.Usage.Output); {
	case n == 0:
		return ""
	case n < 10:
		return strconv.FormatFloat(n, 'f', 1, 64)
	default:
		return humanize.Comma(int64(n + 0.5))
	}
}

// seconds writes how long something took, "" for no time at all.
func seconds(d time.Duration) string {
	switch {
	case d == 0:
		return ""
	case d < time.Second:
		return max(d.Round(time.Millisecond), time.Millisecond).String()
	case d < time.Minute:
		return d.Round(100 * time.Millisecond).String()
	}
	return d.Round(time.Second).String()
}
