package catalog

import (
	"slices"
	"strings"
	"testing"
)

func TestANearMissIsUnderstood(t *testing.T) {
	c := Embedded()
	for typed, want := range map[string]string{
		"claude-sonet-4-6":                  "claude-sonnet-4-6",
		"gpt5-mini":                         "gpt-5-mini",
		"gpt-5-mnii":                        "gpt-5-mini",
		"sonnet":                            "claude-sonnet-5",
		"sonet":                             "claude-sonnet-5",
		"opus":                              "claude-opus-5",
		"claude-4-6-sonnet":                 "claude-sonnet-4-6",
		"claude-sonnet-4.6":                 "claude-sonnet-4-6",
		"Claude Sonnet 4.6":                 "claude-sonnet-4-6",
		"anthropic/claude-sonnet-4.6":       "claude-sonnet-4-6",
		"claude-haiku-4-5-20251001":         "claude-haiku-4-5",
		"gpt-5-mini-2025-08-07":             "gpt-5-mini",
		"gpt-5.3":                           "gpt-5-3-codex",
		"gemini-2.5-flash-latest":           "gemini-2-5-flash",
		"gpt-oss":                           "gpt-oss-120b",
		"llama-3-3-70b":                     "meta-llama-3-3-70b-instruct",
		"databricks-calude-opus-4-7":        "claude-opus-4-7",
		"Meta-Llama-3.3-70B-Instruct-Turbo": "meta-llama-3-3-70b-instruct",
	} {
		if got := c.Near(typed, 3); len(got) == 0 || got[0] != want {
			t.Errorf("%s: got %v, want %s first", typed, got, want)
		}
	}
	for _, typed := range []string{"", "x", "xyzzy", "mixtral-8x7b", "deepseek-r1", strings.Repeat("gpt-5", 1000), "gpt-5\xff\xff\xff\xff"} {
		if got := c.Near(typed, 3); len(got) > 0 {
			t.Errorf("%.20q is near %v", typed, got)
		}
	}
	if got := c.Near("gpt-5-minii", 1); len(got) != 1 {
		t.Errorf("asked for one, got %v", got)
	}
	if got := c.Near("gpt-5-minii", -1); got != nil {
		t.Errorf("asked for none, got %v", got)
	}
}

func TestNearNamesNothingThatIsNotServed(t *testing.T) {
	c := decode(t, open(t, cut)).Join(branch(t))
	if got := c.Near("gpt-9-minj", 3); slices.Contains(got, "gpt-9-mini") {
		t.Errorf("got %v", got)
	}
	if got := c.Near("inklin-2", 3); !slices.Equal(got, []string{"inkling-2"}) {
		t.Errorf("got %v", got)
	}
}

func TestSearch(t *testing.T) {
	c := Embedded()
	for query, want := range map[string]string{
		"gpt-5":                        "gpt-5 gpt-5-6-luna gpt-5-6-sol gpt-5-6-terra gpt-5-5",
		"GPT-5":                        "gpt-5 gpt-5-6-luna gpt-5-6-sol gpt-5-6-terra gpt-5-5",
		"sonnet":                       "claude-sonnet-5 claude-sonnet-4-6 claude-sonnet-4 claude-sonnet-4-5",
		"4.6 claude":                   "claude-sonnet-4-6 claude-opus-4-6",
		"meta":                         "meta-llama-3-3-70b-instruct llama-4-maverick",
		"openai codex":                 "gpt-5-3-codex",
		"google lite":                  "gemini-3-1-flash-lite",
		"alibaba":                      "qwen3-next-80b-a3b-instruct",
		"databricks-claude-sonnet-4-6": "claude-sonnet-4-6",
		"csonnet46":                    "claude-sonnet-4-6",
		"gpt5nano":                     "gpt-5-nano gpt-5-4-nano",
		"antropic":                     "claude-fable-5-1 claude-opus-5 claude-sonnet-5",
		"gemiin-3-pro":                 "gemini-3-pro",
		"quantum":                      "",
		"claude codex":                 "",
		"\x1b[2J":                      "",
	} {
		got := strings.Join(ids(c.Search(query)), " ")
		if !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%q: got %s, want %s", query, got, want)
		}
	}
	for _, query := range []string{"", "  "} {
		if got := len(c.Search(query)); got != len(c.Models()) {
			t.Errorf("%q: %d models", query, got)
		}
	}
}
