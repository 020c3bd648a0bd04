package catalog

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// site is a models.dev of our own, and a cache that asks it.
type site struct {
	t      *testing.T
	mu     sync.Mutex
	doc    string
	etag   string
	status int
	asked  []string // the If-None-Match of each request

	Cache
	clock time.Time
}

func newSite(t *testing.T, doc, etag string) *site {
	s := &site{t: t, doc: doc, etag: etag, status: http.StatusOK, clock: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.Cache = Cache{
		Dir:  filepath.Join(t.TempDir(), "new", "neonchat"),
		URL:  server.URL,
		HTTP: server.Client(),
		Now:  func() time.Time { return s.clock },
	}
	return s
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := r.Header.Get("If-None-Match")
	s.asked = append(s.asked, asked)
	if s.etag != "" {
		w.Header().Set("ETag", s.etag)
	}
	if asked != "" && asked == s.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.WriteHeader(s.status)
	_, _ = w.Write([]byte(s.doc))
}

func (s *site) refreshes(changed bool) {
	s.t.Helper()
	got, err := s.Refresh(s.t.Context())
	if err != nil || got != changed {
		s.t.Errorf("refresh: changed %t, %v; want %t", got, err, changed)
	}
}

func (s *site) fails(want string) {
	s.t.Helper()
	changed, err := s.Refresh(s.t.Context())
	if changed || err == nil || !strings.Contains(err.Error(), want) {
		s.t.Errorf("refresh: changed %t, %v; want an error with %q", changed, err, want)
	}
}

func (s *site) has(want ...string) Catalog {
	s.t.Helper()
	c, err := s.Load()
	if got := ids(c.Models()); err != nil || !slices.Equal(got, want) {
		s.t.Errorf("the cache has %v, %v; want %v", got, err, want)
	}
	return c
}

func (s *site) stale(want bool) {
	s.t.Helper()
	if got := s.Stale(); got != want {
		s.t.Errorf("stale: %t, want %t", got, want)
	}
}

func (s *site) writes(text string) {
	s.t.Helper()
	err := errors.Join(os.MkdirAll(s.Dir, 0o755), os.WriteFile(s.file(), []byte(text), 0o644))
	if err != nil {
		s.t.Fatal(err)
	}
}

func one(id string) string {
	return `{"acme":{"models":{"a":{}}},"neon":{"models":{"` + id + `":{"name":"One"}}},"zeta":{}}`
}

func TestAFirstRunOfflineHasTheBuiltInList(t *testing.T) {
	s := newSite(t, one("gpt-9"), `"v1"`)
	s.stale(true)
	c, err := s.Load()
	if err != nil || !c.BuiltIn() || len(c.Models()) != len(Embedded().Models()) || c.AsOf().Year() < 2026 {
		t.Errorf("got %d models of %v, built in %t, %v", len(c.Models()), c.AsOf(), c.BuiltIn(), err)
	}
	if _, err := os.Stat(s.Dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a look made the folder: %v", err)
	}
}

func TestWhatWasFetchedIsKeptForADay(t *testing.T) {
	s := newSite(t, one("gpt-9"), `"v1"`)
	s.refreshes(true)
	c := s.has("gpt-9")
	if c.BuiltIn() || !c.AsOf().Equal(s.clock) {
		t.Errorf("built in %t, of %v; want of %v", c.BuiltIn(), c.AsOf(), s.clock)
	}
	s.clock = s.clock.Add(23 * time.Hour)
	s.stale(false)
	s.clock = s.clock.Add(time.Hour)
	s.stale(true)
	s.clock = s.clock.Add(-72 * time.Hour) // the clock was wrong when it was fetched
	s.stale(true)
	if b, _ := os.ReadFile(s.file()); bytes.Contains(b, []byte("acme")) {
		t.Errorf("other providers are kept: %s", b)
	}
}

func TestNoNewsIsAShortAnswer(t *testing.T) {
	s := newSite(t, one("gpt-9"), `W/"v1"`)
	s.refreshes(true)
	s.clock = s.clock.Add(48 * time.Hour)
	s.stale(true)
	s.refreshes(false)
	s.stale(false)
	if c := s.has("gpt-9"); !c.AsOf().Equal(s.clock) {
		t.Errorf("as of %v, want %v", c.AsOf(), s.clock)
	}
	if want := []string{"", `W/"v1"`}; !slices.Equal(s.asked, want) {
		t.Errorf("asked with %q, want %q", s.asked, want)
	}
}

func TestNewsReplacesWhatWasKept(t *testing.T) {
	s := newSite(t, one("gpt-9"), `"v1"`)
	s.refreshes(true)
	s.doc, s.etag = one("gpt-10"), `"v2"`
	s.refreshes(true)
	s.has("gpt-10")
	// another provider's news changes the tag, and nothing of ours
	s.doc, s.etag = strings.Replace(one("gpt-10"), "acme", "bolt", 1), `"v3"`
	s.refreshes(false)
	s.refreshes(false)
	if want := []string{"", `"v1"`, `"v2"`, `"v3"`}; !slices.Equal(s.asked, want) {
		t.Errorf("asked with %q, want %q", s.asked, want)
	}
	if left, _ := filepath.Glob(filepath.Join(s.Dir, "*")); len(left) != 1 {
		t.Errorf("files left: %v", left)
	}
}

func TestASiteWithoutTagsWorks(t *testing.T) {
	s := newSite(t, one("gpt-9"), "")
	s.refreshes(true)
	s.refreshes(false)
	s.has("gpt-9")
}

func TestTroubleKeepsWhatWasKept(t *testing.T) {
	s := newSite(t, one("gpt-9"), `"v1"`)
	s.refreshes(true)
	s.etag = `"v2"`
	for _, tt := range []struct {
		name, doc, want string
		status          int
	}{
		{"the site is down", "sorry", "503 Service Unavailable", 503},
		{"an airport's log-in page", "<html>", "not a JSON object", 200},
		{"the answer is cut", one("gpt-10")[:50], "unexpected EOF", 200},
		{"our part is gone", `{"acme":{}}`, `no "neon"`, 200},
		{"our part is empty", `{"neon":{"models":{}}}`, "no models", 200},
		{"an empty answer", "", "unexpected EOF", 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s.t, s.doc, s.status = t, tt.doc, tt.status
			s.fails(tt.want)
			s.has("gpt-9")
		})
	}
	s.t = t
	s.URL = "http://127.0.0.1:1"
	s.fails("refreshing the model catalog: ")
	s.has("gpt-9")
	s.stale(false)
}

