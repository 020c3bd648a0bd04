package demo

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// The bodies that a refusal may have.
const (
	gatewayBody    = "the gateway's"
	databricksBody = "Databricks'"
	nestedBody     = "a nested one"
	anthropicBody  = "Anthropic's"
	googleBody     = "Google's"
)

// bodyOf says whose manner an error body is in, and its innermost message.
func bodyOf(body string) (kind, message string) {
	var o object
	if json.Unmarshal([]byte(body), &o) != nil {
		return "no JSON", body
	}
	e := o.obj("error")
	switch {
	case o.has("error_code"):
		message = o.str("message")
		if !strings.HasPrefix(message, "{") {
			return databricksBody, message
		}
		var inner object
		json.Unmarshal([]byte(message), &inner)
		if m := inner.obj("error").str("message"); m != "" {
			return nestedBody, m
		}
		return nestedBody, inner.str("message")
	case o.str("type") == "error" && e.str("type") != "":
		return anthropicBody, e.str("message")
	case e.str("status") != "":
		return googleBody, e.str("message")
	case len(e) == 1:
		return gatewayBody, e.str("message")
	}
	return "unknown", body
}

func TestItRefusesWhatTheGatewayRefuses(t *testing.T) {
	const (
		hi       = `{"role":"user","content":"hi"}`
		schema   = `"$schema":"http://json-schema.org/draft-07/schema#"`
		pixel    = `iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC`
		chatCall = `{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}`
	)
	const (
		claudeCall   = `{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]}`
		claudeResult = `{"type":"tool_result","tool_use_id":"a","content":"x"}`
	)
	const chatResult = `{"role":"tool","tool_call_id":"a","content":"x"}`
	chat := func(model, extra string, messages ...string) (string, string) {
		w := way{chatPath, model, extra}
		if messages == nil {
			messages = []string{hi}
		}
		return w.path, w.say(messages)
	}
	messages := func(model, extra string, messages ...string) (string, string) {
		if messages == nil {
			messages = []string{hi}
		}
		return messagesPath, way{messagesPath, model, extra}.say(messages)
	}
	responses := func(model, extra string, items ...string) (string, string) {
		if items == nil {
			items = []string{hi}
		}
		return responsesPath, way{responsesPath, model, extra}.say(items)
	}
	generate := func(model, extra string, contents ...string) (string, string) {
		if contents == nil {
			contents = []string{`{"role":"user","parts":[{"text":"hi"}]}`}
		}
		body := `{"contents":[` + strings.Join(contents, ",") + `]`
		if extra != "" {
			body += "," + extra
		}
		return geminiPath(model), body + "}"
	}
	raw := func(path, body string) func() (string, string) {
		return func() (string, string) { return path, body }
	}
	with := func(f func(string, string, ...string) (string, string), model, extra string, rest ...string) func() (string, string) {
		return func() (string, string) { return f(model, extra, rest...) }
	}
	s := serve(t, Options{})
	for _, c := range []struct {
		story   string
		request func() (path, body string)
		status  int
		kind    string
		says    string
	}{
		// the gateway itself
		{"an unknown model", with(chat, "gpt-9", ""), 400, gatewayBody, `unknown model "gpt-9"`},
		{"no model", raw(chatPath, `{"messages":[]}`), 400, gatewayBody, "missing or invalid model"},
		{"broken JSON for chat", raw(chatPath, `{"model":`), 400, gatewayBody, "missing or invalid model"},
		{"broken JSON for messages", raw(messagesPath, `[]`), 400, gatewayBody, "missing or invalid model"},
		{"broken JSON for Gemini", raw(geminiPath("gemini-3-pro"), `{`), 400, googleBody, "Invalid JSON payload"},
		{"codex on chat", with(chat, "gpt-5-3-codex", ""), 400, gatewayBody, `model "gpt-5-3-codex" is not available on the chat_completions endpoint`},
		{"pro on chat", with(chat, "gpt-5-5-pro", ""), 400, gatewayBody, "not available on the chat_completions endpoint"},
		{"Claude on responses", with(responses, "claude-sonnet-4-6", ""), 400, gatewayBody, "not available on the openai_responses endpoint"},
		{"gpt-oss on responses", with(responses, "gpt-oss-20b", ""), 400, gatewayBody, "not available on the openai_responses endpoint"},
		{"GPT on messages", with(messages, "gpt-5", ""), 400, gatewayBody, "not available on the anthropic_messages endpoint"},
		{"Claude on Gemini's route", with(generate, "claude-sonnet-4-6", ""), 400, gatewayBody, "not available on the gemini_generate_content endpoint"},
		{"a model that is switched off", with(messages, retired, ""), 403, databricksBody, "rate limit of 0"},
		{"an unknown action", raw("/gemini/v1beta/models/gemini-3-pro:countTokens", `{}`), 404, gatewayBody, "unsupported gemini action"},
		{"a path without a model", raw("/gemini/v1beta/models/", `{}`), 404, gatewayBody, "invalid gemini model path"},

		// responses
		{"a stored response", with(responses, "gpt-5", `"store":true`), 400, databricksBody, "store"},
		{"store as null", with(responses, "gpt-5", `"store":null`), 400, databricksBody, "store"},
		{"an earlier response", with(responses, "gpt-5", `"previous_response_id":"resp_1"`), 502, databricksBody, "upstream request failed"},
		{"a conversation", with(responses, "gpt-5", `"conversation":"c"`), 502, databricksBody, "upstream request failed"},
		{"an item by reference", with(responses, "gpt-5", "", `{"type":"item_reference","id":"rs_1"}`), 502, databricksBody, "upstream request failed"},
		{"too little output", with(responses, "gpt-5-1", `"max_output_tokens":15`), 400, nestedBody, ">= 16"},
		{"sampling of gpt-5", with(responses, "gpt-5", `"temperature":0.5`), 400, nestedBody, "temperature"},
		{"sampling of pro", with(responses, "gpt-5-5-pro", `"top_p":0.5`), 400, nestedBody, "top_p"},
		{"a seed on responses", with(responses, "gpt-5-1", `"seed":1`), 400, nestedBody, "Unknown parameter: 'seed'"},
		{"an effort it lacks", with(responses, "gpt-5", `"reasoning":{"effort":"xhigh"}`), 400, nestedBody, "'minimal', 'low'"},
		{"a chat's content part", with(responses, "gpt-5", "", `{"role":"user","content":[{"type":"text","text":"hi"}]}`), 400, nestedBody, "'text'"},
		{"a chat's tool", with(responses, "gpt-5", `"tools":[{"type":"function","function":{"name":"f"}}]`), 400, nestedBody, "tools[0].name"},
		{"a call without its output", with(responses, "gpt-5", "", hi, `{"type":"function_call","call_id":"a","name":"f","arguments":"{}"}`), 400, nestedBody, "No tool output found"},
		{"an output without its call", with(responses, "gpt-5", "", hi, `{"type":"function_call_output","call_id":"a","output":"x"}`), 400, nestedBody, "No tool call found"},
		{"two outputs of one call", with(responses, "gpt-5", "", hi, `{"type":"function_call","call_id":"a","name":"f","arguments":"{}"}`, `{"type":"function_call_output","call_id":"a","output":"x"}`, `{"type":"function_call_output","call_id":"a","output":"x"}`), 400, nestedBody, "Duplicate tool output found for function call a"},
		{"an output before its call", with(responses, "gpt-5", "", hi, `{"type":"function_call_output","call_id":"a","output":"x"}`, `{"type":"function_call","call_id":"a","name":"f","arguments":"{}"}`), 400, nestedBody, "No tool call found"},
		{"reasoning without its content", with(responses, "gpt-5", "", `{"type":"reasoning","id":"rs_1","summary":[]}`, hi), 400, nestedBody, "not found"},
		{"reasoning it never made", with(responses, "gpt-5", "", `{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAA"}`, hi), 400, nestedBody, "could not be verified"},

		// Claude, on its own route
		{"no max_tokens", raw(messagesPath, `{"model":"claude-sonnet-4-6","messages":[`+hi+`]}`), 400, anthropicBody, "max_tokens: Field required"},
		{"max_tokens beyond the model's", raw(messagesPath, `{"model":"claude-haiku-4-5","max_tokens":64001,"messages":[`+hi+`]}`), 400, anthropicBody, "64001 > 64000"},
		{"an unknown field", with(messages, "claude-sonnet-4-6", `"seed":1`), 400, anthropicBody, "seed: Extra inputs are not permitted"},
		{"a field of chat", with(messages, "claude-sonnet-4-6", `"reasoning_effort":"low"`), 400, anthropicBody, "Extra inputs are not permitted"},
		{"temperature on a new Claude", with(messages, "claude-opus-4-7", `"temperature":0.5`), 400, anthropicBody, "`temperature` is deprecated"},
		{"top_p on a new Claude", with(messages, "claude-opus-4-7", `"top_p":0.5`), 400, anthropicBody, "`top_p` is deprecated"},
		{"both on an older one", with(messages, "claude-sonnet-4-6", `"top_p":0.5,"temperature":0.5`), 400, anthropicBody, "cannot both be specified"},
		{"a budget on a new Claude", with(messages, "claude-opus-4-7", `"thinking":{"type":"enabled","budget_tokens":2000}`), 400, anthropicBody, "not supported for this model"},
		{"adaptive on an older one", with(messages, "claude-sonnet-4-5", `"thinking":{"type":"adaptive"}`), 400, anthropicBody, "adaptive thinking is not supported"},
		{"too small a budget", with(messages, "claude-sonnet-4-6", `"thinking":{"type":"enabled","budget_tokens":1000}`), 400, anthropicBody, "1024"},
		{"a budget without room", with(messages, "claude-sonnet-4-6", `"thinking":{"type":"enabled","budget_tokens":60000}`), 400, anthropicBody, "must be greater than"},
		{"temperature with thinking", with(messages, "claude-sonnet-4-6", `"temperature":0.5,"thinking":{"type":"enabled","budget_tokens":2000}`), 400, anthropicBody, "may only be set to 1"},
		{"a forced tool with thinking", with(messages, "claude-sonnet-4-6", `"tool_choice":{"type":"any"},"thinking":{"type":"enabled","budget_tokens":2000}`), 400, anthropicBody, "forces tool use"},
		{"an effort that there isn't", with(messages, "claude-sonnet-4-6", `"output_config":{"effort":"utmost"}`), 400, anthropicBody, "'low', 'medium', 'high'"},
		{"a managed context without its beta", with(messages, "claude-sonnet-4-6", `"context_management":{}`), 400, anthropicBody, "context_management: Extra inputs"},
		{"an effort where there is none", with(messages, "claude-haiku-4-5", `"output_config":{"effort":"low"}`), 400, anthropicBody, "does not support the effort"},
		{"eager input streaming", with(messages, "claude-sonnet-4-6", `"tools":[{"name":"f","input_schema":{"type":"object"},"eager_input_streaming":true}]`), 400, anthropicBody, "eager_input_streaming: Extra inputs are not permitted"},
		{"the assistant first", with(messages, "claude-sonnet-4-6", "", `{"role":"assistant","content":"hm"}`, hi), 400, anthropicBody, "first message"},
		{"a system message", with(messages, "claude-sonnet-4-6", "", `{"role":"system","content":"hm"}`, hi), 400, anthropicBody, "'user' or 'assistant'"},
		{"an empty text", with(messages, "claude-sonnet-4-6", "", `{"role":"user","content":[{"type":"text","text":""}]}`), 400, anthropicBody, "non-empty"},
		{"white space at the end", with(messages, "claude-sonnet-4-6", "", hi, `{"role":"assistant","content":"So "}`), 400, anthropicBody, "trailing whitespace"},
		{"a prefill for a new Claude", with(messages, "claude-opus-4-7", "", hi, `{"role":"assistant","content":"So"}`), 400, anthropicBody, "prefill"},
		{"a remote picture", with(messages, "claude-sonnet-4-6", "", `{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://example.com/a.png"}}]}`), 400, anthropicBody, "remote URLs"},
		{"a mislabelled picture", with(messages, "claude-sonnet-4-6", "", `{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"`+pixel+`"}}]}`), 400, anthropicBody, "appears to be a image/png"},
		{"a tool id of another vendor", with(messages, "claude-sonnet-4-6", "", hi, `{"role":"assistant","content":[{"type":"tool_use","id":"a.b","name":"f","input":{}}]}`), 400, anthropicBody, "should match pattern"},
		{"an unanswered tool", with(messages, "claude-sonnet-4-6", "", hi, `{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]}`, hi), 400, anthropicBody, "without `tool_result`"},
		{"two results of one tool", with(messages, "claude-sonnet-4-6", "", hi, claudeCall, `{"role":"user","content":[`+claudeResult+`,`+claudeResult+`]}`), 400, anthropicBody, "multiple `tool_result` blocks with id: a"},
		{"a result a turn too late", with(messages, "claude-sonnet-4-6", "", hi, claudeCall, hi, `{"role":"assistant","content":"hm"}`, `{"role":"user","content":[`+claudeResult+`]}`), 400, anthropicBody, "without `tool_result`"},
		{"a result behind a text", with(messages, "claude-sonnet-4-6", "", hi, claudeCall, `{"role":"user","content":[{"type":"text","text":"so"},`+claudeResult+`]}`), 400, anthropicBody, "must come first"},
		{"a result nobody asked for", with(messages, "claude-sonnet-4-6", "", `{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"x"}]}`), 400, anthropicBody, "unexpected `tool_use_id`"},
		{"a signature it never made", with(messages, "claude-sonnet-4-6", "", hi, `{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"EqQB"},{"type":"text","text":"x"}]}`, hi), 400, anthropicBody, "Invalid `signature`"},
		{"five cache marks", with(messages, "claude-sonnet-4-6", "", `{"role":"user","content":[`+strings.TrimSuffix(strings.Repeat(`{"type":"text","text":"x","cache_control":{"type":"ephemeral"}},`, 5), ",")+`]}`), 400, anthropicBody, "maximum of 4"},

		// chat
		{"parallel calls for Claude", with(chat, "claude-sonnet-4-6", `"parallel_tool_calls":false`), 400, nestedBody, "Extra inputs"},
		{"an effort for Claude", with(chat, "claude-sonnet-4-6", `"reasoning_effort":"low"`), 400, nestedBody, "Extra inputs"},
		{"a penalty for Claude", with(chat, "claude-sonnet-4-6", `"presence_penalty":1`), 400, nestedBody, "Extra inputs"},
		{"temperature on a new Claude", with(chat, "claude-opus-4-7", `"temperature":0.2`), 400, nestedBody, "deprecated"},
		{"an empty message for Claude", with(chat, "claude-sonnet-4-6", "", `{"role":"user","content":""}`), 400, nestedBody, "non-empty"},
		{"a remote picture for Claude", with(chat, "claude-sonnet-4-6", "", `{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}`), 400, nestedBody, "remote URLs"},
		{"sampling of gpt-5", with(chat, "gpt-5-nano", `"temperature":0.2`), 400, nestedBody, "temperature"},
		{"stop for gpt-oss", with(chat, "gpt-oss-120b", `"stop":["x"]`), 400, databricksBody, "'stop'"},
		{"a seed for gpt-oss", with(chat, "gpt-oss-120b", `"seed":1`), 400, databricksBody, "'seed'"},
		{"the newer limit for gpt-oss", with(chat, "gpt-oss-120b", `"max_completion_tokens":100`), 400, databricksBody, "max_completion_tokens"},
		{"a penalty for Qwen", with(chat, "qwen3-next-80b-a3b-instruct", `"frequency_penalty":1`), 400, databricksBody, "frequency_penalty"},
		{"a seed for Llama", with(chat, "llama-4-maverick", `"seed":1`), 400, databricksBody, "'seed'"},
		{"an effort for Gemini", with(chat, "gemini-2-5-pro", `"reasoning_effort":"low"`), 400, nestedBody, "reasoning_effort"},
		{"an effort it lacks", with(chat, "gpt-oss-20b", `"reasoning_effort":"max"`), 400, databricksBody, "'low', 'medium', 'high'"},
		{"a stored chat", with(chat, "gpt-5-mini", `"store":false`), 400, databricksBody, "store: Extra inputs"},
		{"a strict function", with(chat, "gpt-5-mini", `"tools":[{"type":"function","function":{"name":"f","strict":true}}]`), 400, databricksBody, "function.strict"},
		{"$schema deep in a tool of Gemini", with(chat, "gemini-2-5-flash", `"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"a":{`+schema+`}}}}}]`), 400, databricksBody, "$schema"},
		{"a named message", with(chat, "gpt-oss-20b", "", `{"role":"user","name":"Ann","content":"hi"}`), 400, databricksBody, "name"},
		{"a picture for a text model", with(chat, "gpt-oss-20b", "", `{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,`+pixel+`"}}]}`), 400, databricksBody, "image input"},
		{"two results of one call", with(chat, "gpt-5-mini", "", hi, chatCall, chatResult, chatResult), 400, nestedBody, "Duplicate value for 'tool_call_id' of 'a'"},
		{"a result that comes late", with(chat, "gpt-5-mini", "", hi, chatCall, hi, chatResult), 400, nestedBody, "role 'tool' must be a response"},
		{"a result that comes late, for Llama", with(chat, "llama-4-maverick", "", hi, chatCall, hi, chatResult), 400, databricksBody, "role 'tool' must be a response"},
		{"a call without its result", with(chat, "gpt-5-mini", "", hi, chatCall, hi), 400, nestedBody, "must be followed by tool messages"},
		{"a result without its call", with(chat, "gpt-5-mini", "", hi, `{"role":"tool","tool_call_id":"a","content":"x"}`), 400, nestedBody, "role 'tool' must be a response"},
		{"Gemini 3's call without its signature", with(chat, "gemini-3-pro", "", hi, chatCall, `{"role":"tool","tool_call_id":"a","content":"x"}`), 400, nestedBody, "missing a thought_signature"},
		{"nothing said", with(chat, "gpt-oss-20b", "", []string{}...), 400, databricksBody, "at least one message"},
		{"more than the model can read", with(chat, "gpt-oss-20b", "", `{"role":"user","content":"`+strings.Repeat("word ", 110_000)+`"}`), 400, databricksBody, "prompt is too long: 137503 tokens > 131072"},

		// Gemini
		{"an unknown field", with(generate, "gemini-3-pro", `"messages":[]`), 400, googleBody, `Unknown name "messages"`},
		{"$schema in a tool", with(generate, "gemini-3-pro", `"tools":[{"functionDeclarations":[{"name":"f","parameters":{`+schema+`}}]}]`), 400, googleBody, "$schema"},
		{"a level and a budget", with(generate, "gemini-3-pro", `"generationConfig":{"thinkingConfig":{"thinkingLevel":"LOW","thinkingBudget":1}}`), 400, googleBody, "only set only one"},
		{"a level for 2.5", with(generate, "gemini-2-5-pro", `"generationConfig":{"thinkingConfig":{"thinkingLevel":"LOW"}}`), 400, googleBody, "not supported"},
		{"no thinking for pro", with(generate, "gemini-2-5-pro", `"generationConfig":{"thinkingConfig":{"thinkingBudget":0}}`), 400, googleBody, "between 128 and 32768"},
		{"a foreign role", with(generate, "gemini-3-pro", "", `{"role":"assistant","parts":[{"text":"hi"}]}`), 400, googleBody, "valid role"},
		{"the model first", with(generate, "gemini-3-pro", "", `{"role":"model","parts":[{"text":"hi"}]}`), 400, googleBody, "role 'user'"},
		{"an unsigned call in the current turn", with(generate, "gemini-3-pro", "", `{"role":"user","parts":[{"text":"hi"}]}`,
			`{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]}`, `{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":1}}}]}`), 400, googleBody, "missing a thought_signature"},
		{"a signature it never made", with(generate, "gemini-3-pro", "", `{"role":"user","parts":[{"text":"hi"}]}`,
			`{"role":"model","parts":[{"text":"yes","thoughtSignature":"CiQB"}]}`, `{"role":"user","parts":[{"text":"hi"}]}`), 400, googleBody, "Corrupted thought signature"},
		{"a call without its response", with(generate, "gemini-2-5-pro", "", `{"role":"user","parts":[{"text":"hi"}]}`,
			`{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]}`, `{"role":"user","parts":[{"text":"hi"}]}`), 400, googleBody, "number of function response parts"},
	} {
		path, body := c.request()
		status, answer := s.post(path, body)
		kind, message := bodyOf(answer)
		if status != c.status || kind != c.kind || !strings.Contains(message, c.says) {
			t.Errorf("%s at %s: %d, %s body\n got %s\nwant %d, %s body: %s", c.story, path, status, kind, answer, c.status, c.kind, c.says)
		}
	}
}

