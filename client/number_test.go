package client

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"neonchat/chat"
)

// counting is a whole answer of a dialect whose counts are written as given: the
// prompt's, the answer's and those of what was cached.
var counting = map[string]string{
	chat.MLflow: `data: {"choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":IN,"completion_tokens":OUT,"prompt_tokens_details":{"cached_tokens":CACHED}}}

data: [DONE]

`,
	chat.OpenAI: `data: {"type":"response.output_text.delta","output_index":0,"delta":"hi"}

data: {"type":"response.completed","response":{"status":"completed","usage":{"input_tokens":IN,"output_tokens":OUT,"input_tokens_details":{"cached_tokens":CACHED}}}}

`,
	chat.Anthropic: `data: {"type":"message_start","message":{"id":"m","usage":{"input_tokens":IN,"cache_read_input_tokens":CACHED,"output_tokens":1}}}

data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hi"}}

data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":OUT}}

data: {"type":"message_stop"}

`,
	chat.Gemini: `data: {"candidates":[{"content":{"parts":[{"text":"hi"}]}}],"usageMetadata":{"promptTokenCount":IN}}

data: {"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":IN,"candidatesTokenCount":OUT,"cachedContentTokenCount":CACHED}}

`,
}

func TestACountIsReadInAnyDress(t *testing.T) {
	for _, c := range []struct {
		says, in, out, cached string
		known                 bool
	}{
		{"plain", `12`, `3`, `0`, true},
		{"as a text", `"12"`, `"3"`, `"0"`, true},
		{"as a fraction that is whole", `12.0`, `3.000`, `0.0`, true},
		{"with an exponent", `1.2e1`, `30E-1`, `0e5`, true},
		{"as a text with spaces", `" 12 "`, `"3.0"`, `""`, false},
		{"as a word", `"twelve"`, `3`, `0`, false},
		{"the answer's as a word", `12`, `"many"`, `0`, false},
		{"the cache's as a word", `12`, `3`, `"some"`, false},
		{"a part of a token", `12`, `3.5`, `0`, false},
		{"less than none", `-12`, `3`, `0`, false},
		{"more than there are", `1e30`, `3`, `0`, false},
		{"so large that reading it is work", `1e999999999`, `3`, `0`, false},
		{"as an object", `{"n":12}`, `3`, `0`, false},
		{"as true", `true`, `3`, `0`, false},
		{"none of the prompt", `null`, `3`, `0`, false},
	} {
		for _, dialect := range chat.Dialects {
			t.Run(c.says+" over "+dialect, func(t *testing.T) {
				body := strings.NewReplacer("IN", c.in, "OUT", c.out, "CACHED", c.cached).Replace(counting[dialect])
				a, err := receive(dialect, func() io.Reader { return strings.NewReader(body) })
				if err != nil || a.Text() != "hi" {
					t.Fatalf("the answer is %q, %v", a.Text(), err)
				}
				switch want := (chat.Usage{Input: 12, Output: 3}); {
				case !c.known && a.Usage != nil:
					t.Errorf("what can't be read counts as %+v", *a.Usage)
				case c.known && (a.Usage == nil || *a.Usage != want):
					t.Errorf("got %+v, want %+v", a.Usage, want)
				}
			})
		}
	}
}

// A place in another dress is that place: two calls don't become one.
func TestAPlaceIsReadInAnyDress(t *testing.T) {
	for dialect, body := range map[string]string{
		chat.MLflow: `data: {"choices":[{"index":"0","delta":{"tool_calls":[{"index":"0","id":"a","function":{"name":"f","arguments":"{}"}},{"index":1.0,"id":"b","function":{"name":"g","arguments":"{"}}]}}]}

data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":"1","function":{"arguments":"}"}}]},"finish_reason":"tool_calls"}]}

data: [DONE]

`,
		chat.OpenAI: `data: {"type":"response.output_item.added","output_index":"0","item":{"type":"function_call","call_id":"a","name":"f"}}

data: {"type":"response.output_item.added","output_index":"1","item":{"type":"function_call","call_id":"b","name":"g"}}

data: {"type":"response.function_call_arguments.delta","output_index":0.0,"delta":"{}"}

data: {"type":"response.function_call_arguments.delta","output_index":1.0,"delta":"{}"}

data: {"type":"response.completed","response":{"status":"completed"}}

`,
		chat.Anthropic: `data: {"type":"content_block_start","index":"0","content_block":{"type":"tool_use","id":"a","name":"f","input":{}}}

data: {"type":"content_block_start","index":"1","content_block":{"type":"tool_use","id":"b","name":"g","input":{}}}

data: {"type":"content_block_delta","index":"0","delta":{"type":"input_json_delta","partial_json":"{}"}}

data: {"type":"content_block_delta","index":"1","delta":{"type":"input_json_delta","partial_json":"{}"}}

data: {"type":"message_delta","delta":{"stop_reason":"tool_use"}}

data: {"type":"message_stop"}

`,
	} {
		a, err := receive(dialect, func() io.Reader { return strings.NewReader(body) })
		calls := a.ToolCalls()
		if err != nil || len(calls) != 2 || calls[0].Name != "f" || calls[1].Name != "g" || calls[0].Arguments != "{}" || calls[1].Arguments != "{}" {
			t.Errorf("over %s: got %+v, %v", dialect, calls, err)
		}
	}
}

// Counts that come again unchanged are no news: who follows the events, by -o jsonl
// for instance, reads them once.
func TestTheSameCountIsToldOnce(t *testing.T) {
	for dialect, body := range map[string]string{
		chat.MLflow:    strings.Repeat(`data: {"choices":[{"index":0,"delta":{"content":"hi"}}],"usage":{"prompt_tokens":3,"completion_tokens":4}}`+"\n\n", 3),
		chat.OpenAI:    strings.Repeat(`data: {"type":"response.completed","response":{"status":"completed","usage":{"input_tokens":3,"output_tokens":4}}}`+"\n\n", 2),
		chat.Anthropic: `data: {"type":"message_start","message":{"id":"m","usage":{"input_tokens":3,"output_tokens":4}}}` + "\n\n" + strings.Repeat(`data: {"type":"message_delta","usage":{"output_tokens":4}}`+"\n\n", 3),
		chat.Gemini:    strings.Repeat(`data: {"candidates":[{"content":{"parts":[{"text":"hi"}]}}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":4}}`+"\n\n", 3),
	} {
		c := New(Config{URL: "https://br-test-api.ai.neon.tech", Token: func() string { return bearer }, HTTP: &http.Client{Transport: sending(strings.NewReader(body))}, Clock: clock{impatient: true}})
		var told []chat.Usage
		for e := range c.Stream(t.Context(), chat.Request{Model: chat.Model{ID: "model", Dialect: dialect, Pinned: true}, Messages: []chat.Message{{Role: chat.User, Parts: []chat.Part{chat.Text{Text: "q"}}}}}) {
			if u, ok := e.(chat.UsageUpdate); ok {
				told = append(told, *u.Usage)
			}
		}
		if want := (chat.Usage{Input: 3, Output: 4}); len(told) != 1 || told[0] != want {
			t.Errorf("over %s: told is %+v", dialect, told)
		}
	}
}
