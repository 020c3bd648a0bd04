package demo

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const (
	chatPath      = "/ai-gateway/mlflow/v1/chat/completions"
	responsesPath = "/ai-gateway/openai/v1/responses"
	messagesPath  = "/ai-gateway/anthropic/v1/messages"
)

func geminiPath(id string) string {
	return "/ai-gateway/gemini/v1beta/models/" + id + ":generateContent"
}

func geminiStream(id string) string {
	return "/ai-gateway/gemini/v1beta/models/" + id + ":streamGenerateContent?alt=sse"
}

// shop is a gateway to send requests to.
type shop struct {
	t   *testing.T
	url string
}

func serve(t *testing.T, o Options) shop {
	t.Helper()
	s := httptest.NewServer(New(o))
	t.Cleanup(s.Close)
	return shop{t, s.URL}
}

// post sends body, with the right bearer, and reads the answer to its end.
func (s shop) post(path, body string) (int, string) {
	s.t.Helper()
	res := s.send(path, body)
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatalf("reading the answer of %s: %v", path, err)
	}
	return res.StatusCode, string(answer)
}

func (s shop) send(path, body string) *http.Response {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), "POST", s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+DefaultToken)
	req.Header.Set("Anthropic-Version", "2023-06-01")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	return res
}

// hear asks and gives what was answered, put together.
func (s shop) hear(w way, prompt string, more ...string) heard {
	s.t.Helper()
	status, body := s.post(w.path, w.ask(prompt, more...))
	if status != 200 {
		s.t.Fatalf("%s: %d %s", w, status, body)
	}
	return listen(s.t, w.path, body)
}

// way is one of the ways to ask.
type way struct{ path, model, extra string }

func (w way) String() string { return w.model + " at " + w.path + " " + w.extra }

// ways are all dialects, whole and streamed.
var ways = []way{
	{chatPath, "claude-sonnet-4-6", ""},
	{chatPath, "claude-sonnet-4-6", `"stream":true`},
	{chatPath, "gpt-oss-120b", ""},
	{chatPath, "gpt-oss-120b", `"stream":true`},
	{chatPath, "gpt-5-mini", `"stream":true,"stream_options":{"include_usage":true}`},
	{chatPath, "llama-4-maverick", `"stream":true`},
	{responsesPath, "gpt-5-mini", ""},
	{responsesPath, "gpt-5-mini", `"stream":true,"store":false`},
	{messagesPath, "claude-sonnet-4-6", ""},
	{messagesPath, "claude-sonnet-4-6", `"stream":true`},
	{messagesPath, "claude-opus-4-7", `"stream":true,"thinking":{"type":"adaptive","display":"summarized"}`},
	{geminiPath("gemini-2-5-flash"), "gemini-2-5-flash", ""},
	{geminiStream("gemini-3-flash"), "gemini-3-flash", ""},
	{"/v1/gemini/v1beta/models/gemini-3-pro:streamGenerateContent", "gemini-3-pro", ""},
}

// streamed reports whether the answer comes as events.
func (w way) streamed() bool {
	return strings.Contains(w.extra, "stream") || strings.Contains(w.path, "alt=sse")
}

// ask is the body that asks prompt; more are further fields.
func (w way) ask(prompt string, more ...string) string {
	text, _ := json.Marshal(prompt)
	return w.say([]string{`{"role":"user","content":` + string(text) + `}`}, more...)
}

// say is the body with these messages, which Gemini gets as its contents.
func (w way) say(messages []string, more ...string) string {
	fields := []string{`"model":"` + w.model + `"`}
	list := strings.Join(messages, ",")
	switch {
	case strings.Contains(w.path, "gemini"):
		list = strings.NewReplacer(`"content":"`, `"parts":[{"text":"`, `"}`, `"}]}`, `"assistant"`, `"model"`).Replace(list)
		fields = []string{`"contents":[` + list + `]`}
	case w.path == responsesPath:
		fields = append(fields, `"input":[`+list+`]`)
	case w.path == messagesPath:
		fields = append(fields, `"max_tokens":60000`, `"messages":[`+list+`]`)
	default:
		fields = append(fields, `"messages":[`+list+`]`)
	}
	if w.extra != "" {
		fields = append(fields, w.extra)
	}
	return "{" + strings.Join(append(fields, more...), ",") + "}"
}

func TestItRepeatsByteForByteInEveryDialect(t *testing.T) {
	s := serve(t, Options{})
	text := "first line \"quoted\"\n\n\tsecond <b>&amp;</b> \\ line\r\n\u2028 世界 👩🏾‍🚀\n\n\nand !cut !status 429 stay  \n"
	for _, w := range ways {
		if got := s.hear(w, "repeat "+text).text; got != text {
			t.Errorf("%s:\n got %q\nwant %q", w, got, text)
		}
		if got := s.hear(w, "Repeat\n\n"+text).text; got != text {
			t.Errorf("%s, after a blank line:\n got %q\nwant %q", w, got, text)
		}
	}
}

func TestItAnswersWithMarkdownAndCountsIt(t *testing.T) {
	s := serve(t, Options{})
	for _, w := range ways {
		for _, prompt := range []string{"Explain copy-on-write branching", "How do I make tea?"} {
			h := s.hear(w, prompt)
			for _, want := range []string{"# ", "\n- ", "| --- ", "\n```", "\n"} {
				if want == "\n- " && strings.Contains(h.text, "\n1. ") {
					continue
				}
				if m, _ := find(w.model); m.small() && (want == "| --- " || want == "\n```") {
					if strings.Contains(h.text, want) {
						t.Errorf("%s: a small model goes on to %q:\n%s", w, want, h.text)
					}
					continue
				}
				if !strings.Contains(h.text, want) {
					t.Errorf("%s: no %q in the answer:\n%s", w, want, h.text)
				}
			}
			if h.stop != "stop" && h.stop != "end_turn" && h.stop != "completed" && h.stop != "STOP" {
				t.Errorf("%s: it stopped with %q", w, h.stop)
			}
			if n := count(h.text); h.output < n || h.output > n+200 || h.input < 4 {
				t.Errorf("%s: usage %d in, %d out, for an answer of %d tokens", w, h.input, h.output, n)
			}
		}
	}
}

