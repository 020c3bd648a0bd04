package ui

import (
	"fmt"
	"strconv"
	"time"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/markdown"
)

// figures are what the foot of an answer that is done tells of it.
func (e *entry) figures() []string {
	if e.live || e.bare || e.veiled || e.question() {
		return nil
	}
	m := e.message
	parts := []string{e.version(), markdown.Clean(m.Origin.Model), markdown.Clean(m.Origin.Dialect)}
	if m.Timing.FirstToken > 0 {
		parts = append(parts, seconds(m.Timing.FirstToken)+" to first token")
	}
	if m.Timing.FirstToken > 0 && m.Stop.Reason != "" { // a crash leaves it open
		parts = append(parts, seconds(m.Timing.Total))
	}
	if u := m.Usage; u != nil {
		if s := speed(u.Output, m.Timing); s != "" && m.Stop.Reason != chat.StopUser {
			parts = append(parts, s)
		}
		parts = append(parts, count(u.Input)+" in", count(u.Output)+" out")
	}
	if m.Cost != nil {
		parts = append(parts, catalog.FormatUSD(*m.Cost))
	}
	if r := m.Stop.Reason; r != chat.StopEnd && r != chat.StopError {
		parts = append(parts, markdown.Clean(string(r)))
	}
	return parts
}

// speed is how many tokens a second came.
func speed(tokens int64, t chat.Timing) string {
	n := t.Speed(tokens)
	switch {
	case n == 0:
		return ""
	case n < 10:
		return strconv.FormatFloat(n, 'f', 1, 64) + " tok/s"
	}
	return count(int64(n+0.5)) + " tok/s"
}

// packed puts as many parts on a line of n columns as fit; none is broken unless
// it is wider than that.
func packed(l look, parts []string, n int) []string {
	const sep = " · "
	var lines []string
	for _, part := range parts {
		if part == "" {
			continue
		}
		if i := len(lines) - 1; i >= 0 && l.size(lines[i]+sep+part) <= n {
			lines[i] += sep + part
			continue
		}
		lines = append(lines, part)
	}
	return lines
}

// seconds writes a time as one would say it: 3ms, 0.4s, 7.3s, 42s, 1m 12s.
func seconds(d time.Duration) string {
	switch whole := d.Round(time.Second); {
	case d < 100*time.Millisecond:
		return strconv.FormatInt(max(1, d.Round(time.Millisecond).Milliseconds()), 10) + "ms"
	case d < 10*time.Second:
		return strconv.FormatFloat(d.Round(100*time.Millisecond).Seconds(), 'f', -1, 64) + "s"
	case whole < time.Minute:
		return strconv.FormatInt(int64(whole/time.Second), 10) + "s"
	default:
		return fmt.Sprintf("%dm %ds", whole/time.Minute, whole%time.Minute/time.Second)
	}
}

// count writes a number of tokens: 950, 1.2k, 34k, 1.05M.
func count(n int64) string {
	switch {
	case n < 1000:
		return strconv.FormatInt(n, 10)
	case n < 10_000:
		return strconv.FormatFloat(float64(n/100)/10, 'f', -1, 64) + "k"
	case n < 1_000_000:
		return strconv.FormatInt(n/1000, 10) + "k"
	}
	return strconv.FormatFloat(float64(n/10_000)/100, 'f', -1, 64) + "M"
}

func bytes(n int64) string {
	switch {
	case n < 1000:
		return strconv.FormatInt(n, 10) + " bytes"
	case n < 1_000_000:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
