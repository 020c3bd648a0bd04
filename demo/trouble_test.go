package demo

import (
	"bytes"
	"context"
	"encoding/base64"
	"image/png"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHelpAndThePagesNameEveryWord(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join("..", "docs", "demo.md"))
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, Options{})
	for _, w := range ways {
		text := s.hear(w, "help").text
		for _, sm := range summons {
			if !strings.Contains(text, "`!"+sm.word+"`") {
				t.Errorf("%s: help does not name !%s", w, sm.word)
			}
			if !strings.Contains(string(doc), "//\t!"+sm.word) {
				t.Errorf("the package comment does not name !%s", sm.word)
			}
			if !strings.Contains(string(page), "\n| `!"+sm.word+"` | "+sm.does+" |\n") {
				t.Errorf("docs/demo.md does not say of !%s: %s", sm.word, sm.does)
			}
		}
	}
}

func TestAStatusHasTheBodyOfItsLayer(t *testing.T) {
	s := serve(t, Options{})
	for _, c := range []struct {
		word   string
		status int
		kind   string
		says   string
		retry  string
	}{
		{"!status 400", 400, nestedBody, "malformed", ""},
		{"!status 401", 401, gatewayBody, "invalid or missing credential", ""},
		{"!status 404", 404, "no JSON", "404 page not found", ""},
		{"!status 418", 418, gatewayBody, "teapot", ""},
		{"!status 429", 429, gatewayBody, "rate limit", "1"},
		{"!status 429 forever", 429, databricksBody, "daily token limit exceeded", ""},
		{"!locked", 403, databricksBody, "is locked", ""},
		{"!credits", 429, databricksBody, "credit balance depleted", ""},
		{"!status 500", 500, databricksBody, "error", ""},
		{"!status 502", 502, "no JSON", "<h1>502 Bad Gateway</h1>", ""},
		{"!status 503", 503, gatewayBody, "authorization temporarily unavailable", ""},
		{"!status 504", 504, "no JSON", "", ""},
	} {
		for _, w := range ways {
			res := s.send(w.path, w.ask("Say hello "+c.word))
			body, _ := io.ReadAll(res.Body)
			res.Body.Close()
			kind, message := bodyOf(string(body))
			if res.StatusCode != c.status || kind != c.kind || !strings.Contains(message, c.says) {
				t.Errorf("%s, %s: %d %s", w, c.word, res.StatusCode, body)
			}
			if got := res.Header.Get("Retry-After"); got != c.retry {
				t.Errorf("%s, %s: Retry-After %q, want %q", w, c.word, got, c.retry)
			}
		}
	}
}

func TestOnceFailsTheFirstTimeOnly(t *testing.T) {
	s := serve(t, Options{})
	for _, model := range []string{"gpt-oss-20b", "llama-4-maverick"} {
		w := way{chatPath, model, ""}
		if status, body := s.post(w.path, w.ask("!status 503 once hello")); status != 503 {
			t.Errorf("%s, first: %d %s", w, status, body)
		}
		if got := s.hear(w, "!status 503 once hello").text; !strings.HasPrefix(got, "Hello!") {
			t.Errorf("%s, again: %q", w, got)
		}
	}
}

func TestTroubleIsHeededInTheFirstParagraphOnly(t *testing.T) {
	s := serve(t, Options{})
	w := way{chatPath, "gpt-oss-20b", ""}
	for _, prompt := range []string{"Summarise this\n\nlog: !status 500 happened", "What does wow!status 500 mean?", "repeat !status 500"} {
		if status, body := s.post(w.path, w.ask(prompt)); status != 200 {
			t.Errorf("%q: %d %s", prompt, status, body)
		}
	}
}

