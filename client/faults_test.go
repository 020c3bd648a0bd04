package client

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"neonchat/chat"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A fault is what goes wrong between here and the model: what a server sends back
// on a connection, byte for byte. The answer is whole where nothing is wrong with
// it, and says "Hello, wörld".
type fault struct {
	says string
	send func(c *net.TCPConn, dialect string)
}

const headers = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"

// whole is the answer as a stream, and half what there is of it behind "Hello".
func whole(dialect string) string { return saying(dialect, "Hello", ", wörld") }

func half(dialect string) string {
	begin, delta, _ := grammar(dialect)
	return begin + strings.Replace(delta, "%s", `"Hello"`, 1)
}

// responds is a fault that consists in what is sent, in words that may speak of the
// answer: WHOLE, HALF and END.
func responds(response string) func(*net.TCPConn, string) {
	return func(c *net.TCPConn, dialect string) {
		_, _, end := grammar(dialect)
		io.WriteString(c, strings.NewReplacer("WHOLE", whole(dialect), "HALF", half(dialect), "END", end).Replace(response))
	}
}

// refuses is a fault by a status, with headers.
func refuses(status int, headers, body string) func(*net.TCPConn, string) {
	return responds(fmt.Sprintf("HTTP/1.1 %d %s\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s", status, http.StatusText(status), headers, len(body), body))
}

// slowly sends a byte at a time.
func slowly(what func(dialect string) string) func(*net.TCPConn, string) {
	return func(c *net.TCPConn, dialect string) {
		for _, b := range []byte(what(dialect)) {
			c.Write([]byte{b})
		}
	}
}

func faults() []fault {
	list := []fault{
		{"nothing is wrong", responds(headers + "WHOLE")},
		{"HTTP/1.0", responds("HTTP/1.0 200 OK\r\n\r\nWHOLE")},
		{"headers come byte by byte", slowly(func(d string) string { return headers + whole(d) })},
		{"the connection is closed unanswered", func(*net.TCPConn, string) {}},
		{"the connection is reset unanswered", func(c *net.TCPConn, _ string) { c.SetLinger(0) }},
		{"what answers speaks no HTTP", responds("SSH-2.0-OpenSSH_9.9\r\n")},
		{"headers are 20 MB", func(c *net.TCPConn, _ string) {
			io.WriteString(c, "HTTP/1.1 200 OK\r\n")
			for line := "X-Bomb: " + strings.Repeat("b", 1<<16) + "\r\n"; ; {
				if _, err := io.WriteString(c, line); err != nil {
					return
				}
			}
		}},
		{"it stalls within the answer", func(c *net.TCPConn, d string) { responds(headers+"HALF")(c, d); io.Copy(io.Discard, c) }},
		{"it stalls behind the answer", func(c *net.TCPConn, d string) { responds(headers+"WHOLE")(c, d); io.Copy(io.Discard, c) }},
		{"cut between events", responds(headers + "HALF")},
		{"cut within an event", responds(headers + "HALF" + `data: {"choices":[{"delta":{"cont`)},
		{"cut within a character", func(c *net.TCPConn, d string) {
			text := whole(d)
			io.WriteString(c, headers+text[:strings.Index(text, "ö")+1])
		}},
		{"reset within the answer", func(c *net.TCPConn, d string) {
			responds("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nHALF")(c, d)
			c.CloseWrite()
		}},
		{"longer by its length than it is", responds("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100000\r\n\r\nWHOLE")},
		{"shorter by its length than it is", func(c *net.TCPConn, d string) {
			responds(fmt.Sprintf("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\nWHOLE", len(half(d))))(c, d)
		}},
		{"a chunk that lies about its length", responds("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nHALF")},
		{"200 with a page of HTML", responds("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html><title>Sign in</title></html>")},
		{"200 with an error in JSON", responds("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" + `{"error":{"message":"no such thing"}}`)},
		{"200 with nothing", responds(headers)},
		{"204", refuses(204, "", "")},
		{"the answer calls itself a picture", responds("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\n\r\nWHOLE")},
		{"the answer calls itself gzip and is none", responds("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\nWHOLE")},
		{"a thousand keep-alives before it", responds(headers + strings.Repeat(": ping\n\n", 1000) + "WHOLE")},
		{"a line of 65 MB", func(c *net.TCPConn, d string) {
			responds(headers+"HALF"+"data: ")(c, d)
			for range 65 {
				if _, err := c.Write(make([]byte, 1<<20)); err != nil {
					return
				}
			}
		}},
		{"the end comes before the answer", responds(headers + "ENDHALF")},
		{"the end comes twice", responds(headers + "WHOLEEND")},
		{"an event of an unknown type within", responds(headers + "HALF" + "event: tomorrow\ndata: {\"type\":\"tomorrow\",\"n\":[1]}\n\n" + "END")},
		{"an event that is no JSON within", responds(headers + "HALF" + "data: {oh no\n\n" + "END")},
		{"an error within", responds(headers + "HALF" + `data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}` + "\n\n")},
		{"a proxy's error in the stream", responds(headers + "HALF" + `{"error":{"code":503,"message":"upstream reset"}}`)},
		{"redirected to another host", refuses(307, "Location: http://elsewhere.example/\r\n", "")},
		{"redirected in circles", refuses(307, "Location: /ai-gateway/mlflow/v1/chat/completions\r\n", "")},
		{"a proxy wants its own password", refuses(407, "Content-Type: text/html\r\n", "<html><title>Proxy Authentication Required</title></html>")},
	}
	for _, status := range []int{400, 401, 402, 403, 404, 408, 409, 413, 422, 425, 429, 451, 500, 501, 502, 503, 504, 520, 529} {
		says := fmt.Sprint(status)
		list = append(list, fault{says, refuses(status, "", `{"error":{"message":"so it is"}}`)})
	}
	for _, status := range []int{400, 429, 503} {
		for _, after := range []string{"2", "100000", "-5", "soon", time.Unix(1e9+7, 0).UTC().Format(http.TimeFormat)} {
			list = append(list, fault{fmt.Sprintf("%d, Retry-After: %s", status, after), refuses(status, "Retry-After: "+after+"\r\n", `{"error":{"message":"so it is"}}`)})
		}
	}
	return list
}

