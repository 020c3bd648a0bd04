//go:build !windows

package cmd

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"neonchat/demo"
)

var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// Every command in the README does what it says: it is run as it stands there,
// in a folder as a reader would have it.
func TestTheReadmesCommandsWork(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	server, err := demo.Start(t.Context(), "127.0.0.1:0", demo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	dir := readersFolder(t, server)
	ran := 0
	for _, block := range shellBlock.FindAllSubmatch(readme, -1) {
		for line := range strings.Lines(string(block[1])) {
			line = strings.TrimSpace(line)
			line = strings.Replace(line, "go run .", "neonchat", 1) // the gate runs it as it is
			if !strings.Contains(line, "neonchat") {
				continue
			}
			ran++
			c := exec.Command("sh", "-c", line)
			c.Dir = dir
			c.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir,
				"NEONCHAT_OFFLINE=1", "NEONCHAT_DEMO_SPEED=0", "NEON_AI_GATEWAY_BASE_URL=", "NEON_AI_GATEWAY_TOKEN=")
			var out, errOut bytes.Buffer
			c.Stdout, c.Stderr = &out, &errOut
			if err := c.Run(); err != nil || out.Len() == 0 {
				t.Errorf("%s\n%v\n%s%s", line, err, &out, &errOut)
			}
		}
	}
	if ran < 10 {
		t.Errorf("the README has %d commands: are they still found?", ran)
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
