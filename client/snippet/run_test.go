package snippet

import (
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// program finds an interpreter, and skips the test where there is none.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("there is no %s here", name)
	}
	return path
}

// What curl gets is the gateway's answer to the very request.
func TestCurlPrintsWhatTheGatewayAnswers(t *testing.T) {
	program(t, "curl")
	s := gateway(t)
	dir := t.TempDir()
	for _, v := range variants(t, "curl", dir) {
		t.Run(filepath.Base(v.path), func(t *testing.T) {
			c := exec.CommandContext(t.Context(), "sh", v.path)
			c.Dir, c.Env = dir, environment(s)
			out, err := c.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s\n%s", err, out, v.Source)
			}
			switch {
			case v.mention == "Florence": // what the model calls a tool with
				v.printed(t, s, unescaped(string(out)))
			case v.stream:
				v.printed(t, s, streamed(t, out))
			default:
				v.printed(t, s, whole(t, out))
			}
		})
	}
}

// unescaped are the arguments of a call, which are JSON within JSON.
func unescaped(s string) string { return strings.ReplaceAll(s, `\"`, `"`) }

// whole is the text of a body, whichever dialect it is in.
func whole(t *testing.T, body []byte) string {
	t.Helper()
	v, err := parse(body)
	if err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return text(v)
}

// streamed is the text of a stream's events, less those that repeat it whole.
func streamed(t *testing.T, events []byte) string {
	t.Helper()
	var b strings.Builder
	for line := range strings.Lines(string(events)) {
		data, ok := strings.CutPrefix(line, "data: ")
		if !ok || strings.TrimSpace(data) == "[DONE]" {
			continue
		}
		v, err := parse([]byte(data))
		if err != nil {
			t.Fatalf("%v: %s", err, data)
		}
		event := v.(object)
		if kind := event.text("type"); strings.HasPrefix(kind, "response.") && kind != "response.output_text.delta" {
			continue
		}
		if s, ok := event.get("delta").(string); ok {
			b.WriteString(s)
			continue
		}
		b.WriteString(text(event))
	}
	return b.String()
}

// text joins what is said anywhere in an answer, less what was thought.
func text(v value) string {
	var b strings.Builder
	switch v := v.(type) {
	case list:
		for _, e := range v {
			b.WriteString(text(e))
		}
	case object:
		if kind := v.text("type"); kind == "reasoning" || kind == "thinking" || kind == "thinking_delta" || v.get("thought") == true {
			return ""
		}
		for _, f := range v {
			s, ok := f.value.(string)
			switch {
			case ok && (f.key == "text" || f.key == "content"):
				b.WriteString(s)
			case !ok:
				b.WriteString(text(f.value))
			}
		}
	}
	return b.String()
}

// The Go program needs nothing but the standard library, so it is run: all of
// them as packages of one program, since linking takes the longest.
func TestGoRunsAndPrintsTheAnswer(t *testing.T) {
	program(t, "go")
	s := gateway(t)
	dir := t.TempDir()
	all := slices.DeleteFunc(variants(t, "go", dir), func(v variant) bool {
		return !slices.Contains([]string{"gpt-oss-120b", "gpt-5-mini", "claude-sonnet-4-6", "gemini-3-flash"}, v.request.Model.ID)
	})
	var imports, runs strings.Builder
	for i, v := range all {
		name := fmt.Sprintf("p%d", i)
		source := strings.Replace(v.Source, "package main", "package "+name, 1) + "\nfunc Ask() error { return ask() }\n\nvar _ = main\n"
		keep(t, filepath.Join(dir, name, "main.go"), []byte(source))
		fmt.Fprintf(&imports, "import %q\n", "ask/"+name)
		fmt.Fprintf(&runs, "case %q: err = %s.Ask()\n", name, name)
	}
	keep(t, filepath.Join(dir, "go.mod"), []byte("module ask\n\ngo 1.26\n"))
	keep(t, filepath.Join(dir, "all", "main.go"), []byte("package main\n\nimport \"os\"\n"+imports.String()+
		"func main() {\nvar err error\nswitch os.Args[1] {\n"+runs.String()+"}\nif err != nil { panic(err) }\n}\n"))
	for _, args := range [][]string{{"vet", "./p..."}, {"build", "-o", "bin/", "./all"}} {
		c := exec.CommandContext(t.Context(), "go", args...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("go %s: %v\n%s", args, err, out)
		}
	}
	for i, v := range all {
		t.Run(filepath.Base(v.path), func(t *testing.T) {
			c := exec.CommandContext(t.Context(), filepath.Join(dir, "bin", "all"), fmt.Sprintf("p%d", i))
			c.Dir, c.Env = dir, environment(s)
			out, err := c.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s\n%s", err, out, v.Source)
			}
			v.printed(t, s, unescapedCalls(v, string(out)))
		})
	}
}

