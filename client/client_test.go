package client

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"neonchat/chat"
)

// The models of most stories.
var (
	llama  = chat.Model{ID: "llama-4-maverick", Dialect: chat.MLflow}
	gpt    = chat.Model{ID: "gpt-5-mini", Dialect: chat.OpenAI}
	claude = chat.Model{ID: "claude-sonnet-4-6", Dialect: chat.Anthropic}
	flash  = chat.Model{ID: "gemini-2-5-flash", Dialect: chat.Gemini}
)

const (
	askMLflow    = "/ai-gateway/mlflow/v1/chat/completions"
	askOpenAI    = "/ai-gateway/openai/v1/responses"
	askAnthropic = "/ai-gateway/anthropic/v1/messages"
	askGemini    = "/ai-gateway/gemini/v1beta/models/gemini-2-5-flash:streamGenerateContent?alt=sse"
)

func TestEveryDialectHasItsRouteInBothLayouts(t *testing.T) {
	for _, row := range []struct {
		model       chat.Model
		long, short string
	}{
		{llama, askMLflow, "/v1/chat/completions"},
		{gpt, askOpenAI, "/openai/v1/responses"},
		{claude, askAnthropic, "/anthropic/v1/messages"},
		{flash, askGemini, "/gemini/v1beta/models/gemini-2-5-flash:streamGenerateContent?alt=sse"},
		{chat.Model{ID: "qwen"}, askMLflow, "/v1/chat/completions"},
	} {
		t.Run(row.model.ID, func(t *testing.T) {
			says := reply{body: saying(row.model.Dialect, "Hel", "lo")}
			g := replying(t, says, reply{status: 404, body: "404 page not found\n"}, says, says)
			c := g.client()
			for range 3 {
				answer, err := ask(t, c, row.model)
				wantAnswer(t, answer, err, "Hello")
			}
			// The second question finds the first layout gone, the third knows.
			g.wantRoutes(row.long, row.long, row.short, row.short)
		})
	}
}

func TestARouteThatIsInNeitherLayoutIsNotRemembered(t *testing.T) {
	gone := reply{status: 404, header: "Content-Type: text/html", body: "<html><head><title>404 Not Found</title></head></html>"}
	g := replying(t, gone, gone, reply{body: saying(chat.MLflow, "here")})
	c := g.client()
	answer, err := ask(t, c, llama)
	wantCut(t, answer, err, "", "not found (HTTP 404)")
	answer, err = ask(t, c, llama)
	wantAnswer(t, answer, err, "here")
	g.wantRoutes(askMLflow, "/v1/chat/completions", askMLflow)
}

func TestA404OfTheGatewaysOwnIsNoMissingRoute(t *testing.T) {
	g := replying(t, reply{status: 404, body: `{"error":{"message":"invalid gemini model path"}}`})
	_, err := ask(t, g.client(), flash)
	if err == nil || !strings.Contains(err.Error(), "invalid gemini model path") {
		t.Errorf("got %v", err)
	}
}

func TestEveryRequestBearsItsHeaders(t *testing.T) {
	for _, m := range []chat.Model{llama, gpt, claude, flash} {
		g := replying(t, reply{body: saying(m.Dialect, "hi")})
		answer, err := ask(t, g.client(), m)
		wantAnswer(t, answer, err, "hi")
		want := map[string]string{
			"Authorization": "Bearer " + bearer, "User-Agent": "neonchat/test", "Anthropic-Version": "",
			"Content-Type": "application/json", "Accept": "text/event-stream", "Accept-Encoding": "",
		}
		if m.Dialect == chat.Anthropic {
			want["Anthropic-Version"] = "2023-06-01"
		}
		for name, value := range want {
			if got := g.asked[0].header.Get(name); got != value {
				t.Errorf("%s: %s is %q, want %q", m.Dialect, name, got, value)
			}
		}
		if answer.Origin != (chat.Origin{Dialect: m.Dialect, Model: m.ID}) {
			t.Errorf("the answer of %s has the origin %+v", m.ID, answer.Origin)
		}
	}
}

