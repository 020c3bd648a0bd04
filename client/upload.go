package client

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"neonchat/chat"
)

// An upload is told of once it has taken so long, and then this often.
const (
	longUpload = 2 * time.Second
	uploadTold = 250 * time.Millisecond
)

// An upload is the body of a request on its way. Each piece that the transport
// takes of it is progress.
type upload struct {
	body []byte
	idle *idle
	sent atomic.Int64
}

// carry makes u the request's body; a redirect sends it once more.
func (u *upload) carry(r *http.Request) {
	r.ContentLength = int64(len(u.body))
	r.GetBody = func() (io.ReadCloser, error) {
		u.sent.Store(0)
		return io.NopCloser(&uploadReader{u, bytes.NewReader(u.body)}), nil
	}
	r.Body, _ = r.GetBody()
}

func (u *upload) event() chat.Upload {
	return chat.Upload{Sent: u.sent.Load(), Total: int64(len(u.body))}
}

// failed is the error that ended the request, with how far the body had come.
func (u *upload) failed(err error) error {
	if e := u.event(); e.Sent < e.Total {
		return fmt.Errorf("the upload broke off at %d%%: %w", e.Percent(), err)
	}
	return err
}

type uploadReader struct {
	*upload
	r *bytes.Reader
}

func (r *uploadReader) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	r.sent.Add(int64(n))
	r.idle.progress()
	return n, err
}

// do sends the request, and tells how it gets on when that takes long. The
// request runs on a goroutine, which has ended when do returns: cancel ends it
// when nobody listens any more.
func (s *stream) do(r *http.Request, cancel context.CancelCauseFunc, u *upload) (resp *http.Response, err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		resp, err = s.c.http.Do(r)
	}()
	timer := time.NewTimer(longUpload)
	defer timer.Stop()
	for told := false; ; {
		select {
		case <-done:
			return resp, err
		case <-timer.C:
		}
		e := u.event()
		if e.Sent == e.Total && !told {
			continue // what takes long now is the answer
		}
		if told = e.Sent < e.Total; told {
			timer.Reset(uploadTold)
		}
		if !s.emit(e) {
			cancel(nil)
		}
	}
}
