package demo

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Server is a gateway that listens: for --demo on a port of its own choice,
// for `neonchat demo` where the user wants it.
type Server struct {
	// URL is the bare origin, as NEON_AI_GATEWAY_BASE_URL holds it.
	URL string
	// Token is the bearer that it asks for.
	Token string

	http *http.Server
	stop func() bool
	done chan struct{}
}

// Start serves a gateway on addr ("127.0.0.1:0" for any free port) until ctx
// ends or the server is closed. It accepts connections once it returns.
func Start(ctx context.Context, addr string, o Options) (*Server, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listening for the demo gateway: %w", err)
	}
	g := New(o)
	s := &Server{
		URL:   "http://" + reachable(l.Addr().(*net.TCPAddr)),
		Token: g.Token(),
		http:  &http.Server{Handler: g, ReadHeaderTimeout: 10 * time.Second},
		done:  make(chan struct{}),
	}
	// The goroutine ends with the listener, which Close and ctx close.
	go func() {
		defer close(s.done)
		s.http.Serve(l)
	}()
	s.stop = context.AfterFunc(ctx, func() { s.http.Close() })
	return s, nil
}

// Close ends every answer under way, a stalled one too, and the listener.
func (s *Server) Close() error {
	s.stop()
	err := s.http.Close()
	<-s.done
	return err
}

// Done is closed when the server no longer listens.
func (s *Server) Done() <-chan struct{} { return s.done }

// reachable is the address as a client on this machine names it: one that
// listens everywhere listens on the loopback too.
func reachable(a *net.TCPAddr) string {
	if a.IP.IsUnspecified() {
		return fmt.Sprintf("127.0.0.1:%d", a.Port)
	}
	return a.String()
}
