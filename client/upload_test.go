package client

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"neonchat/chat"
)

// A narrow network takes a piece of the question after each pause, and no more
// than most of it; then the gateway thinks and answers.
type narrow struct {
	pause time.Duration
	piece int
	most  int // 0: all of it
	think time.Duration
}

func (n narrow) RoundTrip(r *http.Request) (*http.Response, error) {
	rest := func(d time.Duration) error {
		select {
		case <-r.Context().Done():
			return r.Context().Err()
		case <-time.After(d):
			return nil
		}
	}
	defer r.Body.Close()
	for sent, p := 0, make([]byte, n.piece); ; {
		k, err := r.Body.Read(p)
		if err == io.EOF {
			break
		}
		pause := n.pause
		if sent += k; n.most > 0 && sent >= n.most {
			pause = time.Hour
		}
		if err := rest(pause); err != nil {
			return nil, err
		}
	}
	if err := rest(n.think); err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: 200, Header: http.Header{}, Request: r, Body: io.NopCloser(strings.NewReader(saying(chat.MLflow, "seen")))}, nil
}

func (n narrow) client(idle time.Duration) *Client {
	return New(Config{URL: "https://gateway", Token: func() string { return bearer }, Idle: idle, HTTP: &http.Client{Transport: n}})
}

// sends asks with a picture of 9 MB, which are 12 MB on their way, and gives
// what was told of the upload.
func sends(ctx context.Context, c *Client) (told []chat.Upload, answer chat.Answer, err error) {
	picture := chat.File{Name: "map.png", MIME: "image/png", Data: make([]byte, 9_000_000)}
	answer, err = chat.Turn{
		Streamer: c, Session: &chat.Session{}, Model: llama,
		Each: func(e chat.Event) error {
			if u, ok := e.(chat.Upload); ok {
				told = append(told, u)
			}
			return nil
		},
	}.Ask(ctx, picture, chat.Text{Text: "where is this?"})
	return told, answer, err
}

func TestAnUploadThatFlowsIsNotIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		n := narrow{pause: 50 * time.Millisecond, piece: 300_000, think: 400 * time.Millisecond}
		_, answer, err := sends(t.Context(), n.client(500*time.Millisecond))
		wantAnswer(t, answer, err, "seen")
		if took := time.Since(start); took < 2*time.Second {
			t.Errorf("it took no more than %s", took)
		}
	})
}

func TestALongUploadIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := narrow{pause: time.Second, piece: 1_000_000, think: time.Minute}
		told, answer, err := sends(t.Context(), n.client(0))
		wantAnswer(t, answer, err, "seen")
		if len(told) < 10 || told[0].Percent() > 30 || !slices.IsSortedFunc(told, func(a, b chat.Upload) int { return int(a.Sent - b.Sent) }) {
			t.Errorf("told %v", told)
		}
		whole := func(u chat.Upload) bool { return u.Sent == u.Total }
		if i := slices.IndexFunc(told, whole); i != len(told)-1 || told[i].Total < 12_000_000 {
			t.Errorf("told %v", told)
		}
	})
}

func TestAShortUploadIsNotTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		told, answer, err := sends(t.Context(), narrow{piece: 1_000_000, think: time.Minute}.client(0))
		wantAnswer(t, answer, err, "seen")
		if len(told) > 0 {
			t.Errorf("told %v", told)
		}
	})
}

func TestAnUploadThatStallsEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		n := narrow{pause: time.Second, piece: 1_000_000, most: 3_000_000}
		_, answer, err := sends(t.Context(), n.client(0))
		wantCut(t, answer, err, "", "the upload broke off at 24%: nothing came from the gateway for 2m0s")
		if took := time.Since(start); !errors.Is(err, ErrIdle) || took != 2*time.Second+2*time.Minute {
			t.Errorf("got %v after %s", err, took)
		}
	})
}

func TestALongUploadCanBeLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		n := narrow{pause: time.Second, piece: 100_000}
		for range n.client(0).Stream(t.Context(), chat.Request{Model: llama, Messages: []chat.Message{
			turnOf(chat.User, chat.Text{Text: strings.Repeat("word ", 1_000_000)}),
		}}) {
			break // with the first that is told of it
		}
		if took := time.Since(start); took != longUpload {
			t.Errorf("it ended after %s", took)
		}
	})
}

func TestTheQuestionArrivesWholeAndWithItsLength(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.ContentLength != int64(len(body)) || !bytes.Contains(body, []byte("where is this?")) {
			t.Errorf("%d bytes came, of a length of %d", len(body), r.ContentLength)
		}
		io.WriteString(w, saying(chat.MLflow, "seen"))
	})
	_, answer, err := sends(t.Context(), over(s))
	wantAnswer(t, answer, err, "seen")
}
