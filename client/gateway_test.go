package client

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"neonchat/chat"
)

const bearer = "nt_live_a-secret_0123456789"

// A gateway answers request after request with the next of its replies, and is
// the clock, so that nobody waits.
type gateway struct {
	t       *testing.T
	replies []reply
	asked   []asked
	naps    []time.Duration
	idle    time.Duration
}

type reply struct {
	status int // 0: 200
	header string
	body   string
	reader io.Reader // instead of the body
	err    error     // instead of an answer
}

type asked struct {
	path   string
	header http.Header
	body   string
}

func (g *gateway) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	g.asked = append(g.asked, asked{r.URL.RequestURI(), r.Header, string(body)})
	if len(g.asked) > len(g.replies) {
		g.t.Errorf("request %d, to %s, is one too many", len(g.asked), r.URL.Path)
		return nil, io.EOF
	}
	p := g.replies[len(g.asked)-1]
	if p.err != nil {
		return nil, p.err
	}
	if p.reader == nil {
		p.reader = strings.NewReader(p.body)
	}
	h := http.Header{"Content-Type": {"text/event-stream"}}
	for line := range strings.Lines(p.header) {
		name, value, _ := strings.Cut(line, ":")
		h.Set(name, strings.TrimSpace(value))
	}
	return &http.Response{StatusCode: max(p.status, 200), Header: h, Body: io.NopCloser(p.reader), Request: r}, nil
}

func (g *gateway) Now() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

func (g *gateway) Sleep(ctx context.Context, d time.Duration) error {
	g.naps = append(g.naps, d)
	return ctx.Err()
}

func (g *gateway) client() *Client {
	return New(Config{
		URL: "https://br-test-api.ai.neon.tech", Token: func() string { return bearer },
		HTTP: &http.Client{Transport: g}, Clock: g, Idle: g.idle, UserAgent: "neonchat/test",
	})
}

func replying(t *testing.T, replies ...reply) *gateway {
	return &gateway{t: t, replies: replies}
}

// ask asks one question of a client.
func ask(t *testing.T, c *Client, m chat.Model, history ...chat.Message) (chat.Answer, error) {
	t.Helper()
	return askWithin(t.Context(), c, m, history...)
}

func askWithin(ctx context.Context, c *Client, m chat.Model, history ...chat.Message) (chat.Answer, error) {
	session := &chat.Session{}
	for _, m := range history {
		session.Add(m)
	}
	return chat.Turn{Streamer: c, Session: session, Model: m}.Ask(ctx, chat.Text{Text: "question"})
}

// wantRoutes checks where the requests went, in the order they did.
func (g *gateway) wantRoutes(paths ...string) {
	g.t.Helper()
	var got []string
	for _, a := range g.asked {
		got = append(got, a.path)
	}
	if !slices.Equal(got, paths) {
		g.t.Errorf("asked at\n %q, want\n %q", got, paths)
	}
}

func wantAnswer(t *testing.T, got chat.Answer, err error, text string, notices ...string) {
	t.Helper()
	if err != nil {
		t.Errorf("error: %v", err)
	}
	if got.Text() != text {
		t.Errorf("answer: got %q, want %q", got.Text(), text)
	}
	if !slices.Equal(got.Notices, notices) {
		t.Errorf("notices:\n got %q\nwant %q", got.Notices, notices)
	}
}

// wantCut checks an answer that failed: what came of it and what is said.
func wantCut(t *testing.T, got chat.Answer, err error, text, says string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("error: got %v, want one that says %q", err, says)
	}
	if got.Text() != text {
		t.Errorf("answer: got %q, want %q", got.Text(), text)
	}
	if !got.Stop.Reason.Failed() {
		t.Errorf("it passes for whole: stopped for %q", got.Stop.Reason)
	}
}

// saying is a stream in which a vendor says the words, one a delta.
func saying(dialect string, words ...string) string {
	begin, delta, end := grammar(dialect)
	var b strings.Builder
	b.WriteString(begin)
	for _, w := range words {
		quoted, _ := json.Marshal(w)
		fmt.Fprintf(&b, delta, quoted)
	}
	b.WriteString(end)
	return b.String()
}

// grammar is how a stream of the dialect begins, goes on with one word, and
// ends.
func grammar(dialect string) (begin, delta, end string) {
	switch dialect {
	case chat.OpenAI:
		return "event: response.created\n" + `data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","model":"gpt-x","status":"in_progress","output":[]}}` + "\n\n",
			"event: response.output_text.delta\n" + `data: {"type":"response.output_text.delta","sequence_number":4,"item_id":"msg_0a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d","output_index":0,"content_index":0,"delta":%s,"logprobs":[],"obfuscation":"Zb0"}` + "\n\n",
			"event: response.completed\n" + `data: {"type":"response.completed","sequence_number":9,"response":{"id":"resp_1","model":"gpt-x","status":"completed","output":[],"usage":{"input_tokens":3,"output_tokens":5}}}` + "\n\n"
	case chat.Anthropic:
		return "event: message_start\n" + `data: {"type":"message_start","message":{"id":"msg_1","model":"claude-x","content":[],"usage":{"input_tokens":3,"output_tokens":1}}}` + "\n\n" +
				"event: content_block_start\n" + `data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}` + "\n\n",
			"event: content_block_delta\n" + `data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":%s}   }` + "\n\n",
			"event: content_block_stop\n" + `data: {"type":"content_block_stop","index":0}` + "\n\n" +
				"event: message_delta\n" + `data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}` + "\n\n" +
				"event: message_stop\n" + `data: {"type":"message_stop"}` + "\n\n"
	case chat.Gemini:
		return "", `data: {"candidates": [{"content": {"parts": [{"text": %s}],"role": "model"},"index": 0}],"usageMetadata": {"promptTokenCount": 3,"candidatesTokenCount": 4,"totalTokenCount": 7},"modelVersion": "gemini-x","responseId": "r1"}` + "\r\n\r\n",
			`data: {"candidates": [{"content": {"parts": [{"text": ""}],"role": "model"},"finishReason": "STOP","index": 0}],"usageMetadata": {"promptTokenCount": 3,"candidatesTokenCount": 5,"totalTokenCount": 8},"modelVersion": "gemini-x","responseId": "r1"}` + "\r\n\r\n"
	}
	return "", `data: {"id":"chatcmpl-9f2c1d7e8b4a4c0c9f2c1d7e8b4a4c0c","object":"chat.completion.chunk","created":1767213414,"model":"llama-x","choices":[{"index":0,"delta":{"role":"assistant","content":%s},"finish_reason":null}]}` + "\n\n",
		`data: {"id":"chatcmpl-9f2c1d7e8b4a4c0c9f2c1d7e8b4a4c0c","object":"chat.completion.chunk","created":1767213414,"model":"llama-x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}` + "\n\ndata: [DONE]\n\n"
}
