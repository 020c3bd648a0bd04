// Command picture draws the chat, its picker of models, its help and the compare
// screen for the README and docs: it runs the program with the demo's gateway, presses keys, and writes
// what then stands on the terminal as SVG. Run it from the project's folder, with
// go run ./bench/picture.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"neonchat/bench/terminal"
)

const (
	cols, rows = 100, 34
	patience   = 30 * time.Second
	folder     = "testdata/pictures"
)

// A step is keys to press and the text that stands there when they are obeyed. A
// step with a name is drawn, one with a width changes that of the screen first.
type step struct {
	keys, sees, name string
	cols             int
}

var steps = []step{
	{sees: "Ask something"},
	{keys: "Explain copy-on-write branching\r", sees: " to first token", name: "chat"},
	{keys: "\x0c", sees: "favourite", name: "picker"},
	{keys: "\x1b[27u", sees: "Ask something"},
	{keys: "?", sees: "goes back", name: "help"},
	{keys: "\x1b[27u", sees: "Ask something"},
	{keys: "/new\r", sees: "on branch demo", cols: 126},
	{keys: "/compare claude-sonnet-4-6 gpt-5-mini gemini-2-5-flash Explain copy-on-write branching\r", sees: "fastest", name: "compare"},
}

func main() {
	if err := pictures(); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

func pictures() error {
	home, err := os.MkdirTemp("", "neonchat")
	if err != nil {
		return err
	}
	defer os.RemoveAll(home)
	program := filepath.Join(home, "neonchat")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		return fmt.Errorf("building neonchat: %w\n%s", err, out)
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	c := exec.Command(program, "--demo")
	c.Dir = home
	// Nothing of the user's own: everybody's pictures are the same.
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8",
		"NEONCHAT_OFFLINE=1", "NEONCHAT_DEMO_SPEED=1"}
	t, err := terminal.Start(c, cols, rows)
	if err != nil {
		return fmt.Errorf("starting neonchat: %w", err)
	}
	defer t.Close()
	for _, s := range steps {
		if err := s.take(t); err != nil {
			return fmt.Errorf("waiting for %q: %w", s.sees, err)
		}
	}
	return nil
}

func (s step) take(t *terminal.Terminal) error {
	if s.cols > 0 {
		if err := t.Resize(s.cols, rows); err != nil {
			return err
		}
	}
	if err := t.Type(s.keys); err != nil {
		return err
	}
	if _, err := t.Sees(patience, s.sees); err != nil || s.name == "" {
		return err
	}
	t.Quiet(500 * time.Millisecond)
	var picture []byte
	t.Look(func(s terminal.Screen) { picture = draw(s) })
	return os.WriteFile(filepath.Join(folder, s.name+".svg"), picture, 0o666)
}
