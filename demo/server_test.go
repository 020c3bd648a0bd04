package demo

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestAServerAnswersUntilItIsClosed(t *testing.T) {
	s, err := Start(t.Context(), "127.0.0.1:0", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if s.Token != DefaultToken || !strings.HasPrefix(s.URL, "http://127.0.0.1:") {
		t.Errorf("it listens at %s with token %s", s.URL, s.Token)
	}
	status, _ := shop{t, s.URL}.post(chatPath, ways[0].ask("hi"))
	if status != 200 {
		t.Errorf("status %d", status)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := http.Get(s.URL); err == nil {
		t.Error("it still listens")
	}
}

func TestAServerEndsWithItsContextAStalledAnswerToo(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	s, err := Start(ctx, "127.0.0.1:0", Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := ways[1]
	res := shop{t, s.URL}.send(w.path, w.ask("!stall about tea"))
	defer res.Body.Close()
	stop()
	<-s.Done()
	if _, err := io.ReadAll(res.Body); err == nil {
		t.Error("the stalled answer ended well")
	}
}

func TestATakenPortIsSaid(t *testing.T) {
	s, err := Start(t.Context(), "127.0.0.1:0", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := Start(t.Context(), strings.TrimPrefix(s.URL, "http://"), Options{}); err == nil {
		t.Error("two servers share a port")
	}
}

func TestTheListHasOneModelThatIsOff(t *testing.T) {
	s := serve(t, Options{})
	for _, path := range []string{"/v1/models", "/ai-gateway/mlflow/v1/models"} {
		o := s.get(path)
		off := 0
		for _, m := range o.objs("data") {
			if !m.flag("enabled") {
				off++
			}
			if m["pricing"] != nil || m.str("owned_by") == "" {
				t.Errorf("%s: %v", path, m)
			}
		}
		if off != 1 || len(o.list("data")) != len(models)+len(embedders) {
			t.Errorf("%s: %d of %d are off", path, off, len(o.list("data")))
		}
	}
	if len(s.get("/api.json").obj("neon").obj("models")) != len(models) {
		t.Error("the catalog is not whole")
	}
}

func (s shop) get(path string) object {
	s.t.Helper()
	req, _ := http.NewRequestWithContext(s.t.Context(), "GET", s.url+path, nil)
	req.Header.Set("Authorization", "Bearer "+DefaultToken)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	var o object
	decode(s.t, string(body), &o)
	return o
}

func TestBitesAreTheTextInOrder(t *testing.T) {
	text := "Copy-on-write branching 🌿, in a word: 写时复制.\n\nincomprehensibilities"
	for n := range 9 {
		if got := strings.Join(slices.Collect(bites(text, n)), ""); got != text {
			t.Errorf("%d: %q", n, got)
		}
	}
	got := slices.Collect(bites("one two  three", 1))
	if want := []string{"one", " two", "  three"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAClaudeWhoseVersionCantBeReadIsNew(t *testing.T) {
	for id, want := range map[string]bool{
		"claude-sonnet-4": false, "claude-sonnet-4-6": false, "claude-opus-4-7": true, "claude-opus-5": true,
		"claude-3-5-sonnet-20241022": true, "claude-sonnet-4-20250514": true, "claude-fable": true, "gpt-5": false,
	} {
		if newClaude(model{id: id}) != want {
			t.Errorf("%s counts as new: %v", id, !want)
		}
	}
}

func FuzzAnyBodyGetsAnAnswer(f *testing.F) {
	for _, w := range ways {
		f.Add(w.path, w.ask("!think !tool hello"))
		f.Add(w.path, w.say([]string{`{"role":"user","content":"!image"}`}, `"tools":[{"type":"function","function":{"name":"f","parameters":{"enum":[]}}}]`))
	}
	f.Add(chatPath, `{"model":"gpt-oss-20b","messages":[{"role":"assistant","content":[null,1,{"type":"text"}],"tool_calls":[{}]}]}`)
	f.Add(geminiPath("gemini-3-pro"), `{"contents":[{"role":"model","parts":[{"functionCall":1}]}]}`)
	g := New(Options{})
	f.Fuzz(func(t *testing.T, path, body string) {
		if strings.Contains(body, "!stall") || strings.Contains(body, "!cut") || strings.Contains(body, "!slow") || strings.Contains(body, "!long") {
			t.Skip("those don't end, or not soon")
		}
		req, err := http.NewRequestWithContext(t.Context(), "POST", "http://demo"+path, strings.NewReader(body))
		if err != nil {
			t.Skip("no such path")
		}
		req.Header.Set("Authorization", "Bearer "+DefaultToken)
		req.Header.Set("Anthropic-Version", "2023-06-01")
		g.ServeHTTP(discard{http.Header{}}, req)
	})
}

// discard is a client that looks at nothing.
type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(int)             {}
func (d discard) Flush()                      {}

func TestABranchServesWhatItIsTo(t *testing.T) {
	s := serve(t, Options{Serve: []string{"gpt-oss-120b", "nobodys-1", "gte-large-en"}})
	var ids []string
	for _, m := range s.get("/v1/models").objs("data") {
		ids = append(ids, m.str("id"))
	}
	if want := []string{"gpt-oss-120b", "nobodys-1", "gte-large-en"}; !slices.Equal(ids, want) {
		t.Errorf("it lists %v, want %v", ids, want)
	}
	for _, c := range []struct {
		path, model string
		status      int
		says        string
	}{
		{chatPath, "gpt-oss-120b", 200, ""},
		{chatPath, "databricks-gpt-oss-120b", 200, ""},
		{chatPath, "nobodys-1", 200, ""},
		{chatPath, "gte-large-en", 400, "does not support chat"},
		{chatPath, "gpt-oss-20b", 400, `unknown model "gpt-oss-20b"`},
		{messagesPath, "claude-sonnet-4-6", 400, `unknown model "claude-sonnet-4-6"`},
		{responsesPath, "gpt-5-mini", 400, `unknown model "gpt-5-mini"`},
		{geminiPath("gemini-3-flash"), "", 400, `unknown model "gemini-3-flash"`},
	} {
		status, body := s.post(c.path, way{c.path, c.model, ""}.ask("hi"))
		if _, message := bodyOf(body); status != c.status || !strings.Contains(message, c.says) {
			t.Errorf("%s at %s: %d %s", c.model, c.path, status, body)
		}
	}
	if len(s.get("/api.json").obj("neon").obj("models")) != len(models) {
		t.Error("models.dev has changed with the branch")
	}
}

func TestTheAnswersSayHowMuchIsLeft(t *testing.T) {
	s := serve(t, Options{})
	for prompt, want := range map[string]string{"hi": "192000", "!scarce hi": "9500", "!status 429 hi": "0"} {
		res := s.send(chatPath, ways[1].ask(prompt))
		res.Body.Close()
		if got := res.Header.Get("X-Ratelimit-Remaining-Tokens"); got != want {
			t.Errorf("%s: %q are left, want %s", prompt, got, want)
		}
	}
}
