package client

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"neonchat/chat"
)

// wholes are answers that came as one document although a stream was asked for.
var wholes = map[string]string{
	chat.MLflow:    `{"id":"c1","object":"chat.completion","model":"llama-x","choices":[{"index":0,"message":{"role":"assistant","content":"all at once"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}`,
	chat.OpenAI:    `{"id":"resp_1","object":"response","model":"gpt-x","status":"completed","output":[{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"all at once","annotations":[]}]}],"usage":{"input_tokens":3,"output_tokens":5}}`,
	chat.Anthropic: `{"type":"message","id":"msg_1","model":"claude-x","role":"assistant","content":[{"type":"text","text":"all at once"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":5}}`,
	chat.Gemini:    `[{"candidates":[{"content":{"parts":[{"text":"all at "}]}}]},{"candidates":[{"content":{"parts":[{"text":"once"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":5}}]`,
}

func TestAnAnswerThatIsNoStreamIsReadAllTheSame(t *testing.T) {
	for _, m := range []chat.Model{llama, gpt, claude, flash} {
		for _, kind := range []string{"application/json; charset=utf-8", "text/event-stream", "text/plain"} {
			g := replying(t, reply{header: "Content-Type: " + kind, body: wholes[m.Dialect]})
			answer, err := ask(t, g.client(), m)
			wantAnswer(t, answer, err, "all at once")
			if answer.Usage == nil || answer.Usage.Input != 3 || answer.Usage.Output != 5 {
				t.Errorf("%s as %s: usage %+v", m.Dialect, kind, answer.Usage)
			}
			if answer.Stop.Reason != chat.StopEnd {
				t.Errorf("%s as %s: stopped for %q", m.Dialect, kind, answer.Stop.Reason)
			}
		}
	}
}

func TestALongAnswerThatIsNoStreamIsReadWhateverItCallsItself(t *testing.T) {
	long := strings.Repeat("on and on ", 28<<10)
	for _, m := range []chat.Model{llama, gpt, claude, flash} {
		whole := strings.NewReplacer("all at once", long, "all at ", long).Replace(wholes[m.Dialect])
		for name, body := range map[string]string{
			"on a line":  whole,
			"over lines": strings.ReplaceAll(strings.ReplaceAll(whole, `,"`, ",\n  \""), ":{", ":\n\n{"),
		} {
			for _, kind := range []string{"application/json", ""} {
				g := replying(t, reply{header: "Content-Type: " + kind, body: body})
				answer, err := ask(t, g.client(), m)
				if err != nil || len(answer.Text()) < len(long) || answer.Stop.Reason != chat.StopEnd {
					t.Errorf("%s %s as %q: got %d bytes, stopped for %q, %v", m.Dialect, name, kind, len(answer.Text()), answer.Stop.Reason, err)
				}
			}
		}
	}
}

func TestAStreamIsReadWhateverItCallsItself(t *testing.T) {
	for _, kind := range []string{"application/json", "text/plain", ""} {
		g := replying(t, reply{header: "Content-Type: " + kind, body: saying(chat.MLflow, "bit", " by bit")})
		answer, err := ask(t, g.client(), llama)
		wantAnswer(t, answer, err, "bit by bit")
	}
}

func TestWhatComesInsteadOfAnAnswer(t *testing.T) {
	const page = `<!DOCTYPE html><html><head><title>Sign in to this network</title><style>p{}</style></head><body>Welcome</body></html>`
	for _, row := range []struct {
		name, kind, body string
		says, hint       string
	}{
		{"a sign-in page", "text/html", page,
			"the gateway answered with something that is no answer: Sign in to this network (HTTP 200)", "a proxy or a sign-in page"},
		{"a page that calls itself JSON", "application/json", page,
			"the gateway answered with something that is no answer: Sign in to this network (HTTP 200)", "a proxy or a sign-in page"},
		{"some words", "text/plain", "upstream connect error",
			"the gateway answered with something that is no answer: upstream connect error (HTTP 200)", "a proxy or a sign-in page"},
		{"JSON of something else", "application/json", `{"healthy":true}`,
			`the gateway answered with something that is no answer: {"healthy":true} (HTTP 200)`, "a proxy or a sign-in page"},
		{"nothing", "text/event-stream", "", "the gateway answered with nothing (HTTP 200)", ""},
		{"nothing that calls itself JSON", "application/json", "", "the gateway answered with nothing (HTTP 200)", ""},
		{"comments alone", "text/event-stream", ": ping\n\n: ping\n\n", "the gateway answered with nothing (HTTP 200)", ""},
		{"an error that calls itself well", "application/json", `{"error":{"message":"upstream request failed"}}`, "upstream request failed", ""},
		{"an error that is no event", "text/event-stream", "{\n  \"error\": {\"message\": \"quota\", \"status\": \"RESOURCE_EXHAUSTED\"}\n}\n", "quota (RESOURCE_EXHAUSTED)", ""},
	} {
		for _, m := range []chat.Model{llama, gpt, claude, flash} {
			t.Run(row.name+"/"+m.Dialect, func(t *testing.T) {
				g := replying(t, reply{header: "Content-Type: " + row.kind + "\nX-Request-Id: req-7", body: row.body})
				answer, err := ask(t, g.client(), m)
				wantCut(t, answer, err, "", row.says)
				e, ok := errors.AsType[*Error](err)
				if !ok {
					t.Fatalf("got %T", err)
				}
				if e.RequestID != "req-7" {
					t.Errorf("request id: got %q", e.RequestID)
				}
				if !strings.HasPrefix(e.Hint, row.hint) || (row.hint == "") != (e.Hint == "") {
					t.Errorf("hint: got %q", e.Hint)
				}
			})
		}
	}
}

