package client

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"neonchat/chat"
)

// A Config says where the gateway is and how to behave. URL and Token are
// needed; the rest has defaults.
type Config struct {
	URL   string        // the branch's host: scheme://host, no path
	Token func() string // gives the bearer; a func so that printing a Config can't show it

	HTTP      *http.Client  // nil: a client of its own, with the proxies of the environment
	Idle      time.Duration // how long not a byte may move; 0: 2 minutes
	UserAgent string
	Log       *slog.Logger // nil: nothing is logged
	Clock     Clock        // nil: the real one
}

// A Client speaks to one branch's gateway. Many goroutines may use it.
type Client struct {
	url   string
	token func() string
	http  *http.Client
	idle  time.Duration
	agent string
	log   *slog.Logger
	clock Clock

	mu    sync.Mutex
	short bool              // the short layout of paths is the one that works
	moved map[string]string // model → the dialect that it fell over to

	limits []Limit // of the last answer that told of them
}

// New makes a client. It connects to nothing.
func New(c Config) *Client {
	if c.HTTP == nil {
		c.HTTP = &http.Client{Transport: transport()}
	}
	h := *c.HTTP
	h.CheckRedirect = sameHost
	if c.Idle == 0 {
		c.Idle = 2 * time.Minute
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Clock == nil {
		c.Clock = realClock{}
	}
	if c.UserAgent == "" {
		c.UserAgent = "neonchat"
	}
	return &Client{
		url: c.URL, token: c.Token, http: &h, idle: c.Idle, agent: c.UserAgent, log: c.Log, clock: c.Clock,
		moved: map[string]string{},
	}
}

func transport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.ReadBufferSize = 64 << 10 // a fast answer is read in few system calls
	return t
}

// sameHost follows a redirect only where the token may go.
func sameHost(r *http.Request, via []*http.Request) error {
	from := via[0].URL
	if r.URL.Host != from.Host || r.URL.Scheme != from.Scheme {
		return fmt.Errorf("the gateway redirects to %s://%s: not followed, since the token would travel there", r.URL.Scheme, r.URL.Host)
	}
	if r.Method != via[0].Method {
		return errors.New("the gateway redirects in a way that would drop the question")
	}
	if len(via) > 5 {
		return errors.New("the gateway redirects in circles")
	}
	return nil
}

// shortRoutes has the paths of the second layout, by their beginning in the
// first. Neither is deprecated and both do the same.
var shortRoutes = []struct{ long, short string }{
	{"mlflow/v1/", "/v1/"},
	{"openai/", "/openai/"},
	{"anthropic/", "/anthropic/"},
	{"gemini/", "/gemini/"},
}

func (c *Client) address(route string, short bool) string {
	if short {
		for _, s := range shortRoutes {
			if len(route) > len(s.long) && route[:len(s.long)] == s.long {
				return c.url + s.short + route[len(s.long):]
			}
		}
	}
	return c.url + "/ai-gateway/" + route
}

func (c *Client) layout() (short bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.short
}

func (c *Client) rememberLayout(short bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.short = short
}

// dialectOf gives the dialect for the request: what the user pinned, else what
// the model fell over to earlier, else what the request says.
func (c *Client) dialectOf(m chat.Model) string {
	if m.Pinned {
		return m.Dialect
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return first(c.moved[shortID(m.ID)], m.Dialect, chat.MLflow)
}

func (c *Client) rememberMove(model, dialect string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.moved[shortID(model)] = dialect
}

func (c *Client) header(h http.Header, dialect string) {
	h.Set("Authorization", "Bearer "+c.token())
	h.Set("User-Agent", c.agent)
	if dialect == chat.Anthropic {
		h.Set("Anthropic-Version", "2023-06-01")
	}
}

// secret is what a bearer looks like. A server that repeats it in an error must
// not make us print it.
var secret = expression(`nt_live_[A-Za-z0-9._~+/=-]+`)

// hide takes the token out of a text, in case that a server repeats it.
func (c *Client) hide(s string) string {
	s = secret().ReplaceAllString(s, "nt_live_…")
	if token := c.token(); len(token) >= 8 { // no bearer is shorter, but a word may be
		s = strings.ReplaceAll(s, token, "…")
	}
	return s
}

// refusal is the error of a response that is not 2xx.
func (c *Client) refusal(r *http.Response, body []byte) *Error {
	e := responseError(r, body, c.clock.Now())
	c.scrub(e)
	return e
}

// scrub takes the token out of an error and then shortens it: of a token that is
// cut the rest would not be found.
func (c *Client) scrub(e *Error) {
	for _, s := range []*string{&e.Message, &e.Code, &e.RequestID} {
		*s = c.hide(*s)
	}
	if r := []rune(e.Message); e.loose && len(r) > 300 {
		e.Message = string(r[:300]) + "…"
	}
}

// scrubbed is a transport's error, which may quote what a server said instead of
// HTTP, without the token.
func (c *Client) scrubbed(err error) error {
	if said := c.hide(err.Error()); said != err.Error() {
		return errors.New(said)
	}
	return err
}

// withoutURL takes the address out of a transport's error: it says nothing
// that the user doesn't know, and hides what he wants to know.
func withoutURL(err error) error {
	if u, ok := err.(*url.Error); ok {
		return u.Err
	}
	return err
}

// errorBody reads as much of an error's body as a message can need.
func errorBody(r io.Reader) []byte {
	b, _ := io.ReadAll(io.LimitReader(r, longestPage))
	return b
}
