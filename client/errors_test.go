package client

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"neonchat/chat"
)

func TestEveryBodyOfAnErrorIsRead(t *testing.T) {
	const page = "<html>\r\n<head><title>502 Bad Gateway</title><style>a{}</style></head>\r\n<body><center><h1>502 Bad Gateway</h1></center></body></html>"
	c := New(Config{Token: func() string { return bearer }})
	for _, row := range []struct {
		name   string
		status int
		body   string
		want   string // the error's text
	}{
		{"the gateway's own", 400, `{"error":{"message":"unknown model \"x\""}}`, `unknown model "x" (HTTP 400)`},
		{"Databricks'", 400, `{"error_code":"BAD_REQUEST","message":"no messages"}`, "no messages (HTTP 400, BAD_REQUEST)"},
		{"an upstream error within Databricks'", 400, `{"error_code":"BAD_REQUEST","message":"{\"message\":\"temperature: too hot\"}"}`, "temperature: too hot (HTTP 400, BAD_REQUEST)"},
		{"OpenAI's within Databricks'", 400, `{"error_code":"BAD_REQUEST","message":"{\n  \"error\": {\"message\": \"Unknown parameter: 'seed'.\", \"type\": \"invalid_request_error\", \"param\": \"seed\", \"code\": \"unknown_parameter\"}\n}"}`,
			"Unknown parameter: 'seed'. (HTTP 400, invalid_request_error)"},
		{"one within one within one", 400, `{"error_code":"A","message":"{\"error_code\":\"B\",\"message\":\"{\\\"error\\\":{\\\"message\\\":\\\"deep\\\"}}\"}"}`, "deep (HTTP 400, B)"},
		{"what only looks like JSON", 400, `{"error_code":"A","message":"{not so"}`, "{not so (HTTP 400, A)"},
		{"Anthropic's", 529, `{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}`, "Overloaded (HTTP 529, overloaded_error)"},
		{"Google's", 400, `{"error":{"code":400,"message":"Invalid JSON payload","status":"INVALID_ARGUMENT"}}`, "Invalid JSON payload (HTTP 400, INVALID_ARGUMENT)"},
		{"Google's in a list", 400, `[{"error":{"code":400,"message":"Invalid JSON payload","status":"INVALID_ARGUMENT"}}]`, "Invalid JSON payload (HTTP 400, INVALID_ARGUMENT)"},
		{"an error that is a string", 400, `{"error":"bad things"}`, "bad things (HTTP 400)"},
		{"a code that is a number", 400, `{"error":{"message":"bad","code":1234}}`, "bad (HTTP 400, 1234)"},
		{"a code alone", 400, `{"error":{"type":"server_error"}}`, "server_error (HTTP 400, server_error)"},
		{"a detail", 422, `{"detail":"field required"}`, "field required (HTTP 422)"},
		{"a message alone", 403, `{"message":"forbidden by policy"}`, "forbidden by policy (HTTP 403)"},
		{"plain text", 404, "no such thing\n  here\n", "no such thing here (HTTP 404)"},
		{"the status again", 404, "404 page not found\n", "404 page not found (HTTP 404)"},
		{"the status in words", 502, "502 Bad Gateway", "bad gateway (HTTP 502)"},
		{"a proxy's page", 502, page, "bad gateway (HTTP 502)"},
		{"a page without a title", 500, "<h1>Sorry</h1><script>alert(1)</script><p>We broke &amp; fell</p>", "Sorry We broke & fell (HTTP 500)"},
		{"nothing", 503, "", "service unavailable (HTTP 503)"},
		{"nothing under a status of nobody's", 599, "", "the gateway refused without a word (HTTP 599)"},
		{"white space", 504, " \r\n", "gateway timeout (HTTP 504)"},
		{"an empty object", 500, "{}", "internal server error (HTTP 500)"},
		{"an empty list", 500, "[]", "internal server error (HTTP 500)"},
		{"null", 500, "null", "internal server error (HTTP 500)"},
		{"half of an error", 500, `{"error":{"mess`, `{"error":{"mess (HTTP 500)`},
		{"a long page", 500, strings.Repeat("words ", 1000), strings.Repeat("words ", 50) + "… (HTTP 500)"},
		{"what is no UTF-8", 500, "caf\xe9", "caf\uFFFD (HTTP 500)"},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := c.refusal(&http.Response{StatusCode: row.status, Header: http.Header{}}, []byte(row.body))
			if got := e.Error(); got != row.want {
				t.Errorf("got  %q\nwant %q", got, row.want)
			}
		})
	}
}

