package theme

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	dots "charm.land/bubbles/v2/spinner"

	"neonchat/ui/markdown"
)

// The smallest screen with room for everything, and the smallest that shows anything.
const (
	LeastWidth, LeastHeight = 60, 15
	tinyWidth, tinyHeight   = 24, 6
)

// Packed puts as many parts on each line of n columns as fit. A part is broken
// only if it is wider than a line.
func Packed(l Look, parts []string, n int) []string {
	const sep = " · "
	var lines []string
	for _, part := range parts {
		if part == "" {
			continue
		}
		if i := len(lines) - 1; i >= 0 && l.Size(lines[i]+sep+part) <= n {
			lines[i] += sep + part
			continue
		}
		lines = append(lines, part)
	}
	return lines
}

// Seconds formats a duration: 3ms, 0.4s, 7.3s, 42s, 1m 12s.
func Seconds(d time.Duration) string {
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

// Count formats a number of tokens: 950, 1.2k, 34k, 1.05M.
func Count(n int64) string {
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

// Age formats how long ago something was, as short as possible: now, 5m, 3h, 2d,
// 6w, 1y.
func Age(d time.Duration) string {
	day := 24 * time.Hour
	switch {
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d < day:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d < 14*day:
		return fmt.Sprintf("%dd", d/day)
	case d < 365*day:
		return fmt.Sprintf("%dw", d/(7*day))
	}
	return fmt.Sprintf("%dy", d/(365*day))
}

// After formats how long the user has waited, after a space; "" for a moment.
func After(d time.Duration) string {
	if d < 2*time.Second {
		return ""
	}
	return " " + Seconds(d)
}

// Spinner is the frame of the spinner at a time.
func Spinner(now time.Time) string {
	frames := dots.MiniDot.Frames
	return frames[int(now.UnixMilli()/100)%len(frames)]
}

// OneLine returns the start of a text on one line, cleaned.
func OneLine(text string) string {
	return strings.Join(strings.Fields(markdown.CleanStart(text, 1000)), " ")
}

// Unknown stands in for an unknown number.
const Unknown = "–"

// TooSmall returns the lines that say that the screen is too small, nil when it
// isn't.
func TooSmall(l Look, width, height int) []string {
	if width >= tinyWidth && height >= tinyHeight {
		return nil
	}
	lines := l.Wrap(fmt.Sprintf("too small: %d×%d; %d×%d is the least", width, height, LeastWidth, LeastHeight), max(1, width))
	return lines[:min(len(lines), height)]
}
