package mcp

import (
	"fmt"
	"io"
	"net/http"
	"net/url"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// transport makes the way to a resolved server. The process is nil for one that
// is reached over HTTP.
func (l *link) transport(s Server) (sdk.Transport, *process, error) {
	if s.URL != "" {
		t, err := l.webTransport(s)
		return t, nil, err
	}
	cmd, err := s.command(l.options.Environ)
	if err != nil {
		return nil, nil, err
	}
	p, err := startProcess(cmd, l.said)
	if err != nil {
		return nil, nil, err
	}
	return &sdk.IOTransport{
		Reader:        io.NopCloser(p.stdout),
		Writer:        processInput{p},
		MaxLineLength: -1, // messages has a limit of its own
	}, p, nil
}

// said logs what the server says beside its messages.
func (l *link) said(line string) {
	l.options.Log.Debug("mcp server says", "server", l.server.Name, "line", l.secrets().scrub(line))
}

// A processInput is the input of a process, which ends with it.
type processInput struct{ p *process }

func (i processInput) Write(b []byte) (int, error) { return i.p.stdin.Write(b) }

func (i processInput) Close() error {
	_ = i.p.Close()
	return i.p.stdout.Close()
}

func (l *link) webTransport(s Server) (sdk.Transport, error) {
	u, err := url.Parse(s.URL)
	if err != nil {
		return nil, fmt.Errorf("its url: %w", err)
	}
	client := &http.Client{
		Transport: &headers{to: u, add: s.Headers, next: http.DefaultTransport},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) >= 5 || r.URL.Scheme != u.Scheme || r.URL.Host != u.Host {
				return fmt.Errorf("it sends elsewhere, to %s", oneLine(r.URL.Host, 100))
			}
			return nil
		},
	}
	t := &sdk.StreamableClientTransport{Endpoint: s.URL, HTTPClient: client, MaxEventSize: lineLimit}
	if l.options.Logins != "" && !hasAuthorization(s.Headers) {
		t.OAuthHandler = &signIn{server: s.Name, url: s.URL, file: l.options.loginFile(s.Name), open: l.open}
	}
	return t, nil
}

func hasAuthorization(headers map[string]string) bool {
	for k := range headers {
		if http.CanonicalHeaderKey(k) == "Authorization" {
			return true
		}
	}
	return false
}

// headers adds headers to what goes to one host, and to no other.
type headers struct {
	to   *url.URL
	add  map[string]string
	next http.RoundTripper
}

func (h *headers) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme == h.to.Scheme && r.URL.Host == h.to.Host {
		r = r.Clone(r.Context())
		for k, v := range h.add {
			r.Header.Set(k, v)
		}
	}
	return h.next.RoundTrip(r)
}