// A badGateway has one fault, and counts how often it is asked.
type badGateway struct {
	net.Listener
	mu    sync.Mutex
	asked int
}

func breaks(t *testing.T, f fault, dialect string) *badGateway {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &badGateway{Listener: l}
	t.Cleanup(func() { l.Close() })
	go func() { // ends with the listener
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go b.answer(c.(*net.TCPConn), f, dialect)
		}
	}()
	return b
}

func (b *badGateway) answer(c *net.TCPConn, f fault, dialect string) {
	defer c.Close()
	r, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return
	}
	io.Copy(io.Discard, r.Body)
	b.mu.Lock()
	b.asked++
	b.mu.Unlock()
	f.send(c, dialect)
}

// waits is a clock that doesn't wait, and remembers for how long it should have.
type waits struct {
	clock
	mu  sync.Mutex
	all []string
}

func (w *waits) Sleep(ctx context.Context, d time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	rounded := d.Truncate(time.Second).String() // a part of each is chance
	if d < time.Second {
		rounded = "½s"
	}
	w.all = append(w.all, rounded)
	return ctx.Err()
}

// A shelf keeps the last state of each message.
type shelf struct {
	chat.Store
	mu   sync.Mutex
	kept chat.Message
}

func (s *shelf) Save(_ context.Context, _ chat.Head, messages ...chat.Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range messages {
		if m.Role == chat.Assistant {
			s.kept = m
		}
	}
	return nil
}

