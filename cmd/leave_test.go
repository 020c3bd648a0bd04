//go:build !windows

package cmd

import (
	"database/sql"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"neonchat/chat"
	"neonchat/cmd/program"
	"neonchat/history"
)

// holds has another program hold the lock that who writes a history needs.
func holds(t *testing.T, path string) (free func()) {
	t.Helper()
	store := history.Open(path)
	if _, err := store.List(t.Context(), chat.Scope{}); err != nil {
		t.Fatal(err)
	}
	store.Close()
	db, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	return func() { tx.Rollback() }
}

// mute is a gateway that answers nothing, and tells when it was asked and when
// nobody waits any more.
func mute(t *testing.T) (url string, asked, left <-chan struct{}) {
	in, out := make(chan struct{}, 9), make(chan struct{}, 9)
	gateway := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		in <- struct{}{}
		<-r.Context().Done()
		out <- struct{}{}
	}))
	t.Cleanup(gateway.Close)
	return gateway.URL, in, out
}

// leaver runs the program on such a gateway, with its folders in dir.
func leaver(t *testing.T, dir, url string, args ...string) (*exec.Cmd, *strings.Builder) {
	t.Helper()
	c := exec.Command("neonchat", args...)
	c.Env = append(os.Environ(), "HOME="+dir, "XDG_STATE_HOME="+dir, "NEONCHAT_OFFLINE=1",
		"NEON_AI_GATEWAY_BASE_URL="+url, "NEON_AI_GATEWAY_TOKEN=token")
	var stderr strings.Builder
	c.Stderr = &stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(20*time.Second, func() { c.Process.Kill() })
	t.Cleanup(func() { late.Stop(); c.Process.Kill() })
	return c, &stderr
}

func TestAnInterruptEndsTheProgramThoughTheHistoryIsHeld(t *testing.T) {
	for name, args := range map[string][]string{
		"a question":   {"what is a branch?"},
		"a comparison": {"compare", "-m", "gpt-5-mini", "-m", "gpt-5-mini", "what is a branch?"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "neonchat", "history.db")
			free := holds(t, path)
			url, asked, _ := mute(t)
			c, stderr := leaver(t, dir, url, args...)
			<-asked
			c.Process.Signal(syscall.SIGINT)
			c.Wait()
			if code := c.ProcessState.ExitCode(); code != program.ExitInterrupted || !strings.Contains(stderr.String(), "neonchat: what came last is put aside until the next start") {
				t.Errorf("exit code %d, standard error %q", code, stderr)
			}
			free()
			store := history.Open(path)
			defer store.Close()
			list, err := store.List(t.Context(), chat.Scope{Match: "what is a branch?"})
			if err != nil || len(list) != 1 || list[0].Turns != 1 {
				t.Errorf("%v: kept is %+v", err, list)
			}
		})
	}
}

func TestASecondInterruptEndsTheProgramAtOnce(t *testing.T) {
	dir := t.TempDir()
	holds(t, filepath.Join(dir, "neonchat", "history.db"))
	url, asked, left := mute(t)
	c, stderr := leaver(t, dir, url, "what is a branch?")
	<-asked
	c.Process.Signal(syscall.SIGINT)
	<-left
	c.Process.Signal(syscall.SIGINT)
	c.Wait()
	if code := c.ProcessState.ExitCode(); code != program.ExitInterrupted || !strings.Contains(stderr.String(), "what came last") {
		t.Errorf("exit code %d, standard error %q", code, stderr)
	}
}

func TestCtrlCAtThePromptEndsThePlainChat(t *testing.T) {
	u := atTerminal(t, 80, nil, "--demo", "--plain")
	u.sees("claude-sonnet-5 on branch demo")
	u.types("repeat pelicans\n")
	u.sees("\n  pelicans\r\n\r\n> ")
	u.types("\x03")
	u.leaves(program.ExitInterrupted)
}
