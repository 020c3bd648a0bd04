//go:build linux

package bench

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"neonchat/bench/terminal"
)

// BenchmarkFirstFrame is the time from exec until the composer stands there.
func BenchmarkFirstFrame(b *testing.B) {
	program := build(b)
	for _, args := range [][]string{nil, {"--demo"}} {
		b.Run(strings.Join(append([]string{"neonchat"}, args...), " "), func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				t, d := open(b, program, "http://127.0.0.1:1", args...)
				took = append(took, d)
				t.Close()
			}
			report(b, "frame", took, 0.5, 1)
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkLongSession is the time from exec until the composer stands there, and
// until the end of a session of 5,000 messages does.
func BenchmarkLongSession(b *testing.B) {
	program, home := build(b), b.TempDir()
	id := keep(b, program, home, 5000)
	for name, text := range map[string]string{"frame": "❯ ", "session": "In answer 4999 there is"} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			var memory int64
			for b.Loop() {
				c := neonchat(b, program, "http://127.0.0.1:1", "--session", id)
				c.Env = append(c.Env, "XDG_STATE_HOME="+home)
				t, d := sitDown(b, c, text)
				took, memory = append(took, d), max(memory, peak(b, t.Pid()))
				t.Close()
			}
			b.ReportMetric(float64(memory)/1e6, "MB-memory")
			report(b, name, took, 0.5, 1)
			b.ReportMetric(0, "ns/op")
		})
	}
}

// keep has a session of n messages kept, and gives its id.
func keep(b *testing.B, program, home string, n int) string {
	b.Helper()
	type object = map[string]any
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	when := func(i int) string { return at.Add(time.Duration(i) * time.Second).Format(time.RFC3339) }
	id := func(i int) string { return fmt.Sprintf("01a2155f-8565-7a61-b295-%012d", i) }
	messages := make([]object, n)
	for i := range messages {
		text := fmt.Sprintf("Question %d?", i)
		m := object{"id": id(i), "role": "user", "at": when(i)}
		if i > 0 {
			m["parent"] = id(i - 1)
		}
		if i%2 == 1 {
			m["role"], m["model"], m["dialect"], m["stop_reason"] = "assistant", "llama-4-maverick", "mlflow", "stop"
			text = fmt.Sprintf("In answer %d there is\n\n- a *list*, and\n- `code`:\n\n```go\nfmt.Println(%d)\n```\n\n%s", i, i, strings.Repeat("words ", 40))
		}
		m["parts"] = []object{{"type": "text", "text": text}}
		messages[i] = m
	}
	data, err := json.Marshal(object{
		"neonchat": 1, "id": id(n), "title": "A long one", "created": when(0), "updated": when(n), "leaf": id(n - 1),
		"branch": object{"id": "br-bench", "name": "bench"}, "messages": messages,
	})
	if err != nil {
		b.Fatal(err)
	}
	file := filepath.Join(home, "session.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		b.Fatal(err)
	}
	c := neonchat(b, program, "http://127.0.0.1:1", "sessions", "import", file)
	c.Env = append(c.Env, "XDG_STATE_HOME="+home)
	if out, err := c.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return id(n)
}

// BenchmarkIdle is a chat before which nobody sits.
func BenchmarkIdle(b *testing.B) {
	const long = 10 * time.Second
	program := build(b)
	for b.Loop() {
		t, _ := open(b, program, "", "--demo")
		time.Sleep(time.Second) // the start is another benchmark
		cpu, written := used(b, t.Pid()), t.Bytes()
		time.Sleep(long)
		b.ReportMetric(100*(used(b, t.Pid())-cpu).Seconds()/long.Seconds(), "%cpu")
		b.ReportMetric(float64(t.Bytes()-written), "bytes-written")
		t.Close()
	}
	b.ReportMetric(0, "ns/op")
}

// used is the time that the threads of a process have had, to the nanosecond.
func used(b *testing.B, pid int) (sum time.Duration) {
	b.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(threads) == 0 {
		b.Fatalf("the process has no threads: %v", err)
	}
	for _, path := range threads {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // the thread has ended
		}
		n, _ := strconv.ParseInt(strings.Fields(string(stat) + " -")[0], 10, 64)
		sum += time.Duration(n)
	}
	return sum
}

// BenchmarkMove is the time until the program writes, with an answer of 200 KB on
// the screen: after page-up, and after the window changed its width.
func BenchmarkMove(b *testing.B) {
	program := build(b)
	s := newScript(mixed(200_000))
	s.tokens, s.marks = []string{strings.Join(s.tokens, "")}, nil
	g := newGateway(b, s)
	t, _ := open(b, program, g.url)
	t.Type("go\r")
	if _, err := t.Sees(waiting, answerEnds); err != nil {
		b.Fatal(err)
	}
	moves := map[string]func(i int){
		"page":   func(int) { t.Type("\x1b[5~") },
		"resize": func(i int) { t.Resize(cols-20*(1-i%2), rows) },
	}
	for _, name := range []string{"page", "resize"} {
		b.Run(name, func(b *testing.B) { moved(b, t, moves[name]) })
	}
}

func moved(b *testing.B, t *terminal.Terminal, move func(i int)) {
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		time.Sleep(2 * time.Second) // until all is done that the last had in its train
		came := make(chan time.Time, 1)
		t.Watch(func(at time.Time, _ terminal.Screen) {
			select {
			case came <- at:
			default:
			}
		})
		start := time.Now()
		move(i)
		at := <-came
		took = append(took, at.Sub(start))
	}
	report(b, "move", took, 0.5, 1)
	b.ReportMetric(0, "ns/op")
}
