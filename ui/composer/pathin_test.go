//go:build !windows

package composer

import (
	"path/filepath"
	"testing"
)

// A path that a terminal pastes comes in the dress of a shell.
func TestAPastedPathLosesItsQuotes(t *testing.T) {
	for text, want := range map[string]string{
		`'/tmp/a b.png'`:            "/tmp/a b.png",
		`"/tmp/a b.png"`:            "/tmp/a b.png",
		`/tmp/a\ b.png`:             "/tmp/a b.png",
		" /tmp/a.png \n":            "/tmp/a.png",
		"file:///tmp/a%20b.png":     "/tmp/a b.png",
		"b.png":                     filepath.Join("/work", "b.png"),
		`''`:                        "",
		"notes.txt":                 "",
		"/tmp/a.png\n/tmp/b.png":    "",
		"what is in this directory": "",
	} {
		if got := pathIn(text, "/work"); got != want {
			t.Errorf("%q is the path %q, want %q", text, got, want)
		}
	}
}
