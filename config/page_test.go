package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestThePageNamesEverySetting(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "configuration.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range settings() {
		want := "\n| `" + k.key + "` |"
		if k.once {
			want = "\n| `NEONCHAT_" + strings.ToUpper(k.key) + "` |"
		}
		if table := "\n| `[" + k.key + "]` |"; !strings.Contains(string(page), want) && !strings.Contains(string(page), table) {
			t.Errorf("docs/configuration.md has no line for %s", k.key)
		}
	}
}
