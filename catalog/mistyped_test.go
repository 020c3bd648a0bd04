package catalog

import "testing"

func TestAMistypedIDIsToldFromANewerModel(t *testing.T) {
	c := Embedded()
	for id, want := range map[string]string{
		"gemni-2-5-flash":             "gemini-2-5-flash",
		"claude-sonet-4-6":            "claude-sonnet-4-6",
		"gpt5-mini":                   "gpt-5-mini",
		"gpt-5-minni":                 "gpt-5-mini",
		"gemini-2.5-flash":            "gemini-2-5-flash",
		"anthropic/claude-sonnet-4.6": "claude-sonnet-4-6",
		"gpt-os-120b":                 "gpt-oss-120b",
		"gpt-mini":                    "gpt-5-mini",
		"gpt-5-mini":                  "", // known
		"GPT-5-Mini":                  "",
		"databricks-gpt-5-mini":       "",
		"gpt-5-9":                     "", // it may be newer
		"claude-sonnet-6":             "",
		"no-such-model":               "",
		"newcomer-9b":                 "",
	} {
		got := ""
		if near := c.Mistyped(id, 1); len(near) > 0 {
			got = near[0]
		}
		if got != want {
			t.Errorf("%s is meant for %q, want %q", id, got, want)
		}
	}
}

func TestAWordOfAPromptIsNoModel(t *testing.T) {
	c := Embedded()
	for _, word := range []string{"gemni-2-5-flash", "claude-sonet-4-6", "gpt5-mini", "gpt-9-turbo", "claude-opus-6", "gemini-2.5-flash", "Gpt-5-minni"} {
		if !c.LooksLikeModel(word) {
			t.Errorf("%s is taken for a word of a prompt", word)
		}
	}
	for _, word := range []string{
		"gpt-5-mini", "Explain", "flash", "sonnet", "mini", "utf-8", "copy-on-write", "MVCC", "next", "pro", "llama", "gpt", "GPT-like",
		"python3", "sha-256", "e2e", "", "x", "claude", "gemini", "llamas", "explain the gpt-9-turbo",
	} {
		if c.LooksLikeModel(word) {
			t.Errorf("%q is taken for a model", word)
		}
	}
}
