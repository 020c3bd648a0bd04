package mcp

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// web serves good over HTTP to who knows the token, through around.
func web(t *testing.T, around func(http.Handler) http.Handler) *httptest.Server {
	t.Helper()
	server := goodServer()
	var h http.Handler = sdk.NewStreamableHTTPHandler(func(*http.Request) *sdk.Server { return server }, nil)
	h = around(h)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer sesame-open" {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func plainly(h http.Handler) http.Handler { return h }

func TestAServerOnTheWeb(t *testing.T) {
	s := web(t, plainly)
	d := sit(t, Server{Name: "web", URL: s.URL, Headers: map[string]string{"Authorization": "Bearer $API_KEY"}, Tools: []string{"add", "learn", "sing"}})
	if got := d.named(); !slices.Equal(got, []string{"web__add", "web__learn"}) {
		t.Fatalf("got %q, told %q", got, d.told)
	}
	d.says(d.call("web__add", `{"a":1,"b":2}`), false, `{"sum":3}`)
	d.says(d.call("web__learn", ""), false, "learnt")
	for !slices.Contains(d.named(), "web__sing") {
	}
	_ = d.Close() // before the server does
}

func TestAServerThatRefusesIsToldWithoutTheToken(t *testing.T) {
	s := web(t, plainly)
	d := sit(t, Server{Name: "web", URL: s.URL, Headers: map[string]string{"Authorization": "Bearer wrong-token"}})
	d.named()
	d.tells("web is left out", "Unauthorized")
}

func TestHeadersGoToNoOtherHost(t *testing.T) {
	var leaked atomic.Bool
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { leaked.Store(true) }))
	defer other.Close()
	s := web(t, func(http.Handler) http.Handler { return http.RedirectHandler(other.URL, http.StatusTemporaryRedirect) })
	d := sit(t, Server{Name: "web", URL: s.URL, Headers: map[string]string{"Authorization": "Bearer $API_KEY"}})
	d.named()
	d.tells("web is left out", "it sends elsewhere")
	if leaked.Load() {
		t.Error("the other host was asked")
	}
}

func TestASessionThatTheServerForgotIsBegunAnew(t *testing.T) {
	var forget atomic.Bool
	s := web(t, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost && forget.Swap(false) {
				http.Error(w, "no such session", http.StatusNotFound)
				return
			}
			h.ServeHTTP(w, r)
		})
	})
	d := sit(t, Server{Name: "web", URL: s.URL, Headers: map[string]string{"Authorization": "Bearer $API_KEY"}})
	d.named()
	forget.Store(true)
	d.says(d.call("web__add", `{"a":1,"b":2}`), false, `{"sum":3}`)
	_ = d.Close()
}
