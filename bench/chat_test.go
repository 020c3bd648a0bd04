//go:build linux

package bench

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"neonchat/bench/terminal"
)

// Twenty seconds are what the goals were set for.
var lasting = flag.Duration("lasting", 20*time.Second, "how long an answer of BenchmarkChat lasts")

const (
	tokensASecond = 500
	cols, rows    = 120, 40
	waiting       = 30 * time.Second
	answerEnds    = " · 5 out" // below an answer that is done: the tokens of ending
)

// A watcher times what comes to the screen.
type watcher struct {
	gateway *gateway

	mu     sync.Mutex
	typed  string    // what stands in the composer
	at     time.Time // when the last key was pressed; zero once its echo was seen
	tokens []time.Duration
	echoes []time.Duration
}

func (w *watcher) look(at time.Time, s terminal.Screen) {
	w.mu.Lock()
	defer w.mu.Unlock()
	text := s.String()
	if !w.at.IsZero() && strings.HasSuffix(s.Row(rows-2), " "+w.typed) {
		w.echoes = append(w.echoes, at.Sub(w.at))
		w.at = time.Time{}
	}
	g := w.gateway
	g.mu.Lock()
	defer g.mu.Unlock()
	for word, sent := range g.sent {
		if strings.Contains(text, word) {
			w.tokens = append(w.tokens, at.Sub(sent))
			delete(g.sent, word)
		}
	}
}

// press types a letter, unless the echo of the last is still to come.
func (w *watcher) press(b *testing.B, t *terminal.Terminal) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.at.IsZero() {
		return
	}
	keys := string("abcdefghijklmnopqrstuvwxyz"[len(w.typed)%26])
	if len(w.typed) > 100 {
		w.typed = ""
		keys = "\x15" + keys
	}
	w.typed += keys[len(keys)-1:]
	w.at = time.Now()
	if err := t.Type(keys); err != nil {
		b.Fatal(err)
	}
}

// open starts the chat and gives the time from exec to its first frame.
func open(b *testing.B, program, url string, args ...string) (*terminal.Terminal, time.Duration) {
	b.Helper()
	return sitDown(b, neonchat(b, program, url, append(args, "-m", "llama-4-maverick")...), "Ask something")
}

// sitDown starts a chat and gives the time from exec until a text stands there.
func sitDown(b *testing.B, c *exec.Cmd, text string) (*terminal.Terminal, time.Duration) {
	b.Helper()
	c.Env = append(c.Env, "TERM=xterm-256color", "COLORTERM=truecolor", "NO_COLOR=", "GLAMOUR_STYLE=")
	start := time.Now()
	t, err := terminal.Start(c, cols, rows)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(t.Close)
	at, err := t.Sees(waiting, text)
	if err != nil {
		b.Fatal(err)
	}
	return t, at.Sub(start)
}

// quit leaves the chat and gives what it took.
func quit(b *testing.B, t *terminal.Terminal) (cpu time.Duration, memory int64) {
	b.Helper()
	memory = peak(b, t.Pid())
	t.Type("\x03") // throws away what is being written
	t.Quiet(100 * time.Millisecond)
	t.Type("\x03\x03")
	p, err := t.Wait()
	if err != nil {
		b.Fatal(err)
	}
	return p.UserTime() + p.SystemTime(), memory
}

// peak is the most memory that a process had, in bytes. Its rusage would tell
// that of whoever forked it.
func peak(b *testing.B, pid int) int64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes, err := strconv.ParseInt(strings.Fields(after + " -")[0], 10, 64)
	if err != nil {
		b.Fatal(err)
	}
	return kilobytes << 10
}

// answered asks, and types until the whole answer stands there.
func answered(b *testing.B, t *terminal.Terminal, w *watcher) {
	b.Helper()
	t.Watch(w.look)
	if err := t.Type("go\r"); err != nil {
		b.Fatal(err)
	}
	for !w.gateway.done(1) {
		time.Sleep(150*time.Millisecond + rand.N(200*time.Millisecond)) // anywhere between two frames
		w.press(b, t)
	}
	if _, err := t.Sees(waiting, answerEnds); err != nil {
		b.Fatal(err)
	}
	t.Quiet(200 * time.Millisecond)
	if !w.at.IsZero() {
		b.Errorf("%q was never echoed", w.typed)
	}
}

// BenchmarkChat is an answer that streams through the whole program, seen from
// the terminal: 500 tokens a second, and a key four times a second.
func BenchmarkChat(b *testing.B) {
	program := build(b)
	b.Run("mixed", func(b *testing.B) {
		stream(b, program, mixed(int(lasting.Seconds()*tokensASecond*tokenSize)))
	})
	for _, s := range single {
		b.Run(s.name, func(b *testing.B) { stream(b, program, block(s.start, s.more, s.size, s.times)) })
	}
}

func stream(b *testing.B, program, text string) {
	var tokens, echoes []time.Duration
	var cpu time.Duration
	var written, memory int64
	unseen := 0
	for b.Loop() {
		g := newGateway(b, newScript(text))
		t, _ := open(b, program, g.url)
		w := &watcher{gateway: g}
		answered(b, t, w)
		written += t.Bytes()
		spent, most := quit(b, t)
		cpu, memory = cpu+spent, max(memory, most)
		tokens, echoes = append(tokens, w.tokens...), append(echoes, w.echoes...)
		unseen += len(g.sent)
	}
	b.ReportMetric(cpu.Seconds()/float64(b.N), "cpu-s")
	b.ReportMetric(float64(written)/1e6/float64(b.N), "MB-written")
	b.ReportMetric(float64(memory)/1e6, "MB-memory")
	report(b, "token", tokens, 0.5, 0.99, 1)
	report(b, "key", echoes, 0.5, 1)
	b.ReportMetric(float64(unseen)/float64(b.N), "tokens-unseen")
	b.ReportMetric(0, "ns/op")
}

// report gives quantiles in milliseconds.
func report(b *testing.B, what string, ds []time.Duration, quantiles ...float64) {
	if len(ds) == 0 {
		b.Fatalf("no %s was ever seen", what)
	}
	slices.Sort(ds)
	for _, q := range quantiles {
		d := ds[int(math.Ceil(q*float64(len(ds))))-1]
		b.ReportMetric(float64(d.Microseconds())/1e3, fmt.Sprintf("%s-p%g-ms", what, q*100))
	}
}
