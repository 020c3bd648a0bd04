package client

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"neonchat/chat"
	"neonchat/demo"
)

// The models of the handoff, with what the catalog says of them.
var (
	sonnet   = chat.Model{ID: "claude-sonnet-4-6", Dialect: chat.Anthropic, OutputLimit: 64000, Inputs: []string{"text", "image", "pdf"}, BudgetMin: 1024, BudgetMax: 63999}
	opus     = chat.Model{ID: "claude-opus-4-7", Dialect: chat.Anthropic, OutputLimit: 128000, Inputs: []string{"text", "image", "pdf"}, Efforts: []string{"low", "medium", "high", "xhigh", "max"}}
	mini     = chat.Model{ID: "gpt-5-mini", Dialect: chat.OpenAI, OutputLimit: 128000, Inputs: []string{"text", "image"}, Efforts: []string{"minimal", "low", "medium", "high"}}
	three    = chat.Model{ID: "gemini-3-pro", Dialect: chat.Gemini, OutputLimit: 65536, Inputs: []string{"text", "image", "pdf"}, Efforts: []string{"low", "medium", "high"}}
	oss      = chat.Model{ID: "gpt-oss-120b", Dialect: chat.MLflow, Inputs: []string{"text"}, Efforts: []string{"low", "medium", "high"}}
	maverick = chat.Model{ID: "llama-4-maverick", Dialect: chat.MLflow, Inputs: []string{"text", "image"}}
)

// A conversation is one session with the demo gateway, which refuses what the
// real one refuses.
type conversation struct {
	t       *testing.T
	client  *Client
	session chat.Session
	sent    []byte // the last request's body
}

func converse(t *testing.T) *conversation {
	s := httptest.NewServer(demo.New(demo.Options{}))
	t.Cleanup(s.Close)
	c := &conversation{t: t}
	c.client = New(Config{URL: s.URL, Token: func() string { return demo.DefaultToken }, Clock: clock{impatient: true},
		HTTP: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			c.sent, _ = io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(c.sent))
			return http.DefaultTransport.RoundTrip(r)
		})}})
	return c
}

// ask wants an answer and no notices but these.
func (c *conversation) ask(m chat.Model, question []chat.Part, notices ...string) chat.Answer {
	c.t.Helper()
	answer, err := chat.Turn{Streamer: c.client, Session: &c.session, Model: m, Options: chat.Options{
		System: "Be brief.", Effort: "low",
		Tools: []chat.Tool{{Name: "look", Schema: json.RawMessage(`{"$schema":"x","type":"object","properties":{"at":{"type":"string"}}}`)}},
	}}.Ask(c.t.Context(), question...)
	if err != nil {
		c.t.Fatalf("%s over %s: %v\nsent %s", m.ID, m.Dialect, err, c.sent)
	}
	if answer.Origin != (chat.Origin{Dialect: m.Dialect, Model: m.ID}) {
		c.t.Errorf("%s answered over %s, not over %s", answer.Origin.Model, answer.Origin.Dialect, m.Dialect)
	}
	if !slices.Equal(answer.Notices, notices) {
		c.t.Errorf("%s over %s: notices:\n got %q\nwant %q", m.ID, m.Dialect, answer.Notices, notices)
	}
	return answer
}

func question(s string) []chat.Part { return []chat.Part{chat.Text{Text: s}} }

// results are what the calls of an answer gave.
func results(answer chat.Answer) (parts []chat.Part) {
	for _, call := range answer.ToolCalls() {
		parts = append(parts, chat.ToolResult{ID: call.ID, Name: call.Name, Text: "a cat"})
	}
	return parts
}

// think has a model reason, call a tool, and answer with what that said. It
// gives the model's answers.
func (c *conversation) think(m chat.Model, notices ...string) []chat.Answer {
	c.t.Helper()
	thought := c.ask(m, question("!think What is copy-on-write?"), notices...)
	called := c.ask(m, question("!think !tool What is there?"), notices...)
	if len(called.ToolCalls()) != 1 {
		c.t.Fatalf("%s called %d tools", m.ID, len(called.ToolCalls()))
	}
	return []chat.Answer{thought, called, c.ask(m, results(called), notices...)}
}

