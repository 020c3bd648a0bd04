package ui

import (
	"slices"
	"testing"
	"time"

	"neonchat/chat"
	"neonchat/ui/theme"
	"neonchat/ui/transcript"
)

func TestTimesReadAsOneWouldSayThem(t *testing.T) {
	for d, want := range map[time.Duration]string{
		1: "1ms", 2500 * time.Microsecond: "3ms", 99 * time.Millisecond: "99ms", 420 * time.Millisecond: "0.4s", 970 * time.Millisecond: "1s",
		7340 * time.Millisecond: "7.3s", 42 * time.Second: "42s", 59800 * time.Millisecond: "1m 0s", 72 * time.Second: "1m 12s", 61 * time.Minute: "61m 0s",
	} {
		if got := theme.Seconds(d); got != want {
			t.Errorf("%v is written %q, want %q", d, got, want)
		}
	}
}

func TestSpeedCountsFromTheFirstToken(t *testing.T) {
	for _, c := range []struct {
		name         string
		tokens       int64
		first, total time.Duration
		want         string
	}{
		{"a long answer", 200, time.Second, 3 * time.Second, "100 tok/s"},
		{"a slow one", 10, time.Second, 5 * time.Second, "2.5 tok/s"},
		{"one that came at once", 100, 2 * time.Second, 2*time.Second + time.Millisecond, "50 tok/s"},
		{"a fast one", 6000, 1, time.Second, "6k tok/s"},
		{"no time at all", 200, 1, 1, ""},
		{"no tokens known", 0, time.Second, 3 * time.Second, ""},
		{"nothing came", 5, 0, 3 * time.Second, ""},
	} {
		if got := transcript.Speed(c.tokens, chat.Timing{FirstToken: c.first, Total: c.total}); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTheFootBreaksBetweenItsFigures(t *testing.T) {
	got := theme.Packed(theme.Look{}, []string{"some-model", "", "7.3s", "1k in", "200 out"}, 17)
	if want := []string{"some-model · 7.3s", "1k in · 200 out"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