func TestAnErrorWithinAnAnswerKeepsWhatCame(t *testing.T) {
	overloaded := map[string]string{
		chat.MLflow:    `data: {"error":{"message":"Overloaded","type":"overloaded_error"}}` + "\n\n",
		chat.OpenAI:    `data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}` + "\n\n",
		chat.Anthropic: "event: error\n" + `data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}` + "\n\n",
		chat.Gemini:    `data: {"error":{"code":503,"message":"Overloaded","status":"overloaded_error"}}` + "\n\n",
	}
	for _, m := range []chat.Model{llama, gpt, claude, flash} {
		begin, delta, _ := grammar(m.Dialect)
		said := begin + strings.Replace(delta, "%s", `"half an"`, 1)
		for name, row := range map[string]struct {
			rest       io.Reader
			says, hint string
		}{
			"an error":        {strings.NewReader(overloaded[m.Dialect]), "Overloaded (overloaded_error)", "the vendor is overloaded"},
			"an error's page": {strings.NewReader("{\"error\":\n{\"message\":\"Overloaded\"}}\n"), "Overloaded", "the vendor is overloaded"},
			"broken JSON":     {strings.NewReader("data: {\"choi\n\ndata: [DONE]\n\n"), "the answer broke off: the gateway sent an event that is not JSON", "try again"},
			"a broken wire":   {iotest.ErrReader(errors.New("connection reset by peer")), "the connection broke: reading the answer: connection reset by peer", ""},
			"half an event":   {strings.NewReader(delta[:len(delta)/2]), "the answer was cut", ""},
			"the end":         {strings.NewReader(""), "the answer was cut", ""},
		} {
			t.Run(m.Dialect+"/"+name, func(t *testing.T) {
				g := replying(t, reply{reader: io.MultiReader(strings.NewReader(said), row.rest)})
				answer, err := ask(t, g.client(), m)
				wantCut(t, answer, err, "half an", row.says)
				var hint string
				if e, ok := errors.AsType[*Error](err); ok {
					hint = e.Hint
				}
				if !strings.HasPrefix(hint, row.hint) || (row.hint == "") != (hint == "") {
					t.Errorf("hint: got %q", hint)
				}
				if len(answer.Notices) > 0 {
					t.Errorf("notices: %q", answer.Notices)
				}
			})
		}
	}
}

func TestABreakBehindTheAnswerIsNone(t *testing.T) {
	for _, m := range []chat.Model{llama, gpt, claude, flash} {
		body := strings.TrimSuffix(saying(m.Dialect, "whole"), "data: [DONE]\n\n")
		g := replying(t, reply{reader: io.MultiReader(strings.NewReader(body), iotest.ErrReader(errors.New("connection reset by peer")))})
		answer, err := ask(t, g.client(), m)
		wantAnswer(t, answer, err, "whole")
	}
}

func TestACallerWhoLeavesHearsNoMore(t *testing.T) {
	for stay := range 6 {
		g := replying(t, reply{body: saying(chat.MLflow, "a", "b", "c")})
		heard := 0
		for range g.client().Stream(t.Context(), chat.Request{Model: llama}) {
			if heard++; heard > stay {
				break
			}
		}
		if heard != stay+1 {
			t.Errorf("heard %d events, wanted to leave behind %d", heard, stay+1)
		}
	}
	// He may leave at a notice, too, and then nothing is asked again.
	g := replying(t, reply{status: 503})
	for e := range g.client().Stream(t.Context(), chat.Request{Model: llama}) {
		if _, ok := e.(chat.Notice); ok {
			break
		}
	}
	if len(g.asked) != 1 || len(g.naps) > 0 {
		t.Errorf("asked %d times, slept %v", len(g.asked), g.naps)
	}
}

func TestAnUnknownDialectIsAnError(t *testing.T) {
	g := replying(t)
	answer, err := ask(t, g.client(), chat.Model{ID: "m", Dialect: "latin", Pinned: true})
	wantCut(t, answer, err, "", `unknown dialect "latin"`)
}