func TestEveryErrorOfTheGatewaysHasItsHint(t *testing.T) {
	for _, row := range []struct {
		status     int
		body       string
		retryAfter string
		hint       string // what it holds
	}{
		{401, `{"error":{"message":"invalid or missing credential"}}`, "", "neon env pull"},
		{403, `{"error":{"message":"credential not authorized for ai gateway"}}`, "", "ai_gateway:invoke"},
		{403, `{"error":{"message":"credential not authorized for this branch"}}`, "", "no ancestor"},
		{403, `{"error":{"message":"could not resolve workspace from host"}}`, "", "us-east-2"},
		{400, `{"error":{"message":"could not resolve workspace from host \"x\""}}`, "", "us-east-2"},
		{404, `{"error":{"message":"could not resolve workspace from host"}}`, "", "us-east-2"},
		{403, `{"error_code":"PERMISSION_DENIED","message":"The endpoint has a rate limit of 0."}`, "", "switched off"},
		{403, `{"error_code":"PERMISSION_DENIED","message":"The endpoint has a rate limit of 0."}`, "", "Billing"},
		{403, `{"error_code":"PERMISSION_DENIED","message":"model \"x\" is locked: it requires credits"}`, "", "credits unlock models (Neon Console, under Billing)"},
		{403, `{"message":"forbidden"}`, "", "not allowed"},
		{403, `{"error":{"message":"could not resolve workspace from host"}}`, "", "eu-central-1"},
		{429, `{"error_code":"REQUEST_LIMIT_EXCEEDED","message":"ai gateway credit balance depleted"}`, "", "credits are used up"},
		{402, `{"error":{"message":"payment required"}}`, "", "credits are used up"},
		{429, `{"error_code":"REQUEST_LIMIT_EXCEEDED","message":"ai gateway daily token limit exceeded"}`, "", "daily cap"},
		{429, `{"error_code":"REQUEST_LIMIT_EXCEEDED","message":"ai gateway per-minute token limit exceeded for model \"x\""}`, "", "tokens of this minute"},
		{400, `{"error":{"message":"unknown model \"x\""}}`, "", "neonchat models"},
		{400, `{"error":{"message":"missing or invalid model"}}`, "", "neonchat models"},
		{400, `{"error":{"message":"model \"x\" is not available on the gemini_generate_content endpoint"}}`, "", "--dialect"},
		{404, `{"error":{"message":"unsupported gemini action"}}`, "", "--dialect mlflow"},
		{404, `{"error":{"message":"invalid gemini model path"}}`, "", "--dialect mlflow"},
		{404, "404 page not found", "", "NEON_AI_GATEWAY_BASE_URL"},
		{413, "", "", "32 MiB"},
		{429, `{"error":{"message":"upstream rate limit"}}`, "", "wait a minute"},
		{429, `{"error":{"message":"upstream rate limit"}}`, "90", "lifts in 1m30s"},
		{429, `{"error_code":"REQUEST_LIMIT_EXCEEDED","message":"ai gateway daily token limit exceeded"}`, "", "waiting won't lift"},
		{429, `{"error_code":"REQUEST_LIMIT_EXCEEDED","message":"ai gateway daily token limit exceeded"}`, "3600", "lifts in 1h0m0s"},
		{429, `{"error_code":"REQUEST_LIMIT_EXCEEDED","message":"ai gateway per-minute token limit exceeded for model \"x\""}`, "12", "lifts in 12s"},
		{429, `{"error":{"message":"per-minute token limit exceeded for model \"x\""}}`, "", "waiting won't lift"},
		{500, "", "", "neonstatus.com"},
		{502, `{"error":{"message":"upstream request failed"}}`, "", "neonstatus.com"},
		{503, `{"error":{"message":"authorization temporarily unavailable"}}`, "", "try again"},
		{504, "", "", "took too long"},
		{529, `{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`, "", "overloaded"},
		{400, `{"error_code":"BAD_REQUEST","message":"messages: text content blocks must be non-empty"}`, "", ""},
	} {
		h := http.Header{}
		h.Set("Retry-After", row.retryAfter)
		e := responseError(&http.Response{StatusCode: row.status, Header: h}, []byte(row.body), time.Time{})
		if !strings.Contains(e.Hint, row.hint) || (row.hint == "") != (e.Hint == "") {
			t.Errorf("%v (Retry-After %q)\nhas the hint %q, want one that says %q", e, row.retryAfter, e.Hint, row.hint)
		}
		if strings.Contains(e.Hint, "{") {
			t.Errorf("%v has the hint %q", e, e.Hint)
		}
	}
}

