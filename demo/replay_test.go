package demo

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func listenOn(t *testing.T, h http.Handler) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// talk is a conversation in a vendor's own words, kept as the vendor's client
// would keep it.
type talk struct {
	shop
	path, model, key, extra string
	said                    []any
}

// next sends what was said and more, and gives the answer's body.
func (k *talk) next(status int, more ...any) object {
	k.t.Helper()
	k.said = append(k.said, more...)
	list, _ := json.Marshal(k.said)
	body := `{"` + k.key + `":` + string(list) + k.extra + `}`
	if k.model != "" {
		body = `{"model":"` + k.model + `",` + body[1:]
	}
	got, answer := k.post(k.path, body)
	if got != status {
		k.t.Fatalf("%s: %d, want %d: %s\n%s", k.path, got, status, answer, body)
	}
	var o object
	decode(k.t, answer, &o)
	return o
}

func TestAToolsRoundTripWithClaude(t *testing.T) {
	tools := `,"max_tokens":4000,"thinking":{"type":"enabled","budget_tokens":2000},"tools":[{"name":"query","input_schema":{"type":"object","properties":{"sql":{"type":"string"},"limit":{"type":"integer"}},"required":["sql"]}}]`
	k := talk{serve(t, Options{}), messagesPath, "claude-sonnet-4-6", "messages", tools, nil}
	first := k.next(200, object{"role": "user", "content": "!tool how many users?"})
	blocks := first.objs("content")
	use := blocks[len(blocks)-1]
	if first.str("stop_reason") != "tool_use" || use.str("name") != "query" || use.obj("input").str("sql") != "SELECT 1" || use.obj("input").has("limit") {
		t.Fatalf("it called %v", use)
	}
	result := object{"role": "user", "content": []any{object{"type": "tool_result", "tool_use_id": use["id"], "content": "42 users"}}}
	second := k.next(200, object{"role": "assistant", "content": first["content"]}, result)
	if text := second.joined("content"); !strings.Contains(text, "42 users") {
		t.Errorf("it answered %q", text)
	}

	k.model, k.extra = "claude-sonnet-4-5", tools
	k.next(400) // another model's signature

	k.model = "claude-sonnet-4-6"
	k.said[1].(object)["content"] = first.list("content")[1:]
	k.next(400) // the thinking left out within the loop

	edited := first.objs("content")[0]
	edited["thinking"] = "something else"
	k.said[1].(object)["content"] = first["content"]
	k.next(400)
}

func TestAToolsRoundTripWithOpenAI(t *testing.T) {
	extra := `,"include":["reasoning.encrypted_content"],"tools":[{"type":"function","name":"f","parameters":{"type":"object"}}]`
	k := talk{serve(t, Options{}), responsesPath, "gpt-5-mini", "input", extra, nil}
	first := k.next(200, object{"role": "user", "content": "!tool"})
	items := first.list("output")
	id := first.objs("output")[len(items)-1].str("call_id")
	second := k.next(200, append(items, object{"type": "function_call_output", "call_id": id, "output": "sunny"})...)
	if out := second.objs("output"); !strings.Contains(out[len(out)-1].joined("content"), "sunny") {
		t.Errorf("it answered %v", out)
	}

	k.model = "gpt-5"
	k.next(400) // another model's encrypted content
	k.model, k.said = "gpt-5-mini", append(k.said[:1:1], items[0])
	k.next(400) // reasoning without what followed it
}

func TestAToolsRoundTripWithGemini(t *testing.T) {
	extra := `,"tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT"}}]}]`
	k := talk{serve(t, Options{}), geminiPath("gemini-3-flash"), "", "contents", extra, nil}
	first := k.next(200, object{"role": "user", "parts": []any{object{"text": "!tool"}}})
	content := first.objs("candidates")[0].obj("content")
	parts := content.objs("parts")
	id := parts[len(parts)-1].obj("functionCall")["id"]
	response := object{"functionResponse": object{"id": id, "name": "f", "response": object{"output": "sunny"}}}
	second := k.next(200, content, object{"role": "user", "parts": []any{response}})
	if text := second.objs("candidates")[0].obj("content").joined("parts"); !strings.Contains(text, "sunny") {
		t.Errorf("it answered %q", text)
	}

	k.path = geminiPath("gemini-3-pro")
	k.next(400) // another model's signature
	delete(parts[len(parts)-1], "thoughtSignature")
	k.path = geminiPath("gemini-3-flash")
	k.next(400) // none, in the current turn
	k.next(200, object{"role": "model", "parts": []any{object{"text": "Sunny."}}}, object{"role": "user", "parts": []any{object{"text": "hi"}}})
}

