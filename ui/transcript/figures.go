package transcript

import (
	"strconv"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/markdown"
	"neonchat/ui/theme"
)

// Figures returns the figures for the foot of a finished answer, none for other
// entries.
func (e *Entry) Figures() []string {
	if e.Live || e.Bare || e.Anonymous || e.Question() {
		return nil
	}
	m := e.Message
	parts := []string{e.version(), markdown.Clean(m.Origin.Model), markdown.Clean(m.Origin.Dialect)}
	if m.Timing.FirstToken > 0 {
		parts = append(parts, theme.Seconds(m.Timing.FirstToken)+" to first token")
	}
	if m.Timing.FirstToken > 0 && m.Stop.Reason != "" { // after a crash the total is unknown
		parts = append(parts, theme.Seconds(m.Timing.Total))
	}
	if u := m.Usage; u != nil {
		if s := Speed(u.Output, m.Timing); s != "" && m.Stop.Reason != chat.StopUser {
			parts = append(parts, s)
		}
	}
	if u, attempts := m.Billed(); u != nil {
		about := ""
		if m.Usage == nil {
			about = "≥ "
		}
		parts = append(parts, about+theme.Count(u.Input)+" in", about+theme.Count(u.Output)+" out")
		if attempts > 1 {
			parts = append(parts, strconv.Itoa(attempts)+" attempts")
		}
	}
	if m.Cost != nil {
		parts = append(parts, catalog.FormatUSD(*m.Cost))
	}
	if r := m.Stop.Reason; r != chat.StopEnd && r != chat.StopError {
		parts = append(parts, markdown.Clean(string(r)))
	}
	return parts
}

// Speed says how many tokens came per second, "" when that isn't known.
func Speed(tokens int64, t chat.Timing) string {
	n := t.Speed(tokens)
	switch {
	case n == 0:
		return ""
	case n < 10:
		return strconv.FormatFloat(n, 'f', 1, 64) + " tok/s"
	}
	return theme.Count(int64(n+0.5)) + " tok/s"
}
