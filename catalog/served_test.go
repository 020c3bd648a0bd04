package catalog

import (
	"errors"
	"io/fs"
	"os"
	"reflect"
	"testing"
	"time"
)

func TestWhatABranchServesIsKeptForThatBranch(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 5, time.UTC)
	c := Cache{Dir: t.TempDir(), Now: func() time.Time { return now }}
	if _, err := c.Served("br-a-b-c"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before anything is kept: %v", err)
	}
	lists := map[string][]Listed{
		"br-a-b-c":       {{ID: "gpt-oss-120b", Name: "GPT OSS", OwnedBy: "openai", Enabled: true}, {ID: "gte", Embeds: true}},
		"127.0.0.1:8080": {},
		"127.0.0.1_8080": nil, // which has a file of the same name
		"../../Evil":     {{ID: "x", Enabled: true}},
	}
	for _, branch := range []string{"br-a-b-c", "127.0.0.1_8080", "127.0.0.1:8080", "../../Evil"} {
		if err := c.KeepServed(branch, lists[branch]); err != nil {
			t.Fatal(err)
		}
	}
	for branch, list := range lists {
		got, err := c.Served(branch)
		if branch == "127.0.0.1_8080" {
			if err == nil {
				t.Errorf("%s has what another branch serves: %v", branch, got)
			}
			continue
		}
		if want := (Survey{branch, now.Truncate(time.Second), list}); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v, want %+v", branch, got, err, want)
		}
	}
	if err := os.WriteFile(c.surveyFile("br-a-b-c"), []byte(`{"branch": "br-a`), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := c.Served("br-a-b-c"); err == nil {
		t.Errorf("of half a file: %+v", got)
	}
	if _, err := c.Load(); err != nil {
		t.Errorf("the catalog beside it: %v", err)
	}
}
