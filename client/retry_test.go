package client

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"neonchat/chat"
)

const backedOff = -1 // waits for as long as the client thinks best

func TestWhatIsSentAgain(t *testing.T) {
	const noon = "Sun, 22 Nov 2026 12:00:20 GMT"
	said := saying(chat.Anthropic, "hi")
	begun, _, _ := strings.Cut(said, "\n\n")
	for _, row := range []struct {
		name string
		fail reply
		wait time.Duration // 0: it isn't sent again
	}{
		{"a limit that lifts", reply{status: 429, header: "Retry-After: 7"}, 7 * time.Second},
		{"a limit that lifts at noon", reply{status: 429, header: "Retry-After: " + noon}, 20 * time.Second},
		{"a limit that has lifted", reply{status: 429, header: "Retry-After: Sun, 22 Nov 2026 11:59:00 GMT"}, time.Nanosecond},
		{"a limit in milliseconds", reply{status: 429, header: "Retry-After-Ms: 1500\nRetry-After: 2"}, 1500 * time.Millisecond},
		{"a limit with a fraction", reply{status: 429, header: "Retry-After: 0.5"}, 500 * time.Millisecond},
		{"a limit of Google's", reply{status: 429, body: `{"error":{"code":429,"message":"quota","status":"RESOURCE_EXHAUSTED","details":[{"@type":"x"},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"17s"}]}}`}, 17 * time.Second},
		{"a limit that lifts in a minute", reply{status: 429, header: "Retry-After: 60"}, time.Minute},
		{"a limit that lifts too late", reply{status: 429, header: "Retry-After: 61"}, 0},
		{"a limit that nobody lifts", reply{status: 429, body: `{"error_code":"REQUEST_LIMIT_EXCEEDED","message":"ai gateway daily token limit exceeded"}`}, 0},
		{"a limit with a word nobody knows", reply{status: 429, header: "Retry-After: soon"}, 0},
		{"a limit of less than nothing", reply{status: 429, header: "Retry-After: -1"}, 0},
		{"a timeout", reply{status: 408}, backedOff},
		{"a fault", reply{status: 500}, backedOff},
		{"a bad gateway", reply{status: 502, body: "<html><title>502 Bad Gateway</title></html>"}, backedOff},
		{"a busy gateway", reply{status: 503, body: `{"error":{"message":"authorization temporarily unavailable"}}`}, backedOff},
		{"a busy gateway that knows how long", reply{status: 503, header: "Retry-After: 3"}, 3 * time.Second},
		{"a late gateway", reply{status: 504}, backedOff},
		{"a busy vendor", reply{status: 529}, backedOff},
		{"a busy vendor who said yes first", reply{body: "event: error\n" + `data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}` + "\n\n"}, backedOff},
		{"a refused connection", reply{err: &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}}, backedOff},
		{"a connection that was closed", reply{err: io.EOF}, backedOff},
		{"an answer that breaks off before it begins", reply{reader: iotest.ErrReader(syscall.ECONNRESET)}, backedOff},
		{"an answer that ends before it begins", reply{body: begun + "\n\n"}, backedOff},
		{"a host that isn't there", reply{err: &net.DNSError{Name: "br-x-api.ai.neon.tech", IsNotFound: true}}, 0},
		{"a wrong token", reply{status: 401, header: "Retry-After: 1"}, 0},
		{"a bad request", reply{status: 400}, 0},
		{"a status that isn't implemented", reply{status: 501}, 0},
		{"an error of another kind", reply{body: "event: error\n" + `data: {"type":"error","error":{"type":"api_error","message":"Internal"}}` + "\n\n"}, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			replies := []reply{row.fail}
			if row.wait != 0 {
				replies = append(replies, reply{body: said})
			}
			g := replying(t, replies...)
			answer, err := ask(t, g.client(), claude)
			if row.wait == 0 {
				if err == nil || len(g.naps) > 0 || len(answer.Notices) > 0 {
					t.Errorf("got %v, having slept for %v and said %q", err, g.naps, answer.Notices)
				}
				return
			}
			if err != nil || answer.Text() != "hi" {
				t.Fatalf("got %q, %v", answer.Text(), err)
			}
			least, most := row.wait, row.wait+250*time.Millisecond
			if row.wait == backedOff {
				least, most = 500*time.Millisecond, 750*time.Millisecond
			}
			if nap := g.naps[0]; nap < least.Truncate(time.Millisecond) || nap > most {
				t.Errorf("waited for %s, want %s to %s", nap, least, most)
			}
			if len(answer.Notices) != 1 || !strings.Contains(answer.Notices[0], "; trying again in ") || !strings.HasSuffix(answer.Notices[0], "(1 of 2)") {
				t.Errorf("notices: %q", answer.Notices)
			}
		})
	}
}

