package client

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"neonchat/chat"
)

// recordings are streams recorded against the vendors' services, each with what
// a right client makes of it. They lie beside the project, not in it.
const recordings = "../../shared/streams"

type expectation struct {
	Text      string
	Reasoning string
	Refusal   string
	ToolCalls []struct{ ID, Name, Arguments string } `json:"tool_calls"`
	Images    []json.RawMessage
	Usage     *struct {
		Input       int64
		CachedInput int64 `json:"cached_input"`
		CacheWrite  int64 `json:"cache_write"`
		Output      int64
		Reasoning   int64
	}
	Stop        chat.StopReason
	StopRaw     *string         `json:"stop_raw"`
	Error       json.RawMessage // null, or what the stream said
	Signatures  []struct{ Kind, Sha string }
	ServerItems []json.RawMessage `json:"server_items"`
	StopDetails *struct{ Explanation string }
}

type recording struct {
	dialect, name string
	body          []byte
	want          expectation
}

func readRecordings(t testing.TB) []recording {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(recordings, "*", "*.sse"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("the recorded streams are not here")
	}
	var all []recording
	for _, f := range files {
		r := recording{dialect: filepath.Base(filepath.Dir(f)), name: strings.TrimSuffix(filepath.Base(f), ".sse")}
		if r.body, err = os.ReadFile(f); err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(strings.TrimSuffix(f, ".sse") + ".expect.json")
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(want, &r.want); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

// A served answers every request with one body.
type served struct {
	status int
	header http.Header
	body   func() io.Reader
	sent   []*http.Request
	bodies []string
}

func (s *served) RoundTrip(r *http.Request) (*http.Response, error) {
	b, _ := io.ReadAll(r.Body)
	s.sent, s.bodies = append(s.sent, r), append(s.bodies, string(b))
	h := s.header
	if h == nil {
		h = http.Header{"Content-Type": {"text/event-stream"}}
	}
	return &http.Response{StatusCode: max(s.status, 200), Header: h, Body: io.NopCloser(s.body()), Request: r}, nil
}

// A patient clock never waits, and an impatient one never lets a retry happen.
type clock struct{ impatient bool }

func (clock) Now() time.Time { return time.Unix(1e9, 0) }

func (c clock) Sleep(ctx context.Context, _ time.Duration) error {
	if c.impatient {
		return errors.New("no time")
	}
	return ctx.Err()
}

// receive makes an answer of a body, through the whole client.
func receive(dialect string, body func() io.Reader) (chat.Answer, error) {
	c := New(Config{
		URL: "https://br-test-api.ai.neon.tech", Token: func() string { return "token" },
		HTTP: &http.Client{Transport: &served{body: body}}, Clock: clock{impatient: true},
	})
	turn := chat.Turn{Streamer: c, Session: &chat.Session{}, Model: chat.Model{ID: "model", Dialect: dialect}}
	return turn.Ask(context.Background(), chat.Text{Text: "question"})
}

func TestRecordedStreamsComeOutRight(t *testing.T) {
	for _, r := range readRecordings(t) {
		crlf := bytes.ReplaceAll(bytes.ReplaceAll(r.body, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
		for way, body := range map[string]func() io.Reader{
			"as recorded":  func() io.Reader { return bytes.NewReader(r.body) },
			"byte by byte": func() io.Reader { return iotest.OneByteReader(bytes.NewReader(r.body)) },
			"in CRLF":      func() io.Reader { return iotest.HalfReader(bytes.NewReader(crlf)) },
		} {
			t.Run(r.dialect+"/"+r.name+"/"+way, func(t *testing.T) {
				answer, err := receive(r.dialect, body)
				r.want.check(t, answer, err)
			})
		}
	}
}

func (w expectation) check(t *testing.T, got chat.Answer, err error) {
	t.Helper()
	if got.Text() != w.Text {
		t.Errorf("text:\n got %q\nwant %q", got.Text(), w.Text)
	}
	if g, w := strings.Fields(got.Reasoning()), strings.Fields(w.Reasoning); strings.Join(g, "") != strings.Join(w, "") {
		t.Errorf("reasoning:\n got %q\nwant %q", g, w)
	}
	w.checkCalls(t, got.ToolCalls())
	var usage *chat.Usage
	if w.Usage != nil {
		usage = &chat.Usage{Input: w.Usage.Input, CachedInput: w.Usage.CachedInput, CacheWrite: w.Usage.CacheWrite, Output: w.Usage.Output, Reasoning: w.Usage.Reasoning}
	}
	if !reflect.DeepEqual(got.Usage, usage) {
		t.Errorf("usage: got %+v, want %+v", got.Usage, usage)
	}
	if got.Stop.Reason != w.Stop {
		t.Errorf("stop: got %q (error %v), want %q", got.Stop.Reason, err, w.Stop)
	}
	if w.StopRaw != nil && w.Stop != chat.StopError && got.Stop.Raw != *w.StopRaw {
		t.Errorf("stop: got the word %q, want %q", got.Stop.Raw, *w.StopRaw)
	}
	if w.Refusal != "" && got.Stop.Detail != w.Refusal {
		t.Errorf("refusal: got %q, want %q", got.Stop.Detail, w.Refusal)
	}
	if fails := w.Stop == chat.StopError || w.Stop == chat.StopIncomplete; fails != (err != nil) {
		t.Errorf("error: got %v, although it stopped for %q", err, w.Stop)
	}
	w.checkSeals(t, got.Parts)
}

func (w expectation) checkCalls(t *testing.T, got []chat.ToolCall) {
	t.Helper()
	if len(got) != len(w.ToolCalls) {
		t.Errorf("tool calls: got %+v, want %+v", got, w.ToolCalls)
		return
	}
	for i, want := range w.ToolCalls {
		same := got[i].Arguments == want.Arguments || sameJSON(got[i].Arguments, want.Arguments)
		if want.ID != "" && got[i].ID != want.ID || got[i].Name != want.Name || !same {
			t.Errorf("tool call %d:\n got %+v\nwant %+v", i, got[i], want)
		}
	}
}

func sameJSON(a, b string) bool {
	var x, y any
	return json.Unmarshal([]byte(a), &x) == nil && json.Unmarshal([]byte(b), &y) == nil && reflect.DeepEqual(x, y)
}

// checkSeals looks for every opaque value in what is kept for replay.
func (w expectation) checkSeals(t *testing.T, parts []chat.Part) {
	t.Helper()
	var kept []string
	files, items := 0, 0
	for _, p := range parts {
		switch p := p.(type) {
		case chat.Text:
			kept = append(kept, sum(p.Signature))
		case chat.Reasoning:
			kept = append(kept, sum(p.Signature))
		case chat.ToolCall:
			kept = append(kept, sum(p.Signature))
		case chat.File:
			files++
		case chat.Opaque:
			items++
			var item any
			if err := json.Unmarshal(p.Data, &item); err != nil {
				t.Errorf("opaque %s: %v", p.Kind, err)
			}
			kept = append(kept, sums(item)...)
		}
	}
	for _, s := range w.Signatures {
		if !slices.Contains(kept, s.Sha) {
			t.Errorf("the %s %s is not kept", s.Kind, s.Sha)
		}
	}
	if files != len(w.Images) {
		t.Errorf("got %d images, want %d", files, len(w.Images))
	}
	if items < len(w.ServerItems) {
		t.Errorf("got %d opaque items, want the %d of the server's", items, len(w.ServerItems))
	}
}

func sum(s string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(s)))[:16] }

// sums are the sums of every string in a JSON value.
func sums(v any) (all []string) {
	switch v := v.(type) {
	case string:
		all = append(all, sum(v))
	case []any:
		for _, e := range v {
			all = append(all, sums(e)...)
		}
	case map[string]any:
		for _, e := range v {
			all = append(all, sums(e)...)
		}
	}
	return all
}

func TestACutStreamIsAPrefix(t *testing.T) {
	for _, r := range readRecordings(t) {
		t.Run(r.dialect+"/"+r.name, func(t *testing.T) {
			t.Parallel()
			step := 1 + len(r.body)*len(r.body)/8_000_000
			for n := 0; n < len(r.body); n += step {
				answer, err := receive(r.dialect, func() io.Reader { return bytes.NewReader(r.body[:n]) })
				if !strings.HasPrefix(r.want.Text, answer.Text()) {
					t.Fatalf("cut at %d the text is no prefix: %q", n, answer.Text())
				}
				if !strings.HasPrefix(squeeze(r.want.Reasoning), squeeze(answer.Reasoning())) {
					t.Fatalf("cut at %d the reasoning is no prefix: %q", n, answer.Reasoning())
				}
				// Where the vendor had given a reason to stop, it may be taken for the end.
				if answer.Stop.Raw == "" && answer.Stop.Reason != r.want.Stop && err == nil {
					t.Fatalf("cut at %d it passes for whole: stopped for %q", n, answer.Stop.Reason)
				}
			}
		})
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }
