package cmd

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"neonchat/cmd/compare"
	"neonchat/demo"
)

// A mumbler is a gateway whose judge writes what can't be read, as many times
// as it is told, and then a ranking.
type mumbler struct {
	demo    *demo.Gateway
	mumbles int
	asked   atomic.Int32
}

func (m *mumbler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	if bytes.Contains(body, []byte("You are to judge")) {
		m.asked.Add(1)
		said := `repeat {"ranking": ["A", "B"], "reason": "A is the best."}`
		if m.mumbles > bytes.Count(body, []byte("That could not be read")) {
			said = "repeat I like it."
		}
		var request map[string]any
		json.Unmarshal(body, &request)
		request["messages"] = []any{map[string]string{"role": "user", "content": said}}
		body, _ = json.Marshal(request)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	m.demo.ServeHTTP(w, r)
}

func TestAJudgeIsAskedOnceMoreForWhatCanNotBeRead(t *testing.T) {
	for _, c := range []struct {
		name     string
		mumbles  int
		asked    int32
		readable bool
	}{
		{"it is clear", 0, 2, true},
		{"it gets clear", 1, 4, true},
		{"it stays unclear", 2, 4, false},
	} {
		m := &mumbler{demo: demo.New(demo.Options{}), mumbles: c.mumbles}
		server := httptest.NewServer(m)
		defer server.Close()
		u := exec.Command("neonchat", "compare", "-o", "json", "--no-history", "-m", "gpt-5-mini", "-m", "claude-sonnet-4-6", "--judge", "llama-4-maverick", "about tea")
		u.Env = append(os.Environ(), "HOME="+t.TempDir(), "NEONCHAT_OFFLINE=1",
			"NEON_AI_GATEWAY_BASE_URL="+server.URL, "NEON_AI_GATEWAY_TOKEN="+demo.DefaultToken)
		out, err := u.Output()
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		var r compare.Result
		if err := json.Unmarshal(out, &r); err != nil {
			t.Fatalf("%s: %v: %s", c.name, err, out)
		}
		j := r.Judgement
		if got := m.asked.Load(); got != c.asked {
			t.Errorf("%s: it was asked %d times, want %d", c.name, got, c.asked)
		}
		if j.Usage == nil || j.Usage.Output == 0 || j.CostUSD == nil {
			t.Errorf("%s: what it took isn't known: %+v", c.name, j)
		}
		if !c.readable {
			if j.Error == nil || !strings.Contains(j.Error.Message, "can't be read as a judgement") || len(j.Rounds) != 0 {
				t.Errorf("%s: %+v", c.name, j)
			}
			continue
		}
		// It puts first what it is shown first.
		if j.Error != nil || j.Agreed || j.Winner != nil || len(j.Rounds) != 2 || j.Rounds[0].Ranking[0] == j.Rounds[1].Ranking[0] || j.Rounds[0].Reason != "A is the best." {
			t.Errorf("%s: %+v", c.name, j)
		}
	}
}
