package mcp

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"neonchat/chat"
)

// A desk is a box with what it told and logged.
type desk struct {
	*Box
	t      *testing.T
	socket net.Listener

	mu   sync.Mutex
	told []string
	log  bytes.Buffer
}

// sit gives a box of servers that play roles.
func sit(t *testing.T, servers ...Server) *desk {
	t.Helper()
	d := &desk{t: t}
	dir, err := os.MkdirTemp("", "mcp") // a socket's path has to be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	path := filepath.Join(dir, "s")
	if d.socket, err = net.Listen("unix", path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.socket.Close() })
	for i, s := range servers {
		if s.Command == "" || s.URL != "" {
			continue
		}
		role := map[string]string{roleVariable: s.Command, "TEST_SOCKET": path}
		maps.Copy(role, s.Env)
		servers[i].Command, servers[i].Env = os.Args[0], role
	}
	d.Box = New(servers, Options{
		Environ: append(os.Environ(), "NEON_AI_GATEWAY_TOKEN=nt_live_secret", "API_KEY=sesame-open"),
		Log:     slog.New(slog.NewTextHandler(d, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Tell: func(s string) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.told = append(d.told, s)
		},
	})
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func (d *desk) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.log.Write(p)
}

func (d *desk) logged() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.log.String()
}

// named are the names of what is offered.
func (d *desk) named() []string {
	d.t.Helper()
	var names []string
	for _, t := range d.Tools(d.t.Context()) {
		names = append(names, t.Name)
	}
	return names
}

func (d *desk) call(name, arguments string) chat.ToolResult {
	d.t.Helper()
	return d.Call(d.t.Context(), chat.ToolCall{ID: "1", Name: name, Arguments: arguments}, nil)
}

// says fails the test unless the call has a result with these words.
func (d *desk) says(r chat.ToolResult, isError bool, words ...string) {
	d.t.Helper()
	for _, w := range words {
		if !strings.Contains(r.Text, w) || r.IsError != isError {
			d.t.Fatalf("got (error %v) %q, want (error %v) %q", r.IsError, shorten(r.Text, 500), isError, w)
		}
	}
}

// tells fails the test unless exactly one sentence was told, with these words.
func (d *desk) tells(words ...string) {
	d.t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.told) != 1 {
		d.t.Fatalf("got %q, want one sentence with %q", d.told, words)
	}
	for _, w := range words {
		if !strings.Contains(d.told[0], w) {
			d.t.Fatalf("got %q, want %q", d.told[0], w)
		}
	}
}

// holds gives the next connection that a process holds while it lives.
func (d *desk) holds() net.Conn {
	d.t.Helper()
	c, err := d.socket.Accept()
	if err != nil {
		d.t.Fatal(err)
	}
	return c
}

// gone waits for the end of the process at the other end.
func gone(t *testing.T, c net.Conn) {
	t.Helper()
	_, _ = io.Copy(io.Discard, c)
}

func TestAServersToolsAreOffered(t *testing.T) {
	d := sit(t, Server{Name: "demo", Command: "good"})
	want := []string{"demo__add", "demo__count", "demo__die", "demo__env", "demo__fail", "demo__learn", "demo__order", "demo__show", "demo__wait"}
	if got := d.named(); !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	d.says(d.call("demo__add", `{"a":2,"b":40}`), false, `{"sum":42}`)
	add, _ := d.Lookup("demo__add")
	if !slices.Equal(add.Offer.Claims, []string{"read-only"}) || add.Offer.Alone || add.Offer.Source != "demo" || add.Title != "Add up" || add.Offer.Description != "Adds two numbers." {
		t.Errorf("got %+v", add)
	}
	var schema struct {
		Type       string
		Properties map[string]struct{ Type, Description string }
		Required   []string
	}
	if err := json.Unmarshal(add.Offer.Schema, &schema); err != nil || schema.Properties["a"].Description != "the first" || len(schema.Required) != 2 {
		t.Errorf("got %s", add.Offer.Schema)
	}
}

func TestAResultHoldsAllThatAServerSends(t *testing.T) {
	d := sit(t, Server{Name: "demo", Command: "good"})
	d.named()
	r := d.call("demo__show", "")
	d.says(r, false, "here:", "[resource file:///notes.md]\n# Notes", "[resource readme: repo://readme, text/plain, what it's for]", "sound, audio/wav")
	if len(r.Files) != 2 || r.Files[0].MIME != "image/png" || r.Files[0].Name != "image.png" || r.Files[1].Name != "scan.pdf" || r.Files[1].MIME != "application/pdf" {
		t.Errorf("got the files %+v", r.Files)
	}
	d.says(d.call("demo__fail", "{}"), true, "no such table")
	d.says(d.call("demo__add", `[1]`), true, "one JSON object")
	d.says(d.call("demo__add", `{"a":"x","b":1}`), true, "want \"integer\"")
	d.says(d.call("demo__no", `{}`), true, "there is no tool demo__no")
}

func TestACallTellsItsProgress(t *testing.T) {
	d := sit(t, Server{Name: "demo", Command: "good"})
	d.named()
	var told []string
	r := d.Call(t.Context(), chat.ToolCall{ID: "7", Name: "demo__count"}, func(s string) {
		if told = append(told, s); len(told) == 3 {
			_ = d.holds().Close() // and the server goes on
		}
	})
	if r.ID != "7" || r.Name != "demo__count" || r.Text != "counted" {
		t.Errorf("got %+v", r)
	}
	if want := []string{"25 % row[2J 1", "50 % row[2J 2", "75 % row[2J 3"}; !slices.Equal(told, want) {
		t.Errorf("got %q, want %q", told, want)
	}
}

func TestACancelledCallIsCancelledAtTheServer(t *testing.T) {
	d := sit(t, Server{Name: "demo", Command: "good"})
	d.named()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan chat.ToolResult)
	go func() { done <- d.Call(ctx, chat.ToolCall{Name: "demo__wait"}, nil) }()
	d.holds() // it waits
	cancel()
	d.says(<-done, true, "cancelled")
	d.holds() // and was told
	d.says(d.call("demo__add", `{"a":1,"b":1}`), false, `{"sum":2}`)
}

func TestACallWithoutASignOfLifeIsGivenUp(t *testing.T) {
	d := sit(t, Server{Name: "demo", Command: "good", Timeout: 50 * time.Millisecond})
	d.named()
	d.says(d.call("demo__wait", ""), true, "no sign of life for 50ms", "isn't known")
}

func TestTheListOfToolsChanges(t *testing.T) {
	d := sit(t, Server{Name: "demo", Command: "good"})
	d.named()
	d.says(d.call("demo__learn", ""), false, "learnt")
	for !slices.Contains(d.named(), "demo__sing") { // until the server's note has arrived
	}
	if slices.Contains(d.named(), "demo__fail") {
		t.Error("a tool that is gone is offered")
	}
	d.says(d.call("demo__sing", ""), false, "la")
	d.says(d.call("demo__fail", ""), true, "fail")
}

func TestAServerThatDiesIsStartedAnewOnce(t *testing.T) {
	d := sit(t, Server{Name: "demo", Command: "good"})
	d.named()
	d.says(d.call("demo__die", ""), true, "ended during the call", "exit status 7", "panic: out of ink")
	d.says(d.call("demo__add", `{"a":1,"b":1}`), false, `{"sum":2}`)
	d.says(d.call("demo__die", ""), true, "ended during the call")
	d.says(d.call("demo__die", ""), true, "ended during the call")
	d.says(d.call("demo__add", `{"a":1,"b":1}`), true, "can't be used", "started anew and ended again")
	if got := d.named(); got != nil {
		t.Errorf("got %q of a server that was given up", got)
	}
	d.named()
	d.tells("demo is left out", "out of ink")
}

func TestAServerThatFailsIsToldOnceAndLeftOut(t *testing.T) {
	d := sit(t, Server{Name: "bad", Command: "dead", Env: map[string]string{"API_KEY": "$API_KEY"}}, Server{Name: "demo", Command: "good", Tools: []string{"a*", "env"}})
	for range 2 {
		if got := d.named(); !slices.Equal(got, []string{"demo__add", "demo__env"}) {
			t.Fatalf("got %q", got)
		}
	}
	d.tells("bad is left out", "exit status 3", "no [31mAPI key[0m for …")
	if log := d.logged(); strings.Contains(log, "sesame") || !strings.Contains(log, "API key") {
		t.Errorf("got the log %s", log)
	}
}

func TestWhatIsSetUpWronglyIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		server Server
		words  string
	}{
		"no program":       {Server{Name: "x", URL: "", Command: ""}, "neither a command nor a url"},
		"both":             {Server{Name: "x", URL: "https://x.test", Command: "y"}, "a command and a url"},
		"no scheme":        {Server{Name: "x", URL: "x.test"}, "begin with https://"},
		"headers in clear": {Server{Name: "x", URL: "http://x.test", Headers: map[string]string{"A": "b"}}, "in the clear"},
		"a variable":       {Server{Name: "x", URL: "https://$HOST_OF_X/mcp"}, "HOST_OF_X isn't set"},
		"an input":         {Server{Name: "x", URL: "https://x.test", Headers: map[string]string{"A": "${input:key}"}}, `the input "key"`},
	} {
		t.Run(name, func(t *testing.T) {
			d := sit(t)
			d.Box = New([]Server{c.server}, Options{Tell: d.options.Tell})
			d.named()
			d.tells("x is left out", c.words)
		})
	}
	t.Run("no such program", func(t *testing.T) {
		d := sit(t)
		d.Box = New([]Server{{Name: "x", Command: "no-such-program"}}, Options{Tell: d.options.Tell})
		d.named()
		d.tells("no program no-such-program on the PATH")
	})
}