func TestItTakesWhatOnlyLooksRefusable(t *testing.T) {
	s := serve(t, Options{})
	for _, c := range []struct {
		story string
		way   way
	}{
		{"the default temperature on a new Claude", way{messagesPath, "claude-opus-4-7", `"temperature":1`}},
		{"temperature alone on an older one", way{messagesPath, "claude-sonnet-4-6", `"temperature":0.2`}},
		{"an effort on a new Claude", way{messagesPath, "claude-opus-4-7", `"thinking":{"type":"adaptive"},"output_config":{"effort":"max"}`}},
		{"sampling of GPT-5.1", way{responsesPath, "gpt-5-1", `"temperature":0.2`}},
		{"a model name in Gemini's body", way{geminiPath("gemini-3-flash"), "", `"model":"models/gemini-3-flash"`}},
		{"a minimal level on flash", way{geminiPath("gemini-3-flash"), "", `"generationConfig":{"thinkingConfig":{"thinkingLevel":"minimal"}}`}},
		{"an effort of gpt-oss", way{chatPath, "gpt-oss-20b", `"reasoning_effort":"high"`}},
		{"adaptive thinking on 4.6", way{messagesPath, "claude-sonnet-4-6", `"thinking":{"type":"adaptive"},"output_config":{"effort":"high"}`}},
		{"a format and a user of Claude's", way{messagesPath, "claude-sonnet-4-6", `"output_config":{"format":{"type":"json_schema","schema":{}}},"metadata":{"user_id":"u"}`}},
		{"$schema in a tool of Claude", way{messagesPath, "claude-sonnet-4-6", `"tools":[{"name":"f","input_schema":{"$schema":"x","type":"object"}}]`}},
		{"a tool of the vendor's", way{messagesPath, "claude-sonnet-4-6", `"tools":[{"type":"web_search_20250305","name":"web_search"}]`}},
		{"a field that nobody knows", way{messagesPath, "claude-sonnet-4-6", `"novelty":1`}},
		{"what Codex sends", way{responsesPath, "gpt-5", `"client_metadata":{"a":"b"},"prompt_cache_key":"k","include":["reasoning.encrypted_content"],"store":false`}},
		{"$schema in a tool on responses", way{responsesPath, "gpt-5", `"tools":[{"type":"function","name":"f","parameters":{"$schema":"x","type":"object"}}]`}},
		{"$schema in a tool on chat", way{chatPath, "gpt-oss-20b", `"tools":[{"type":"function","function":{"name":"f","parameters":{"$schema":"x","type":"object"}}}]`}},
		{"usage asked of Claude", way{chatPath, "claude-sonnet-4-6", `"stream_options":{"include_usage":true}`}},
		{"$schema in Gemini's JSON schema", way{geminiPath("gemini-3-flash"), "", `"tools":[{"functionDeclarations":[{"name":"f","parametersJsonSchema":{"$schema":"x","type":"object"}}]}]`}},
	} {
		if status, body := s.post(c.way.path, c.way.ask("hi")); status != 200 {
			t.Errorf("%s: %d %s", c.story, status, body)
		}
	}
}