func TestTheRequestIsNamedByTheServersWord(t *testing.T) {
	for _, row := range []struct{ name, value, body, want string }{
		{"X-Request-Id", "a", "", "a"},
		{"Request-Id", "b", "", "b"},
		{"X-Amzn-Requestid", "c", "", "c"},
		{"X-Request-Id", "d", `{"type":"error","error":{"message":"m"},"request_id":"e"}`, "d"},
		{"X-Other", "f", `{"type":"error","error":{"message":"m"},"request_id":"e"}`, "e"},
		{"X-Other", "f", `{"error_code":"A","message":"{\"error\":{\"message\":\"m\"}}","request_id":"g"}`, "g"},
	} {
		h := http.Header{}
		h.Set(row.name, row.value)
		e := responseError(&http.Response{StatusCode: 500, Header: h}, []byte(row.body), time.Time{})
		if e.RequestID != row.want {
			t.Errorf("%s: %s with %s: got %q, want %q", row.name, row.value, row.body, e.RequestID, row.want)
		}
	}
}

func TestAnUnknownModelIsNamed(t *testing.T) {
	for says, want := range map[string]string{
		`unknown model "claude-sonet-4-6"`: "claude-sonet-4-6",
		`Unknown model gpt-6`:              "gpt-6",
		`unknown parameter "model"`:        "",
	} {
		if id, ok := (&Error{Message: says}).UnknownModel(); id != want || ok != (want != "") {
			t.Errorf("%s: got %q, %t", says, id, ok)
		}
	}
}

// A token that a server repeats comes out nowhere: not in the error, its hint
// or a notice.
func TestATokenThatIsRepeatedIsHidden(t *testing.T) {
	odd := "an-older-token-of-another-form"
	begin, delta, _ := grammar(chat.MLflow)
	for _, token := range []string{bearer, odd} {
		quoted, _ := json.Marshal("bad bearer " + token)
		for name, replies := range map[string][]reply{
			"in JSON":       {{status: 401, body: `{"error":{"message":` + string(quoted) + `,"code":"` + token + `"}}`}},
			"in text":       {{status: 401, body: "bad bearer " + token}},
			"in a page":     {{status: 403, body: "<html><title>" + token + "</title></html>"}},
			"in a header":   {{status: 400, header: "X-Request-Id: " + token}},
			"in a notice":   {{status: 503, body: token}, {status: 503, body: token}, {status: 503, body: token}},
			"in a 404":      {{status: 404, body: token}, {status: 404, body: token}},
			"in a stream":   {{body: `data: {"error":{"message":` + string(quoted) + `}}` + "\n\n"}},
			"in the middle": {{body: begin + strings.Replace(delta, "%s", `"hi"`, 1) + `data: {"error":{"message":` + string(quoted) + `}}` + "\n\n"}},
			"in a whole":    {{header: "Content-Type: application/json", body: `{"error":{"message":` + string(quoted) + `}}`}},
			"in no answer":  {{header: "Content-Type: text/html", body: "<p>" + token + "</p>"}},
		} {
			g := replying(t, replies...)
			c := New(Config{URL: "https://gateway", Token: func() string { return token }, HTTP: &http.Client{Transport: g}, Clock: g})
			answer, err := ask(t, c, llama)
			e, ok := errors.AsType[*Error](err)
			if !ok {
				t.Errorf("%s: got %v", name, err)
				continue
			}
			said := strings.Join(append(answer.Notices, err.Error(), e.Message, e.Code, e.Hint, e.RequestID, answer.Err), "\n")
			if strings.Contains(said, token) || strings.Contains(said, "secret") {
				t.Errorf("%s: the token comes out", name)
			}
		}
	}
}

