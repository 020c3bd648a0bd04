// Package bench measures the whole program from outside: processes, from exec to
// exit, against the least that a program could do. See README.md.
package bench

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The test binary is also the readers that neonchat is held against.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 {
		if read := readers[os.Args[1]]; read != nil {
			read(os.Args[2])
			return
		}
	}
	os.Exit(m.Run())
}

var readers = map[string]func(url string){
	"nothing": func(string) {},
	"scan":    func(url string) { lines(url, scanned) },
	"json":    func(url string) { lines(url, decoded) },
}

// lines is a bare reader: it looks at no status, knows one dialect, and holds
// lines that are short.
func lines(url string, text func([]byte) []byte) {
	r, err := http.Post(url, "application/json", strings.NewReader("{}"))
	if err != nil {
		panic(err)
	}
	s := bufio.NewScanner(r.Body)
	s.Buffer(make([]byte, 64<<10), 1<<20)
	w := bufio.NewWriterSize(os.Stdout, 64<<10)
	defer w.Flush()
	for s.Scan() {
		w.Write(text(s.Bytes()))
	}
}

func scanned(line []byte) []byte {
	_, rest, ok := bytes.Cut(line, []byte(`"content":"`))
	if !ok {
		return nil
	}
	text, _, _ := bytes.Cut(rest, []byte(`"`))
	return text
}

func decoded(line []byte) (text []byte) {
	var c struct {
		Choices []struct{ Delta struct{ Content string } }
	}
	if json.Unmarshal(bytes.TrimPrefix(line, []byte("data: ")), &c) == nil {
		for _, c := range c.Choices {
			text = append(text, c.Delta.Content...)
		}
	}
	return text
}

const chunk = `data: {"id":"chatcmpl-9f2c1d7e8b4a4c0c9f2c1d7e8b4a4c0c","object":"chat.completion.chunk","created":1767213414,` +
	`"model":"llama-4-maverick","choices":[{"index":0,"delta":{"role":"assistant","content":"abcd"},"finish_reason":null}]}` + "\n\n"

const ending = `data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":5}}` +
	"\n\ndata: [DONE]\n\n"

// serve answers every request with so many bytes of text in deltas of four, and
// notes when the request came.
func serve(b *testing.B, text int, came chan<- time.Time) string {
	body := []byte(strings.Repeat(chunk, text/4) + ending)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if came != nil {
			came <- time.Now()
		}
		io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "text/event-stream")
		w.Write(body)
	}))
	b.Cleanup(s.Close)
	return s.URL
}

func build(b *testing.B) string {
	b.Helper()
	program := filepath.Join(b.TempDir(), "neonchat")
	if out, err := exec.Command("go", "build", "-o", program, "..").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return program
}

func neonchat(b *testing.B, program, url string, args ...string) *exec.Cmd {
	c := exec.Command(program, args...)
	c.Dir = b.TempDir()
	c.Env = append(os.Environ(), "HOME="+c.Dir, "XDG_CACHE_HOME="+c.Dir, "XDG_CONFIG_HOME="+c.Dir, "XDG_STATE_HOME="+c.Dir, "NEONCHAT_OFFLINE=1",
		"NEON_AI_GATEWAY_BASE_URL="+url, "NEON_AI_GATEWAY_TOKEN=nt_live_bench_0000000000")
	return c
}

// BenchmarkPipe is an answer in a pipe, from exec to exit.
func BenchmarkPipe(b *testing.B) {
	program := build(b)
	for _, megabytes := range []int{1, 10} {
		url := serve(b, megabytes*1_000_000, nil)
		for _, who := range []string{"scan", "json", "neonchat", "neonchat, no history"} {
			b.Run(fmt.Sprintf("%dMB/%s", megabytes, who), func(b *testing.B) {
				for b.Loop() {
					c := exec.Command(os.Args[0], who, url)
					switch who {
					case "neonchat":
						c = neonchat(b, program, url, "-m", "llama-4-maverick", "hi")
					case "neonchat, no history":
						c = neonchat(b, program, url, "-m", "llama-4-maverick", "--no-history", "hi")
					}
					out, err := c.Output()
					if err != nil || len(out) != megabytes*1_000_000 {
						b.Fatalf("%d bytes, %v", len(out), err)
					}
				}
			})
		}
	}
}

// BenchmarkStart is a process that does nothing but start.
func BenchmarkStart(b *testing.B) {
	program := build(b)
	b.Run("nothing", func(b *testing.B) {
		for b.Loop() {
			if err := exec.Command(os.Args[0], "nothing", "").Run(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("neonchat", func(b *testing.B) {
		for b.Loop() {
			if err := exec.Command(program, "--version").Run(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkRequest is the time from exec until the request stands at the
// gateway.
func BenchmarkRequest(b *testing.B) {
	program := build(b)
	came := make(chan time.Time, 1)
	url := serve(b, 4, came)
	for _, who := range []string{"scan", "neonchat"} {
		b.Run(who, func(b *testing.B) {
			var total time.Duration
			for b.Loop() {
				c := exec.Command(os.Args[0], who, url)
				if who == "neonchat" {
					c = neonchat(b, program, url, "-m", "llama-4-maverick", "hi")
				}
				start := time.Now()
				if err := c.Run(); err != nil {
					b.Fatal(err)
				}
				total += (<-came).Sub(start)
			}
			b.ReportMetric(float64(total.Nanoseconds())/float64(b.N), "ns/request")
		})
	}
}