func TestAfterTwoRetriesTheErrorStands(t *testing.T) {
	busy := reply{status: 503, header: "X-Request-Id: req-9", body: `{"error":{"message":"authorization temporarily unavailable"}}`}
	g := replying(t, busy, busy, busy)
	answer, err := ask(t, g.client(), llama)
	wantCut(t, answer, err, "", "authorization temporarily unavailable (HTTP 503)")
	if e, ok := errors.AsType[*Error](err); !ok || e.RequestID != "req-9" {
		t.Errorf("got %#v", err)
	}
	if len(g.naps) != 2 || g.naps[1] < time.Second || g.naps[1] > 1500*time.Millisecond {
		t.Errorf("waited for %v, want about 0.5 s and 1 s", g.naps)
	}
	if len(answer.Notices) != 2 || !strings.HasSuffix(answer.Notices[1], "(2 of 2)") {
		t.Errorf("notices: %q", answer.Notices)
	}
}

// broken is a Claude that reads a long question, thinks where nobody sees it, and
// breaks off.
const broken = "event: message_start\n" + `data: {"type":"message_start","message":{"id":"msg_1","model":"claude-x","content":[],"usage":{"input_tokens":150000,"output_tokens":1}}}` + "\n\n" +
	"event: content_block_start\n" + `data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}` + "\n\n"

func TestAllAttemptsThatAreBilledAreCounted(t *testing.T) {
	said := saying(chat.Anthropic, "hi")
	silent := strings.NewReplacer(`,"usage":{"input_tokens":3,"output_tokens":1}`, "", `,"usage":{"output_tokens":5}`, "").Replace(said)
	for name, row := range map[string]struct {
		last     reply
		input    int64
		attempts int
		own      bool
	}{
		"the last is whole":             {reply{body: said}, 300_003, 3, true},
		"the last says nothing of it":   {reply{body: silent}, 300_000, 3, false},
		"the last breaks off too":       {reply{body: broken}, 450_000, 3, true},
		"the last is refused":           {reply{status: 401}, 300_000, 3, false},
		"the last breaks off by itself": {reply{err: io.EOF}, 300_000, 3, false},
	} {
		g := replying(t, reply{body: broken}, reply{body: broken}, row.last)
		answer, _ := ask(t, g.client(), claude)
		billed, attempts := answer.Billed()
		if billed == nil || billed.Input != row.input || attempts != row.attempts || (answer.Usage != nil) != row.own {
			t.Errorf("%s: counted %+v of %d attempts, of its own %+v", name, billed, attempts, answer.Usage)
		}
		for i, n := range answer.Notices {
			if !strings.Contains(n, "; 150000 tokens of input are billed all the same; trying again in ") {
				t.Errorf("%s: notice %d: %q", name, i, n)
			}
		}
		if len(answer.Notices) != 2 {
			t.Errorf("%s: notices %q", name, answer.Notices)
		}
	}
}

func TestAnAttemptThatWasRefusedIsNotCounted(t *testing.T) {
	g := replying(t, reply{status: 503}, reply{body: saying(chat.Anthropic, "hi")})
	answer, err := ask(t, g.client(), claude)
	if billed, attempts := answer.Billed(); err != nil || billed.Input != 3 || attempts != 1 || strings.Contains(answer.Notices[0], "billed") {
		t.Errorf("counted %+v of %d attempts, said %q, %v", billed, attempts, answer.Notices, err)
	}
}