func TestAnUnsignedForeignCallPassesWithGooglesSentinel(t *testing.T) {
	s := serve(t, Options{})
	status, body := s.post(geminiPath("gemini-3-pro"), `{"contents":[{"role":"user","parts":[{"text":"hi"}]},
		{"role":"model","parts":[{"functionCall":{"name":"f","args":{}},"thoughtSignature":"skip_thought_signature_validator"},{"functionCall":{"name":"f","args":{}}}]},
		{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"one"}}},{"functionResponse":{"name":"f","response":{"output":"two"}}}]}]}`)
	if status != 200 || !strings.Contains(body, "two") {
		t.Errorf("%d %s", status, body)
	}
}

// Gemini's calls are known by their ids, and without by name and order.
func TestResponsesForGeminiFindTheirCalls(t *testing.T) {
	s := serve(t, Options{})
	for name, row := range map[string]struct {
		calls, responses string
		status           int
	}{
		"ids in another order":   {`"id":"1","name":"f" "id":"2","name":"f"`, `"id":"2","name":"f" "id":"1","name":"f"`, 200},
		"names in another order": {`"name":"f" "name":"g"`, `"name":"g" "name":"f"`, 200},
		"one of them twice":      {`"id":"1","name":"f" "id":"2","name":"f"`, `"id":"2","name":"f" "id":"2","name":"f"`, 400},
		"the second only":        {`"name":"f" "name":"f"`, `"name":"f"`, 400},
		"of another name":        {`"name":"f" "name":"f"`, `"name":"f" "name":"g"`, 400},
	} {
		parts := func(key, list, more string) string {
			var all []string
			for fields := range strings.FieldsSeq(list) {
				all = append(all, `{"`+key+`":{`+fields+`,`+more+`}}`)
			}
			return strings.Join(all, ",")
		}
		status, body := s.post(geminiPath("gemini-2-5-flash"), `{"contents":[{"role":"user","parts":[{"text":"hi"}]},
			{"role":"model","parts":[`+parts("functionCall", row.calls, `"args":{}`)+`]},
			{"role":"user","parts":[`+parts("functionResponse", row.responses, `"response":{"output":"one"}`)+`]}]}`)
		if status != row.status {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
}

func TestMessagesWantTheirVersion(t *testing.T) {
	s := serve(t, Options{})
	w := way{messagesPath, "claude-haiku-4-5", ""}
	req, _ := http.NewRequestWithContext(t.Context(), "POST", s.url+w.path, strings.NewReader(w.ask("hi")))
	req.Header.Set("Authorization", "Bearer "+DefaultToken)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	if kind, message := bodyOf(string(body)); res.StatusCode != 400 || kind != anthropicBody || !strings.Contains(message, "anthropic-version") {
		t.Errorf("%d %s", res.StatusCode, body)
	}
}

func TestABodyOver32MiBIsTooLarge(t *testing.T) {
	s := serve(t, Options{})
	status, body := s.post(chatPath, `{"model":"gpt-5-mini","messages":[{"role":"user","content":"`+strings.Repeat("a", 33<<20)+`"}]}`)
	if kind, _ := bodyOf(body); status != 413 || kind != gatewayBody {
		t.Errorf("%d %.200s", status, body)
	}
}

func TestABetaInTheHeaderAllowsWhatItBrings(t *testing.T) {
	s := serve(t, Options{})
	w := way{messagesPath, "claude-sonnet-4-6", `"context_management":{"edits":[]}`}
	req, _ := http.NewRequestWithContext(t.Context(), "POST", s.url+w.path+"?beta=true", strings.NewReader(w.ask("hi")))
	req.Header.Set("Authorization", "Bearer "+DefaultToken)
	req.Header.Set("Anthropic-Version", "2023-06-01")
	req.Header.Set("Anthropic-Beta", "claude-code-20250219,context-management-2025-06-27")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != 200 {
		body, _ := io.ReadAll(res.Body)
		t.Errorf("%d %s", res.StatusCode, body)
	}
}

func TestAHEADIsAnswered(t *testing.T) {
	s := serve(t, Options{})
	for _, path := range []string{"/", "/ai-gateway/anthropic", messagesPath} {
		res, err := http.Head(s.url + path)
		if err != nil || res.StatusCode != 200 {
			t.Errorf("%s: %v, %v", path, res, err)
		}
	}
}

// A line without a source, or two lines for one thing, would be somebody's guess.
func TestEveryRefusalHasItsSource(t *testing.T) {
	seen := map[string]bool{}
	for _, ru := range refusals() {
		if ru.what == "" || ru.source == "" {
			t.Errorf("a line without a source: %+v", ru)
		}
		var key strings.Builder
		key.WriteString(ru.what)
		for _, d := range ru.at {
			key.WriteString(" " + d.endpoint())
		}
		if seen[key.String()] {
			t.Errorf("two lines for %q", key.String())
		}
		seen[key.String()] = true
	}
}
