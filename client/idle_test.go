package client

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"neonchat/chat"
)

// A slowBody gives one piece after the other, each after a pause, and then
// nothing for ever. It ends with its request, saying no more than that the
// context ended, as a body over HTTP/2 does.
type slowBody struct {
	ctx    context.Context
	pause  time.Duration
	pieces []string
}

func (b *slowBody) Read(p []byte) (int, error) {
	pause := b.pause
	if len(b.pieces) == 0 {
		pause = 1000 * time.Hour
	}
	select {
	case <-b.ctx.Done():
		return 0, b.ctx.Err()
	case <-time.After(pause):
	}
	if len(b.pieces) == 0 {
		return 0, io.EOF
	}
	n := copy(p, b.pieces[0])
	if b.pieces[0] = b.pieces[0][n:]; b.pieces[0] == "" {
		b.pieces = b.pieces[1:]
	}
	return n, nil
}

func (b *slowBody) Close() error { return nil }

// A slow gateway takes its time.
type slow struct {
	think, pause time.Duration
	pieces       []string
}

func (s slow) RoundTrip(r *http.Request) (*http.Response, error) {
	select {
	case <-r.Context().Done():
		return nil, r.Context().Err()
	case <-time.After(s.think):
	}
	return &http.Response{
		StatusCode: 200, Header: http.Header{}, Request: r,
		Body: &slowBody{r.Context(), s.pause, s.pieces},
	}, nil
}

// client waits for as long as a client does when nobody says for how long.
func (s slow) client() *Client {
	return New(Config{URL: "https://gateway", Token: func() string { return bearer }, HTTP: &http.Client{Transport: s}})
}

// deltas are the beginning of an answer, an event a piece.
func deltas(words ...string) []string {
	whole := saying(chat.MLflow, words...)
	return strings.SplitAfter(whole, "\n\n")[:len(words)]
}

func TestAStalledAnswerEndsWithWhatCame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		answer, err := ask(t, slow{pause: time.Minute, pieces: deltas("one", " two", " three")}.client(), llama)
		wantCut(t, answer, err, "one two three", "nothing came from the gateway for 2m0s")
		if !errors.Is(err, ErrIdle) || answer.Stop.Reason == chat.StopUser {
			t.Errorf("got %v, stopped for %q", err, answer.Stop.Reason)
		}
		if took := time.Since(start); took != 5*time.Minute {
			t.Errorf("it took %s, want three minutes of answer and two of silence", took)
		}
		if len(answer.Notices) > 0 {
			t.Errorf("notices: %q", answer.Notices)
		}
	})
}

func TestAGatewayThatNeverAnswersIsNotAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		answer, err := ask(t, slow{think: time.Hour}.client(), llama)
		wantCut(t, answer, err, "", "nothing came from the gateway for 2m0s")
		if took := time.Since(start); !errors.Is(err, ErrIdle) || took != 2*time.Minute {
			t.Errorf("got %v after %s", err, took)
		}
	})
}

func TestAnAnswerThatIsOverNeedsNoLastWord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		events := strings.SplitAfter(saying(chat.Gemini, "over"), "\r\n\r\n")
		answer, err := ask(t, slow{pause: time.Second, pieces: events[:2]}.client(), flash)
		wantAnswer(t, answer, err, "over")
	})
}

func TestASlowReaderIsNotIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b strings.Builder
		c := slow{pause: time.Minute, pieces: append(deltas("one", " two"), "data: [DONE]\n\n")}.client()
		for e, err := range c.Stream(t.Context(), chat.Request{Model: llama}) {
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Hour)
			if d, ok := e.(chat.TextDelta); ok {
				b.WriteString(d.Text)
			}
		}
		if b.String() != "one two" {
			t.Errorf("got %q", b.String())
		}
	})
}

func TestStoppingEndsAtOnceAndKeepsWhatCame(t *testing.T) {
	for name, row := range map[string]struct {
		gateway slow
		text    string
	}{
		"before it answers": {slow{think: time.Hour}, ""},
		"while it answers":  {slow{pause: time.Second, pieces: deltas("one", " two")}, "one two"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				start := time.Now()
				time.AfterFunc(10*time.Second, stop)
				answer, err := askWithin(ctx, row.gateway.client(), llama)
				if took := time.Since(start); took != 10*time.Second {
					t.Errorf("it ended after %s, not when it was stopped", took)
				}
				if !errors.Is(err, context.Canceled) || answer.Text() != row.text || answer.Stop.Reason != chat.StopUser {
					t.Errorf("got %q, stopped for %q, %v", answer.Text(), answer.Stop.Reason, err)
				}
			})
		})
	}
}

func TestStoppingEndsTheWaitForARetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := replying(t, reply{status: 429, header: "Retry-After: 50"})
		c := New(Config{URL: "https://gateway", Token: func() string { return bearer }, HTTP: &http.Client{Transport: g}})
		ctx, stop := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, stop)
		start := time.Now()
		_, err := askWithin(ctx, c, llama)
		if took := time.Since(start); !errors.Is(err, context.Canceled) || took != time.Second {
			t.Errorf("got %v after %s", err, took)
		}
	})
}

func TestAWaitThatTheDeadlineWouldEndIsNotBegun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := replying(t, reply{status: 429, header: "Retry-After: 50"})
		c := New(Config{URL: "https://gateway", Token: func() string { return bearer }, HTTP: &http.Client{Transport: g}})
		ctx, stop := context.WithTimeout(t.Context(), 8*time.Second)
		defer stop()
		start := time.Now()
		_, err := askWithin(ctx, c, llama)
		var e *Error
		if took := time.Since(start); !errors.As(err, &e) || e.Status != 429 || took != 0 {
			t.Errorf("got %v after %s", err, took)
		}
	})
}

func TestAConnectionHeldOpenBehindTheAnswerIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		body := &slowBody{pause: 0, pieces: []string{saying(chat.MLflow, "done")}}
		closed := make(chan struct{})
		c := New(Config{URL: "https://gateway", Token: func() string { return bearer }, HTTP: &http.Client{
			Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
				body.ctx = r.Context()
				return &http.Response{StatusCode: 200, Header: http.Header{}, Body: closing{body, closed}, Request: r}, nil
			})}})
		answer, err := ask(t, c, llama)
		wantAnswer(t, answer, err, "done")
		if took := time.Since(start); took != 0 {
			t.Errorf("the answer was held for %s", took)
		}
		<-closed
		if took := time.Since(start); took != time.Second {
			t.Errorf("the connection was held for %s", took)
		}
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

type closing struct {
	io.Reader
	closed chan struct{}
}

func (c closing) Close() error { close(c.closed); return nil }
