//go:build !windows

package cmd

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"neonchat/bench/terminal"
	"neonchat/chat"
	"neonchat/cmd/compare"
	"neonchat/cmd/program"
	"neonchat/history"
)

// A pipeline is the real program in a pipe.
type pipeline struct {
	t      *testing.T
	cmd    *exec.Cmd
	out    *bufio.Reader
	stderr strings.Builder
	state  string
}

func inPipe(t *testing.T, args ...string) *pipeline {
	t.Helper()
	home := t.TempDir()
	u := &pipeline{t: t, cmd: exec.Command("neonchat", args...), state: filepath.Join(home, "state")}
	u.cmd.Env = append(os.Environ(), "HOME="+home, "XDG_STATE_HOME="+u.state, "XDG_CONFIG_HOME="+home,
		"XDG_CACHE_HOME="+home, "NEONCHAT_OFFLINE=1", "NEONCHAT_DEMO_SPEED=0")
	u.cmd.Stderr = &u.stderr
	out, err := u.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	u.out = bufio.NewReader(out)
	if err := u.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { u.cmd.Process.Kill() })
	return u
}

// reads waits until standard output has gone on to a text, and gives what it
// had before that, and the text.
func (u *pipeline) reads(text string) string {
	u.t.Helper()
	var b strings.Builder
	for !strings.HasSuffix(b.String(), text) {
		c, err := u.out.ReadByte()
		if err != nil {
			u.t.Fatalf("standard output ended with %v, without %q:\n%s", err, text, &b)
		}
		b.WriteByte(c)
	}
	return b.String()
}

// leaves waits for the end and gives the rest of standard output.
func (u *pipeline) leaves(code int) string {
	u.t.Helper()
	rest, err := io.ReadAll(u.out)
	if err != nil {
		u.t.Fatal(err)
	}
	u.cmd.Wait()
	if got := u.cmd.ProcessState.ExitCode(); got != code {
		u.t.Errorf("exit code %d, want %d: %s", got, code, &u.stderr)
	}
	return string(rest)
}

func (u *pipeline) interrupt() { u.cmd.Process.Signal(syscall.SIGINT) }

// results are those of a line of JSON.
func results(t *testing.T, line string) (r compare.Result) {
	t.Helper()
	if err := json.Unmarshal([]byte(line), &r); err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	return r
}

func TestADeadModelHoldsNothingUpAndWhatCameIsKept(t *testing.T) {
	u := inPipe(t, "compare", "--demo", "-o", "jsonl", "-m", "gpt-oss-120b", "-m", "claude-sonnet-4-6", "-m", "llama-4-maverick", "!stall @claude-sonnet-4-6 !status 429 @llama-4-maverick repeat one two three four")
	seen := u.reads(`{"type":"answer","target":"gpt-oss-120b"`)
	if !strings.Contains(seen, `{"type":"notice","target":"llama-4-maverick"`) {
		seen += u.reads(`{"type":"notice","target":"llama-4-maverick"`)
	}
	if !strings.Contains(seen, `{"type":"text","target":"claude-sonnet-4-6"`) {
		u.reads(`{"type":"text","target":"claude-sonnet-4-6"`)
	}
	u.interrupt()
	lines := strings.Split(strings.TrimSpace(u.leaves(program.ExitInterrupted)), "\n")
	r := results(t, lines[len(lines)-1]).Results
	if len(r) != 3 {
		t.Fatalf("there are %d results", len(r))
	}
	if r[0].Text != "one two three four" || r[0].Error != nil {
		t.Errorf("the one that answered has %+v", r[0])
	}
	if text := r[1].Text; text == "" || !strings.HasPrefix("one two three four", text) || r[1].StopReason != "stopped" || r[1].Error == nil || r[1].Error.Message != "stopped" {
		t.Errorf("the one that stalled has %+v", r[1])
	}
	if r[2].StopReason != "stopped" || r[2].Text != "" {
		t.Errorf("the one that waited has %+v", r[2])
	}
	if !strings.HasSuffix(u.stderr.String(), "neonchat: stopped\n") || strings.Count(u.stderr.String(), "stopped") != 1 {
		t.Errorf("standard error has %q", &u.stderr)
	}
}

func TestTheFirstUnfinishedAnswerStreams(t *testing.T) {
	u := inPipe(t, "compare", "--demo", "-m", "gpt-oss-120b", "-m", "claude-sonnet-4-6", "!stall @claude-sonnet-4-6 repeat one two three four")
	u.reads("# gpt-oss-120b\n\none two three four\n\n# claude-sonnet-4-6\n\none two")
	u.interrupt()
	rest := u.leaves(program.ExitInterrupted)
	if !strings.Contains(rest, "\n\n> neonchat: stopped\n\n# Figures\n") || !strings.Contains(rest, "| stopped |") {
		t.Errorf("it goes on with %q", rest)
	}
}