func TestADeafServerHoldsNobodyUp(t *testing.T) {
	d := sit(t, Server{Name: "deaf", Command: "deaf"}, Server{Name: "demo", Command: "good", Tools: []string{"add"}})
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // as esc does
	if got := d.Tools(ctx); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	if len(d.told) != 0 {
		t.Errorf("esc is no failure of a server: %q", d.told)
	}
	d.links[0].limit = 100 * time.Millisecond
	if got := d.named(); !slices.Equal(got, []string{"demo__add"}) {
		t.Errorf("got %q", got)
	}
	d.tells("deaf is left out: it wasn't ready within 100ms")
}

func TestAServerMayGreetOnItsOutput(t *testing.T) {
	d := sit(t, Server{Name: "demo", Command: "greeting", Tools: []string{"add"}})
	d.named()
	d.says(d.call("demo__add", `{"a":1,"b":1}`), false, `{"sum":2}`)
	if log := d.logged(); !strings.Contains(log, "Welcome! Listening on stdio") {
		t.Errorf("got the log %s", log)
	}
}

func TestAnOldServerIsGreetedTheOldWay(t *testing.T) {
	d := sit(t, Server{Name: "demo", Command: "old", Tools: []string{"add"}})
	d.named()
	d.says(d.call("demo__add", `{"a":1,"b":1}`), false, `{"sum":2}`)
}

func TestLiesDoNoHarm(t *testing.T) {
	d := sit(t, Server{Name: "liar", Command: "liar"})
	long := "liar__" + strings.Repeat("long", 40)
	want := []string{"liar__-rm", "liar__a_b", "liar__a_b_2", long[:64], long[:62] + "_2", "liar__picture", "liar__swap"}
	if got := d.named(); !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	d.says(d.call("liar__a_b", ""), false, "a.b")
	d.says(d.call("liar__a_b_2", ""), false, "a/b")
	if tool, _ := d.Lookup("liar__a_b"); tool.Offer.Description != "Safe.]52;c;cm0gLXJm Really." {
		t.Errorf("got %q", tool.Offer.Description)
	}
	r := d.call("liar__picture", "")
	if d.says(r, false, "[image, image/png, 12 B: it can't be passed on]"); len(r.Files) != 0 {
		t.Errorf("got %v", r.Files)
	}
	d.call("liar__swap", "")
	for slices.Contains(d.named(), "liar__a_b") {
	}
	d.says(d.call("liar__a_b_2", ""), false, "a/b") // no name changes hands
}

func TestFloodsAreSurvived(t *testing.T) {
	d := sit(t, Server{Name: "flood", Command: "flood"})
	d.named()
	if r := d.call("flood__flood", ""); r.IsError || len(r.Text) != 10<<20 {
		t.Errorf("got %d bytes, error %v: %s", len(r.Text), r.IsError, shorten(r.Text, 200))
	}
	if n := len(d.logged()); n > 2*wordsLimit {
		t.Errorf("logged %d bytes", n)
	}
	d.says(d.call("flood__burst", ""), true, "it sent a message of more than 32 MB, and was ended")
}

func TestAServerSeesNoSecrets(t *testing.T) {
	d := sit(t, Server{Name: "demo", Command: "good", Env: map[string]string{"MINE": "${API_KEY}", "OTHER": "$$5"}})
	d.named()
	r := d.call("demo__env", "")
	d.says(r, false, "MINE=sesame-open", "OTHER=$5", "PATH=")
	if strings.Contains(r.Text, "nt_live_secret") || strings.Contains(r.Text, "\nAPI_KEY=") {
		t.Errorf("got %s", r.Text)
	}
}

func TestClosingEndsWhatWontEnd(t *testing.T) {
	d := sit(t, Server{Name: "stubborn", Command: "stubborn", Tools: []string{"add"}})
	d.named()
	server, child := d.holds(), d.holds()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	gone(t, server)
	gone(t, child)
	d.says(d.call("stubborn__add", ""), true, "can't be used")
}

// playProgram is a program with a server, which is killed.
func playProgram() {
	b := New([]Server{{Name: "stubborn", Command: os.Args[0], Env: map[string]string{roleVariable: "stubborn", "TEST_SOCKET": os.Getenv("TEST_SOCKET")}}},
		Options{Environ: os.Environ()})
	b.Tools(context.Background())
	_, _ = os.Stdout.WriteString("ready\n")
	select {}
}

func TestServersEndWithAProgramThatIsKilled(t *testing.T) {
	d := sit(t)
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), roleVariable+"=program", "TEST_SOCKET="+d.socket.Addr().String())
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	server, child := d.holds(), d.holds()
	if _, err := io.ReadFull(out, make([]byte, len("ready\n"))); err != nil {
		t.Fatal(err)
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
	gone(t, server)
	gone(t, child)
}

func TestManyToolsAreSaid(t *testing.T) {
	b := New(nil, Options{})
	var told []string
	b.options.Tell = func(s string) { told = append(told, s) }
	list := make([]Tool, 61)
	for i := range list {
		list[i] = Tool{Server: "big", Name: "t" + strings.Repeat("x", i)}
	}
	b.offer([][]Tool{list})
	b.offer([][]Tool{list[:60]})
	b.offer([][]Tool{list})
	if len(told) != 1 || !strings.Contains(told[0], "61 tools are offered (big 61)") {
		t.Errorf("got %q", told)
	}
}
