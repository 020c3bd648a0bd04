package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"neonchat/ui/composer"
	"neonchat/ui/keymap"
)

const listedBelow = "## All keys\n"

// docs/chat.md lists every key and command, as the tables have them that the
// program works by. With -update they are written anew.
func TestThePageListsEveryKey(t *testing.T) {
	path := filepath.Join("..", "docs", "chat.md")
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text, _, found := strings.Cut(string(page), listedBelow)
	if !found {
		t.Fatalf("%s has no heading %q", path, listedBelow)
	}
	want := text + listedBelow + keyTables() + commandTable()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	g, w := strings.Split(string(page), "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		if a, b := lineAt(g, i), lineAt(w, i); a != b {
			t.Fatalf("%s, line %d:\n got %s\nwant %s", path, i+1, a, b)
		}
	}
}

func keyTables() string {
	var b strings.Builder
	b.WriteString("\nThe first column is the action's name for `[keys]` in [`config.toml`](configuration.md#settings).\n")
	last := keymap.Zone("")
	for _, k := range keymap.Usual() {
		if k.Zone != last {
			fmt.Fprintf(&b, "\n### %s\n\n| action | keys | does |\n|---|---|---|\n", k.Zone)
			last = k.Zone
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", k.Action, strings.Join(k.Keys(), "` `"), k.Help().Desc)
	}
	return b.String()
}

func commandTable() string {
	var b strings.Builder
	b.WriteString("\n## Commands\n\n| command | does |\n|---|---|\n")
	for _, k := range composer.Commands {
		name := strings.TrimSpace("/" + k.Name + " " + k.Arg)
		fmt.Fprintf(&b, "| `%s` | %s |\n", strings.ReplaceAll(name, "|", `\|`), k.Help)
	}
	return b.String()
}