func TestTroubleCanBeAimedAtOneModelOrRoute(t *testing.T) {
	s := serve(t, Options{})
	chat, own, other := way{chatPath, "gpt-5-mini", ""}, way{responsesPath, "gpt-5-mini", ""}, way{chatPath, "gpt-oss-20b", ""}
	for _, c := range []struct {
		prompt string
		hit    []way
	}{
		{"!status 500 @gpt-5-mini repeat it", []way{chat, own}},
		{"!status 500 @gpt-5-mini@openai repeat it", []way{own}},
		{"!status 500 @gpt-5-mini@anthropic repeat it", nil},
		{"!status 500 @gpt-5 repeat it", nil},
		{"!status 500 forever @gpt-oss-20b !status 500 @gpt-5-mini@mlflow repeat it", []way{chat, other}},
		{"!status 500 @gpt-oss-20b !think @gpt-5-mini !status 500 once @gpt-5 repeat it", []way{other}},
	} {
		for _, w := range []way{chat, own, other} {
			status, body := s.post(w.path, w.ask(c.prompt))
			if hit := status == 500; hit != slices.Contains(c.hit, w) {
				t.Errorf("%q, %s: %d", c.prompt, w, status)
			} else if !hit && listen(t, w.path, body).text != "it" {
				t.Errorf("%q, %s: %s", c.prompt, w, body)
			}
		}
	}
	if status, _ := s.post(other.path, other.ask("Say hello, !status 500 @gpt-oss-20b, please")); status != 500 {
		t.Errorf("in the midst of a prompt: %d", status)
	}
}

func TestACutAnswerHasNoTerminalSignal(t *testing.T) {
	s := serve(t, Options{})
	for _, w := range ways {
		status, body := s.post(w.path, w.ask("!cut repeat one two three four five six seven eight nine ten"))
		if status != 200 {
			t.Fatalf("%s: %d %s", w, status, body)
		}
		if !w.streamed() {
			continue
		}
		h := listen(t, w.path, body)
		if h.done || !strings.HasPrefix(h.text, "one two") {
			t.Errorf("%s: over: %v, text %q", w, h.done, h.text)
		}
	}
}

func TestAHardCutBreaksTheConnection(t *testing.T) {
	s := serve(t, Options{})
	for _, w := range ways {
		res := s.send(w.path, w.ask("!cut hard repeat one two three four five six"))
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err == nil || len(body) == 0 {
			t.Errorf("%s: error %v after %d bytes", w, err, len(body))
		}
	}
}

func TestAStalledAnswerEndsWhenTheClientGoes(t *testing.T) {
	ended := make(chan struct{})
	g := New(Options{})
	s := shop{t, listenOn(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.ServeHTTP(w, r)
		ended <- struct{}{}
	}))}
	for _, w := range ways {
		stallAndLeave(t, s, w, ended)
	}
}

func stallAndLeave(t *testing.T, s shop, w way, ended <-chan struct{}) {
	t.Helper()
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	req, _ := http.NewRequestWithContext(ctx, "POST", s.url+w.path, strings.NewReader(w.ask("!stall about tea")))
	req.Header.Set("Authorization", "Bearer "+DefaultToken)
	req.Header.Set("Anthropic-Version", "2023-06-01")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := res.Body.Read(make([]byte, 1)); err != nil {
		t.Errorf("%s: %v before the stall", w, err)
	}
	select {
	case <-ended:
		t.Errorf("%s: the answer ended by itself", w)
	default:
		leave()
		<-ended
	}
}

func TestGarbageIsOneBrokenEventAmongGoodOnes(t *testing.T) {
	s := serve(t, Options{})
	for _, w := range ways {
		if !w.streamed() {
			continue
		}
		_, body := s.post(w.path, w.ask("!garbage repeat one two three four"))
		h := listen(t, w.path, body)
		broken := 0
		for _, e := range h.events {
			if e.has("broken") {
				broken++
			}
		}
		if broken != 1 || h.text != "one two three four" {
			t.Errorf("%s: %d broken events, text %q", w, broken, h.text)
		}
	}
}

func TestAnErrorComesAfterTheAnswerHasBegun(t *testing.T) {
	s := serve(t, Options{})
	for _, w := range ways {
		status, body := s.post(w.path, w.ask("!error repeat one two three four"))
		if !w.streamed() && !strings.Contains(w.path, "streamGenerate") {
			if status != 500 {
				t.Errorf("%s: %d %s", w, status, body)
			}
			continue
		}
		if h := listen(t, w.path, body); !strings.HasPrefix(h.text, "one") || strings.Contains(h.text, "four") || !strings.Contains(body, "error") {
			t.Errorf("%s: %d %s", w, status, body)
		}
	}
}

