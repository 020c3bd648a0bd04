package mcp

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// A guarded server lets in who has signed in: it is its own authorization server.
// Each token holds until the next is given.
type guarded struct {
	*httptest.Server
	refuse bool // at the page where one signs in
	given  int
}

func newGuarded(t *testing.T) *guarded {
	t.Helper()
	g := &guarded{}
	server := goodServer()
	h := sdk.NewStreamableHTTPHandler(func(*http.Request) *sdk.Server { return server }, nil)
	reply := func(w http.ResponseWriter, v map[string]any) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(v)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/mcp", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != fmt.Sprintf("Bearer token-%d", g.given) {
			w.Header().Set("WWW-Authenticate", `Bearer resource_metadata="`+g.URL+`/.well-known/oauth-protected-resource/mcp"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		h.ServeHTTP(w, r)
	})
	mux.HandleFunc("/.well-known/oauth-protected-resource/mcp", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, map[string]any{"resource": g.URL + "/mcp", "authorization_servers": []string{g.URL}})
	})
	mux.HandleFunc("/.well-known/oauth-authorization-server", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, map[string]any{"issuer": g.URL, "authorization_endpoint": g.URL + "/authorize", "token_endpoint": g.URL + "/token",
			"registration_endpoint": g.URL + "/register", "response_types_supported": []string{"code"}, "code_challenge_methods_supported": []string{"S256"}})
	})
	mux.HandleFunc("/register", func(w http.ResponseWriter, r *http.Request) {
		var m map[string]any
		_ = json.NewDecoder(r.Body).Decode(&m)
		m["client_id"] = "client-1"
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		_ = json.NewEncoder(w).Encode(m)
	})
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		back := url.Values{"state": {q.Get("state")}}
		if g.refuse {
			back.Set("error", "access_denied")
		} else {
			back.Set("code", "code-"+q.Get("code_challenge"))
		}
		http.Redirect(w, r, q.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("grant_type") == "refresh_token" && r.FormValue("refresh_token") != "refresh" || r.FormValue("client_id") != "client-1" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		g.given++
		reply(w, map[string]any{"access_token": fmt.Sprintf("token-%d", g.given), "token_type": "Bearer", "expires_in": 3600, "refresh_token": "refresh"})
	})
	g.Server = httptest.NewServer(mux)
	t.Cleanup(g.Close)
	return g
}

// browse goes to a page as a browser does.
func browse(t *testing.T, pages *int) func(string) {
	return func(page string) {
		*pages++
		go func() {
			if r, err := http.Get(page); err != nil {
				t.Error(err)
			} else {
				_ = r.Body.Close()
			}
		}()
	}
}

func TestSigningInIsRemembered(t *testing.T) {
	g := newGuarded(t)
	server := Server{Name: "web", URL: g.URL + "/mcp", Tools: []string{"add"}}
	o := Options{Logins: t.TempDir()}
	open := func() *desk {
		d := sit(t)
		o.Tell = d.options.Tell
		d.Box = New([]Server{server}, o)
		t.Cleanup(func() { _ = d.Box.Close() })
		return d
	}
	d := open()
	d.named()
	d.tells("web is left out: it wants you to sign in; run 'neonchat mcp login web'")

	pages := 0
	if err := Login(t.Context(), server, o, browse(t, &pages)); err != nil || pages != 1 {
		t.Fatalf("got %v after %d pages", err, pages)
	}
	if info, err := os.Stat(o.loginFile("web")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v", info, err)
	}
	d = open()
	if got := d.named(); !slices.Equal(got, []string{"web__add"}) {
		t.Fatalf("got %q, told %q", got, d.told)
	}
	d.says(d.call("web__add", `{"a":1,"b":2}`), false, `{"sum":3}`)
	_ = d.Close()

	// A token that is over is renewed, and the new one is remembered.
	data, err := os.ReadFile(o.loginFile("web"))
	if err != nil {
		t.Fatal(err)
	}
	var l map[string]any
	if err := json.Unmarshal(data, &l); err != nil {
		t.Fatal(err)
	}
	l["Token"].(map[string]any)["expiry"] = "2020-01-01T00:00:00Z"
	data, _ = json.Marshal(l)
	if err := os.WriteFile(o.loginFile("web"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	d = open()
	if got := d.named(); len(got) != 1 || g.given != 2 {
		t.Errorf("got %q, told %q, with %d tokens", got, d.told, g.given)
	}
	_ = d.Close()
	if data, _ = os.ReadFile(o.loginFile("web")); !strings.Contains(string(data), "token-2") {
		t.Error("the new token isn't remembered")
	}

	// It goes to no other address, and is forgotten when asked to.
	s := signIn{server: "web", url: "https://elsewhere.test/mcp", file: o.loginFile("web")}
	if source, err := s.TokenSource(t.Context()); source != nil || err != nil {
		t.Errorf("got %v, %v", source, err)
	}
	if err := Logout("web", o); err != nil {
		t.Fatal(err)
	}
	d = open()
	if got := d.named(); got != nil {
		t.Errorf("got %q", got)
	}
}

func TestWhoDoesntSignInIsntAskedTwice(t *testing.T) {
	g := newGuarded(t)
	g.refuse = true
	pages := 0
	err := Login(t.Context(), Server{Name: "web", URL: g.URL + "/mcp"}, Options{Logins: t.TempDir()}, browse(t, &pages))
	if err == nil || !strings.Contains(err.Error(), "access_denied") || pages != 1 {
		t.Errorf("got %v after %d pages", err, pages)
	}
}