func TestALimitThatLiftsTooLateSaysWhen(t *testing.T) {
	g := replying(t, reply{status: 429, header: "Retry-After: 300", body: `{"error":{"message":"upstream rate limit"}}`})
	_, err := ask(t, g.client(), llama)
	if e, ok := errors.AsType[*Error](err); !ok || e.Hint != "the limit lifts in 5m0s: wait, or use another model" {
		t.Errorf("got %#v", err)
	}
}

func TestNothingIsSentAgainOnceSomethingWasShown(t *testing.T) {
	begin, delta, _ := grammar(chat.MLflow)
	for name, shown := range map[string]string{
		"text":      strings.Replace(delta, "%s", `"shown"`, 1),
		"reasoning": `data: {"choices":[{"index":0,"delta":{"reasoning_content":"thought"}}]}` + "\n\n",
	} {
		for _, end := range []io.Reader{
			strings.NewReader(""),
			iotest.ErrReader(syscall.ECONNRESET),
			strings.NewReader(`data: {"error":{"message":"Overloaded","type":"overloaded_error"}}` + "\n\n"),
		} {
			g := replying(t, reply{reader: io.MultiReader(strings.NewReader(begin+shown), end)})
			answer, err := ask(t, g.client(), llama)
			if err == nil || len(g.asked) != 1 || len(answer.Parts) != 1 {
				t.Errorf("%s: asked %d times, got %+v, %v", name, len(g.asked), answer.Parts, err)
			}
		}
	}
}

func TestOneAnswerIsMadeOfManyTries(t *testing.T) {
	g := replying(t,
		reply{status: 404, body: "404 page not found"},
		reply{status: 503},
		reply{status: 400, body: `{"error":{"message":"model \"gpt-5-mini\" is not available on the openai_responses endpoint"}}`},
		reply{status: 400, body: `{"error":{"message":"stream_options: Extra inputs are not permitted"}}`},
		reply{status: 429, header: "Retry-After: 1"},
		reply{body: saying(chat.MLflow, "at ", "last")})
	answer, err := ask(t, g.client(), gpt)
	if err != nil || answer.Text() != "at last" || len(answer.Notices) != 4 {
		t.Errorf("got %q, %v, notices %q", answer.Text(), err, answer.Notices)
	}
	g.wantRoutes(askOpenAI, "/openai/v1/responses", "/openai/v1/responses",
		"/v1/chat/completions", "/v1/chat/completions", "/v1/chat/completions")
}

func TestTheClockCanBeStopped(t *testing.T) {
	if err := (realClock{}).Sleep(t.Context(), 0); err != nil {
		t.Errorf("a sleep of no time: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := (realClock{}).Sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("a sleep that was stopped: %v", err)
	}
}

// A held clock keeps who sleeps until it is let go.
type held struct {
	clock
	asleep, wake chan struct{}
}

func (h held) Sleep(ctx context.Context, _ time.Duration) error {
	h.asleep <- struct{}{}
	<-h.wake
	return ctx.Err()
}

func TestAWaitIsForItsOwnRequestAlone(t *testing.T) {
	h := held{asleep: make(chan struct{}), wake: make(chan struct{})}
	g := replying(t, reply{status: 429, header: "Retry-After: 30"}, reply{body: saying(chat.OpenAI, "at once")}, reply{body: saying(chat.Anthropic, "at last")})
	c := New(Config{
		URL: "https://br-test-api.ai.neon.tech", Token: func() string { return bearer },
		HTTP: &http.Client{Transport: g}, Clock: h,
	})
	waited := make(chan chat.Answer)
	go func() {
		answer, _ := askWithin(t.Context(), c, claude)
		waited <- answer
	}()
	<-h.asleep
	answer, err := ask(t, c, gpt)
	wantAnswer(t, answer, err, "at once")
	close(h.wake)
	if answer := <-waited; answer.Text() != "at last" {
		t.Errorf("got %q", answer.Text())
	}
}
