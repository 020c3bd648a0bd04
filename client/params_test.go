package client

import (
	"strings"
	"testing"

	"neonchat/chat"
)

func TestAModelIsKnownByEitherOfItsNames(t *testing.T) {
	for _, row := range []struct {
		ids                    string
		adaptive, warm, levels bool
		claude, gemini         bool
	}{
		{ids: "claude-opus-4-7 claude-sonnet-5 claude-sonnet-5-1 claude-fable-5 claude-haiku-10", claude: true, adaptive: true},
		{ids: "claude-3-5-sonnet claude-sonnet-4-20250514 claude-next claude claude-opus-4.1", claude: true, adaptive: true},
		{ids: "claude-sonnet-4-6 claude-opus-4-1 claude-haiku-4-5 claude-sonnet-4 claude-sonnet-3-7", claude: true, warm: true},
		{ids: "gpt-5 gpt-5-mini gpt-5-nano gpt-5-5-pro"},
		{ids: "gpt-5-1 gpt-5-3-codex gpt-5-4-mini llama-4-maverick qwen3-next", warm: true},
		{ids: "gpt-oss-120b gpt-oss-20b", warm: true},
		{ids: "gemini-2-5-flash gemini-2-5-pro gemini-flash-latest", warm: true, gemini: true},
		{ids: "gemini-3-pro gemini-3-1-flash-lite gemini-10-pro", warm: true, gemini: true, levels: true},
	} {
		for id := range strings.FieldsSeq(row.ids) {
			for _, id := range []string{id, "databricks-" + id, strings.ToUpper(id)} {
				if isClaude(id) != row.claude || isGemini(id) != row.gemini {
					t.Errorf("%s: Claude %t, Gemini %t", id, isClaude(id), isGemini(id))
				}
				if got := takesTemperature(id); got != row.warm {
					t.Errorf("%s takes a temperature: %t", id, got)
				}
				if got := adaptiveClaude(id); row.claude && got != row.adaptive {
					t.Errorf("%s thinks adaptively: %t", id, got)
				}
				if got := geminiLevels(id); got != row.levels {
					t.Errorf("%s takes a level: %t", id, got)
				}
			}
		}
	}
}

func TestAnEffortIsTheNearestThatTheModelHas(t *testing.T) {
	for _, row := range []struct{ has, want, got string }{
		{"", "max", "max"},
		{"low medium high", "medium", "medium"},
		{"low medium high", "none", "low"},
		{"low medium high", "minimal", "low"},
		{"low medium high", "max", "high"},
		{"none high", "low", "none"},
		{"minimal high", "low", "minimal"},
		{"low high", "medium", "low"},
		{"none low medium high xhigh", "max", "xhigh"},
		{"max", "none", "max"},
	} {
		m := chat.Model{ID: "m", Efforts: strings.Fields(row.has)}
		got, notice := effort(m, row.want)
		if got != row.got || (notice == "") != (got == row.want) {
			t.Errorf("%q of %q: got %q, %q, want %q", row.want, row.has, got, notice, row.got)
		}
	}
	if _, notice := effort(chat.Model{ID: "m", Efforts: []string{"low"}}, "max"); notice != `m has no effort "max": asked for "low"` {
		t.Errorf("notice: %q", notice)
	}
}

func TestABudgetFitsTheModelAndTheAnswer(t *testing.T) {
	for _, row := range []struct {
		min, max    int
		effort      string
		limit, want int
		why         string
	}{
		{0, 0, "low", 0, 2048, "nothing is known"},
		{0, 0, "minimal", 0, 1024, "the least there is"},
		{1024, 63999, "max", 0, 63999, "the model's most"},
		{4096, 0, "low", 0, 4096, "the model's least"},
		{0, 24576, "xhigh", 8192, 8191, "the answer's limit"},
		{0, 24576, "high", 1024, 0, "no room under the limit"},
		{0, 24576, "high", 1025, 1024, "just enough room"},
		{2048, 0, "high", 2048, 0, "no room for the model's least"},
		{0, 512, "low", 0, 0, "a model that thinks less than anybody may"},
	} {
		if got := budget(chat.Model{BudgetMin: row.min, BudgetMax: row.max}, row.effort, row.limit); got != row.want {
			t.Errorf("%s: got %d, want %d", row.why, got, row.want)
		}
	}
}
