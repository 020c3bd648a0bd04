//go:build !windows

package cmd

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"neonchat/cmd/program"
)

// A user sits at a terminal with the real program in it.
type user struct {
	t    *testing.T
	cmd  *exec.Cmd
	tty  *os.File
	mu   sync.Mutex
	more sync.Cond
	got  bytes.Buffer
	emu  *vt.Emulator
	seen strings.Builder // each screen that stood there, one below the other
	done bool
}

func atTerminal(t *testing.T, cols uint16, env []string, args ...string) *user {
	t.Helper()
	return sitting(t, cols, env, exec.Command("neonchat", args...))
}

// shellAtTerminal is a user who typed a whole line.
func shellAtTerminal(t *testing.T, cols uint16, line string) *user {
	t.Helper()
	return sitting(t, cols, nil, exec.Command("sh", "-c", line))
}

func sitting(t *testing.T, cols uint16, env []string, cmd *exec.Cmd) *user {
	t.Helper()
	u := &user{t: t, cmd: cmd, emu: vt.NewEmulator(int(cols), 24)}
	u.more.L = &u.mu
	go io.Copy(io.Discard, u.emu) // this terminal answers no question
	home := t.TempDir()
	u.cmd.Dir = home
	u.cmd.Env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_CACHE_HOME="+home,
		"TERM=xterm-256color", "NEONCHAT_OFFLINE=1", "NEONCHAT_DEMO_SPEED=0", "NO_COLOR=", "GLAMOUR_STYLE=", "COLORFGBG=")
	u.cmd.Env = append(u.cmd.Env, env...)
	tty, err := pty.StartWithSize(u.cmd, &pty.Winsize{Rows: 24, Cols: cols})
	if err != nil {
		t.Fatal(err)
	}
	u.tty = tty
	go u.watch()
	t.Cleanup(func() { u.cmd.Process.Kill(); tty.Close(); u.emu.InputPipe().(io.Closer).Close() })
	return u
}