// sealsOf are the sealed values of answers, as they are on the wire.
func sealsOf(answers []chat.Answer) (seals []string) {
	for _, a := range answers {
		for _, p := range a.Parts {
			switch p := p.(type) {
			case chat.Reasoning:
				seals = append(seals, p.Signature)
			case chat.Text:
				seals = append(seals, p.Signature)
			case chat.ToolCall:
				seals = append(seals, p.Signature)
			case chat.Opaque:
				seals = append(seals, string(p.Data))
			}
		}
	}
	return slices.DeleteFunc(seals, func(s string) bool { return s == "" })
}

// wantSent checks which answers' seals the last request bore.
func (c *conversation) wantSeals(of []chat.Answer, want bool) {
	c.t.Helper()
	seals := sealsOf(of)
	if len(seals) == 0 {
		c.t.Errorf("%s sealed nothing", of[0].Origin.Model)
	}
	for _, s := range seals {
		if bytes.Contains(c.sent, []byte(s)) != want {
			c.t.Errorf("%s: sent back is %t, want %t: the seal %.60s…", of[0].Origin.Model, !want, want, s)
		}
	}
}

func lost(to chat.Model, n int, from string) string {
	return fmt.Sprintf("not sent to %s: %d sealed parts of %s", to.ID, n, from)
}

func TestAConversationIsHandedFromModelToModelAndBack(t *testing.T) {
	c := converse(t)
	claudes := c.think(sonnet)
	c.wantSeals(claudes[:2], true)
	n := len(sealsOf(claudes))

	gpts := c.think(mini, lost(mini, n, "claude-sonnet-4-6"))
	c.wantSeals(claudes, false)
	c.wantSeals(gpts[:2], true)
	m := len(sealsOf(gpts))

	geminis := c.think(three, lost(three, n+m, "claude-sonnet-4-6 and gpt-5-mini"))
	c.wantSeals(claudes, false)
	c.wantSeals(gpts, false)
	c.wantSeals(geminis[:2], true)
	g := len(sealsOf(geminis))

	back := c.ask(sonnet, question("what did I say before?"), lost(sonnet, m+g, "gpt-5-mini and gemini-3-pro"))
	if !strings.Contains(back.Text(), "What is there?") {
		t.Errorf("it doesn't remember: %q", back.Text())
	}
	c.wantSeals(claudes, true)
	c.wantSeals(gpts, false)
	c.wantSeals(geminis, false)

	c.ask(mini, question("and now?"), lost(mini, n+g+len(sealsOf([]chat.Answer{back})), "claude-sonnet-4-6 and gemini-3-pro"))
	c.wantSeals(gpts, true)
	c.wantSeals(claudes, false)
}

// A tool that one model called is answered to another, and every model hears
// of every other's calls.
func TestACallOfOneModelIsAnsweredToAnother(t *testing.T) {
	models := []chat.Model{sonnet, opus, mini, three, oss, maverick}
	for _, from := range models {
		for _, to := range models {
			t.Run(from.ID+" to "+to.ID, func(t *testing.T) {
				c := converse(t)
				c.t = t
				session := &c.session
				turn := chat.Turn{Streamer: c.client, Session: session, Model: from, Options: chat.Options{
					Effort: "low", Tools: []chat.Tool{{Name: "look"}, {Name: "wait"}}}}
				called, err := turn.Ask(t.Context(), question("!think !tool What is there?")...)
				if err != nil || len(called.ToolCalls()) == 0 {
					t.Fatalf("%v, %d calls\nsent %s", err, len(called.ToolCalls()), c.sent)
				}
				turn.Model = to
				answer, err := turn.Ask(t.Context(), results(called)...)
				if err != nil || !strings.Contains(answer.Text(), "a cat") {
					t.Errorf("got %q, %v\nsent %s", answer.Text(), err, c.sent)
				}
				refused := func(n string) bool { return strings.Contains(n, "refuses") }
				if slices.ContainsFunc(answer.Notices, refused) {
					t.Errorf("it was refused first: %q", answer.Notices)
				}
				// An older Claude can't think on where it didn't begin to.
				const thoughtless = "claude-sonnet-4-6 can't think within another model's turn: effort left out"
				if want := to.ID == sonnet.ID && from.ID != sonnet.ID; slices.Contains(answer.Notices, thoughtless) != want {
					t.Errorf("notices: %q", answer.Notices)
				}
			})
		}
	}
}