func TestAPageOfHTMLComesWith200(t *testing.T) {
	s := serve(t, Options{})
	for _, w := range ways {
		res := s.send(w.path, w.ask("!html"))
		res.Body.Close()
		if res.StatusCode != 200 || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			t.Errorf("%s: %d %s", w, res.StatusCode, res.Header.Get("Content-Type"))
		}
	}
}

func TestItDeclinesAsEachVendorDoes(t *testing.T) {
	s := serve(t, Options{})
	for _, w := range ways {
		_, body := s.post(w.path, w.ask("!refuse"))
		want := `"finish_reason":"content_filter"`
		switch {
		case w.path == messagesPath:
			want = `"stop_reason":"refusal"`
		case w.path == responsesPath:
			want = `"type":"refusal"`
		case strings.Contains(w.path, "gemini"):
			want = `"blockReason":"SAFETY"`
		}
		if !strings.Contains(body, want) || listen(t, w.path, body).text != "" {
			t.Errorf("%s: no %s in %s", w, want, body)
		}
	}
}

func TestAnAnswerMayBeEmptyOrStopForLength(t *testing.T) {
	s := serve(t, Options{})
	for _, w := range ways {
		if h := s.hear(w, "!empty"); h.text != "" || !h.done {
			t.Errorf("%s: empty is %q", w, h.text)
		}
		h := s.hear(w, "!length about tea")
		switch h.stop {
		case "length", "max_tokens", "MAX_TOKENS", "incomplete":
		default:
			t.Errorf("%s: it stopped with %q", w, h.stop)
		}
	}
}

func TestASmallBudgetGoesToReasoning(t *testing.T) {
	s := serve(t, Options{})
	h := s.hear(way{chatPath, "gpt-oss-20b", `"max_tokens":20`}, "about tea")
	if h.text != "" || h.reasoning == "" || h.stop != "length" || h.output != 20 {
		t.Errorf("text %q, reasoning %q, stop %q, %d tokens", h.text, h.reasoning, h.stop, h.output)
	}
	h = s.hear(way{messagesPath, "claude-haiku-4-5", `"stop_sequences":["three"]`}, "repeat one two three four")
	if h.text != "one two " || h.stop != "stop_sequence" {
		t.Errorf("a stop sequence left %q, stop %q", h.text, h.stop)
	}
}

func TestALongAnswerHasTheSizeAskedFor(t *testing.T) {
	s := serve(t, Options{})
	for _, w := range ways {
		text := s.hear(w, "!long 20KB").text
		if len(text) > 20<<10 || len(text) < 20<<10-4 || !utf8.ValidString(text) {
			t.Errorf("%s: %d bytes, valid: %v", w, len(text), utf8.ValidString(text))
		}
	}
	if text := s.hear(ways[1], "!long 1MB").text; len(text) > 1<<20 || len(text) < 1<<20-4 {
		t.Errorf("%d bytes", len(text))
	}
}

func TestUnicodeIsSplitWithinGraphemes(t *testing.T) {
	s := serve(t, Options{})
	for _, w := range ways {
		h := s.hear(w, "!unicode")
		if h.text != unicodeText {
			t.Errorf("%s: %q", w, h.text)
		}
		if w.streamed() && len(h.deltas) != utf8.RuneCountInString(unicodeText) {
			t.Errorf("%s: %d deltas", w, len(h.deltas))
		}
	}
}

func TestEscapesArriveAsTheyAre(t *testing.T) {
	s := serve(t, Options{})
	for _, w := range ways {
		if text := s.hear(w, "!escape").text; !strings.Contains(text, "\x1b]52;c;") || !strings.Contains(text, "\x1b[2J") {
			t.Errorf("%s: %q", w, text)
		}
	}
}

func TestItDrawsWhereAModelCan(t *testing.T) {
	s := serve(t, Options{})
	for _, w := range ways {
		_, body := s.post(w.path, w.ask("!image"))
		draws := w.path == responsesPath || strings.Contains(w.path, "gemini")
		i := strings.Index(body, "iVBORw0KGgo")
		if draws != (i >= 0) {
			t.Fatalf("%s: a picture: %v", w, i >= 0)
		}
		if !draws {
			continue
		}
		encoded, _, _ := strings.Cut(body[i:], `"`)
		data, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := png.Decode(bytes.NewReader(data)); err != nil {
			t.Errorf("%s: %v", w, err)
		}
	}
}