func TestAToolsRoundTripOnChat(t *testing.T) {
	for _, model := range []string{"claude-sonnet-4-6", "gpt-oss-120b", "gemini-3-pro", "llama-4-maverick", "gpt-5-mini"} {
		extra := `,"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]`
		if model == "claude-sonnet-4-6" {
			extra += `,"max_tokens":4000,"thinking":{"type":"enabled","budget_tokens":2000}`
		}
		k := talk{serve(t, Options{}), chatPath, model, "messages", extra, nil}
		first := k.next(200, object{"role": "user", "content": "!tool"})
		message := first.objs("choices")[0].obj("message")
		if model == "gpt-oss-120b" {
			delete(message, "content") // its reasoning isn't sent back
		}
		id := message.objs("tool_calls")[0]["id"]
		second := k.next(200, message, object{"role": "tool", "tool_call_id": id, "content": "sunny"})
		h := heard{}
		h.content(second.objs("choices")[0].obj("message"))
		if !strings.Contains(strings.Join(h.deltas, ""), "sunny") {
			t.Errorf("%s: it answered %q", model, h.deltas)
		}
	}
}

func TestThinkingIsHiddenUntilAskedFor(t *testing.T) {
	s := serve(t, Options{})
	for _, c := range []struct {
		story string
		way   way
		shown bool
	}{
		{"adaptive", way{messagesPath, "claude-opus-4-7", `"stream":true,"thinking":{"type":"adaptive"}`}, false},
		{"adaptive, shown", way{messagesPath, "claude-opus-4-7", `"stream":true,"thinking":{"type":"adaptive","display":"summarized"}`}, true},
		{"enabled", way{messagesPath, "claude-haiku-4-5", `"stream":true,"thinking":{"type":"enabled","budget_tokens":1024}`}, true},
		{"responses", way{responsesPath, "gpt-5", `"stream":true`}, false},
		{"responses with a summary", way{responsesPath, "gpt-5", `"stream":true,"reasoning":{"summary":"auto"}`}, true},
		{"Gemini", way{geminiStream("gemini-2-5-pro"), "", ""}, false},
		{"Gemini with thoughts", way{geminiStream("gemini-2-5-pro"), "", `"generationConfig":{"thinkingConfig":{"includeThoughts":true}}`}, true},
		{"gpt-oss", way{chatPath, "gpt-oss-20b", `"stream":true`}, true},
		{"Claude on chat", way{chatPath, "claude-opus-4-7", `"stream":true,"thinking":{"type":"adaptive"}`}, false},
		{"GPT on chat", way{chatPath, "gpt-5", `"stream":true`}, false},
		{"Llama", way{chatPath, "llama-4-maverick", `"stream":true`}, false},
	} {
		h := s.hear(c.way, "about tea")
		if (h.reasoning != "") != c.shown {
			t.Errorf("%s: reasoning %q", c.story, h.reasoning)
		}
		if h.text == "" || !h.done {
			t.Errorf("%s: text %q, over: %v", c.story, h.text, h.done)
		}
	}
}

func TestRedactedThinkingIsOpaqueAndGoesBack(t *testing.T) {
	k := talk{serve(t, Options{}), messagesPath, "claude-sonnet-4-6", "messages", `,"max_tokens":4000`, nil}
	first := k.next(200, object{"role": "user", "content": "!redacted hello"})
	if b := first.objs("content")[0]; b.str("type") != "redacted_thinking" || b.str("data") == "" {
		t.Fatalf("the first block is %v", b)
	}
	k.next(200, object{"role": "assistant", "content": first["content"]}, object{"role": "user", "content": "hello"})
}
