package client

import (
	"compress/gzip"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"neonchat/chat"
)

// over is a client of the default transport, trusting the server's certificate.
func over(s *httptest.Server) *Client {
	t := transport()
	if s.TLS != nil {
		t.TLSClientConfig = &tls.Config{RootCAs: s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
	}
	return New(Config{URL: s.URL, Token: func() string { return bearer }, HTTP: &http.Client{Transport: t}, Clock: clock{impatient: true}})
}

func serve(t *testing.T, answer http.HandlerFunc) *httptest.Server {
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	return s
}

func TestTheTokenDoesntFollowARedirectElsewhere(t *testing.T) {
	elsewhere := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s was asked, with the authorization %t", r.Host, r.Header.Get("Authorization") != "")
	})
	for _, status := range []int{301, 302, 303, 307, 308} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL+r.URL.Path, status)
		})
		c := over(s)
		answer, err := ask(t, c, llama)
		wantCut(t, answer, err, "", "the gateway redirects to "+elsewhere.URL+": not followed")
		if _, err := c.Models(t.Context()); err == nil || !strings.Contains(err.Error(), "not followed") {
			t.Errorf("the list of models: %v", err)
		}
	}
}

func TestARedirectToPlainHTTPIsRefused(t *testing.T) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://"+r.Host+r.URL.Path, http.StatusTemporaryRedirect)
	}))
	defer s.Close()
	answer, err := ask(t, over(s), llama)
	wantCut(t, answer, err, "", "the gateway redirects to http://")
}

func TestARedirectOnTheSameHostIsFollowed(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch {
		case r.URL.Path == askMLflow:
			http.Redirect(w, r, "/moved", http.StatusTemporaryRedirect)
		case r.Header.Get("Authorization") != "Bearer "+bearer || !strings.Contains(string(body), `"question"`):
			t.Error("the redirected request is not the one that was made")
		default:
			io.WriteString(w, saying(chat.MLflow, "found"))
		}
	})
	answer, err := ask(t, over(s), llama)
	wantAnswer(t, answer, err, "found")
}

func TestRedirectsInCirclesEnd(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Path+"/", http.StatusTemporaryRedirect)
	})
	answer, err := ask(t, over(s), llama)
	wantCut(t, answer, err, "", "redirects in circles")
}

func TestACompressedAnswerIsRead(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("accepts %q", r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Type", "text/event-stream")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		for event := range strings.SplitAfterSeq(saying(chat.MLflow, "small", " and", " smaller"), "\n\n") {
			io.WriteString(z, event)
			z.Flush()
			w.(http.Flusher).Flush()
		}
		z.Close()
	})
	answer, err := ask(t, over(s), llama)
	wantAnswer(t, answer, err, "small and smaller")
}

func TestHTTP2IsSpokenWhereItIs(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, saying(chat.MLflow, r.Proto))
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	defer s.Close()
	answer, err := ask(t, over(s), llama)
	wantAnswer(t, answer, err, "HTTP/2.0")
}

func TestAnEventIsShownBeforeTheNextIsSent(t *testing.T) {
	shown := make(chan string)
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		for event := range strings.SplitAfterSeq(saying(chat.MLflow, "one", "two", "three"), "\n\n") {
			io.WriteString(w, event)
			w.(http.Flusher).Flush()
			if strings.Contains(event, `"content"`) {
				<-shown
			}
		}
	})
	for e, err := range over(s).Stream(t.Context(), chat.Request{Model: llama}) {
		if err != nil {
			t.Fatal(err)
		}
		if d, ok := e.(chat.TextDelta); ok {
			shown <- d.Text
		}
	}
}

func TestACertificateThatIsNotTrustedEndsTheMatter(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	c := New(Config{URL: s.URL, Token: func() string { return bearer }, Clock: clock{impatient: true}})
	answer, err := ask(t, c, llama)
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); !ok {
		t.Errorf("got %v", err)
	}
	if len(answer.Notices) > 0 {
		t.Errorf("tried again: %q", answer.Notices)
	}
	if h := hintIn(err); !strings.Contains(h, "certificate") {
		t.Errorf("the hint is %q", h)
	}
}

// hintIn is what an error says to do about it.
func hintIn(err error) string {
	var hinted interface{ Hint() string }
	if !errors.As(err, &hinted) {
		return ""
	}
	return hinted.Hint()
}

// A hint about the network stands by the network's errors alone, and by its kind.
func TestAHintTellsTheNetworksErrorsApart(t *testing.T) {
	begin, delta, _ := grammar(chat.MLflow)
	half := begin + strings.Replace(delta, "%s", `"Half"`, 1)
	for says, c := range map[string]struct {
		trip roundTrip
		hint string
	}{
		"nobody listens":                 {failing(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}), "can be reached from here"},
		"it hangs up before it answers":  {failing(io.EOF), "can be reached from here"},
		"there is no such host":          {failing(&net.DNSError{Err: "no such host", IsNotFound: true}), "compare NEON_AI_GATEWAY_BASE_URL"},
		"it isn't the network's":         {failing(errors.New("the gateway redirects in circles")), ""},
		"the answer's connection breaks": {sending(io.MultiReader(strings.NewReader(half), iotest.ErrReader(&net.OpError{Op: "read", Err: syscall.ECONNRESET}))), "ask again"},
	} {
		c0 := New(Config{URL: "https://br-test-api.ai.neon.tech", Token: func() string { return bearer }, HTTP: &http.Client{Transport: c.trip}, Clock: clock{impatient: true}})
		_, err := ask(t, c0, llama)
		if h := hintIn(err); err == nil || (h == "") != (c.hint == "") || !strings.Contains(h, c.hint) {
			t.Errorf("%s: %v has the hint %q, want %q", says, err, h, c.hint)
		}
	}
}

func failing(err error) roundTrip {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

func sending(body io.Reader) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(body), Request: r}, nil
	}
}

// TestProxiesOfTheEnvironmentAreHonoured asks from a process of its own, since
// the environment's proxies are read once in a process.
func TestProxiesOfTheEnvironmentAreHonoured(t *testing.T) {
	const gatewayURL = "http://br-test-api.ai.us-east-2.aws.neon.tech"
	if os.Getenv("NEONCHAT_TEST_BEHIND_PROXY") != "" {
		c := New(Config{URL: gatewayURL, Token: func() string { return bearer }, Clock: clock{impatient: true}})
		answer, err := ask(t, c, llama)
		wantAnswer(t, answer, err, "by way of a proxy")
		return
	}
	var asked string
	proxy := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.String()
		io.WriteString(w, saying(chat.MLflow, "by way of a proxy"))
	})
	cmd := exec.Command(os.Args[0], "-test.run=^TestProxiesOfTheEnvironmentAreHonoured$", "-test.count=1")
	cmd.Env = append(os.Environ(), "NEONCHAT_TEST_BEHIND_PROXY=1", "HTTP_PROXY="+proxy.URL, "http_proxy="+proxy.URL, "NO_PROXY=", "no_proxy=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if want := gatewayURL + askMLflow; asked != want {
		t.Errorf("the proxy was asked for %q, want %q", asked, want)
	}
}