func TestAModelThatARouteDoesntServeIsAskedElsewhere(t *testing.T) {
	const unsupported = `{"error":{"message":"unsupported gemini action \"streamGenerateContent\""}}`
	unavailable := func(m chat.Model, endpoint string) string {
		return fmt.Sprintf(`{"error":{"message":"model \"%s\" is not available on the %s endpoint"}}`, m.ID, endpoint)
	}
	codex := chat.Model{ID: "databricks-gpt-5-3-codex", Dialect: chat.MLflow}
	pro := chat.Model{ID: "gpt-5-5-pro", Dialect: chat.MLflow}
	for _, row := range []struct {
		name           string
		model          chat.Model
		status         int
		body           string
		from, to, then string // then: the dialect that answers
	}{
		{"an older deployment", flash, 404, unsupported, askGemini, askMLflow, chat.MLflow},
		{"a model that isn't OpenAI's", gpt, 400, unavailable(gpt, "openai_responses"), askOpenAI, askMLflow, chat.MLflow},
		{"a Claude that isn't Anthropic's", claude, 400, unavailable(claude, "anthropic_messages"), askAnthropic, askMLflow, chat.MLflow},
		{"a codex", codex, 400, unavailable(codex, "chat_completions"), askMLflow, askOpenAI, chat.OpenAI},
		{"a pro", pro, 400, unavailable(pro, "chat_completions"), askMLflow, askOpenAI, chat.OpenAI},
	} {
		t.Run(row.name, func(t *testing.T) {
			says := reply{body: saying(row.then, "once")}
			g := replying(t, reply{status: row.status, body: row.body}, says, says)
			c := g.client()
			answer, err := ask(t, c, row.model)
			wantAnswer(t, answer, err, "once",
				fmt.Sprintf("%s is not served over %s here: asking over %s", row.model.ID, row.model.Dialect, row.then))
			if want := (chat.Origin{Dialect: row.then, Model: row.model.ID}); answer.Origin != want {
				t.Errorf("origin: got %+v, want %+v", answer.Origin, want)
			}
			other := row.model // the same model by its other name
			if short, ok := strings.CutPrefix(other.ID, "databricks-"); ok {
				other.ID = short
			}
			answer, err = ask(t, c, other)
			wantAnswer(t, answer, err, "once")
			g.wantRoutes(row.from, row.to, row.to)
		})
	}
}

func TestAPinnedDialectIsKept(t *testing.T) {
	pinned := flash
	pinned.Pinned = true
	g := replying(t, reply{status: 404, body: `{"error":{"message":"unsupported gemini action"}}`})
	answer, err := ask(t, g.client(), pinned)
	wantCut(t, answer, err, "", "unsupported gemini action (HTTP 404)")
	g.wantRoutes(askGemini)
}

func TestAFallOverHappensOnce(t *testing.T) {
	nowhere := reply{status: 400, body: `{"error":{"message":"model \"gpt-5-mini\" is not available on the openai_responses endpoint"}}`}
	g := replying(t, nowhere, nowhere)
	answer, err := ask(t, g.client(), gpt)
	wantCut(t, answer, err, "", "is not available on the")
	g.wantRoutes(askOpenAI, askMLflow)
	if len(answer.Notices) != 1 {
		t.Errorf("notices: %q", answer.Notices)
	}
}