func unescapedCalls(v variant, out string) string {
	if v.mention == "Florence" {
		return unescaped(out)
	}
	return out
}

func TestGoProgramsAreParsedEverywhere(t *testing.T) {
	for _, v := range variants(t, "go", t.TempDir()) {
		if _, err := parser.ParseFile(token.NewFileSet(), v.path, v.Source, parser.AllErrors); err != nil {
			t.Errorf("%s: %v", v.path, err)
		}
	}
}

// Python's packages aren't here, but its compiler is.
func TestPythonCompiles(t *testing.T) {
	python := program(t, "python3")
	dir := t.TempDir()
	var paths []string
	for _, name := range []string{"python-openai", "python-anthropic", "python-genai"} {
		for _, v := range variants(t, name, dir) {
			paths = append(paths, v.path)
		}
	}
	c := exec.CommandContext(t.Context(), python, append([]string{"-W", "error", "-m", "py_compile"}, paths...)...)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// The calls of the Python programs are the very request: they are run with packages
// that only write down what they are given.
func TestPythonSendsTheVeryRequest(t *testing.T) {
	python := program(t, "python3")
	dir := t.TempDir()
	keep(t, filepath.Join(dir, "openai.py"), []byte(recorder+"OpenAI = Client\n"))
	keep(t, filepath.Join(dir, "anthropic.py"), []byte(recorder+"Anthropic = Client\n"))
	keep(t, filepath.Join(dir, "run.py"), []byte(pythonRunner))
	var all []variant
	args := []string{"run.py"}
	for _, name := range []string{"python-openai", "python-anthropic"} {
		for _, v := range variants(t, name, dir) {
			if len(v.request.Tools) == 0 && !v.stream {
				all = append(all, v)
				args = append(args, v.path)
			}
		}
	}
	c := exec.CommandContext(t.Context(), python, args...)
	c.Dir, c.Env = dir, append(os.Environ(), "NEON_AI_GATEWAY_BASE_URL=http://localhost", "NEON_AI_GATEWAY_TOKEN=t")
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	var calls []map[string]any
	if err := json.Unmarshal(out, &calls); err != nil || len(calls) != len(all) {
		t.Fatalf("%v\n%s", err, out)
	}
	for i, v := range all {
		if got, want := calls[i], v.call(t); !reflect.DeepEqual(got, want) {
			t.Errorf("%s sends\n%v\nwant\n%v", filepath.Base(v.path), got, want)
		}
	}
}

// call is what the SDK's function has to be given, with the files in it.
func (v variant) call(t *testing.T) (call map[string]any) {
	t.Helper()
	s, err := find(v.SDK)
	if err != nil {
		t.Fatal(err)
	}
	r := v.request
	r.Model.Dialect = v.Dialect
	p, err := s.page(r, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(document.write(p.Call, 0)), &call); err != nil {
		t.Fatal(err)
	}
	return call
}

const recorder = `
import json, sys
class Client:
    def __init__(self, **_): pass
    def __getattr__(self, name): return self
    def create(self, **call):
        print(json.dumps(call))
        sys.exit(0)
    stream = create
`

const pythonRunner = `
import contextlib, io, json, runpy, sys
calls = []
for path in sys.argv[1:]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        runpy.run_path(path)
    calls.append(json.loads(out.getvalue()))
print(json.dumps(calls))
`
