//go:build linux

package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"neonchat/bench/terminal"
)

// BenchmarkCompare is several answers at once, 500 tokens a second each: what a
// key's echo takes meanwhile, and what all takes.
func BenchmarkCompare(b *testing.B) {
	program := build(b)
	for _, n := range []int{3, 8} {
		b.Run(fmt.Sprintf("%d models", n), func(b *testing.B) { compare(b, program, n) })
	}
}

func compare(b *testing.B, program string, n int) {
	var echoes []time.Duration
	var cpu time.Duration
	var written, memory int64
	for b.Loop() {
		g := newGateway(b, newScript(mixed(int(lasting.Seconds()*tokensASecond*tokenSize))))
		t, _ := open(b, program, g.url)
		w := &watcher{gateway: g}
		var command strings.Builder
		command.WriteString("/compare")
		for i := range n {
			command.WriteString(fmt.Sprintf(" m%d@mlflow", i+1))
		}
		if err := t.Type(command.String() + " go\r"); err != nil {
			b.Fatal(err)
		}
		if _, err := t.Sees(waiting, "tok/s"); err != nil {
			b.Fatal(err)
		}
		t.Watch(w.look)
		t.Type("\t") // to the composer
		for !g.done(n) {
			time.Sleep(150*time.Millisecond + rand.N(200*time.Millisecond)) // anywhere between two frames
			w.press(b, t)
		}
		// Columns out of sight are ticked in the line that names all.
		ended := func(s terminal.Screen) bool {
			return strings.Count(s.String(), " 5 tokens") == min(n, cols/40) && (n <= cols/40 || strings.Count(s.String(), "✓") == n)
		}
		if _, err := t.Until(waiting, ended); err != nil {
			b.Fatal(err)
		}
		t.Quiet(200 * time.Millisecond)
		written += t.Bytes()
		spent, most := quit(b, t)
		cpu, memory, echoes = cpu+spent, max(memory, most), append(echoes, w.echoes...)
	}
	b.ReportMetric(cpu.Seconds()/float64(b.N), "cpu-s")
	b.ReportMetric(float64(written)/1e6/float64(b.N), "MB-written")
	b.ReportMetric(float64(memory)/1e6, "MB-memory")
	report(b, "key", echoes, 0.5, 0.9, 1)
	b.ReportMetric(0, "ns/op")
}
