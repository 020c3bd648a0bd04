package mcp

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/oauthex"
	"golang.org/x/oauth2"
)

// Signing in to a server on the web:
//
//   - Only [Login] opens a page in the browser. Everywhere else a server that wants
//     a person to sign in is one that fails, and says so.
//   - The tokens stay in a file of their own below [Options.Logins], for the user
//     alone, and go to the address of the server that they were given for.
//   - A server with an Authorization header of its own never sees them.

// LoginLimit is how long a person may take to sign in.
const LoginLimit = 5 * time.Minute

// A SignInError says that a server wants a person to sign in.
type SignInError struct{ Server string }

func (e *SignInError) Error() string { return "it wants you to sign in" }

// Hint says how.
func (e *SignInError) Hint() string { return "run 'neonchat mcp login " + e.Server + "'" }

// Login signs in to a server and remembers it. Open is given the page where the
// person does it; the answer comes back to this machine.
func Login(ctx context.Context, s Server, o Options, open func(page string)) error {
	if err := Logout(s.Name, o); err != nil {
		return err
	}
	b := New([]Server{s}, o)
	defer b.Close()
	l := b.links[0]
	l.limit, l.open = LoginLimit, open
	_, err := l.tools(ctx)
	return err
}

// Logout forgets the tokens of a server.
func Logout(name string, o Options) error {
	err := os.Remove(o.loginFile(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (o Options) loginFile(name string) string {
	return filepath.Join(o.Logins, vendorName("_"+name)+".json")
}

// A login is what is remembered of one.
type login struct {
	URL    string // of the server
	Client oauth2.Config
	Token  *oauth2.Token
}

// A signIn gives the requests to one server their token. It implements the SDK's
// auth.OAuthHandler.
type signIn struct {
	server string
	url    string
	file   string
	open   func(page string) // nil: nobody is there to sign in

	mu      sync.Mutex
	source  oauth2.TokenSource
	refused error // why the person didn't sign in: nobody is asked twice
}

// TokenSource gives what was remembered, if anything was.
func (s *signIn) TokenSource(context.Context) (oauth2.TokenSource, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.source != nil {
		return s.source, nil
	}
	data, err := os.ReadFile(s.file)
	if err != nil {
		return nil, nil
	}
	var l login
	if json.Unmarshal(data, &l) != nil || l.URL != s.url || l.Token == nil {
		return nil, nil
	}
	s.source = s.remembering(l, l.Client.TokenSource(context.Background(), l.Token))
	return s.source, nil
}

// Authorize lets the person sign in, once.
func (s *signIn) Authorize(ctx context.Context, r *http.Request, resp *http.Response) error {
	defer resp.Body.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case resp.StatusCode == http.StatusForbidden && !strings.Contains(resp.Header.Get("WWW-Authenticate"), "insufficient_scope"):
		return nil // signing in is no cure
	case s.refused != nil:
		return s.refused
	case s.open == nil:
		return &SignInError{s.server}
	}
	source, err := s.ask(ctx, r, resp)
	if err != nil {
		s.refused = err
		return err
	}
	s.source = source
	return nil
}

// ask sends the person to the page where they sign in, and waits for the answer.
func (s *signIn) ask(ctx context.Context, r *http.Request, resp *http.Response) (oauth2.TokenSource, error) {
	back, err := newCallback()
	if err != nil {
		return nil, err
	}
	defer back.close()
	h, err := auth.NewAuthorizationCodeHandler(&auth.AuthorizationCodeHandlerConfig{
		DynamicClientRegistrationConfig: &auth.DynamicClientRegistrationConfig{Metadata: &oauthex.ClientRegistrationMetadata{
			ClientName:              "neonchat",
			RedirectURIs:            []string{back.url},
			GrantTypes:              []string{"authorization_code", "refresh_token"},
			ResponseTypes:           []string{"code"},
			TokenEndpointAuthMethod: "none",
		}},
		RequestRefreshToken:   true,
		AcceptUnadvertisedIss: true,
		AuthorizationCodeFetcher: func(ctx context.Context, a *auth.AuthorizationArgs) (*auth.AuthorizationResult, error) {
			s.open(a.URL)
			return back.wait(ctx)
		},
		NewTokenSource: func(ctx context.Context, c *oauth2.Config, t *oauth2.Token) (oauth2.TokenSource, error) {
			l := login{s.url, *c, t}
			return s.remembering(l, c.TokenSource(ctx, t)), s.remember(l)
		},
	})
	if err != nil {
		return nil, err
	}
	if err := h.Authorize(ctx, r, resp); err != nil {
		return nil, err
	}
	return h.TokenSource(ctx)
}

func (s *signIn) remember(l login) error {
	data, err := json.Marshal(l)
	if err != nil {
		return err
	}
	if err := writeState(s.file, data); err != nil {
		return fmt.Errorf("remembering that you have signed in: %w", err)
	}
	return nil
}

// remembering writes down the tokens that source gets in place of old ones.
func (s *signIn) remembering(l login, source oauth2.TokenSource) oauth2.TokenSource {
	return &rememberingSource{signIn: s, login: l, source: source}
}

type rememberingSource struct {
	signIn *signIn
	source oauth2.TokenSource

	mu    sync.Mutex
	login login
}

func (r *rememberingSource) Token() (*oauth2.Token, error) {
	t, err := r.source.Token()
	if err != nil {
		return nil, &SignInError{r.signIn.server} // the old one can't be used any more
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if t.AccessToken != r.login.Token.AccessToken {
		r.login.Token = t
		_ = r.signIn.remember(r.login) // it holds for this run in any case
	}
	return t, nil
}

// A callback is the address on this machine to which the browser comes back.
type callback struct {
	url    string
	server *http.Server
	got    chan *auth.AuthorizationResult
	failed chan error
}

func newCallback() (*callback, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("waiting for the browser: %w", err)
	}
	b := &callback{
		url:    "http://" + listener.Addr().String() + "/callback",
		got:    make(chan *auth.AuthorizationResult, 1),
		failed: make(chan error, 1),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /callback", b.serve)
	b.server = &http.Server{Handler: mux, ReadHeaderTimeout: startLimit}
	go func() { _ = b.server.Serve(listener) }() // ends with close
	return b, nil
}

func (b *callback) serve(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if q.Get("code") == "" {
		fmt.Fprintln(w, "You haven't signed in. You can close this page.")
		select {
		case b.failed <- fmt.Errorf("signing in failed: %s", oneLine(cmp.Or(q.Get("error_description"), q.Get("error"), "no code came back"), 300)):
		default:
		}
		return
	}
	fmt.Fprintln(w, "You have signed in. You can close this page and go back to neonchat.")
	select {
	case b.got <- &auth.AuthorizationResult{Code: q.Get("code"), State: q.Get("state"), Iss: q.Get("iss")}:
	default:
	}
}

func (b *callback) wait(ctx context.Context) (*auth.AuthorizationResult, error) {
	select {
	case r := <-b.got:
		return r, nil
	case err := <-b.failed:
		return nil, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// close lets the page be delivered first.
func (b *callback) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = b.server.Shutdown(ctx)
}