func TestAParameterOfOurOwnIsLeftOutOnce(t *testing.T) {
	no := reply{status: 400, body: `{"error_code":"BAD_REQUEST","message":"{\"error\":{\"message\":\"Unknown parameter: 'stream_options'.\"}}"}`}
	g := replying(t, no, reply{body: saying(chat.MLflow, "fine")})
	answer, err := ask(t, g.client(), llama)
	wantAnswer(t, answer, err, "fine", "llama-4-maverick refuses stream_options: asking without it")
	if !strings.Contains(g.asked[0].body, "stream_options") || strings.Contains(g.asked[1].body, "stream_options") {
		t.Errorf("sent %s\nthen %s", g.asked[0].body, g.asked[1].body)
	}

	g = replying(t, no, no)
	answer, err = ask(t, g.client(), llama)
	wantCut(t, answer, err, "", "Unknown parameter: 'stream_options'. (HTTP 400, BAD_REQUEST)")
}

func TestAParameterWithinAnotherIsLeftOutAlone(t *testing.T) {
	g := replying(t,
		reply{status: 400, body: `{"error":{"message":"Your organization must be verified to generate reasoning summaries."}}`},
		reply{body: saying(chat.OpenAI, "fine")})
	answer, err := ask(t, g.client(), chat.Model{ID: "gpt-5", Dialect: chat.OpenAI})
	wantAnswer(t, answer, err, "fine", "gpt-5 refuses reasoning.summary: asking without it")
	if !strings.Contains(g.asked[1].body, `"reasoning":{}`) || !strings.Contains(g.asked[1].body, `"include"`) {
		t.Errorf("then sent %s", g.asked[1].body)
	}
}

func TestWhatTheUserAskedForIsNotLeftOut(t *testing.T) {
	g := replying(t, reply{status: 400, body: `{"error_code":"BAD_REQUEST","message":"temperature: must be below 1"}`})
	_, err := ask(t, g.client(), llama)
	if err == nil || !strings.Contains(err.Error(), "temperature: must be below 1") {
		t.Errorf("got %v", err)
	}
}

func TestSealedReasoningThatIsRefusedStaysBehindOnce(t *testing.T) {
	thinking := chat.Model{ID: "claude-opus-4-7", Dialect: chat.Anthropic}
	history := []chat.Message{asks(spoken("first")), answered(thinking, chat.Reasoning{Text: "hm", Signature: "seal"}, spoken("one"))}
	no := reply{status: 400, body: `{"type":"error","error":{"type":"invalid_request_error","message":"messages.1.content.0: Invalid ` + "`signature` in `thinking`" + ` block"}}`}
	g := replying(t, no, reply{body: saying(chat.Anthropic, "two")})
	answer, err := ask(t, g.client(), thinking, history...)
	wantAnswer(t, answer, err, "two",
		"claude-opus-4-7 refuses the reasoning of earlier answers: asking without it",
		"not sent to claude-opus-4-7: 1 sealed part of earlier answers")
	if !strings.Contains(g.asked[0].body, `"signature":"seal"`) || strings.Contains(g.asked[1].body, "seal") {
		t.Errorf("sent %s\nthen %s", g.asked[0].body, g.asked[1].body)
	}

	g = replying(t, no, no)
	answer, err = ask(t, g.client(), thinking, history...)
	wantCut(t, answer, err, "", "Invalid `signature`")
}