func TestAComparisonIsOneQuestionWithItsAnswersBesideEachOther(t *testing.T) {
	u := inPipe(t, "compare", "--demo", "-o", "json", "-m", "gpt-5-mini", "-m", "claude-sonnet-4-6", "-m", "gemini-2-5-flash", "!cut @gpt-5-mini repeat one two three four")
	r := results(t, u.leaves(program.ExitOK)).Results
	store := history.Open(filepath.Join(u.state, "neonchat", "history.db"))
	defer store.Close()
	s, err := store.Load(t.Context(), *r[0].Session)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Messages) != 4 || s.Branch.ID != chat.DemoBranch || !strings.HasPrefix(s.Title, "!cut @gpt-5-mini repeat") {
		t.Fatalf("kept %+v", s)
	}
	answers := s.Siblings(s.Messages[3])
	if len(answers) != 3 || answers[0].Parent != s.Messages[0].ID || s.Messages[0].Role != chat.User {
		t.Errorf("the answers are %+v", answers)
	}
	for i, want := range r {
		var got chat.Message
		for _, a := range answers {
			if a.Origin.Model == want.Model {
				got = a
			}
		}
		if got.Text() != want.Text || got.Text() == "" || (got.Cost == nil) != (want.CostUSD == nil) || (got.Err == "") != (want.Error == nil) || *want.Session != s.ID {
			t.Errorf("the answer %d is kept as %+v, and was %+v", i, got, want)
		}
	}
	// It goes on from the first that is whole.
	if leaf, _ := s.Find(s.Leaf); leaf.Origin.Model != "claude-sonnet-4-6" {
		t.Errorf("it goes on from %+v", leaf)
	}
}

func TestWhatCanNotBeWrittenStopsTheAnswers(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	for _, format := range []string{"text", "json", "jsonl"} {
		u := exec.Command("neonchat", "compare", "--demo", "-o", format, "-m", "gpt-oss-120b", "-m", "claude-sonnet-4-6", "hi")
		u.Env = append(os.Environ(), "HOME="+t.TempDir(), "XDG_STATE_HOME="+t.TempDir(), "NEONCHAT_DEMO_SPEED=0", "NEONCHAT_OFFLINE=1")
		var stderr strings.Builder
		u.Stdout, u.Stderr = full, &stderr
		if err := u.Run(); u.ProcessState.ExitCode() != program.ExitFailed || !strings.Contains(stderr.String(), "no space left") {
			t.Errorf("%s: %v, %q", format, err, &stderr)
		}
	}
}

func TestATerminalGetsTextWhereThatIsWanted(t *testing.T) {
	for _, args := range []string{"--plain", "-o text", "--strict", "--judge gpt-5-mini"} {
		got := shellAtTerminal(t, 70, "neonchat compare --demo "+args+" -m llama-4-maverick -m claude-sonnet-4-6 'repeat **pelicans**'").leaves(program.ExitOK)
		if strings.Contains(got, "\x1b[?1049h") || strings.Contains(got, "**") || strings.Count(ansi.Strip(got), "  pelicans") != 2 {
			t.Errorf("%s: %q", args, got)
		}
		if heard := strings.Contains(ansi.Strip(got), "model: llama-4-maverick"); heard != (args == "--plain") {
			t.Errorf("%s: the figures are cell by cell: %v", args, heard)
		}
		for line := range strings.SplitSeq(ansi.Strip(got), "\n") {
			if w := ansi.StringWidth(strings.TrimRight(line, "\r ")); w > 70 {
				t.Errorf("%s: a line is %d cells wide: %q", args, w, line)
			}
		}
	}
	got := shellAtTerminal(t, 70, "TERM=dumb neonchat compare --demo -m gpt-5-mini -m claude-sonnet-4-6 'repeat it'").leaves(program.ExitOK)
	if strings.Contains(got, "\x1b") {
		t.Errorf("a dumb terminal gets %q", got)
	}
}