// A token is looked for before a text is cut: of half a token nobody would know
// what it is.
func TestATokenIsHiddenBeforeATextIsCut(t *testing.T) {
	const odd = "an-older-token-of-another-form-0x789" // 36 characters
	for _, token := range []string{bearer, odd} {
		for _, before := range []int{250, 271, 290, 299} {
			words := strings.Repeat("x", before) + " "[:before%2] + token
			for name, replies := range map[string][]reply{
				"in text":            {{status: 401, body: words}},
				"in a page":          {{status: 403, body: "<p>" + words + "</p>"}},
				"in a huge page":     {{status: 403, body: "<p " + strings.Repeat("y", longestPage-before) + ">" + words}},
				"in no answer":       {{header: "Content-Type: text/html", body: "<p>" + words}},
				"in broken JSON":     {{header: "Content-Type: application/json", body: `{"` + words}},
				"in a stream":        {{body: "event: error\ndata: " + words + "\n\n"}},
				"in the middle":      {{body: `data: {"choices":[{"delta":{"content":"hi"}}]}` + "\n\nevent: error\ndata: \"" + words + "\"\n\n"}},
				"in what is no HTTP": {{err: errors.New("malformed HTTP response " + words)}},
			} {
				g := replying(t, replies...)
				var log strings.Builder
				c := New(Config{URL: "https://gateway", Token: func() string { return token }, HTTP: &http.Client{Transport: g}, Clock: g,
					Log: slog.New(slog.NewTextHandler(&log, nil))})
				answer, err := ask(t, c, llama)
				if err == nil {
					t.Fatalf("%s: no error", name)
				}
				said := strings.Join(append(answer.Notices, err.Error(), answer.Err, log.String()), "\n")
				if strings.Contains(said, strings.TrimPrefix(token, "nt_live_")[:4]) {
					t.Errorf("%s, after %d characters: %s", name, before, said)
				}
			}
		}
	}
}

func TestATokenIsNotLogged(t *testing.T) {
	g := replying(t, reply{header: "X-Request-Id: " + bearer, body: saying(chat.MLflow, "fine")})
	var log strings.Builder
	c := New(Config{URL: "https://gateway", Token: func() string { return bearer }, HTTP: &http.Client{Transport: g}, Clock: g,
		Log: slog.New(slog.NewTextHandler(&log, nil))})
	answer, err := ask(t, c, llama)
	wantAnswer(t, answer, err, "fine")
	if said := log.String(); !strings.Contains(said, "request sent") || strings.Contains(said, bearer) {
		t.Errorf("logged is %s", said)
	}
}

// FuzzErrorBody reads anything as the body of an error. Whatever it is, there is
// something to say, the token is not in it, and it is short.
func FuzzErrorBody(f *testing.F) {
	for _, seed := range []string{
		"", "null", "[]", "[[[[[[[]]]]]]]", `{"error":null}`, `{"error":[]}`, `{"error":{"message":{}}}`,
		`{"error":{"message":"m","type":"t","details":[{"retryDelay":"17s"}]}}`, `{"error_code":"A","message":"{\"message\":\"{}\"}"}`,
		`[{"error":"x"}]`, `{"detail":["a"]}`, "<title>", "<title></title", "<<<>>>", "<script", "\x00\xff", bearer,
		`{"error":{"message":"` + bearer + `"}}`,
	} {
		f.Add(404, []byte(seed))
	}
	c := New(Config{Token: func() string { return bearer }})
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		resp := &http.Response{StatusCode: status, Header: http.Header{}}
		e := c.refusal(resp, body)
		if e.Message == "" || e.Error() == "" {
			t.Errorf("nothing is said of %q", body)
		}
		if strings.Contains(e.Message, bearer) {
			t.Errorf("the token comes out of %q", body)
		}
		if parseError(body) == nil && len([]rune(e.Message)) > 301 {
			t.Errorf("too much is said of %q", body)
		}
		no := noAnswer(resp, body)
		if c.scrub(no); no.Message == "" || strings.Contains(no.Message, bearer) {
			t.Errorf("%q gives %q", body, no.Message)
		}
	})
}

func TestAnErrorThatWasKeptIsRecalled(t *testing.T) {
	for _, e := range []*Error{
		{Status: 429, Code: "REQUEST_LIMIT_EXCEEDED", Message: "too many requests (of all)"},
		{Status: 401, Message: "invalid or missing credential"},
		{Code: "overloaded_error", Message: "Overloaded"},
		{Message: "the line broke"},
		{Status: 503, Message: "two\nlines"},
	} {
		e.Hint = hint(e)
		if got := Recall(e.Error()); !reflect.DeepEqual(got, error(e)) {
			t.Errorf("%q comes back as %#v, want %#v", e, got, e)
		}
	}
	if Recall(ErrIncomplete.Error()) != ErrIncomplete {
		t.Error("a cut answer's error is not recalled")
	}
}
