package snippet

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

const host = "https://br-winter-pond-aptw82ef-api.ai.us-east-2.aws.neon.tech"

func setting(t *testing.T, name, id string) Setting {
	t.Helper()
	s, err := Set(name, Target{Model: model(t, id), Context: 200_000, URL: host})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// merged is the file after the setting was put in, which is the same when it is put
// in again.
func merged(t *testing.T, s Setting, old string) string {
	t.Helper()
	once, err := s.Merge([]byte(old))
	if err != nil {
		t.Fatal(err)
	}
	twice, err := s.Merge(once)
	if err != nil || string(twice) != string(once) {
		t.Errorf("%s: put in again it is\n%s\nand was\n%s%v", s.Program, twice, once, err)
	}
	return string(once)
}

// A program is pointed at the gateway by its own means, and the token is named by
// its variable everywhere.
func TestProgramsArePointedAtTheGateway(t *testing.T) {
	for name, want := range map[string]struct {
		model string
		words []string
	}{
		"claude-code": {"claude-sonnet-4-6", []string{`ANTHROPIC_BASE_URL="$NEON_AI_GATEWAY_BASE_URL/ai-gateway/anthropic"`, "ANTHROPIC_MODEL=claude-sonnet-4-6", "ANTHROPIC_API_KEY=\n", "apiKeyHelper"}},
		"codex":       {"gpt-5-mini", []string{`model_provider = "neon"`, host + "/ai-gateway/openai/v1", `wire_api = "responses"`}},
		"opencode":    {"claude-sonnet-4-6", []string{"@ai-sdk/anthropic", `"toolStreaming": false`, "{env:NEON_AI_GATEWAY_BASE_URL}/ai-gateway/anthropic/v1", `"context": 200000`}},
		"pi":          {"llama-4-maverick", []string{"openai-completions", `"authHeader": true`, `"supportsStore": false`}},
		"gemini-cli":  {"gemini-2-5-flash", []string{"GEMINI_API_KEY_AUTH_MECHANISM=bearer", `"selectedType": "gemini-api-key"`}},
		"llm":         {"gpt-oss-120b", []string{`- model_id: "neon/gpt-oss-120b"`, host + "/ai-gateway/mlflow/v1"}},
		"aider":       {"claude-sonnet-4-6", []string{"OPENAI_API_BASE", `model: "openai/claude-sonnet-4-6"`}},
	} {
		s := setting(t, name, want.model)
		all := s.Shell + s.Part + s.Run
		for _, w := range append(want.words, "NEON_AI_GATEWAY_TOKEN") {
			if !strings.Contains(all, w) {
				t.Errorf("%s lacks %q:\n%s", name, w, all)
			}
		}
		if got := merged(t, s, ""); !strings.Contains(got, want.model) && name != "gemini-cli" {
			t.Errorf("%s: %s", name, got)
		}
	}
	if len(Settable()) != 7 {
		t.Errorf("there are tests of 7 programs, and %v", Settable())
	}
}

func TestAProgramThatCantAskTheModelSaysWhichCan(t *testing.T) {
	_, err := Set("claude-code", Target{Model: model(t, "gpt-5-mini"), URL: host})
	var e *Error
	if !errors.As(err, &e) || !strings.Contains(e.Hint(), "codex, opencode, pi, llm or aider") {
		t.Fatalf("%v", err)
	}
	if _, err = Set("claud-code", Target{Model: model(t, "gpt-5-mini"), URL: host}); !errors.As(err, &e) || !strings.HasPrefix(e.Hint(), "did you mean claude-code?") {
		t.Errorf("%v %q", err, e.Hint())
	}
}

// What was in the file stays as it was.
func TestWhatIsInAFileStays(t *testing.T) {
	got := merged(t, setting(t, "claude-code", "claude-sonnet-4-6"), `{"permissions": {"allow": ["Bash(ls)"]}, "env": {"EDITOR": "vi", "ANTHROPIC_MODEL": "old"}}`)
	for _, want := range []string{`"Bash(ls)"`, `"EDITOR": "vi"`, `"ANTHROPIC_MODEL": "claude-sonnet-4-6"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}

	got = merged(t, setting(t, "codex", "gpt-5-mini"), "# mine\nmodel = \"o9\" # the old\napproval_policy = \"never\"\n\n[model_providers.neon]\nname = \"x\"\n# about it\n\n[mcp_servers.a]\ncommand = \"a\"\n")
	var doc struct {
		Model  string
		Policy string                       `toml:"approval_policy"`
		Others map[string]map[string]string `toml:"mcp_servers"`
		Ours   map[string]map[string]string `toml:"model_providers"`
	}
	if err := toml.Unmarshal([]byte(got), &doc); err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	if doc.Model != "gpt-5-mini" || doc.Policy != "never" || doc.Others["a"]["command"] != "a" || doc.Ours["neon"]["env_key"] != "NEON_AI_GATEWAY_TOKEN" || !strings.Contains(got, "# mine") {
		t.Errorf("%+v\n%s", doc, got)
	}

	got = merged(t, setting(t, "llm", "gpt-oss-120b"), "# mine\n- model_id: a\n  model_name: a\n- model_id: 'neon/gpt-oss-120b'\n  old: yes\n- model_id: b\n  model_name: b")
	if !strings.Contains(got, "# mine\n- model_id: a\n  model_name: a\n- model_id: \"neon/gpt-oss-120b\"\n") || strings.Contains(got, "old: yes") || !strings.HasSuffix(got, "- model_id: b\n  model_name: b") {
		t.Error(got)
	}

	got = merged(t, setting(t, "aider", "llama-4-maverick"), "dark-mode: true\nmodel: old\n")
	if !strings.HasPrefix(got, "dark-mode: true\nmodel: \"openai/llama-4-maverick\"\nopenai-api-base: ") {
		t.Error(got)
	}
}

func TestAFileThatCantBeReadIsLeftAlone(t *testing.T) {
	for name, one := range map[string]struct{ model, old string }{
		"opencode": {"gpt-5-mini", "{ // a comment\n}"},
		"codex":    {"gpt-5-mini", "model = ["},
		"llm":      {"gpt-oss-120b", "models:\n- a\n"},
	} {
		_, err := setting(t, name, one.model).Merge([]byte(one.old))
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(e.Hint(), "by hand") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The lines for a shell set what they say.
func TestTheShellTakesTheLines(t *testing.T) {
	sh := program(t, "sh")
	s := setting(t, "claude-code", "claude-sonnet-4-6")
	c := exec.Command(sh, "-euc", s.Shell+`echo "$ANTHROPIC_BASE_URL $ANTHROPIC_AUTH_TOKEN[$ANTHROPIC_API_KEY]$ANTHROPIC_DEFAULT_HAIKU_MODEL"`)
	c.Env = append(os.Environ(), "NEON_AI_GATEWAY_BASE_URL=http://g", "NEON_AI_GATEWAY_TOKEN=a b")
	out, err := c.Output()
	if want := "http://g/ai-gateway/anthropic a b[]claude-sonnet-4-6\n"; err != nil || string(out) != want {
		t.Errorf("%q, %v", out, err)
	}
}