func TestOnATerminalAComparisonIsAScreen(t *testing.T) {
	state := []string{"XDG_STATE_HOME=" + t.TempDir()}
	u := atTerminal(t, 100, state, "compare", "--demo", "-m", "gpt-5-mini", "-m", "llama-4-maverick@mlflow", "repeat pelicans")
	u.sees("1 gpt-5-mini")
	u.sees("2 llama-4-maverick@mlflow")
	u.sees("fastest")
	u.types("2")
	u.sees("the chat goes on with llama-4-maverick@mlflow")
	u.types("\x03\x03")
	u.leaves(program.ExitOK)
	u = atTerminal(t, 100, state, "compare", "--demo", "-c", "-m", "gpt-5-mini", "-m", "claude-sonnet-4-6", "repeat albatrosses")
	u.sees("fastest")
	u.types("\x1b[27u")
	u.sees("repeat pelicans") // it was asked in the same session
	u.types("\x03\x03")
	u.leaves(program.ExitOK)
}

func TestWhatIsPipedInIsAskedOnTheScreenToo(t *testing.T) {
	u := shellAtTerminal(t, 100, "echo pelicans | neonchat compare --demo -m gpt-5-mini -m llama-4-maverick repeat")
	u.sees("fastest")
	u.types("2")
	u.sees("the chat goes on with llama-4-maverick")
	u.types("\x03\x03")
	if got := u.leaves(program.ExitOK); !strings.Contains(ansi.Strip(got), "pelicans") {
		t.Errorf("got %q", got)
	}
}

func TestABlindVoteOnATerminalMovesTheStandings(t *testing.T) {
	state := []string{"XDG_STATE_HOME=" + t.TempDir()}
	u := atTerminal(t, 100, state, "compare", "--demo", "--blind", "--tag", "birds", "-m", "gpt-5-mini", "-m", "llama-4-maverick")
	u.sees("Ask all of them")
	u.types("repeat pelicans\r")
	u.sees("the best answer is")
	u.types("1")
	u.sees("voted")
	u.types("\x1b[27u")
	u.sees("Ask something")
	u.types("\x03\x03")
	if blind, _, _ := strings.Cut(u.leaves(program.ExitOK), "best answer is"); strings.Contains(blind, "gpt-5") || strings.Contains(blind, "llama") {
		t.Errorf("before the vote somebody is named: %q", blind)
	}
	got := atTerminal(t, 100, state, "compare", "--demo", "--standings", "--tag", "birds").leaves(program.ExitOK)
	if !strings.Contains(got, "gpt-5-mini") || !strings.Contains(got, "1092") {
		t.Errorf("the standings are %q", got)
	}
}

// screenOf runs the program with an emulator at its other end, for what is drawn
// in pieces.
func screenOf(t *testing.T, cols int, args ...string) (sees, types func(string)) {
	t.Helper()
	home := t.TempDir()
	c := exec.Command("neonchat", args...)
	c.Dir = home
	c.Env = append(os.Environ(), "HOME="+home, "XDG_STATE_HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_CACHE_HOME="+home,
		"TERM=xterm-256color", "NEONCHAT_OFFLINE=1", "NEONCHAT_DEMO_SPEED=0")
	screen, err := terminal.Start(c, cols, 24)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(screen.Close)
	sees = func(text string) {
		t.Helper()
		if _, err := screen.Sees(20*time.Second, text); err != nil {
			t.Fatal(err)
		}
	}
	types = func(keys string) {
		if err := screen.Type(keys); err != nil {
			t.Error(err)
		}
	}
	return sees, types
}

// Whatever befalls one model, the other's answer comes and can be gone on with.
func TestTroubleInOneColumnLeavesTheOtherAlone(t *testing.T) {
	for _, trouble := range []struct{ word, says string }{
		{"status 401", "✗ invalid or missing credential"},
		{"status 429 forever", "✗ ai gateway daily token limit"},
		{"status 503", "✗ "},
		{"cut", "✗ the answer was cut"},
		{"cut hard", "✗ the connection broke"},
		{"stall", ""}, // nothing more, until it is stopped
		{"slow", ""},
		{"garbage", "✗ the answer broke off"},
		{"error", "✗ The model's server went away"},
		{"html", "✗ the gateway answered with"},
		{"refuse", "✗ gpt-5-mini refused"},
		{"empty", "✗ gpt-5-mini answered with nothing"},
		{"length", "✗ the answer was cut"},
		{"think", "thought"},
		{"redacted", "54 tokens"},
		{"image", "image/png"},
		{"tool", "asks to call"},
		{"unicode", "56 tokens"},
		{"escape", "56 tokens"},
	} {
		t.Run(trouble.word, func(t *testing.T) {
			sees, types := screenOf(t, 100, "compare", "--demo", "--no-history", "-m", "gpt-5-mini", "-m", "llama-4-maverick",
				"!"+trouble.word+" @gpt-5-mini repeat pelicans")
			sees("· 2 tokens") // it is done: until then the number is a guess, ≈
			sees(trouble.says)
			types("2")
			sees("the chat goes on with llama-4-maverick")
		})
	}
}
