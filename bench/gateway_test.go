//go:build linux

package bench

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"
)

// A gateway writes a script into the chat, a token at its time, and notes when
// each mark went out.
type gateway struct {
	script
	url string

	mu   sync.Mutex
	sent map[string]time.Time // by the words of marks that aren't on the screen yet
	over int                  // how many answers were written
}

func newGateway(b *testing.B, s script) *gateway {
	g := &gateway{script: s, sent: map[string]time.Time{}}
	server := httptest.NewServer(http.HandlerFunc(g.answer))
	b.Cleanup(server.Close)
	g.url = server.URL
	return g
}

func (g *gateway) answer(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	if r.Method != http.MethodPost {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	start, marks := time.Now(), g.marks
	for i, token := range g.tokens {
		time.Sleep(time.Until(start.Add(time.Duration(i) * time.Second / tokensASecond)))
		g.mu.Lock()
		for ; len(marks) > 0 && marks[0].token == i; marks = marks[1:] {
			g.sent[marks[0].word] = time.Now()
		}
		g.mu.Unlock()
		fmt.Fprintf(w, `data: {"choices":[{"index":0,"delta":{"content":%s}}]}`+"\n\n", strconv.Quote(token))
		w.(http.Flusher).Flush()
	}
	io.WriteString(w, ending)
	g.mu.Lock()
	g.over++
	g.mu.Unlock()
}

// done reports whether so many answers were written.
func (g *gateway) done(answers int) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.over >= answers
}
