//go:build !windows

package cmd

import (
	"bytes"
	"image"
	"image/png"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"neonchat/cmd/answer"
	"neonchat/demo"
)

var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// pages are the README and what is in docs.
func pages(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "docs", "*.md"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no pages in docs: %v", err)
	}
	texts := map[string]string{}
	for _, path := range append(paths, filepath.Join("..", "README.md")) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(path)] = string(text)
	}
	return texts
}

// Every command in the README and in docs does what it says: it is run as it
// stands there, in a folder as a reader would have it. The README comes first,
// so that there is a history to look into.
func TestThePagesCommandsWork(t *testing.T) {
	server, err := demo.Start(t.Context(), "127.0.0.1:0", demo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	dir := readersFolder(t, server)
	texts := pages(t)
	names := slices.Sorted(maps.Keys(texts))
	if names[0] != "README.md" {
		t.Fatalf("%s is before the README", names[0])
	}
	for _, name := range names {
		commands := commandsIn(texts[name])
		if len(commands) == 0 && (name == "README.md" || name == "one-shot.md") {
			t.Errorf("%s has no commands: are they still found?", name)
		}
		for _, line := range commands {
			c := exec.Command("sh", "-c", line)
			c.Dir = dir
			c.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir,
				"NEONCHAT_OFFLINE=1", "NEONCHAT_DEMO_SPEED=0", "NEON_AI_GATEWAY_BASE_URL=", "NEON_AI_GATEWAY_TOKEN=")
			var out, errOut bytes.Buffer
			c.Stdout, c.Stderr = &out, &errOut
			if err := c.Run(); err != nil || out.Len() == 0 {
				t.Errorf("%s: %s\n%v\n%s%s", name, line, err, &out, &errOut)
			}
		}
	}
}

// commandsIn are the lines of a page's shell blocks that run neonchat.
func commandsIn(page string) []string {
	var commands []string
	for _, block := range shellBlock.FindAllStringSubmatch(page, -1) {
		for line := range strings.Lines(block[1]) {
			line = strings.TrimSpace(line)
			line = strings.Replace(line, "go run . ", "neonchat ", 1) // the gate runs it as it is
			if strings.Contains(line, "neonchat") {
				commands = append(commands, line)
			}
		}
	}
	return commands
}

// The page names every field of the object that scripts read.
func TestThePageNamesEveryFieldOfAResult(t *testing.T) {
	page := pages(t)["one-shot.md"]
	for field := range reflect.TypeFor[answer.Result]().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if !strings.Contains(page, "`"+name+"`") {
			t.Errorf("docs/one-shot.md does not name %s", name)
		}
	}
}

// readersFolder is a project with a commit, a change, a picture, a paper and
// credentials.
func readersFolder(t *testing.T, s *demo.Server) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var chart bytes.Buffer
	if err := png.Encode(&chart, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	write("chart.png", chart.Bytes())
	write("paper.pdf", []byte("%PDF-1.4\n1 0 obj << /Type /Page >> endobj\n%%EOF\n"))
	write(".env.local", []byte("NEON_AI_GATEWAY_BASE_URL="+s.URL+"\nNEON_AI_GATEWAY_TOKEN="+s.Token+"\nNEON_BRANCH=main\n"))
	write("notes.txt", []byte("one\n"))
	for _, args := range [][]string{
		{"init", "-q"}, {"add", "notes.txt"},
		{"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "notes: begin"},
	} {
		c := exec.Command("git", args...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	write("notes.txt", []byte("one\ntwo\n"))
	return dir
}
