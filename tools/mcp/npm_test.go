package mcp

import (
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"neonchat/chat"
)

// The servers that others look to, from npm, offer and do what they say.
func TestServersFromNpm(t *testing.T) {
	if os.Getenv("NEONCHAT_SDK_TESTS") != "1" {
		t.Skip("NEONCHAT_SDK_TESTS=1 runs this; it needs node and the npm registry")
	}
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json"} {
		data, err := fs.ReadFile(os.DirFS("npmcheck"), name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.CommandContext(t.Context(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	files := filepath.Join(dir, "files")
	if err := os.Mkdir(files, 0o700); err != nil {
		t.Fatal(err)
	}
	npm := func(name, command string, args ...string) Server {
		return Server{Name: name, Command: command, Args: args, Dir: dir, Timeout: 2 * time.Minute, // as long as a busy machine needs
			Env: map[string]string{"MEMORY_FILE_PATH": filepath.Join(dir, "memory.json")}}
	}
	bin := func(name string) string { return filepath.Join("node_modules", ".bin", "mcp-server-"+name) }
	d := sit(t)
	d.Box = New([]Server{npm("everything", "node", bin("everything"), "stdio"), npm("filesystem", "node", bin("filesystem"), files), npm("memory", "npx", "--no-install", "mcp-server-memory")},
		Options{Environ: os.Environ(), Tell: d.options.Tell, Ask: func(context.Context, Question) (Answer, error) { return Answer{Action: Decline}, nil }})
	t.Cleanup(func() { _ = d.Box.Close() })

	names := d.named()
	t.Logf("%q, told %q", names, d.told)
	for _, want := range []string{"everything__echo", "filesystem__write_file", "memory__create_entities"} {
		if !slices.Contains(names, want) {
			t.Fatalf("got %q without %s, told %q", names, want, d.told)
		}
	}
	d.says(d.call("everything__echo", `{"message":"hello"}`), false, "hello")
	d.says(d.call("everything__get-sum", `{"a":1,"b":2}`), false, "3")
	if r := d.call("everything__get-tiny-image", `{}`); r.IsError || len(r.Files) != 1 || r.Files[0].MIME != "image/png" {
		t.Errorf("got %q with %d files", r.Text, len(r.Files))
	}
	d.says(d.call("everything__get-structured-content", `{"location":"New York"}`), false, "temperature")
	var told []string
	r := d.Call(t.Context(), chat.ToolCall{Name: "everything__trigger-long-running-operation", Arguments: `{"duration":1,"steps":3}`},
		func(s string) { told = append(told, s) })
	if r.IsError || len(told) == 0 || !strings.HasSuffix(told[0], "%") {
		t.Errorf("got %q, told %q", r.Text, told)
	}
	path := filepath.Join(files, "note.txt")
	d.says(d.call("filesystem__write_file", `{"path":"`+path+`","content":"kept"}`), false, "note.txt")
	d.says(d.call("filesystem__read_text_file", `{"path":"`+path+`"}`), false, "kept")
	d.says(d.call("filesystem__read_text_file", `{"path":"/etc/passwd"}`), true, "denied")
	d.says(d.call("memory__create_entities", `{"entities":[{"name":"neon","entityType":"db","observations":["branches"]}]}`), false, "neon")
	d.says(d.call("memory__search_nodes", `{"query":"branches"}`), false, "neon")
	if prompts := d.Prompts(t.Context()); len(prompts) == 0 {
		t.Error("there is no prompt")
	}
	if resources := d.Resources(t.Context()); len(resources) == 0 {
		t.Error("there is no resource")
	}
}