// A refusal that names something else would be the same the second time.
func TestARefusalIsMendedByWhatItNamesOnly(t *testing.T) {
	mini := chat.Model{ID: gpt.ID, Dialect: chat.OpenAI, Efforts: []string{"low"}}
	adaptive := chat.Model{ID: "claude-opus-4-7", Dialect: chat.Anthropic}
	pro := chat.Model{ID: "gemini-3-pro", Dialect: chat.Gemini, Efforts: []string{"low"}}
	older := chat.Model{ID: "claude-sonnet-4-6", Dialect: chat.Anthropic}
	sealed := func(m chat.Model) []chat.Message {
		return []chat.Message{asks(spoken("first")), answered(m, chat.Reasoning{Text: "hm", Signature: "seal"}, spoken("one"))}
	}
	for _, row := range []struct {
		name    string
		model   chat.Model
		history []chat.Message
		says    string
	}{
		{"a budget", older, sealed(older), "`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation"},
		{"a least budget", older, sealed(older), "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024"},
		{"a form of thinking", adaptive, sealed(adaptive), `\"thinking.type.enabled\" is not supported for this model. Use \"thinking.type.adaptive\"`},
		{"a temperature", adaptive, sealed(adaptive), "`temperature` may only be set to 1 when thinking is enabled or in adaptive mode."},
		{"a level", pro, sealed(pro), "Thinking level MINIMAL is not supported for this model."},
		{"a tool's property", adaptive, sealed(adaptive), "tools.0.custom.input_schema.properties.signature: Input should be a valid dictionary"},
		{"a file", adaptive, sealed(adaptive), "messages.0.content.0: the file display.png is no image"},
		{"another's seals, which weren't sent", adaptive, sealed(older), "messages.1.content.0: Invalid `signature` in `thinking` block"},
		{"a parameter that wasn't sent", older, nil, "thinking.adaptive.display: Extra inputs are not permitted"},
		{"another parameter of OpenAI's", mini, sealed(mini), "Unknown parameter: 'included'."},
	} {
		g := replying(t, reply{status: 400, body: `{"error":{"message":"` + row.says + `"}}`})
		answer, _ := ask(t, g.client(), row.model, row.history...)
		refuses := func(n string) bool { return strings.Contains(n, "refuses") }
		if len(g.asked) != 1 || slices.ContainsFunc(answer.Notices, refuses) {
			t.Errorf("%s: asked %d times, notices %q", row.name, len(g.asked), answer.Notices)
		}
	}
}

func TestSealsStayBehindHoweverTheyAreNamed(t *testing.T) {
	for says, m := range map[string]chat.Model{
		"messages.1.content.0.thinking.signature: Field required":                                    {ID: "claude-opus-4-7", Dialect: chat.Anthropic},
		"messages.1.content.0: `thinking` or `redacted_thinking` blocks cannot be modified":          {ID: "claude-opus-4-7", Dialect: chat.Anthropic},
		"messages.1.content.0: Invalid `data` in `redacted_thinking` block":                          {ID: "claude-opus-4-7", Dialect: chat.Anthropic},
		"The encrypted content gAAA could not be verified.":                                          {ID: "gpt-5-mini", Dialect: chat.OpenAI},
		"Unknown parameter: 'input[1].encrypted_content'.":                                           {ID: "gpt-5-mini", Dialect: chat.OpenAI},
		"Function call is missing a thought_signature in functionCall parts.":                        {ID: "gemini-3-pro", Dialect: chat.Gemini},
		"Corrupted thought signature.":                                                               {ID: "gemini-3-pro", Dialect: chat.Gemini},
		"Base64 decoding failed for contents[1].parts[0].thoughtSignature, which is no byte string.": {ID: "gemini-3-pro", Dialect: chat.Gemini},
	} {
		history := []chat.Message{asks(spoken("first")), answered(m, chat.Reasoning{Text: "hm", Signature: "seal"}, chat.Text{Text: "one", Signature: "seal"})}
		g := replying(t, reply{status: 400, body: `{"error":{"message":"` + says + `"}}`}, reply{body: saying(m.Dialect, "two")})
		answer, err := ask(t, g.client(), m, history...)
		wantAnswer(t, answer, err, "two", m.ID+" refuses the reasoning of earlier answers: asking without it",
			"not sent to "+m.ID+": 2 sealed parts of earlier answers")
	}
}

func TestABodyThatIsTooBigIsNotSent(t *testing.T) {
	g := replying(t)
	big := chat.File{Name: "big.png", MIME: "image/png", Data: make([]byte, 25<<20)}
	session := &chat.Session{}
	answer, err := chat.Turn{Streamer: g.client(), Session: session, Model: llama}.Ask(t.Context(), big)
	wantCut(t, answer, err, "", "the request has 33.3 MiB and the gateway takes at most 32 MiB")
}
