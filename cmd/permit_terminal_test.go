//go:build !windows

package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"neonchat/cmd/program"
)

// asking is the environment of a user whose settings have every call asked about.
func asking(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "neonchat"), 0o755); err != nil {
		t.Fatal(err)
	}
	settings := "tools = true\n[permissions]\n\"*\" = \"ask\"\n"
	if err := os.WriteFile(filepath.Join(dir, "neonchat", "config.toml"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{"XDG_CONFIG_HOME=" + dir}
}

func TestAtATerminalEachCallIsAskedAbout(t *testing.T) {
	u := atTerminal(t, 100, asking(t), "--demo", "-m", "gpt-oss-120b", "How many open todos?")
	u.sees("wants to call sql_schema of sql, which says it is read-only:")
	u.sees("Run it?")
	u.types("what\n")
	u.sees("Run it? y = yes, s = yes for this session, n = no; words behind it go to the model: what\r\nRun it?")
	u.types("y\n")
	u.sees("  sql: SELECT count(*) FROM todos WHERE NOT done")
	u.types("n count the users instead\n")
	got := u.leaves(program.ExitOK)
	if !strings.Contains(got, "Not run: the user said no. count the users instead") {
		t.Errorf("the model wasn't told:\n%s", got)
	}
}

func TestWhatIsTypedAheadAnswersNoQuestion(t *testing.T) {
	u := atTerminal(t, 100, asking(t), "--demo", "--plain", "-m", "gpt-oss-120b")
	u.sees("> ")
	u.types("How many open todos?\ny\n")
	u.sees("Run it?")
	u.types("n\n")
	u.sees("I can't look into the database")
	u.types("!tool sql_query {\"sql\": \"select 11\"}\n")
	u.sees("  sql: select 11")
	u.types("s\n")
	u.sees("11:bigint")
	u.types("!tool sql_query {\"sql\": \"select 12\"}\n") // for this session nothing more is asked
	u.sees("12:bigint")
	u.types("\x04")
	u.leaves(program.ExitOK)
}

func TestAQuestionIsStoppedAndTheChatGoesOn(t *testing.T) {
	u := atTerminal(t, 100, asking(t), "--demo", "--plain", "-m", "gpt-oss-120b")
	u.sees("> ")
	u.types("How many open todos?\n")
	u.sees("Run it?")
	u.types("\x03")
	u.sees("neonchat: stopped")
	u.types("repeat pelicans\n")
	u.sees("\n  pelicans")
	u.types("\x04")
	u.leaves(program.ExitOK)
}

func TestColumnsAskOnceAtATerminal(t *testing.T) {
	u := atTerminal(t, 120, asking(t), "compare", "--demo", "--plain", "-m", "gpt-oss-120b", "-m", "gpt-oss-20b", "How many open todos?")
	u.sees("wants to call sql_schema")
	u.types("y\n")
	u.sees("sql: SELECT count(*)")
	u.types("y\n")
	got := u.leaves(program.ExitOK)
	if n := strings.Count(got, "wants to call sql_"); n != 2 {
		t.Errorf("it asked %d times:\n%s", n, got)
	}
}
