package backend

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/cmd/program"
	"neonchat/config"
	"neonchat/demo"
)

// branchOver is a branch whose gateway is h, of a user who has kept nothing yet.
func branchOver(t *testing.T, h http.Handler) *Branch {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	p := program.New()
	p.Folders = config.Folders{Config: t.TempDir(), Cache: t.TempDir(), State: t.TempDir()}
	return NewModels(p).Branch(config.Gateway{URL: server.URL, Token: config.NewToken(demo.DefaultToken), BranchID: "br-a-b-c"})
}

func (b *Branch) asks(t *testing.T, id string, byDefault bool) (chat.Answer, error) {
	t.Helper()
	m, _, _, err := b.models.Target(id)
	if err != nil {
		t.Fatal(err)
	}
	m.Default = byDefault
	turn := chat.Turn{Streamer: b, Session: &chat.Session{}, Model: m}
	return turn.Ask(t.Context(), chat.Text{Text: "repeat yes"})
}

// The list is asked beside the first answer, which doesn't wait for it, and not
// again while it is fresh.
func TestNoAnswerWaitsForWhatTheBranchServes(t *testing.T) {
	gateway := demo.New(demo.Options{Serve: []string{"gpt-oss-120b"}})
	answered, lists := make(chan struct{}), make(chan struct{}, 10)
	b := branchOver(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			lists <- struct{}{}
			<-answered
		}
		gateway.ServeHTTP(w, r)
	}))
	a, err := b.asks(t, "gpt-oss-120b", true)
	if err != nil || a.Text() != "yes" {
		t.Errorf("got %q, %v", a.Text(), err)
	}
	close(answered)
	late := time.After(10 * time.Second)
	for {
		s, ok := b.models.Served("br-a-b-c")
		if ok && len(s.Models) == 1 {
			break
		}
		select {
		case <-late:
			t.Fatal("nobody kept the list")
		default:
			runtime.Gosched()
		}
	}
	again := b.models.Branch(b.Gateway)
	if _, err := again.asks(t, "gpt-oss-120b", true); err != nil {
		t.Error(err)
	}
	if n := len(lists); n != 1 {
		t.Errorf("the list was asked %d times", n)
	}
}

func TestWhoAnswersInPlaceOfADefaultIsAskedFirstFromThenOn(t *testing.T) {
	b := branchOver(t, demo.New(demo.Options{Serve: []string{"gpt-oss-20b", "gpt-oss-120b"}}))
	for i, notices := range []int{1, 0} {
		a, err := b.asks(t, "claude-sonnet-5", true)
		if err != nil || a.Origin.Model != "gpt-oss-120b" || a.Text() != "yes" || len(a.Notices) != notices {
			t.Errorf("question %d: %+v, %q, %q, %v", i+1, a.Origin, a.Text(), a.Notices, err)
		}
	}
	if a, err := b.asks(t, "claude-sonnet-5", false); err == nil || a.Origin.Model != "claude-sonnet-5" {
		t.Errorf("one that was named: %+v, %v", a.Origin, err)
	}
}

// A branch that refuses all it lists isn't asked for ever.
func TestOnlyOneModelAnswersInPlaceOfAnother(t *testing.T) {
	gateway := demo.New(demo.Options{Serve: []string{"gpt-oss-120b"}})
	asked := 0
	b := branchOver(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			asked++
			http.Error(w, `{"error":{"message":"unknown model \"x\""}}`, http.StatusBadRequest)
			return
		}
		gateway.ServeHTTP(w, r)
	}))
	if a, err := b.asks(t, "claude-sonnet-5", true); err == nil || asked != 2 || a.Origin.Model != "claude-sonnet-5" {
		t.Errorf("asked %d times: %+v, %v", asked, a.Origin, err)
	}
}

func TestTheDefaultIsWhatWasUsedLastElseTheBest(t *testing.T) {
	p := program.New()
	m := NewModels(p)
	p.Folders = config.Folders{Config: t.TempDir(), Cache: t.TempDir(), State: t.TempDir()}
	p.Settings.Demo = true
	want := func(id, why string) {
		t.Helper()
		if got, because := m.Default(); got != id || because != why {
			t.Errorf("got %s, %s, want %s, %s", got, because, id, why)
		}
	}
	serves := func(ids ...string) {
		t.Helper()
		var list []catalog.Listed
		for _, id := range ids {
			list = append(list, catalog.Listed{ID: id, Enabled: true})
		}
		if err := m.Cache().KeepServed(chat.DemoBranch, list); err != nil {
			t.Fatal(err)
		}
	}
	want("claude-sonnet-5", "the best there is; what this branch serves is not known yet")
	serves("gpt-oss-120b", "gpt-oss-20b", "gte-large-en")
	want("gpt-oss-120b", "the best that this branch serves")
	m.KeepUsed(chat.DemoBranch, "gpt-oss-20b")
	m.KeepUsed("br-other", "gpt-5")
	want("gpt-oss-20b", "used last on this branch")
	serves("gpt-oss-120b")
	want("gpt-oss-120b", "the best that this branch serves")
	serves("gte-large-en")
	want("claude-sonnet-5", "the best there is, though this branch serves no model to chat with")
	p.Settings.NoHistory = true
	m.KeepUsed(chat.DemoBranch, "gpt-oss-120b")
	if got := m.lastUsed(chat.DemoBranch); got != "gpt-oss-20b" {
		t.Errorf("kept %s where nothing is to be kept", got)
	}
}
