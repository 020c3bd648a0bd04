package config

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestTheFilesOfTheNearestProjectCount(t *testing.T) {
	home := t.TempDir()
	write := func(path ...string) string {
		full := filepath.Join(append([]string{home}, path...)...)
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte("{}"), 0o600); err != nil {
			t.Fatal(err)
		}
		return full
	}
	write(".cursor", "mcp.json") // Cursor's own
	far := write("work", ".mcp.json")
	dir := filepath.Join(home, "work", "app", "src")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	found := func() []string {
		paths, notices := ProjectFiles(Place{Dir: dir, Home: home})
		if len(notices) > 0 {
			t.Errorf("got %q", notices)
		}
		return paths
	}
	if got := found(); !slices.Equal(got, []string{far}) {
		t.Errorf("got %q", got)
	}
	near := []string{write("work", "app", ".mcp.json"), write("work", "app", ".vscode", "mcp.json")}
	if got := found(); !slices.Equal(got, near) {
		t.Errorf("got %q", got)
	}
	dir = home
	if got := found(); got != nil {
		t.Errorf("got %q", got)
	}
}

func TestAFileOfAProjectThatOthersMayWriteIsLeftOut(t *testing.T) {
	home := t.TempDir()
	dir := filepath.Join(home, "work")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, ".mcp.json")
	if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	disown(t, path)
	if paths, notices := ProjectFiles(Place{Dir: dir, Home: home}); len(paths) != 0 || len(notices) != 1 {
		t.Errorf("got %q and %q", paths, notices)
	}
}