// suffer asks through a fault and tells what came of it.
func suffer(t *testing.T, url, dialect string, patience time.Duration, asked func() int) string {
	t.Helper()
	w, kept := &waits{}, &shelf{}
	transport := transport()
	transport.DisableKeepAlives = true
	c := New(Config{URL: url, Token: func() string { return bearer }, HTTP: &http.Client{Transport: transport}, Idle: patience, Clock: w})
	shown := ""
	turn := chat.Turn{
		Streamer: c, Session: &chat.Session{}, Model: chat.Model{ID: "model", Dialect: dialect, Pinned: true}, Store: kept,
		Each: func(e chat.Event) error {
			if d, ok := e.(chat.TextDelta); ok {
				shown += d.Text
			}
			return nil
		},
	}
	_, err := turn.Ask(t.Context(), chat.Text{Text: "question"})
	says, hint := "", ""
	if err != nil {
		says = strings.NewReplacer(url, "URL", strings.TrimPrefix(url, "http://"), "HOST").Replace(err.Error())
		if hint = hintIn(err); hint == "" {
			if e, ok := errors.AsType[*Error](err); ok {
				hint = e.Hint
			}
		}
	}
	if i := strings.Index(says, "read tcp"); i >= 0 {
		says = says[:i] + "…" // with numbers of the machine's
	}
	if kept.kept.Text() != shown {
		t.Errorf("shown is %q, and kept %q", shown, kept.kept.Text())
	}
	cost := "none"
	if kept.kept.Usage != nil {
		cost = fmt.Sprintf("%d+%d", kept.kept.Usage.Input, kept.kept.Usage.Output)
	}
	short := func(s string, n int) string {
		if r := []rune(s); len(r) > n {
			return string(r[:n-1]) + "…"
		}
		return s
	}
	return strings.Join([]string{
		fmt.Sprint(asked()), strings.Join(w.all, " "), shown, string(kept.kept.Stop.Reason), cost, short(says, 90), short(hint, 50),
	}, "\t")
}

// The table is the promise: what a person sees, keeps and is told, whatever goes
// wrong on the way. What is shown is always what is kept.
func TestEveryFaultHasItsOutcome(t *testing.T) {
	log.SetOutput(io.Discard)
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
	outcomes := map[string]map[string]string{} // by fault and dialect
	var order []string
	var mu sync.Mutex
	var all sync.WaitGroup
	some := make(chan struct{}, 8)
	suffered := func(says, dialect string, f func() string) {
		mu.Lock()
		if outcomes[says] == nil {
			order = append(order, says)
			outcomes[says] = map[string]string{}
		}
		mu.Unlock()
		all.Go(func() {
			some <- struct{}{}
			defer func() { <-some }()
			line := f()
			mu.Lock()
			defer mu.Unlock()
			outcomes[says][dialect] = line
		})
	}
	for _, dialect := range chat.Dialects {
		for _, f := range faults() {
			suffered(f.says, dialect, func() string {
				b := breaks(t, f, dialect)
				patience := time.Minute
				if strings.HasPrefix(f.says, "it stalls") {
					patience = time.Second
				}
				return suffer(t, "http://"+b.Addr().String(), dialect, patience, func() int { b.mu.Lock(); defer b.mu.Unlock(); return b.asked })
			})
		}
		all.Wait()
	}
	got := table(order, outcomes)
	const golden = "testdata/faults.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the table has changed ('go test ./client -run EveryFault -update' writes it anew):\n%s", changed(got, string(want)))
	}
}

// table writes the outcomes, those of the dialects together that are the same.
func table(order []string, outcomes map[string]map[string]string) string {
	var b strings.Builder
	b.WriteString("What comes of a fault, by dialect: how often the gateway is asked and after which waits, what of \"Hello, wörld\" is shown\n")
	b.WriteString("and kept, why it stopped, which tokens are counted, and what is said. An answer that stopped otherwise than for \"stop\" exits with 1.\n\n")
	w := tabwriter.NewWriter(&b, 0, 1, 2, ' ', 0)
	fmt.Fprintln(w, "FAULT\tDIALECT\tASKED\tWAITS\tSHOWN AND KEPT\tSTOP\tTOKENS\tSAYS\tHINT")
	for _, says := range order {
		by := map[string][]string{}
		var lines []string
		for _, dialect := range chat.Dialects {
			line := outcomes[says][dialect]
			if by[line] == nil {
				lines = append(lines, line)
			}
			by[line] = append(by[line], dialect)
		}
		for _, line := range lines {
			who := strings.Join(by[line], ", ")
			if len(by[line]) == len(chat.Dialects) {
				who = "all"
			}
			fmt.Fprintln(w, says+"\t"+who+"\t"+line)
		}
	}
	w.Flush()
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// changed are the lines of two texts that are in one of them alone.
func changed(got, want string) string {
	var b strings.Builder
	a, z := strings.Split(got, "\n"), strings.Split(want, "\n")
	for _, line := range z {
		if !slices.Contains(a, line) {
			b.WriteString("- " + line + "\n")
		}
	}
	for _, line := range a {
		if !slices.Contains(z, line) {
			b.WriteString("+ " + line + "\n")
		}
	}
	return b.String()
}
