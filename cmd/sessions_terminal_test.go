//go:build !windows

package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"neonchat/cmd/program"
)

// theHerons is a session whose words would steer a terminal.
const theHerons = `{"neonchat": 1, "id": "0198c2f1-7a3b-7000-8000-000000000000", "title": "Herons\u001b[2J and more of them than fit", "branch": {"id": "demo", "name": "demo"},
  "leaf": "0198c2f1-7a3b-7000-8000-000000000002", "created": "2024-03-01T10:00:00Z", "updated": "2024-03-01T10:00:00Z", "messages": [
  {"id": "0198c2f1-7a3b-7000-8000-000000000001", "role": "user", "parts": [{"type": "text", "text": "Where do herons live?"}]},
  {"id": "0198c2f1-7a3b-7000-8000-000000000002", "parent": "0198c2f1-7a3b-7000-8000-000000000001", "role": "assistant", "model": "gpt-5-mini\u001b]0;x\u0007", "dialect": "openai", "stop_reason": "stop",
   "parts": [{"type": "text", "text": "They live **by the water**.\u001b[2J\n\n` + "```sh\\nls\\n```" + `"}]}]}`

// atTheHerons sits at a terminal of 60 columns, with that session kept.
func atTheHerons(t *testing.T) func(args ...string) *user {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "herons.json")
	if err := os.WriteFile(file, []byte(theHerons), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) *user {
		return atTerminal(t, 60, []string{"XDG_STATE_HOME=" + dir}, append([]string{"--demo"}, args...)...)
	}
	if got := run("sessions", "import", file).leaves(program.ExitOK); !strings.Contains(got, "imported 1 session") {
		t.Fatal(got)
	}
	return run
}

func TestOnATerminalSessionsAreATable(t *testing.T) {
	got := atTheHerons(t)("sessions").leaves(program.ExitOK)
	lines := strings.Split(strings.TrimSpace(ansi.Strip(got)), "\r\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], "TITLE ") || !strings.HasPrefix(lines[1], "Herons and more") || !strings.HasSuffix(lines[1], " 0198c2f1-7a3b") {
		t.Errorf("got\n%s", strings.Join(lines, "\n"))
	}
	steersNothing(t, got, 60)
}

func TestOnATerminalASessionIsRendered(t *testing.T) {
	run := atTheHerons(t)
	got := run("sessions", "show", "0198").leaves(program.ExitOK)
	text := ansi.Strip(got)
	if strings.Contains(text, "**") || strings.Contains(text, "cost_usd") || !strings.Contains(text, "They live by the water.") || !strings.Contains(text, "· branch demo · 1 question · -") {
		t.Errorf("got\n%s", text)
	}
	steersNothing(t, got, 60)

	got = run("sessions", "search", "water").leaves(program.ExitOK)
	if !strings.Contains(got, "\x1b[1mwater\x1b[22m") {
		t.Errorf("what was found is not marked: %q", got)
	}
	steersNothing(t, got, 60)
}

func steersNothing(t *testing.T, got string, width int) {
	t.Helper()
	for _, bad := range []string{"\x1b[2J", "\x1b]", "\x07"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q reaches the terminal:\n%q", bad, got)
		}
	}
	for line := range strings.SplitSeq(ansi.Strip(got), "\r\n") {
		if ansi.StringWidth(line) > width && !strings.HasPrefix(line, "0198c2f1") && !strings.HasPrefix(line, "neonchat:") {
			t.Errorf("a line is too wide: %q", line)
		}
	}
}

func TestNothingIsDeletedWithoutAYes(t *testing.T) {
	run := atTheHerons(t)
	for _, answer := range []string{"\r", "n\r", "nyes\r"} {
		u := run("sessions", "rm", "0198")
		u.sees(`delete 1 session for good: "Herons and more of them than fit"? [y/N]`)
		u.types(answer)
		u.sees("nothing is deleted")
		u.leaves(program.ExitFailed)
	}
	u := run("sessions", "rm", "0198")
	u.sees("[y/N]")
	u.types("\x03")
	u.leaves(program.ExitInterrupted)
	u = run("sessions", "prune", "--older-than", "2w")
	u.sees("delete 1 session on branch demo for good, in which nothing was said since ")
	u.types("\x04")
	u.leaves(program.ExitFailed)

	u = run("sessions", "rm", "0198")
	u.sees("[y/N]")
	u.types("Y\r")
	u.sees("deleted 1 session")
	u.leaves(program.ExitOK)
	if got := run("sessions").leaves(program.ExitOK); !strings.Contains(got, "there is no session on branch demo") {
		t.Errorf("got %s", got)
	}
}

func TestThePlainChatGoesOnWithASession(t *testing.T) {
	run := atTheHerons(t)
	u := run("--plain", "--continue")
	u.sees(`Going on with "Herons and more of them than fit"`)
	u.types("what did I say before?\n")
	u.sees("Where do herons live?")
	u.types("\x04")
	u.leaves(program.ExitOK)
	if got := run("-c", "what did I say before?").leaves(program.ExitOK); !strings.Contains(ansi.Strip(got), "what did I say before?") {
		t.Errorf("the next time it doesn't know what was said: %s", got)
	}
}
