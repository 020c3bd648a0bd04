package cmd

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/rogpeppe/go-internal/testscript"

	"neonchat/chat"
	"neonchat/cmd/program"
	"neonchat/demo"
	"neonchat/history"
)

// homeless tests keep out of the folders of whoever runs them: those that they
// set themselves, or that are below the HOME they set, are used.
type homeless struct{ *testing.M }

func (h homeless) Run() int {
	for _, v := range []string{"XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"} {
		os.Unsetenv(v)
	}
	return h.M.Run()
}

func TestMain(m *testing.M) {
	testscript.Main(homeless{m}, map[string]func(){
		"neonchat":   func() { os.Exit(Run(os.Args[1:])) },
		"mcp-server": mcpServer,
	})
}

// mcpServer is a server of tools. It leaves a file behind where it ran.
func mcpServer() {
	_ = os.WriteFile("started", nil, 0o600)
	s := sdk.NewServer(&sdk.Implementation{Name: "notes"}, nil)
	type query struct {
		Words string `json:"words"`
	}
	sdk.AddTool(s, &sdk.Tool{Name: "find", Description: "Finds notes.\nMore of it.", Annotations: &sdk.ToolAnnotations{ReadOnlyHint: true}},
		func(_ context.Context, _ *sdk.CallToolRequest, q query) (*sdk.CallToolResult, any, error) {
			return &sdk.CallToolResult{Content: []sdk.Content{&sdk.TextContent{Text: "a note about " + q.Words}}}, nil, nil
		})
	_ = s.Run(context.Background(), &sdk.StdioTransport{})
}

// The scripts are the specification of the command line: what a person types,
// and what comes of it. They run the real program.
func TestScripts(t *testing.T) {
	server, err := demo.Start(t.Context(), "127.0.0.1:0", demo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	few, err := demo.Start(t.Context(), "127.0.0.1:0", demo.Options{
		Token: "nt_live_few_000000000000000",
		Serve: []string{"gpt-oss-120b", "qwen3-next-80b-a3b-instruct", "gte-large-en", "newcomer-9b"},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { few.Close() })
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("..", "testdata", "script"),
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("XDG_CONFIG_HOME", filepath.Join(e.WorkDir, "config"))
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, "cache"))
			e.Setenv("XDG_STATE_HOME", filepath.Join(e.WorkDir, "state"))
			e.Setenv("TERM", "xterm-256color")
			e.Setenv("NEONCHAT_OFFLINE", "1")
			e.Setenv("NEONCHAT_DEMO_SPEED", "0")
			// A gateway that is not in the same process.
			e.Setenv("GATEWAY_URL", server.URL)
			e.Setenv("GATEWAY_TOKEN", server.Token)
			// One whose branch serves few models.
			e.Setenv("FEW_URL", few.URL)
			e.Setenv("FEW_TOKEN", few.Token)
			return os.MkdirAll(e.Getenv("HOME"), 0o755)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"modes":  modes,
			"repeat": repeat,
			"votes":  votes,
			"zip":    zipped,
		},
		RequireUniqueNames: true,
	})
}

// exits runs a command and wants an exit code: exits 2 neonchat --nonsense
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%s exits with %d, want %d", args[1], got, want)
	}
}

// modes wants a file's mode: modes FILE -rw-------
func modes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: modes FILE MODE")
	}
	if program.Windows {
		return // it has other ways
	}
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := info.Mode().String(); got != args[1] {
		ts.Fatalf("%s has mode %s, want %s", args[0], got, args[1])
	}
}

// repeat makes a file of many copies of a text: repeat FILE TEXT COUNT
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: repeat FILE TEXT COUNT")
	}
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	for range n {
		_, err := f.WriteString(args[1])
		ts.Check(err)
	}
}

// votes keeps votes on a branch, with a tag and by a judge, in the order of the
// arguments: votes BRANCH TAG JUDGE A>B... In "A>B" A wins, "A=B" is a
// tie, and "A/B" is for neither.
func votes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: votes BRANCH TAG JUDGE A>B...")
	}
	store := history.Open(filepath.Join(ts.Getenv("XDG_STATE_HOME"), "neonchat", "history.db"))
	defer store.Close()
	for _, arg := range args[3:] {
		v := chat.Vote{ID: chat.NewID(), At: time.Now(), Branch: args[0], Tag: args[1], Judge: args[2]}
		v.Targets = strings.FieldsFunc(arg, func(r rune) bool { return strings.ContainsRune(">=/", r) })
		v.Tie = strings.Contains(arg, "=")
		if strings.Contains(arg, ">") {
			v.Winner = v.Targets[0]
		}
		ts.Check(store.Vote(context.Background(), v))
	}
}

// zipped makes a zip file of files, by their bare names: zip FILE SOURCE...
func zipped(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: zip FILE SOURCE...")
	}
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	z := zip.NewWriter(f)
	for _, source := range args[1:] {
		w, err := z.Create(filepath.Base(source))
		ts.Check(err)
		_, err = io.WriteString(w, ts.ReadFile(source))
		ts.Check(err)
	}
	ts.Check(z.Close())
}
