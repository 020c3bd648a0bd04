package catalog

import (
	"strings"
	"testing"
)

// Each id of the data, in both forms: GATEWAY's families, spelled out once.
func TestTheDialectOfEveryModel(t *testing.T) {
	want := map[string]string{
		"claude-haiku-4-5": "anthropic", "claude-opus-4-1": "anthropic", "claude-opus-4-5": "anthropic",
		"claude-opus-4-6": "anthropic", "claude-opus-4-7": "anthropic", "claude-sonnet-4": "anthropic",
		"claude-sonnet-4-5": "anthropic", "claude-sonnet-4-6": "anthropic", "claude-sonnet-5": "anthropic",
		"claude-opus-4-8": "anthropic", "claude-opus-5": "anthropic", "claude-fable-5-1": "anthropic",
		"gemini-2-5-flash": "gemini", "gemini-2-5-pro": "gemini", "gemini-3-1-flash-lite": "gemini",
		"gemini-3-1-pro": "gemini", "gemini-3-flash": "gemini", "gemini-3-pro": "gemini", "gemini-3-6-flash": "gemini",
		"gpt-5": "openai", "gpt-5-1": "openai", "gpt-5-2": "openai", "gpt-5-3-codex": "openai", "gpt-5-4": "openai",
		"gpt-5-4-mini": "openai", "gpt-5-4-nano": "openai", "gpt-5-5": "openai", "gpt-5-5-pro": "openai",
		"gpt-5-mini": "openai", "gpt-5-nano": "openai", "gpt-5-6-luna": "openai", "gpt-5-6-sol": "openai",
		"gpt-5-6-terra": "openai", "gpt-6-astra": "openai", "grok-4-6": "openai",
		"gpt-oss-120b": "mlflow", "gpt-oss-20b": "mlflow", "llama-4-maverick": "mlflow",
		"meta-llama-3-3-70b-instruct": "mlflow", "qwen3-next-80b-a3b-instruct": "mlflow",
		"inkling": "mlflow", "kimi-k3": "mlflow", "glm-5-3-flash": "mlflow",
	}
	c := Embedded()
	if len(c.Models()) != len(want) {
		t.Errorf("%d models, %d dialects", len(c.Models()), len(want))
	}
	for id, dialect := range want {
		for _, id := range []string{id, "databricks-" + id, strings.ToUpper(id)} {
			if got := c.Dialect(id); got != dialect {
				t.Errorf("%s: the catalog says %s, want %s", id, got, dialect)
			}
			if got := Dialect(id); got != dialect && !strings.Contains(strings.ToLower(id), "grok") { // only the catalog sends it there
				t.Errorf("%s: the family says %s, want %s", id, got, dialect)
			}
		}
	}
}

func TestTheDialectOfAModelThatNobodyKnows(t *testing.T) {
	for id, want := range map[string]string{
		"claude-fable-7": "anthropic", "gpt-6": "openai", "databricks-gpt-oss-1t": "mlflow", "acme-codex": "openai",
		"gemini-4": "gemini", "gemma-4": "mlflow", "glm-6": "mlflow", "inkling-2": "mlflow", "qwen4": "mlflow", "": "mlflow",
	} {
		if got := Embedded().Dialect(id); got != want {
			t.Errorf("%q: got %s, want %s", id, got, want)
		}
	}
}

func TestTheCatalogsWordGoesBeforeTheFamilys(t *testing.T) {
	c := decode(t, open(t, cut))
	for id, want := range map[string]string{"llama-9": "anthropic", "databricks-gemini-9": "mlflow", "gpt-9-mini": "openai", "gpt-oss-9b": "mlflow"} {
		if got := c.Dialect(id); got != want {
			t.Errorf("%s: got %s, want %s", id, got, want)
		}
	}
}

func TestTheVendorIsNamedOrOther(t *testing.T) {
	c := Embedded().Join([]Listed{
		{ID: "inkling", OwnedBy: "thinkingmachines", Enabled: true},
		{ID: "acme-9", OwnedBy: "Acme Labs", Enabled: true}, {ID: "nobodys-1", Enabled: true},
	})
	for id, want := range map[string]string{
		"inkling": "Thinking Machines", "kimi-k3": "Moonshot AI", "glm-5-3-flash": "Z.ai", "grok-4-6": "xAI", "acme-9": "Acme Labs", "nobodys-1": Other,
	} {
		if got := find(t, c, id).Vendor; got != want {
			t.Errorf("%s is of %q, want %q", id, got, want)
		}
	}
	if got := ids(c.Search(Other)); len(got) != 1 || got[0] != "nobodys-1" {
		t.Errorf("other: %v", got)
	}
}
