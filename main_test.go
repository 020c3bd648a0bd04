package main

import (
	"go/build"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// arrows is the map of the program: which of its packages may import which.
// The README draws the same.
var arrows = map[string][]string{
	".":               {"cmd"},
	"chat":            {},
	"chat/rating":     {"chat"},
	"chat/storetest":  {"chat"},
	"history":         {"chat", "config/atomicfile"},
	"chat/archive":    {"chat"},
	"client":          {"chat"},
	"catalog":         {"config/atomicfile"},
	"config":          {},
	"tools":           {"chat"},
	"tools/mcp":       {"chat", "config/atomicfile", "tools"},
	"tools/sql":       {"chat"},
	"ui":              {"chat", "ui/compare", "ui/composer", "ui/conversation", "ui/keymap", "ui/page", "ui/pager", "ui/picker", "ui/sessions", "ui/standings", "ui/thread", "ui/welcome"},
	"ui/welcome":      {"ui/markdown", "ui/page", "ui/theme"},
	"ui/conversation": {"catalog", "chat", "ui/composer", "ui/draft", "ui/keymap", "ui/list", "ui/markdown", "ui/page", "ui/pager", "ui/theme", "ui/thread", "ui/transcript"},
	"ui/compare":      {"catalog", "chat", "ui/composer", "ui/draft", "ui/keymap", "ui/markdown", "ui/page", "ui/pager", "ui/theme", "ui/thread", "ui/transcript"},
	"ui/theme":        {"ui/markdown"},
	"ui/keymap":       {"ui/theme"},
	"ui/draft":        {"chat", "ui/keymap", "ui/markdown", "ui/theme"},
	"ui/page":         {"catalog", "chat", "ui/draft", "ui/keymap", "ui/theme"},
	"ui/transcript":   {"catalog", "chat", "ui/draft", "ui/keymap", "ui/markdown", "ui/page", "ui/theme"},
	"ui/list":         {"ui/draft", "ui/keymap", "ui/page", "ui/theme"},
	"ui/pager":        {"ui/keymap", "ui/markdown", "ui/page", "ui/theme"},
	"ui/thread":       {"catalog", "chat", "ui/composer", "ui/draft", "ui/keymap", "ui/page", "ui/theme", "ui/transcript"},
	"ui/composer":     {"chat", "ui/draft", "ui/keymap", "ui/list", "ui/markdown", "ui/page", "ui/theme"},
	"ui/picker":       {"catalog", "chat", "ui/draft", "ui/keymap", "ui/list", "ui/markdown", "ui/page", "ui/theme"},
	"ui/sessions":     {"catalog", "chat", "ui/draft", "ui/keymap", "ui/list", "ui/markdown", "ui/page", "ui/theme", "ui/transcript"},
	"ui/standings":    {"chat", "chat/rating", "ui/keymap", "ui/markdown", "ui/page", "ui/pager", "ui/theme"},
	"ui/markdown":     {},
	"demo":            {},
	"bench":           {},
	"bench/terminal":  {},
	"bench/picture":   {"bench/terminal"},
	"demo/sdkcheck":   {},
	"client/snippet":  {"chat", "client"},

	"config/atomicfile": {},

	"cmd":          {"catalog", "chat", "cmd/answer", "cmd/backend", "cmd/code", "cmd/compare", "cmd/doctor", "cmd/mcp", "cmd/models", "cmd/program", "cmd/screen", "cmd/sessions", "demo", "ui/markdown"},
	"cmd/answer":   {"catalog", "chat", "client", "cmd/backend", "cmd/program", "cmd/words", "ui/markdown"},
	"cmd/backend":  {"catalog", "chat", "client", "cmd/program", "cmd/words", "config", "config/atomicfile", "demo", "history", "tools", "tools/mcp", "tools/sql", "ui/markdown"},
	"cmd/code":     {"chat", "client/snippet", "cmd/answer", "cmd/backend", "cmd/program", "cmd/words", "config/atomicfile", "ui/markdown"},
	"cmd/compare":  {"catalog", "chat", "chat/rating", "cmd/answer", "cmd/backend", "cmd/program", "cmd/screen", "cmd/table", "cmd/words", "config", "ui/page"},
	"cmd/doctor":   {"catalog", "chat", "client", "cmd/backend", "cmd/program", "cmd/words", "config", "history", "tools/sql", "ui/markdown"},
	"cmd/mcp":      {"cmd/backend", "cmd/program", "cmd/table", "cmd/words", "tools/mcp", "ui", "ui/markdown"},
	"cmd/models":   {"catalog", "cmd/backend", "cmd/program", "cmd/table", "cmd/words"},
	"cmd/program":  {"chat", "client", "cmd/words", "config", "ui/markdown"},
	"cmd/screen":   {"catalog", "chat", "client", "cmd/answer", "cmd/backend", "cmd/doctor", "cmd/program", "config", "ui", "ui/keymap", "ui/markdown", "ui/page"},
	"cmd/sessions": {"catalog", "chat", "chat/archive", "client", "cmd/backend", "cmd/program", "cmd/table", "cmd/words", "config/atomicfile", "ui/markdown", "ui/theme"},
	"cmd/table":    {},
	"cmd/words":    {},
}

func TestImportsFollowTheMap(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if name := d.Name(); path != "." && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules") {
			return filepath.SkipDir
		}
		p, err := build.ImportDir(path, 0)
		if err != nil {
			return nil // a folder without Go in it
		}
		path = filepath.ToSlash(path)
		seen[path] = true
		allowed, known := arrows[path]
		if !known {
			t.Errorf("package %s is not on the map", path)
		}
		for _, i := range p.Imports {
			if to, ours := strings.CutPrefix(i, "neonchat/"); ours && !slices.Contains(allowed, to) {
				t.Errorf("%s imports %s: the map has no such arrow", path, to)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for path := range arrows {
		if !seen[path] {
			t.Errorf("the map has a package %s, and there is none", path)
		}
	}
}

// What libraries need of others must not bring back what they once cost.
func TestLibrariesArePinned(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for library, c := range map[string]struct{ least, why string }{
		"mattn/go-runewidth v0.0.": {"28", "every start took 33 ms more"},
		"dlclark/regexp2 v1.":      {"12", "code lost colours at random: after a rest it took a match for too slow at once"},
	} {
		m := regexp.MustCompile(regexp.QuoteMeta(library) + `(\d+)`).FindSubmatch(mod)
		if m == nil {
			continue // nothing needs it any more
		}
		if v := string(m[1]); len(v) < 2 || v < c.least {
			t.Errorf("%s%s is before %s%s: %s", library, v, library, c.least, c.why)
		}
	}
}
