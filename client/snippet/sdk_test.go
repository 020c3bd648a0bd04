package snippet

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"neonchat/chat"
	"neonchat/client"
	"neonchat/demo"
	"neonchat/demo/sdkcheck"
)

func gateway(t *testing.T) *demo.Server {
	t.Helper()
	s, err := demo.Start(t.Context(), "127.0.0.1:0", demo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func environment(s *demo.Server) []string {
	return append(os.Environ(), "NEON_AI_GATEWAY_BASE_URL="+s.URL, "NEON_AI_GATEWAY_TOKEN="+s.Token)
}

// wanted is what the program has to print.
func (v variant) wanted(t *testing.T, s *demo.Server) string {
	t.Helper()
	if v.says != "" || v.mention != "" {
		return v.says
	}
	r := v.request
	r.Model.Dialect = v.Dialect
	c := client.New(client.Config{URL: s.URL, Token: func() string { return s.Token }})
	var acc chat.Accumulator
	for e, err := range c.Stream(t.Context(), r) {
		if err != nil {
			t.Fatal(err)
		}
		acc.Add(e)
	}
	return acc.Message().Text()
}

// printed says what is wrong with what the program printed.
func (v variant) printed(t *testing.T, s *demo.Server, got string) {
	t.Helper()
	want := v.wanted(t, s)
	switch {
	case v.mention != "" && !strings.Contains(got, v.mention):
		t.Errorf("it prints\n%q\nwithout %q\n%s", got, v.mention, v.Source)
	case v.mention == "" && got != want && got != want+"\n":
		t.Errorf("it prints\n%q\nwant\n%q\n%s", got, want, v.Source)
	}
}

var scripts = []string{"openai", "openai-responses", "anthropic", "google-genai", "ai-sdk", "mastra", "neon-function", "langchain"}

// The TypeScript of every SDK passes the strict compiler with the SDK's own types,
// and prints what the gateway answers.
func TestTypeScriptRunsWithTheRealSDKs(t *testing.T) {
	installed := sdkcheck.Folder(t)
	s := gateway(t)
	dir, err := os.MkdirTemp(installed, "programs-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	var all []variant
	for _, name := range scripts {
		all = append(all, variants(t, name, dir)...)
	}
	keep(t, filepath.Join(dir, "tsconfig.json"), []byte(`{"compilerOptions": {
		"target": "es2023", "module": "nodenext", "strict": true, "skipLibCheck": true, "types": ["node"], "outDir": "out", "noEmitOnError": true
	}, "include": ["*.ts"]}`))
	keep(t, filepath.Join(dir, "package.json"), []byte(`{"type": "module"}`))
	keep(t, filepath.Join(dir, "run.mjs"), []byte(runner))
	tsc := exec.CommandContext(t.Context(), "node", filepath.Join(installed, "node_modules", "typescript", "bin", "tsc"), "-p", dir)
	if out, err := tsc.CombinedOutput(); err != nil {
		t.Fatalf("tsc: %v\n%s", err, out)
	}
	for _, name := range scripts {
		t.Run(name, func(t *testing.T) {
			args := []string{"run.mjs"}
			mine := slices.DeleteFunc(slices.Clone(all), func(v variant) bool { return v.SDK != name })
			for _, v := range mine {
				args = append(args, "out/"+strings.TrimSuffix(filepath.Base(v.path), ".ts")+".js")
			}
			node := exec.CommandContext(t.Context(), "node", args...)
			node.Dir, node.Env, node.Stderr = dir, environment(s), os.Stderr
			out, err := node.Output()
			if err != nil {
				t.Fatalf("node: %v\n%s", err, out)
			}
			var results []struct{ Printed, Error string }
			if err := json.Unmarshal(out, &results); err != nil || len(results) != len(mine) {
				t.Fatalf("%v\n%s", err, out)
			}
			for i, v := range mine {
				t.Run(filepath.Base(v.path), func(t *testing.T) {
					if e := results[i].Error; e != "" {
						t.Fatalf("%s\n%s", e, v.Source)
					}
					v.printed(t, s, results[i].Printed)
				})
			}
		})
	}
}

// runner runs one program behind the other and prints what each printed.
const runner = `
const results = []
const write = process.stdout.write.bind(process.stdout)
for (const path of process.argv.slice(2)) {
  const result = { printed: '', error: '' }
  process.stdout.write = (s) => { result.printed += s; return true }
  console.log = (...a) => { result.printed += a.join(' ') + '\n' }
  try {
    const program = await import('./' + path)
    if (program.default) {
      const response = await program.default.fetch(new Request('http://localhost/'))
      result.printed += await response.text()
    }
  } catch (e) {
    result.error = String(e.stack ?? e) + (e.responseBody ? '\n' + e.responseBody : '')
  }
  results.push(result)
}
write(JSON.stringify(results))
process.exit(0)
`
