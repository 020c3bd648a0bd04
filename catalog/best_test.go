package catalog

import (
	"slices"
	"strings"
	"testing"
)

// serving is the built-in list as a branch sees it that serves these.
func serving(ids ...string) Catalog {
	var list []Listed
	for _, id := range ids {
		list = append(list, Listed{ID: id, Enabled: true})
	}
	return Embedded().Join(list)
}

func TestTheBestOfWhatABranchServes(t *testing.T) {
	for served, want := range map[string]string{
		"claude-sonnet-4 claude-sonnet-4-5 claude-opus-5 gpt-5-mini":               "claude-sonnet-4-5",
		"claude-sonnet-4-6 claude-sonnet-5 gpt-oss-120b":                           "claude-sonnet-5",
		"claude-opus-5 gpt-5-mini gpt-5-4-mini gemini-3-6-flash":                   "gpt-5-4-mini",
		"gemini-3-1-flash-lite gemini-2-5-flash gemini-3-6-flash gpt-5-6-sol":      "gemini-3-6-flash",
		"gpt-oss-120b gpt-oss-20b qwen3-next-80b-a3b-instruct kimi-k3 gpt-6-astra": "gpt-oss-120b",
		"gpt-oss-20b qwen3-next-80b-a3b-instruct meta-llama-3-3-70b-instruct":      "qwen3-next-80b-a3b-instruct",
		"kimi-k3 llama-4-maverick gte-large-en":                                    "llama-4-maverick",
		"inkling kimi-k3 grok-4-6":                                                 "kimi-k3",
		"gpt-6-astra claude-fable-5-1 gpt-5-nano gpt-5-5-pro":                      "gpt-5-nano",
		"claude-sonnet-7 qwen9-900b":                                               "claude-sonnet-7", // only the live list has these
		"databricks-gpt-9-mini gemini-9-flash":                                     "databricks-gpt-9-mini",
		"gpt-oss-900b qwen9-900b":                                                  "gpt-oss-900b",
		"gte-large-en qwen3-embedding-0-6b":                                        "",
		"":                                                                         "",
	} {
		got, ok := serving(strings.Fields(served)...).Best()
		if got.ID != want || ok != (want != "") {
			t.Errorf("of %s: got %q, want %q", served, got.ID, want)
		}
	}
	if got, _ := Embedded().Best("databricks-Claude-Sonnet-5", "gpt-5-mini"); got.ID != "claude-sonnet-4-6" {
		t.Errorf("but for the first: got %q", got.ID)
	}
	if got, _ := Embedded().Best(); got.ID != "claude-sonnet-5" {
		t.Errorf("before anybody has asked the branch: got %q", got.ID)
	}
}

// A model of next month needs no release of ours.
func TestTheBestIsTheNewestThatModelsDevKnows(t *testing.T) {
	c := decode(t, []byte(`{"neon": {"models": {
		"claude-sonnet-4-6": {"family": "claude-sonnet", "release_date": "2026-02-17"},
		"claude-next": {"family": "claude-sonnet", "release_date": "2027-01-05"},
		"claude-sonnet-9": {"family": "claude-sonnet", "release_date": "2027-02-01", "status": "deprecated"}
	}}}`))
	if got, _ := c.Best(); got.ID != "claude-next" {
		t.Errorf("got %q", got.ID)
	}
}

func TestWhatIsNearestInsteadIsServedAndAnother(t *testing.T) {
	c := serving("gpt-oss-120b", "gpt-oss-20b", "qwen3-next-80b-a3b-instruct", "gemini-2-5-flash", "gte-large-en")
	for id, want := range map[string]string{
		"gpt-oss-120":       "gpt-oss-120b gpt-oss-20b",
		"gpt-oss-20b":       "gpt-oss-120b gemini-2-5-flash qwen3-next-80b-a3b-instruct",
		"gemini-3-6-flash":  "gemini-2-5-flash",
		"gemma-9":           "gemini-2-5-flash",
		"gpt-5-mini":        "gpt-oss-120b",
		"claude-sonnet-4-6": "gemini-2-5-flash gpt-oss-120b qwen3-next-80b-a3b-instruct",
		"GPT-OSS-120B":      "gpt-oss-20b",
	} {
		got := c.Instead(id, 3)
		if !strings.HasPrefix(strings.Join(got, " "), want) || len(got) != 3 || slices.Contains(got, strings.ToLower(id)) {
			t.Errorf("instead of %s: got %v, want %s first", id, got, want)
		}
	}
	if got := serving("gpt-oss-20b").Instead("gpt-oss-20b", 3); got != nil {
		t.Errorf("instead of the only one: %v", got)
	}
}

func TestTheCheapestOfADialect(t *testing.T) {
	c := serving("gpt-5-mini", "gpt-5-nano", "gpt-5-5-pro", "grok-4-6", "inkling", "gte-large-en")
	for dialect, want := range map[string]string{"openai": "gpt-5-nano", "mlflow": "inkling", "gemini": ""} {
		if got, ok := c.Cheapest(dialect); got.ID != want || ok != (want != "") {
			t.Errorf("%s: got %q, want %q", dialect, got.ID, want)
		}
	}
}
