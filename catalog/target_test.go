package catalog

import (
	"strings"
	"testing"
)

func TestParseTarget(t *testing.T) {
	for in, want := range map[string]Target{
		"gpt-5-mini":                 {Model: "gpt-5-mini"},
		"gpt-5:low":                  {"gpt-5", "low", ""},
		"claude-sonnet-4-6@mlflow":   {"claude-sonnet-4-6", "", "mlflow"},
		" gpt-5:XHIGH@OpenAI ":       {"gpt-5", "xhigh", "openai"},
		"databricks-gpt-5:none@auto": {"databricks-gpt-5", "none", ""},
		"x:free:low":                 {"x:free", "low", ""},
	} {
		if got, err := ParseTarget(in); err != nil || got != want {
			t.Errorf("%q: got %+v, %v", in, got, err)
		}
	}
	for in, want := range map[string]string{
		"gpt-5:lo":         `unknown effort "lo" in "gpt-5:lo": it is one of none, minimal, low, medium, high, xhigh, max`,
		"x:free":           `unknown effort "free"`,
		"gpt-5:":           `unknown effort ""`,
		"gpt-5@mlfow":      `unknown dialect "mlfow" in "gpt-5@mlfow": it is one of mlflow, openai, anthropic, gemini, auto`,
		"gpt-5@":           `unknown dialect ""`,
		"gpt-5@mlflow:low": `unknown dialect "mlflow:low"`,
		"":                 "MODEL[:EFFORT][@DIALECT]",
		":low":             "no model id",
		"@mlflow":          "no model id",
		"two words":        "no model id",
		"a@b@mlflow":       "no model id",
		"esc\x1b[2J":       `no model id in "esc\x1b[2J"`,
	} {
		if got, err := ParseTarget(in); err == nil || !strings.Contains(err.Error(), want) || got != (Target{}) {
			t.Errorf("%q: got %+v, %v; want %s", in, got, err, want)
		}
	}
}

// FuzzTarget: a target that is read can be written and read again, and
// looked up by what is left of it.
func FuzzTarget(f *testing.F) {
	f.Add("gpt-5:low@mlflow")
	f.Add("a:b@c:none")
	f.Add("@:@:")
	c := Embedded()
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseTarget(s)
		if err != nil {
			return
		}
		if again, err := ParseTarget(got.String()); err != nil || again != got {
			t.Errorf("%q: %+v, then %+v, %v", s, got, again, err)
		}
		c.Near(got.Model, 3)
	})
}
