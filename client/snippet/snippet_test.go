package snippet

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"neonchat/chat"
)

// Each SDK has its template, and each template an SDK.
func TestEverySDKHasATemplate(t *testing.T) {
	entries, err := os.ReadDir("templates")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".tmpl"); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	want := slices.Sorted(slices.Values(Names()))
	if !slices.Equal(names, want) {
		t.Errorf("templates %v, SDKs %v", names, want)
	}
}

// refused is the error of a request that can't become a program.
func refused(t *testing.T, name string, m chat.Model) *Error {
	t.Helper()
	_, err := Write(name, asking("hi")(m), Options{})
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("%s for %s: %v", name, m.ID, err)
	}
	return e
}

func TestAnSDKThatCantReachTheModelSaysWhichCan(t *testing.T) {
	e := refused(t, "anthropic", model(t, "gpt-5-mini"))
	if e.Error() != "anthropic speaks anthropic, and gpt-5-mini is asked over openai" {
		t.Error(e)
	}
	for _, can := range []string{"curl", "openai-responses", "ai-sdk", "python-openai", "go"} {
		if !strings.Contains(e.Hint(), can) {
			t.Errorf("%q doesn't name %s", e.Hint(), can)
		}
	}
	if strings.Contains(e.Hint(), "python-anthropic") {
		t.Error(e.Hint())
	}
}

// mlflow serves nearly every model, so an SDK of it is for nearly all of them.
func TestChatCompletionsReachAllButCodexAndPro(t *testing.T) {
	p, err := Write("openai", asking("hi")(model(t, "claude-sonnet-4-6")), Options{})
	if err != nil || p.Dialect != chat.MLflow {
		t.Errorf("%v %v", p.Dialect, err)
	}
	refused(t, "openai", chat.Model{ID: "gpt-5-3-codex", Dialect: chat.OpenAI})
	refused(t, "mastra", chat.Model{ID: "gpt-5-5-pro", Dialect: chat.OpenAI})
	refused(t, "openai", chat.Model{ID: "gpt-5-mini", Dialect: chat.OpenAI, Pinned: true})
}

func TestAnUnknownSDKNamesTheNearOne(t *testing.T) {
	for name, near := range map[string]string{
		"opena": "openai", "anthropc": "anthropic", "google": "google-genai", "vercel": "ai-sdk", "Curl": "curl", "golang": "go", "mastr": "mastra",
		"claude-cod": "claude-code", "codx": "codex", "langchainjs": "langchain",
	} {
		_, err := Write(name, asking("hi")(model(t, "gpt-5-mini")), Options{})
		var e *Error
		if !errors.As(err, &e) || !strings.HasPrefix(e.Hint(), "did you mean "+near+"?") {
			t.Errorf("%s: %v, %q", name, err, e.Hint())
		}
	}
	e := refused(t, "zzzzzzzz", model(t, "gpt-5-mini"))
	if !strings.HasPrefix(e.Hint(), "There is curl, openai") {
		t.Error(e.Hint())
	}
}

// A program never has the gateway's address or token in it, but the variables.
func TestProgramsReadTheTwoVariables(t *testing.T) {
	for _, name := range Names() {
		for _, v := range variants(t, name, t.TempDir()) {
			for _, variable := range []string{"NEON_AI_GATEWAY_BASE_URL", "NEON_AI_GATEWAY_TOKEN"} {
				if !strings.Contains(v.Source, variable) {
					t.Errorf("%s doesn't read %s", v.path, variable)
				}
			}
			if v.Install != "" && !strings.Contains(v.Source, v.Install) {
				t.Errorf("%s doesn't say %s", v.path, v.Install)
			}
		}
	}
}

// A file without a path is in the program itself.
func TestAFileWithoutAPathIsWrittenOut(t *testing.T) {
	r := withFiles(model(t, "claude-sonnet-4-6"))
	p, err := Write("anthropic", r, Options{})
	if err != nil || !strings.Contains(p.Source, "three \\${four}") || strings.Contains(p.Source, "readFileSync") {
		t.Errorf("%v\n%s", err, p.Source)
	}
	p, err = Write("anthropic", r, Options{Path: func(f chat.File) string { return "a/" + f.Name }})
	if err != nil || !strings.Contains(p.Source, `readFileSync('a/chart\'s.png', 'base64')`) || strings.Contains(p.Source, "three") {
		t.Errorf("%v\n%s", err, p.Source)
	}
}

// What the model can't be given is left out, and told.
func TestNoticesTellWhatWasLeftOut(t *testing.T) {
	p, err := Write("anthropic", conversation(model(t, "claude-sonnet-5")), Options{})
	if err != nil || !slices.Contains(p.Notices, "claude-sonnet-5 takes no temperature: left out") || strings.Contains(p.Source, "temperature") {
		t.Errorf("%v %q\n%s", err, p.Notices, p.Source)
	}
}

// Sealed reasoning of earlier answers means something to its vendor alone, and is
// thousands of letters that nobody reads.
func TestSealsStayBehind(t *testing.T) {
	r := conversation(model(t, "gpt-5-mini"))
	r.Messages[1].Origin = chat.Origin{Dialect: chat.OpenAI, Model: "gpt-5-mini"}
	r.Messages[1].Parts = append([]chat.Part{chat.Opaque{Kind: "reasoning", Data: []byte(`{"type":"reasoning","encrypted_content":"c2VjcmV0"}`)}}, r.Messages[1].Parts...)
	p, err := Write("openai-responses", r, Options{})
	if err != nil || strings.Contains(p.Source, "c2VjcmV0") || !strings.Contains(strings.Join(p.Notices, "\n"), "1 sealed part") {
		t.Errorf("%v %q\n%s", err, p.Notices, p.Source)
	}
}