func TestAnAnswerWithoutEndIsRefused(t *testing.T) {
	_, err := download(io.MultiReader(strings.NewReader(`{"acme":"`), repeat('x')))
	if err == nil || !strings.Contains(err.Error(), "more than 32 MB") {
		t.Errorf("got %v", err)
	}
}

func TestAStoppedRefreshLeavesNothing(t *testing.T) {
	s := newSite(t, one("gpt-9"), `"v1"`)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Refresh(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	s.stale(true)
}

func TestABrokenCacheFileIsToldAndFetchedAnew(t *testing.T) {
	for name, text := range map[string]string{
		"empty":             "",
		"cut":               `{"etag":"\"v1\"","neon":{"models":{"gpt-9"`,
		"not JSON":          "\x00\x00\x00",
		"no models":         `{"etag":"\"v1\"","neon":{}}`,
		"a tag of a number": `{"etag":1,"neon":{"models":{"gpt-9":{}}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, one("gpt-9"), `"v1"`)
			s.writes(text)
			c, err := s.Load()
			if err == nil || !strings.Contains(err.Error(), s.file()) || !c.BuiltIn() {
				t.Errorf("got built in %t, %v", c.BuiltIn(), err)
			}
			s.stale(true)
			s.refreshes(true)
			s.has("gpt-9")
			if s.asked[0] != "" {
				t.Errorf("asked with %q though nothing is kept", s.asked[0])
			}
		})
	}
}

func TestTwoRefreshesAtOnce(t *testing.T) {
	s := newSite(t, one("gpt-9"), `"v1"`)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := s.Refresh(t.Context()); err != nil {
				t.Error(err)
			}
			// whatever another one is doing, there is a whole file to read
			if c, err := s.Load(); err != nil || c.BuiltIn() {
				t.Errorf("built in %t, %v", c.BuiltIn(), err)
			}
		})
	}
	all.Wait()
	s.has("gpt-9")
	if left, _ := filepath.Glob(filepath.Join(s.Dir, "*")); len(left) != 1 {
		t.Errorf("files left: %v", left)
	}
}

func TestAFolderThatCantBeMadeIsAnError(t *testing.T) {
	s := newSite(t, one("gpt-9"), `"v1"`)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	s.Dir = filepath.Join(file, "neonchat")
	if _, err := s.Refresh(t.Context()); err == nil {
		t.Error("no error")
	}
}
