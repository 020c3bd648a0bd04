package answer

import (
	"strings"
	"testing"
)

func TestArgumentsAreCleanedBeforeTheyAreCut(t *testing.T) {
	for _, before := range []int{190, 195, 199} {
		got := arguments(strings.Repeat("x", before) + "\x1b]0;title\x07" + strings.Repeat("ü", 200))
		want := "(" + strings.Repeat("x", before) + strings.Repeat("ü", 199-before) + "…)"
		if got != want {
			t.Errorf("after %d characters:\n got %q\nwant %q", before, got, want)
		}
	}
}
