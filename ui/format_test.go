package ui

import (
	"testing"
	"time"

	"neonchat/ui/theme"
)

func TestAgesAreShort(t *testing.T) {
	const day = 24 * time.Hour
	for want, d := range map[string]time.Duration{
		"now": 59 * time.Second, "1m": time.Minute, "59m": 59*time.Minute + 59*time.Second, "1h": time.Hour, "23h": 23*time.Hour + 59*time.Minute,
		"1d": day, "13d": 13 * day, "2w": 14 * day, "52w": 364 * day, "1y": 365 * day,
	} {
		if got := theme.Age(d); got != want {
			t.Errorf("%v is %s, want %s", d, got, want)
		}
	}
	if got := theme.Age(-time.Hour); got != "now" {
		t.Errorf("what is to come is %s", got)
	}
}