func TestTheSameRequestGetsTheSameAnswer(t *testing.T) {
	s := serve(t, Options{})
	for _, w := range ways {
		_, first := s.post(w.path, w.ask("!think about tea"))
		if _, again := s.post(w.path, w.ask("!think about tea")); again != first {
			t.Errorf("%s: two answers differ", w)
		}
	}
}

func TestItRemembersTheConversation(t *testing.T) {
	s := serve(t, Options{})
	for _, w := range ways {
		status, body := s.post(w.path, w.say([]string{
			`{"role":"user","content":"My cat is called Vera"}`,
			`{"role":"assistant","content":"A good name."}`,
			`{"role":"user","content":"What did I say before?"}`,
		}))
		if status != 200 {
			t.Fatalf("%s: %d %s", w, status, body)
		}
		if got := listen(t, w.path, body).text; !strings.Contains(got, "> My cat is called Vera") || strings.Contains(got, "good name") {
			t.Errorf("%s: it remembers %q", w, got)
		}
	}
}

func TestWhatIsPipedInAsksForNoMemory(t *testing.T) {
	s := serve(t, Options{})
	for _, w := range ways {
		_, body := s.post(w.path, w.ask("summarise\n\nfix what did I say: it was said before"))
		if got := listen(t, w.path, body).text; strings.Contains(got, "nothing before this") {
			t.Errorf("%s: it looks back: %q", w, got)
		}
	}
}

func TestTheOldPrefixNamesTheSameModel(t *testing.T) {
	s := serve(t, Options{})
	status, body := s.post(chatPath, `{"model":"databricks-gpt-oss-20b","messages":[{"role":"user","content":"hi"}]}`)
	if status != 200 {
		t.Errorf("%d %s", status, body)
	}
}

func TestBothLayoutsAnswerAndOthersAreAPlain404(t *testing.T) {
	s := serve(t, Options{})
	chat := way{chatPath, "gpt-oss-20b", ""}.ask("hi")
	responses := way{responsesPath, "gpt-5", ""}.ask("hi")
	messages := way{messagesPath, "claude-haiku-4-5", ""}.ask("hi")
	gemini := way{"gemini", "", ""}.ask("hi")
	for _, c := range []struct {
		path, body string
		want       int
	}{
		{"/ai-gateway/mlflow/v1/chat/completions", chat, 200},
		{"/v1/chat/completions", chat, 200},
		{"/ai-gateway/openai/v1/responses", responses, 200},
		{"/openai/v1/responses", responses, 200},
		{"/ai-gateway/anthropic/v1/messages", messages, 200},
		{"/anthropic/v1/messages", messages, 200},
		{"/ai-gateway/gemini/v1beta/models/gemini-3-pro:generateContent", gemini, 200},
		{"/gemini/v1beta/models/gemini-3-pro:generateContent", gemini, 200},
		{"/v1/gemini/v1beta/models/gemini-3-pro:streamGenerateContent", gemini, 200},
		{"/ai-gateway/v1/chat/completions", chat, 404},
		{"/mlflow/v1/chat/completions", chat, 404},
		{"/openai/v1/chat/completions", chat, 404},
		{"/", chat, 404},
	} {
		status, body := s.post(c.path, c.body)
		if status != c.want {
			t.Errorf("%s: %d %s", c.path, status, body)
		}
		if c.want == 404 && body != "404 page not found\n" {
			t.Errorf("%s: body %q", c.path, body)
		}
	}
}

func TestTheBearerIsChecked(t *testing.T) {
	s := serve(t, Options{Token: "nt_live_mine"})
	gemini := geminiPath("gemini-2-5-pro")
	for _, c := range []struct {
		story, path, header, value string
		want                       int
		says                       string
	}{
		{"no token", chatPath, "X-Nothing", "", 401, "invalid or missing credential"},
		{"a wrong one", chatPath, "Authorization", "Bearer nt_live_other", 401, "invalid or missing credential"},
		{"no scheme", chatPath, "Authorization", "nt_live_mine", 401, "invalid or missing credential"},
		{"another vendor's header", messagesPath, "X-Api-Key", "nt_live_mine", 401, "invalid or missing credential"},
		{"Google's header elsewhere", chatPath, "X-Goog-Api-Key", "nt_live_mine", 401, "invalid or missing credential"},
		{"one without the scope", chatPath, "Authorization", "Bearer nt_live_mine_noscope", 403, "not authorized for ai gateway"},
		{"one of another branch", chatPath, "Authorization", "Bearer nt_live_mine_otherbranch", 403, "not authorized for this branch"},
		{"the right one", chatPath, "Authorization", "Bearer nt_live_mine", 400, "missing or invalid model"},
		{"Google's header", gemini, "X-Goog-Api-Key", "nt_live_mine", 400, "messages"},
	} {
		req, _ := http.NewRequestWithContext(t.Context(), "POST", s.url+c.path, strings.NewReader("{}"))
		req.Header.Set(c.header, c.value)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != c.want || !strings.Contains(string(body), c.says) {
			t.Errorf("%s: %d %s", c.story, res.StatusCode, body)
		}
	}
}