// watch ends when the program does.
func (u *user) watch() {
	b := make([]byte, 4096)
	for {
		n, err := u.tty.Read(b)
		u.mu.Lock()
		u.got.Write(b[:n])
		u.emu.Write(b[:n])
		u.seen.WriteString(u.emu.String() + "\n")
		u.done = err != nil
		u.more.Broadcast()
		u.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (u *user) types(s string) {
	u.t.Helper()
	if _, err := io.WriteString(u.tty, s); err != nil {
		u.t.Fatal(err)
	}
}

// sees waits until the text was written or stood on the screen: the program may
// write only the cells of it that changed.
func (u *user) sees(text string) {
	u.t.Helper()
	late := time.AfterFunc(20*time.Second, func() { u.cmd.Process.Kill() })
	defer late.Stop()
	u.mu.Lock()
	defer u.mu.Unlock()
	for !strings.Contains(ansi.Strip(u.got.String()), text) && !strings.Contains(u.seen.String(), text) {
		if u.done {
			u.t.Fatalf("the program ended without showing %q:\n%s", text, u.got.String())
		}
		u.more.Wait()
	}
}

// leaves waits for the program to end and gives all that it wrote.
func (u *user) leaves(code int) string {
	u.t.Helper()
	late := time.AfterFunc(20*time.Second, func() { u.cmd.Process.Kill() })
	defer late.Stop()
	u.cmd.Wait()
	u.mu.Lock()
	defer u.mu.Unlock()
	for !u.done {
		u.more.Wait()
	}
	if got := u.cmd.ProcessState.ExitCode(); got != code {
		u.t.Errorf("exit code %d, want %d:\n%s", got, code, u.got.String())
	}
	return u.got.String()
}

func TestOnATerminalTheAnswerIsRendered(t *testing.T) {
	u := atTerminal(t, 60, nil, "--demo", "Explain copy-on-write branching")
	got := u.leaves(program.ExitOK)
	if strings.Contains(got, "**") || !strings.Contains(got, "\x1b[") {
		t.Errorf("it is not rendered:\n%s", got)
	}
	for line := range strings.SplitSeq(ansi.Strip(got), "\n") {
		line = strings.TrimRight(line, "\r ")
		line = line[strings.LastIndex(line, "\r")+1:] // what a spinner wrote there is gone
		if w := ansi.StringWidth(line); w > 60 {
			t.Errorf("a line is %d cells wide: %q", w, line)
		}
	}
}

func TestAModelCannotSteerTheTerminal(t *testing.T) {
	got := atTerminal(t, 80, nil, "--demo", "-m", "gpt-oss-120b", "!escape").leaves(program.ExitOK)
	for _, bad := range []string{"\x1b]", "\x1bP", "\x1b_", "\x9b", "\x1b[2J", "\x1b[H", "\x1b[?"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q reaches the terminal:\n%q", bad, got)
		}
	}
}

func TestReasoningIsDimBesideTheAnswer(t *testing.T) {
	got := atTerminal(t, 80, nil, "--demo", "-m", "gpt-oss-120b", "hi there").leaves(program.ExitOK)
	dim, answer := strings.Index(got, "\x1b[2mThe"), strings.Index(got, "Hello!")
	if dim < 0 || answer < dim {
		t.Errorf("got %q", got)
	}
}

func TestWithoutColourNothingIsColoured(t *testing.T) {
	for _, env := range []string{"NO_COLOR=yes", "TERM=dumb"} {
		got := atTerminal(t, 80, []string{env}, "--demo", "-m", "gpt-oss-120b", "Explain copy-on-write branching").leaves(program.ExitOK)
		if m := regexp.MustCompile(`\x1b\[[0-9;]*m`).FindString(got); m != "" {
			t.Errorf("%s: %q in %q", env, m, got)
		}
		if env == "TERM=dumb" && strings.Contains(got, "\x1b") {
			t.Errorf("a dumb terminal gets %q", got)
		}
	}
}

// Line by line nothing turns, and what thinks and what answers is told in words.
func TestThePlainChatIsForTheEarToo(t *testing.T) {
	u := atTerminal(t, 80, nil, "--demo", "--plain", "-m", "gpt-oss-120b")
	u.sees("gpt-oss-120b on branch demo")
	u.types("repeat pelicans\n")
	u.sees("Asking gpt-oss-120b.")
	u.sees("Thinking: The user asks")
	u.sees("Answer:\r\n\r\n  pelicans\r\n\r\n> ")
	u.types("repeat |bird|beak||\\\n|-|-|\\\n|pelican|long|\\\n|gull|short|\n")
	u.sees("bird: pelican\r\n  beak: long\r\n\r\n  bird: gull\r\n  beak: short")
	u.types("\x04")
	if got := u.leaves(program.ExitOK); strings.ContainsAny(got, "⠋⠙⠹│─") {
		t.Errorf("something turns or is drawn: %q", got)
	}
}

func TestTheChatRemembersAndGoesOn(t *testing.T) {
	u := atTerminal(t, 80, nil, "--demo", "--plain")
	u.sees("claude-sonnet-5 on branch demo")
	u.types("repeat pelicans\n")
	u.sees("\n  pelicans")
	u.types("repeat one \\\nand two\n")
	u.sees("and two\r")
	u.types("what did I say before?\n")
	u.sees("repeat pelicans\r")
	u.types("!status 401\n")
	u.sees("invalid or missing credential")
	u.types("!stall\n")
	u.sees("pointer into its parent")
	u.types("\x03")
	u.sees("neonchat: stopped")
	u.types("\x04")
	u.leaves(program.ExitOK)
}

func TestInterruptedItKeepsWhatCame(t *testing.T) {
	c := exec.Command("neonchat", "--demo", "!stall")
	c.Env = append(os.Environ(), "HOME="+t.TempDir(), "NEONCHAT_DEMO_SPEED=0")
	c.Stdin = nil
	var stderr strings.Builder
	c.Stderr = &stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	first := make([]byte, 1)
	if _, err := io.ReadFull(out, first); err != nil {
		t.Fatal(err)
	}
	c.Process.Signal(syscall.SIGINT)
	rest, err := io.ReadAll(out)
	if err != nil {
		t.Fatal(err)
	}
	c.Wait()
	if got := string(first) + string(rest); !strings.HasPrefix(got, "# Copy-on-write") {
		t.Errorf("standard output has %q", got)
	}
	if code := c.ProcessState.ExitCode(); code != program.ExitInterrupted || stderr.String() != "neonchat: stopped\n" {
		t.Errorf("exit code %d, standard error %q", code, stderr.String())
	}
}
