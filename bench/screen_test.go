//go:build linux

package bench

import (
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
